#!/bin/sh
# Plays how a small program is built with speckit: specs, work sessions, tests, commits.
# Usage: play.sh DIR; DIR is made, or emptied when this script made it before.
# Takes speckit from the variable SPECKIT, else from PATH. Needs git and sh; no network.
set -eu
umask 022
LC_ALL=C
export LC_ALL

stop() {
  echo "play.sh: $1" >&2
  exit "$2"
}

[ $# -eq 1 ] && [ -n "$1" ] || stop "usage: play.sh DIR" 64
example=$(cd -- "$(dirname -- "$0")" && pwd -P)
program=$(command -v "${SPECKIT:-speckit}") ||
  stop "speckit was not found; put it on PATH or name it: SPECKIT=/path/to/speckit" 3
case $program in
  /*) ;;
  *) program=$PWD/$program ;;
esac
command -v git >/dev/null || stop "git was not found" 3

mkdir -p -- "$1"
cd -- "$1"
folder=$(pwd -P)
if [ -n "$(ls -A)" ]; then
  [ -f .git/played-tariff ] || stop "the folder $folder is not empty, and not of this script" 64
  find . -mindepth 1 -maxdepth 1 -exec rm -rf {} +
fi

# Settings of the person who plays stay out of it, and it leaves none behind.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'exit 130' INT TERM HUP
XDG_CACHE_HOME=${XDG_CACHE_HOME:-${HOME:-$home}/.cache}
HOME=$home
GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_NOSYSTEM=1
export XDG_CACHE_HOME HOME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE
unset GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE SPECKIT_AGENT
bound=
! command -v timeout >/dev/null || bound='timeout 120'

speckit() {
  $bound "$program" "$@" </dev/null >"$home/said" 2>&1 || {
    code=$?
    cat "$home/said" >&2
    stop "this ended with $code: speckit $*" "$code"
  }
}

# Puts the text of a spec behind the header that speckit made, and keeps the registers at its end.
write() {
  awk -v body="$example/specs/$2" '
    /^## / { keep = $2 ~ /^(Features|Tasks|Deliverables)$/ }
    /^## Purpose/ { while ((getline line < body) > 0) print line; print "" }
    keep || !/^## / && !started { print }
    /^## / { started = 1 }' "$1" >"$home/text"
  cat "$home/text" >"$1"
}

# Ticks boxes: criteria of a spec by their id, tasks by the id behind them.
tick() {
  document=$1
  shift
  for id in "$@"; do
    sed "/^- \\[ \\].*$id/s/^- \\[ \\]/- [x]/" "$document" >"$home/text"
    cat "$home/text" >"$document"
  done
}

take() {
  for file in "$@"; do
    mkdir -p "$(dirname "$file")"
    cp "$example/project/$file" "$file"
  done
  git add -- "$@"
}

echo "Writing the specs in $folder"
git init --quiet --initial-branch=main
: >.git/played-tariff
git config user.name "Ada Lovelace"
git config user.email ada@example.org
git config commit.gpgSign false
speckit init
echo build/ >>.gitignore
speckit new epic "Car Park" --id 1000
speckit new feature "Price of a Stay" --id 1001
speckit new task "Refuse Wrong Minutes" --parent 1001 --id 1011
speckit new feature "Receipt" --id 1021
feature=specs/1000/1001
write specs/1000/epic.md 1000.md
write $feature/spec.md 1001.md
write $feature/1011.spec.md 1011.md
write specs/1000/1021/spec.md 1021.md
cp "$example/specs/1001.tasks.md" $feature/tasks.md
git add --all
git commit --quiet -m "Write the specs of the car park"

echo "Working on 1001: the price of a stay"
speckit work 1001 plan -m "Price of the hours first, then the highest price of a day"
speckit work 1001 approve
take src/price.sh src/day.sh tests/run.sh tests/price_test.sh
speckit work 1001 implement -m "Compute FR-001, FR-002 and FR-003" src/price.sh src/day.sh
speckit work 1001 test --run "sh tests/run.sh" --junit "build/*.xml"
tick $feature/spec.md AC-001 AC-002 AC-003
tick $feature/tasks.md FR-002 FR-003
take prices.md
speckit work 1001 deliver prices.md --as docs -m "What a stay costs"
speckit work 1001 deliver src/price.sh --as code -m "FR-001 and FR-002"
git add --all
speckit work 1001 commit -m "Compute the price of a stay (FR-001, FR-002, FR-003)"
speckit work 1001 done --status partial

echo "Working on 1011: wrong minutes"
speckit work 1011 plan -m "Look at the word before anything is computed"
speckit work 1011 approve
take src/minutes.sh tariff.sh tests/minutes_test.sh
speckit work 1011 implement -m "Refuse what is no whole number (TR-001, TR-002)"
speckit work 1011 test --run "sh tests/run.sh" --junit "build/*.xml"
tick $feature/1011.spec.md AC-001 AC-002
tick $feature/tasks.md FR-004
tick $feature/spec.md AC-004
speckit work 1011 commit -m "Refuse wrong minutes (TR-001, TR-002, 1001/FR-004)"
speckit work 1011 done --status completed

echo "Working on 1021: the receipt"
speckit work 1021 plan -m "Two lines, printed as a table"
speckit work 1021 approve
take src/receipt.sh tests/receipt_test.sh
speckit work 1021 implement -m "Print time and price (FR-001, FR-002)" src/receipt.sh
speckit work 1021 test --run "sh tests/run.sh" --junit "build/*.xml"
tick specs/1000/1021/spec.md AC-001 AC-002
speckit work 1021 commit -m "Print a receipt (FR-001, FR-002)"
speckit work 1021 done --status completed
git add --all
git commit --quiet -m "Journal"

# Somebody ticks a box, and nothing was done for it. AC-005 stays open: nobody built FR-005.
tick $feature/spec.md AC-006
git commit --quiet -m "Tick the last box" -- $feature/spec.md

echo "Done. Look at it:  cd $folder && speckit trace"
