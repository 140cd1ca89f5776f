#!/bin/sh
# What a check of 1000 features and 1000 contexts costs in CPU time (user and system), beside
# `node -e 0` on the same machine at the same time: the commands take turns.
# Usage: benchmarks/check.sh [ROUNDS]; needs a build (./speckit --version makes one) and node.
# Limits: 0.70 s without memory, 0.25 s when nothing changed, 1.3 times that with one changed file.
# Exit 0 when within the limits, 1 when not.
set -eu
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-11}
for folder in "$root"/target/speckit-*/bin; do speckit=$folder/speckit; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/space"
HOME=$work/home
export HOME
cd "$work/space"
seq 1 1000 | awk '{ e = 1000 * (int(($1 - 1) / 500) + 1); print "specs/" e "/" e + ($1 - 1) % 500 + 1 }' |
  xargs mkdir -p
awk 'BEGIN {
  for (c = 1; c <= 1000; c++) {
    e = 1000 * (int((c - 1) / 500) + 1); i = e + (c - 1) % 500 + 1; d = "specs/" e "/" i
    f = d "/spec.md"
    printf "# Spec: Capability %d\n\n**Type**: feature\n**Status**: implementing\n", c > f
    printf "**Parent**: [[../epic|Epic]]\n**Context**: [[context|Journal]]\n\n## Requirements\n\n" > f
    for (r = 1; r <= 5; r++) {
      printf "### Requirement: Operation %d of capability %d\nThe system SHALL run operation %d and MUST keep its outcome.\n\n", r, c, r > f
      for (k = 1; k <= 3; k++)
        printf "#### Scenario: Case %d of %d\n- **GIVEN** a caller of capability %d\n- **WHEN** it calls variant %d\n- **THEN** it gets status 200 within 50 ms\n\n", k, r, c, k > f
    }
    close(f)
    f = d "/context.md"
    printf "# Context: Capability %d\n\n**Spec**: [[spec|%d]]\n**Parent**: [[../epic|Epic]]\n**Status**: implementing\n\n## Summary\nWork.\n", c, i > f
    close(f)
    f = "specs/" e "/epic.md"
    if (!(e in seen)) {
      seen[e] = 1
      printf "# Epic: %d\n\n**Type**: epic\n**Status**: implementing\n**Context**: [[context|Journal]]\n\n## Features\n", e > f
      g = "specs/" e "/context.md"
      printf "# Context: Epic %d\n\n**Spec**: [[epic|Epic]]\n**Status**: implementing\n", e > g
      close(g)
    }
    printf "- [[%d/spec|Capability %d]]\n", i, c > f
  }
}'
sleep 3

# Appends the hundredths of a second of CPU time of one run to a file.
measure() {
  file=$1
  shift
  /bin/bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' run "$@" 2>"$work/time" || true
  awk '{ printf "%d\n", ($1 + $2) * 1000 }' "$work/time" >>"$work/$file"
}

round=0
while [ "$round" -lt "$rounds" ]; do
  rm -rf .speckit
  measure node node -e 0
  measure cold "$speckit" check
  measure warm "$speckit" check
  echo "Round $round." >>specs/1000/1001/spec.md
  measure changed "$speckit" check
  round=$((round + 1))
done

median() {
  sort -n "$work/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

node=$(median node)
cold=$(median cold)
warm=$(median warm)
changed=$(median changed)
awk -v n="$node" -v c="$cold" -v w="$warm" -v o="$changed" 'BEGIN {
  printf "node -e 0    %5d ms CPU\n", n
  printf "check, cold  %5d ms CPU  %.1fx of node  (limit 700 ms)\n", c, c / n
  printf "check, warm  %5d ms CPU  %.1fx of node  (limit 250 ms)\n", w, w / n
  printf "one changed  %5d ms CPU  %.2fx of warm  (limit 1.30x)\n", o, o / w
  exit !(c <= 700 && w <= 250 && o <= 1.3 * w)
}'
