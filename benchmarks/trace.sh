#!/bin/sh
# What a trace of 15,000 items costs in CPU time (user and system): 5,000 requirements in 1000 features,
# 5,000 places in source files that name them and 5,000 tests that do. Once without
# and once with a report of the 5,000 tests, beside `node -e 0` on the same machine at the same time:
# the commands take turns. What git costs that the trace starts is part of it.
# Usage: benchmarks/trace.sh [ROUNDS]; needs a build (./speckit --version makes one), git and node.
# Limit: 0.70 s. Exit 0 when within the limit, 1 when not.
set -eu
LC_ALL=C
export LC_ALL
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${1:-11}
. "$root/benchmarks/cpu.sh"
for folder in "$root"/target/speckit-*/bin; do speckit=$folder/speckit; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/space"
HOME=$work/home
GIT_CONFIG_NOSYSTEM=1
export HOME GIT_CONFIG_NOSYSTEM
unset XDG_CACHE_HOME GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
cd "$work/space"
seq 1 1000 | awk '{
  e = 1000 * (int(($1 - 1) / 500) + 1)
  print "specs/" e "/" e + ($1 - 1) % 500 + 1
  print "services/cap" $1
}' | xargs mkdir -p build
awk '
BEGIN {
  j = "build/junit.xml"
  printf "<testsuites>\n" > j
  for (c = 1; c <= 1000; c++) {
    e = 1000 * (int((c - 1) / 500) + 1); i = e + (c - 1) % 500 + 1
    f = "specs/" e "/" i "/spec.md"
    s = "services/cap" c "/operations.ts"
    t = "services/cap" c "/operations.test.ts"
    printf "# Spec: Capability %d\n\n**Type**: feature\n**Status**: completed\n", c > f
    printf "**Parent**: [[../epic|Epic]]\n**Context**: [[context|Journal]]\n\n## Purpose\n", c > f
    printf "A caller runs audited operations of capability %d.\n\n## Requirements\n\n", c > f
    printf "export const capability = %d;\n", c > s
    printf "import * as operations from \"./operations\";\n\n" > t
    printf "<testsuite name=\"%s\" tests=\"5\" failures=\"0\">\n", t > j
    for (r = 1; r <= 5; r++) {
      printf "- **FR-00%d**: The system MUST keep the outcome of operation %d for 30 days.\n", r, r > f
      printf "\n// Implements %d/FR-00%d: the outcome is kept before it is answered.\n", i, r > s
      printf "export function operation%d(input: string): string {\n", r > s
      printf "  const outcome = input.trim();\n  keep(\"%d-%d\", outcome);\n  return outcome;\n}\n", c, r > s
      printf "// Covers %d/FR-00%d.\n", i, r > t
      printf "test(\"capability %d keeps operation %d\", () => {\n", c, r > t
      printf "  expect(operations.operation%d(\" a \")).toBe(\"a\");\n});\n\n", r > t
      printf "<testcase classname=\"%s\" name=\"capability %d keeps operation %d\"/>\n", t, c, r > j
    }
    printf "</testsuite>\n" > j
    close(f); close(s); close(t)
    f = "specs/" e "/" i "/context.md"
    printf "# Context: Capability %d\n\n**Spec**: [[spec|%d]]\n**Parent**: [[../epic|Epic]]\n", c, i > f
    printf "**Status**: completed\n**Created**: 2026-01-01 00:00\n\n## Summary\nWork.\n\n", c > f
    printf "## Implementation Timeline\n\n### Session 1: 2026-01-01 - Start\n\n#### Implementation\n" > f
    printf "- Wrote FR-001 to FR-005 (10:00)\n\n## Deliverables\n", c > f
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
  printf "</testsuites>\n" > j
}'
echo build/ >.gitignore
git init --quiet --initial-branch=main
git add --all
git -c user.name=bench -c user.email=bench@example.org commit --quiet -m "Everything"
touch build/junit.xml
sleep 3

# What is fast and wrong is no result: the trace must know all that was written.
"$speckit" trace --junit 'build/*.xml' --json >"$work/json" 2>&1 || {
  cat "$work/json" >&2
  exit 1
}
for item in 1001/FR-001 2500/FR-005; do
  grep -q "$item" "$work/json" || {
    echo "benchmarks/trace.sh: the trace does not know $item" >&2
    exit 1
  }
done

round=0
while [ "$round" -lt "$rounds" ]; do
  measure node node -e 0
  measure bare "$speckit" trace
  measure full "$speckit" trace --junit 'build/*.xml'
  round=$((round + 1))
done

node=$(median node)
bare=$(median bare)
full=$(median full)
awk -v n="$node" -v b="$bare" -v f="$full" 'BEGIN {
  printf "node -e 0           %5d ms CPU\n", n
  printf "trace               %5d ms CPU  %.1fx of node  (limit 700 ms)\n", b, b / n
  printf "trace, test report  %5d ms CPU  %.1fx of node  (limit 700 ms)\n", f, f / n
  exit !(b <= 700 && f <= 700)
}'
