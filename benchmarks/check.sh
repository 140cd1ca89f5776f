#!/bin/sh
# What a check of 1000 features, their 1000 contexts and 1000 deliverables with links both ways costs
# in CPU time (user and system), beside `node -e 0` on the same machine at the same time: the commands
# take turns.
# Usage: benchmarks/check.sh [ROUNDS]; needs a build (./speckit --version makes one) and node.
# Limits: 0.70 s without memory, 0.25 s when nothing changed, 1.3 times that with one changed file.
# Exit 0 when within the limits, 1 when not.
set -eu
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-11}
. "$root/benchmarks/cpu.sh"
for folder in "$root"/target/speckit-*/bin; do speckit=$folder/speckit; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/space"
HOME=$work/home
export HOME
unset XDG_CACHE_HOME
cd "$work/space"
seq 1 1000 | awk '{
  e = 1000 * (int(($1 - 1) / 500) + 1)
  print "specs/" e "/" e + ($1 - 1) % 500 + 1 "/deliverables/scripts"
}' | xargs mkdir -p
awk '
function epic(c) { return 1000 * (int((c - 1) / 500) + 1) }
function id(c) { return epic(c) + (c - 1) % 500 + 1 }
BEGIN {
  for (c = 1; c <= 1000; c++) {
    e = epic(c); i = id(c); d = "specs/" e "/" i; u = c > 1 ? c - 1 : 1
    f = d "/spec.md"
    printf "# Spec: Capability %d\n\n**Type**: feature\n**Status**: implementing\n", c > f
    printf "**Parent**: [[../epic|Epic]]\n**Context**: [[context|Journal]]\n\n## Purpose\n", c > f
    printf "A caller runs audited operations of capability %d.\n\n## Requirements\n\n", c > f
    for (r = 1; r <= 5; r++) {
      printf "### Requirement: Operation %d of capability %d\n", r, c > f
      printf "The system SHALL run operation %d and MUST keep its outcome before it answers.\n\n", r > f
      for (k = 1; k <= 3; k++) {
        printf "#### Scenario: Case %d of %d\n- **GIVEN** a caller of capability %d\n", k, r, c > f
        printf "- **WHEN** it calls variant %d\n- **THEN** it gets status 200 within 50 ms\n", k > f
        printf "- **AND** an entry with code A-%d-%d-%d is stored\n\n", c, r, k > f
      }
    }
    printf "## Dependencies\n- [[../../%d/%d/spec|Upstream]]\n\n", epic(u), id(u) > f
    printf "## Deliverables\n- [[deliverables/scripts/setup.sh|Setup]]\n" > f
    close(f)
    f = d "/context.md"
    printf "# Context: Capability %d\n\n**Spec**: [[spec|%d]]\n**Parent**: [[../epic|Epic]]\n", c, i > f
    printf "**Status**: implementing\n**Created**: 2026-01-01 00:00\n\n## Summary\nWork.\n\n", c > f
    printf "## Implementation Timeline\n\n### Session 1: 2026-01-01 - Start\n\n#### Planning\n" > f
    for (t = 1; t <= 12; t++)
      printf "- Step %d in services/cap%d/step%d.ts (10:%02d)\n", t, c, t, t > f
    printf "\n## Deliverables\n\n### Scripts\n- [[deliverables/scripts/setup.sh|Setup]]\n" > f
    close(f)
    f = d "/deliverables/scripts/setup.sh"
    printf "#!/bin/sh\n# Spec: [[../../spec|%d]]\n# Context: [[../../context|Journal]]\necho setup\n", i > f
    close(f)
    f = "specs/" e "/epic.md"
    if (!(e in seen)) {
      seen[e] = 1
      printf "# Epic: %d\n\n**Type**: epic\n**Status**: implementing\n", e > f
      printf "**Context**: [[context|Journal]]\n\n## Features\n" > f
      g = "specs/" e "/context.md"
      printf "# Context: Epic %d\n\n**Spec**: [[epic|Epic]]\n**Status**: implementing\n", e > g
      close(g)
    }
    printf "- [[%d/spec|Capability %d]]\n", i, c > f
  }
}'
sleep 3

round=0
while [ "$round" -lt "$rounds" ]; do
  rm -rf "$HOME/.cache"
  measure node node -e 0
  measure cold "$speckit" check
  measure warm "$speckit" check
  echo "Round $round." >>specs/1000/1001/spec.md
  measure changed "$speckit" check
  round=$((round + 1))
done

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
