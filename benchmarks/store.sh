#!/bin/sh
# What the store costs beside the same statements through SQLite's C library, on the same tables with
# the same settings: one row per commit, a verdict with three answers, reads, batches, sixteen callers.
# The programs take turns; each line is the median over rounds, a ratio that of the same round.
# Usage: benchmarks/store.sh [--quick]; needs a build (./speckit --version makes one) and a JDK 25.
# The C side needs gcc and sqlite3.h; without them only the store is measured.
# Limits: FULL, caller to disk, 1.5 x C; a verdict with three answers, p95, 5 ms.
# Exit 0 when within the limits, 1 when not.
set -eu
LC_ALL=C
export LC_ALL
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=5
scale=1
if [ "${1:-}" = --quick ]; then
  rounds=3
  scale=4
fi
. "$root/src/main/dist/share/find-java.sh"
find_java_25 || {
  say_java_25_is_missing
  exit 3
}
java=$speckit_java_home/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
classes=${STORE_CLASSES:-}
if [ -z "$classes" ]; then
  for folder in "$root"/target/speckit-*; do
    for jar in "$folder"/lib/*.jar; do classes=$classes:$jar; done
  done
fi
"$speckit_java_home/bin/javac" -proc:none -nowarn -cp "$classes" -d "$work/classes" \
  "$root/benchmarks/StoreBenchmark.java"
ours() {
  "$java" --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classes" \
    dev.speckit.store.StoreBenchmark "$@"
}
version=$(ours "$work/empty.db" create)
echo "the store: SQLite $version"
c=
if command -v gcc >/dev/null && gcc -O2 -o "$work/store" "$root/benchmarks/store.c" -lsqlite3 2>"$work/log"; then
  c=$work/store
  echo "C:         SQLite $("$c")"
else
  echo "no gcc, or no sqlite3.h: the store alone is measured"
fi

# Usage: percentile P FILE, in nanoseconds
percentile() {
  sort -n "$2" | awk -v p="$1" '{ v[NR] = $1 } END { i = int(NR * p / 100 + 0.9999); print v[i < 1 ? 1 : i] }'
}

# One round of a case: NAME OUR-CASE C-CASE COUNT BYTES. Both programs start from the same empty store.
round() {
  cp "$work/empty.db" "$work/ours.db"
  ours "$work/ours.db" "$2" "$4" "$5" >"$work/last"
  cat "$work/last" >>"$work/$1.ours"
  mine=$(percentile 50 "$work/last")
  theirs=0
  if [ -n "$c" ] && [ "$3" != - ]; then
    cp "$work/empty.db" "$work/c.db"
    "$c" "$work/c.db" "$3" "$4" "$5" >"$work/last"
    cat "$work/last" >>"$work/$1.c"
    theirs=$(percentile 50 "$work/last")
  fi
  rm -f "$work"/ours.db* "$work"/c.db*
  echo "$mine $theirs" >>"$work/$1.medians"
}

# Runs all rounds of the cases below, taking turns.
cases='row200 row row 8000 200
inside200 inside row 8000 200
row5000 row row 4000 5000
inside5000 inside row 4000 5000
full200 full full 1200 200
full5000 full full 800 5000
verdict5000 verdict verdict 400 5000
read200 read read 20000 200
readinside200 readinside read 40000 200
readinside5000 readinside read 20000 5000
scan200 scan scan 400 200
batch100 batch100 batch100 400 200
batch1000 batch1000 batch1000 80 200
groups16 groups - 150 200'
number=0
while [ "$number" -lt "$rounds" ]; do
  echo "$cases" >"$work/cases"
  while read -r name mine theirs count bytes; do
    round "$name" "$mine" "$theirs" $((count / scale)) "$bytes" </dev/null
  done <"$work/cases"
  number=$((number + 1))
done

status=0
# Usage: line NAME LABEL [LIMIT]
line() {
  sort -n "$work/$1.medians" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }' >"$work/m"
  awk '$2 > 0 { print $1 / $2 }' "$work/$1.medians" | sort -n \
    | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : 0 }' >"$work/r"
  awk -v label="$2" -v limit="${3:-}" -v nanos="$(cat "$work/m")" -v ratio="$(cat "$work/r")" 'BEGIN {
    printf "%-46s %10.1f us", label, nanos / 1000
    if (ratio > 0) printf "  %6.2f x C", ratio
    if (limit != "") printf "  (limit %s)", limit
    printf "\n"
    exit limit != "" && ratio > limit
  }' || status=1
}
line row200 "one row of 200 bytes, NORMAL, caller"
line inside200 "the same, inside the writer" 
line row5000 "one row of 5 KB, NORMAL, caller"
line inside5000 "the same, inside the writer"
line full200 "one row of 200 bytes, FULL, caller" 1.5
line full5000 "one row of 5 KB, FULL, caller" 1.5
line read200 "read of one row of 200 bytes, caller"
line readinside200 "the same, inside a reader"
line readinside5000 "read of one row of 5 KB, inside a reader"
line scan200 "scan, per row of 200 bytes"
line batch100 "100 rows in a transaction, per row"
line batch1000 "1000 rows in a transaction, per row"
line verdict5000 "verdict with three answers of 5 KB, FULL"
line groups16 "16 callers, FULL, per transaction"
for p in 50 95 99; do percentile "$p" "$work/verdict5000.ours"; done | tr '\n' ' ' | awk '{
  printf "verdict with three answers: p50 %.2f ms, p95 %.2f ms (limit 5), p99 %.2f ms\n", $1 / 1e6, $2 / 1e6, $3 / 1e6
  exit $2 > 5e6
}' || status=1
if [ -n "$c" ]; then
  percentile 95 "$work/verdict5000.c" | awk '{ printf "  in C: p95 %.2f ms\n", $1 / 1e6 }'
fi
exit "$status"
