# For the benchmarks that measure CPU time; they source it. $work is their folder.

# Appends the milliseconds of CPU time (user and system) of one run to a file.
# Usage: measure FILE COMMAND...
measure() {
  file=$1
  shift
  /bin/bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' run "$@" 2>"$work/time" || true
  awk '{ printf "%d\n", ($1 + $2) * 1000 }' "$work/time" >>"$work/$file"
}

# Prints the median of what was measured into a file.
median() {
  sort -n "$work/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
