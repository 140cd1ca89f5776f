#!/bin/sh
# How long a start takes, beside `node -e 0` on the same machine at the same time.
# Usage: benchmarks/startup.sh [ROUNDS]; needs a build (./speckit --version makes one) and node.
set -eu
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-20}
for folder in "$root"/target/speckit-*/bin; do speckit=$folder/speckit; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work"
mkdir "$work/space" && cd "$work/space"
"$speckit" init >/dev/null
"$speckit" new epic "Cold storage" >/dev/null
"$speckit" new feature "Move old records" --parent 1000 >/dev/null
"$speckit" list >/dev/null

# Appends milliseconds of one run to a file.
measure() {
  file=$1
  shift
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 </dev/null || true
  end=$(date +%s%N)
  echo "$(((end - start) / 10000))" >>"$work/$file"
}

round=0
while [ "$round" -lt "$rounds" ]; do
  measure node node -e 0
  measure version "$speckit" --version
  measure list "$speckit" list
  round=$((round + 1))
done

median() {
  sort -n "$work/$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 200 }'
}
node=$(median node)
awk -v n="$node" -v v="$(median version)" -v l="$(median list)" 'BEGIN {
  printf "node -e 0          %6.1f ms\n", n
  printf "speckit --version  %6.1f ms  %.2fx of node (limit 1.3)\n", v, v / n
  printf "speckit list       %6.1f ms  %.2fx of node (limit 2.0)\n", l, l / n
  exit !(v / n <= 1.3 && l / n <= 2.0)
}'
