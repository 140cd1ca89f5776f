#!/bin/sh
# What speckit itself takes for a run of all six stages, whose agents answer at once and whose check
# is a script of a few milliseconds: wall time, and what each further agent of all rosters adds.
# Runs with one to five agents take turns, so that a busy machine slows all of them.
# Usage: benchmarks/pipeline.sh [ROUNDS]; needs a build (./speckit --version makes one) and git.
# Exit 0 when within the limits, 1 when not.
set -eu
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-5}
for folder in "$root"/target/speckit-*/bin; do speckit=$folder/speckit; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
HOME=$work
export HOME
git config --global user.name Bench
git config --global user.email bench@speckit.invalid

# A workspace with a number of agents, all of which say and change the same.
prepare() {
  space=$work/space-$1
  cp -r "$root/examples/greeting" "$space"
  cat >"$space/tools/test.sh" <<'CHECK'
#!/bin/sh
set -eu
cd "$(dirname "$0")/.."
mkdir -p build/reports
result='<failure message="no friend"/>'
if grep -q friend src/greeting/Greeting.java; then result=''; fi
printf '<testsuite name="g"><testcase classname="g" name="a">%s</testcase></testsuite>\n' \
  "$result" >build/reports/TEST-g.xml
CHECK
  echo '{"issues": []}' >"$space/recorded/alice/clarify.txt"
  names=
  : >"$space/speckit.toml"
  number=0
  while [ "$number" -lt "$1" ]; do
    number=$((number + 1))
    printf '[agents.a%s]\nkind = "replay"\nfolder = "recorded/alice"\n\n' "$number" \
      >>"$space/speckit.toml"
    names="$names${names:+, }\"a$number\""
  done
  {
    echo '[quality_gates]'
    for subject in clarify checklist analyze plan tasks implement validate audit unlock; do
      echo "$subject = [$names]"
    done
    printf '\n[checks.test]\ncommand = ["tools/test.sh"]\njunit = "build/reports/*.xml"\n'
  } >>"$space/speckit.toml"
  (cd "$space" && git init -q && git add -A && git commit -qm begin && "$speckit" init >/dev/null)
}

# One run, from a fresh copy; milliseconds are appended to a file.
measure() {
  rm -rf "$work/copy"
  cp -r "$work/space-$1" "$work/copy"
  (
    cd "$work/copy"
    "$speckit" trust >/dev/null
    start=$(date +%s%N)
    "$speckit" auto 1001 --json >"$work/last.json" 2>&1 || {
      cat "$work/last.json" >&2
      exit 1
    }
    end=$(date +%s%N)
    echo "$(((end - start) / 1000000))" >>"$work/wall-$1"
  )
}

median() {
  sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

for agents in 1 2 3 4 5; do prepare "$agents"; done
measure 1
rm "$work/wall-1"
round=0
while [ "$round" -lt "$rounds" ]; do
  for agents in 1 2 3 4 5; do measure "$agents"; done
  round=$((round + 1))
done

for agents in 1 2 3 4 5; do
  printf '%s agents  %7.1f ms\n' "$agents" "$(median <"$work/wall-$agents")"
done
each=$(paste "$work/wall-1" "$work/wall-5" | awk '{ print ($2 - $1) / 4 }' | median)
three=$(median <"$work/wall-3")
printf 'each further agent of all nine rosters  %.1f ms (limit 25)\n' "$each"
printf 'six stages with three agents  %.1f ms (limit 1500)\n' "$three"
awk -v each="$each" -v three="$three" 'BEGIN { exit each > 25 || three > 1500 }'
