#!/bin/sh
# How long a start takes, beside `node -e 0` on the same machine at the same time: the commands take
# turns, and each is compared with the node of its own round, so that a machine that is busy or
# changes its speed slows both.
# Usage: benchmarks/startup.sh [ROUNDS]; needs a build (./speckit --version makes one) and node.
# Exit 0 when within the limits, 1 when not.
set -eu
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-20}
for folder in "$root"/target/speckit-*/bin; do speckit=$folder/speckit; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
HOME=$work
export HOME
# A workspace with specs, a run and its store; its prompts are what analysts are asked.
"$speckit" demo "$work/space" >/dev/null 2>&1
cd "$work/space"
for prompt in .speckit/runs/*/plan-*/analyst-requirements-1/prompt.md; do :; done

# Appends microseconds of one run to a file.
measure() {
  file=$1
  shift
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 <"$prompt"
  end=$(date +%s%N)
  echo "$(((end - start) / 1000))" >>"$work/$file"
}

round=0
while [ "$round" -lt "$rounds" ]; do
  measure node node -e 0
  measure version "$speckit" --version
  measure list "$speckit" list
  measure analyst "$speckit" analyst analyst-requirements
  round=$((round + 1))
done

# Prints the median of numbers on standard input.
median() {
  sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# Usage: line FILE LABEL LIMIT; no limit: for information.
line() {
  ratio=$(paste "$work/$1" "$work/node" | awk '{ print $1 / $2 }' | median)
  median <"$work/$1" | awk -v label="$2" -v ratio="$ratio" -v limit="$3" '{
    printf "%-18s  %6.1f ms  %5.2f x node%s\n", label, $1 / 1000, ratio,
      limit == "" ? "" : " (limit " limit ")"
    exit limit != "" && ratio > limit
  }'
}

status=0
line node "node -e 0" ""
line version "speckit --version" 1.3 || status=1
line list "speckit list" 2.0 || status=1
line analyst "speckit analyst" ""
exit "$status"
