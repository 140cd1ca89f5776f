#!/bin/sh
# What upkeep leaves of a store of 100,002 answers of 4 to 10 KB with their runs, attempts, verdicts
# and events, and how long another process that writes verdicts all the time has to wait meanwhile.
#   300        all but 300 answers are old
#   newest     the newest twentieth is young
#   scattered  a twentieth is young, scattered over the whole store
# Usage: benchmarks/upkeep.sh [CASE...]; needs a build (./speckit --version makes one), a JDK 25 and
# 1.5 GB of space in TMPDIR.
# Limits: 5 MB; 1.15 times the live bytes; waits p99 50 ms. Exit 0 when within the limits, 1 when not.
set -eu
LC_ALL=C
export LC_ALL
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
runs=${RUNS:-33334}
[ $# -gt 0 ] || set -- 300 newest scattered
. "$root/src/main/dist/share/find-java.sh"
find_java_25 || {
  say_java_25_is_missing
  exit 3
}
speckit=${SPECKIT:-}
classes=${STORE_CLASSES:-}
for folder in "$root"/target/speckit-*; do
  [ -n "$speckit" ] || speckit=$folder/bin/speckit
  if [ -z "${STORE_CLASSES:-}" ]; then
    for jar in "$folder"/lib/*.jar; do classes=$classes:$jar; done
  fi
done
work=$(mktemp -d)
trap 'touch "$work/stop"; wait; rm -rf "$work"' EXIT
mkdir "$work/home"
HOME=$work/home
export HOME
"$speckit_java_home/bin/javac" -proc:none -nowarn -cp "$classes" -d "$work/classes" \
  "$root/benchmarks/UpkeepBenchmark.java"
store() {
  "$speckit_java_home/bin/java" --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classes" \
    dev.speckit.store.UpkeepBenchmark "$@"
}

status=0
for case; do
  space=$work/$case
  file=$space/.speckit/speckit.db
  mkdir -p "$space/.speckit"
  (cd "$space" && "$speckit" init >/dev/null)
  store fill "$file" "$case" "$runs"
  full=$(wc -c <"$file")
  rm -f "$work/stop"
  store write "$file" "$work/stop" >"$work/waits" &
  writer=$!
  sleep 3
  begin=$(date +%s%N)
  (cd "$space" && "$speckit" upkeep >"$work/said" 2>&1) || {
    cat "$work/said" >&2
    status=1
  }
  end=$(date +%s%N)
  touch "$work/stop"
  wait "$writer" || status=1
  size=$(wc -c <"$file")
  log=0
  [ ! -e "$file-wal" ] || log=$(wc -c <"$file-wal")
  # After the figures, because the writer went on while upkeep ended.
  store figures "$file" >"$work/figures"
  awk -v name="$case" -v full="$full" -v size="$size" -v wal="$log" -v nanos="$((end - begin))" '{
    printf "%-9s  %.0f MB before, %.2f MB after (%.2f MB of log), %d answers, %.1f s\n", name, full / 1e6, size / 1e6, wal / 1e6, $2, nanos / 1e9
    printf "           %.3f x of %.2f MB live; pages %.1f %% unused, payload %.2f MB\n", size / $1, $1 / 1e6, 100 * $4 / $5, $3 / 1e6
    if (name == "300" && size > 5e6) exit 1
    if (name != "300" && size > 1.15 * $1) exit 1
  }' "$work/figures" || {
    echo "           above its limit"
    status=1
  }
  awk '{ print "           writer beside it: " $0 " (limit of p99: 50 ms)"; sub(/.*p99 /, ""); exit $1 > 50 }' \
    "$work/waits" || status=1
  rm -rf "$space"
done
exit "$status"
