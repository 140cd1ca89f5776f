#!/bin/sh
# What speckit itself takes for a run of all six stages, whose agents answer at once and whose check
# is a script of a few milliseconds: wall time, and what each further agent adds: to the stages of
# opinion, and to implement, where each agent leaves a candidate. Beside it stands what git alone
# takes for one candidate: two work trees made and removed, one commit, and a patch applied, by the
# fewest calls that do it. Runs with one to five agents take turns, so that a busy machine slows all
# of them.
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
# Usage: prepare NAME OPINIONS CANDIDATES: how many agents give opinions, and how many change files.
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
  candidates=
  : >"$space/speckit.toml"
  number=0
  while [ "$number" -lt "$2" ] || [ "$number" -lt "$3" ]; do
    number=$((number + 1))
    printf '[agents.a%s]\nkind = "replay"\nfolder = "recorded/alice"\n\n' "$number" \
      >>"$space/speckit.toml"
    [ "$number" -gt "$2" ] || names="$names${names:+, }\"a$number\""
    [ "$number" -gt "$3" ] || candidates="$candidates${candidates:+, }\"a$number\""
  done
  {
    echo '[quality_gates]'
    for subject in clarify checklist analyze plan tasks validate audit unlock; do
      echo "$subject = [$names]"
    done
    echo "implement = [$candidates]"
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

# What git itself takes for one candidate, in the same workspace; milliseconds likewise.
measure_git() {
  rm -rf "$work/copy"
  cp -r "$work/space-1" "$work/copy"
  (
    cd "$work/copy"
    patch=$PWD/recorded/alice/implement.patch
    start=$(date +%s%N)
    git worktree add --quiet --detach "$work/tree" HEAD
    git -C "$work/tree" apply "$patch"
    git -C "$work/tree" add --all
    git -C "$work/tree" commit --quiet --message candidate
    commit=$(git -C "$work/tree" rev-parse HEAD)
    git worktree remove --force "$work/tree"
    git worktree add --quiet --detach "$work/tree" "$commit"
    git worktree remove --force "$work/tree"
    end=$(date +%s%N)
    echo "$(((end - start) / 1000000))" >>"$work/wall-git"
  )
}

median() {
  sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

for agents in 1 2 3 4 5; do prepare "$agents" "$agents" "$agents"; done
prepare opinions 5 1
prepare candidates 1 5
measure 1
rm "$work/wall-1"
round=0
while [ "$round" -lt "$rounds" ]; do
  for space in 1 2 3 4 5 opinions candidates; do measure "$space"; done
  measure_git
  round=$((round + 1))
done

# What each of four further agents adds to a run with one.
each() {
  paste "$work/wall-1" "$work/wall-$1" | awk '{ print ($2 - $1) / 4 }' | median
}

for agents in 1 2 3 4 5; do
  printf '%s agents  %7.1f ms\n' "$agents" "$(median <"$work/wall-$agents")"
done
all=$(each 5)
three=$(median <"$work/wall-3")
printf 'each further agent of all nine rosters  %.1f ms (limit 25)\n' "$all"
printf '  of the eight that give opinions       %.1f ms\n' "$(each opinions)"
printf '  of the one that leaves candidates     %.1f ms\n' "$(each candidates)"
printf '  git alone, for one candidate          %.1f ms\n' "$(median <"$work/wall-git")"
printf 'six stages with three agents  %.1f ms (limit 1500)\n' "$three"
awk -v each="$all" -v three="$three" 'BEGIN { exit each > 25 || three > 1500 }'
