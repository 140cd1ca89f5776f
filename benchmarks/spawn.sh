#!/bin/sh
# What starting agents costs: batches of agents that need 50 ms to come up, beside one after another;
# one agent beside a bare C program, ProcessBuilder and tmux in the same minute; 1,000 sleeping
# children; and how long it takes until all is gone that ignores the polite signal and leaves its
# session.
# Usage: benchmarks/spawn.sh [--quick]; needs a build (./speckit --version makes one), a JDK 25, gcc.
# SPAWN_CLASSES names a class path to measure instead of the build.
# Limits: batch p95 50 ms over the slowest agent; 2.7 x with 3, 4.3 x with 5 (Welch p < 0.05); one
# agent 1.5 x C; 1,000 children 300 MB; cancel p95 3 s. Exit 0 when within all, 1 when not.
set -eu
LC_ALL=C
export LC_ALL
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
batches=100
turns=30
rounds=5
if [ "${1:-}" = --quick ]; then
  batches=30
  turns=10
  rounds=3
fi
. "$root/src/main/dist/share/find-java.sh"
find_java_25 || {
  say_java_25_is_missing
  exit 3
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
classes=${SPAWN_CLASSES:-}
if [ -z "$classes" ]; then
  for folder in "$root"/target/speckit-*; do
    for jar in "$folder"/lib/*.jar; do classes=$classes:$jar; done
  done
fi
"$speckit_java_home/bin/javac" -proc:none -nowarn -cp "$classes" -d "$work/classes" \
  "$root/benchmarks/SpawnBenchmark.java"
gcc -O2 -o "$work/agent" "$root/benchmarks/spawn.c"
# With the flags of the program itself.
ours() {
  "$speckit_java_home/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn16m \
    --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classes" \
    dev.speckit.host.SpawnBenchmark "$work" "$work/agent" "$@"
}
status=0

# Usage: percentile P FILE
percentile() {
  sort -n "$2" | awk -v p="$1" '{ v[NR] = $1 } END { i = int(NR * p / 100 + 0.9999); print v[i < 1 ? 1 : i] }'
}

echo "load at the start: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for size in 3 5 10 20; do
  ours together "$batches" "$size" >"$work/together"
  percentile 50 "$work/together" >"$work/p50"
  percentile 95 "$work/together" >"$work/p95"
  awk -v n="$size" -v p50="$(cat "$work/p50")" -v p95="$(cat "$work/p95")" 'BEGIN {
    printf "%2d at once: over the slowest (50 ms) p50 %.1f ms, p95 %.1f ms (limit 50)\n", n, p50 / 1e6 - 50, p95 / 1e6 - 50
    exit (p95 > 100e6)
  }' || status=1
  case $size in 3) limit=2.7 ;; 5) limit=4.3 ;; *) continue ;; esac
  ours in-turn "$turns" "$size" >"$work/turn"
  awk -v limit="$limit" '
    # The upper tail of the normal distribution (Abramowitz and Stegun 26.2.17): with so many
    # batches it is that of t for all that matters here.
    function tail(z,  k) {
      k = 1 / (1 + 0.2316419 * z)
      return exp(-z * z / 2) / 2.5066282746 * k * (0.319381530 + k * (-0.356563782 \
        + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
    }
    FNR == NR { n++; a += $1; aa += $1 * $1; next }
    { m++; b += $1; bb += $1 * $1 }
    END {
      a /= n; b /= m; va = (aa / n - a * a) / (n - 1); vb = (bb / m - b * b) / (m - 1)
      t = (b - a) / sqrt(va + vb)
      p = t < 0 ? 1 : t > 8 ? 0 : 2 * tail(t)
      printf "             one after another %.1f ms, together %.1f ms: %.2f x (limit %s), Welch t %.1f, p %s\n", \
        b / 1e6, a / 1e6, b / a, limit, t, (p < 0.000001 ? "< 0.000001" : sprintf("%.6f", p))
      exit (b / a < limit || p >= 0.05)
    }' "$work/together" "$work/turn" || status=1
done

round=0
while [ "$round" -lt "$rounds" ]; do
  "$work/agent" bare 1000 "$work/agent" >"$work/bare.$round"
  ours seam 1000 >"$work/seam.$round"
  ours custody 500 >"$work/custody.$round"
  ours builder 500 >"$work/builder.$round"
  for way in bare seam custody builder; do
    percentile 50 "$work/$way.$round" >>"$work/$way.medians"
  done
  round=$((round + 1))
done
# Usage: line WAY LABEL [LIMIT]; the ratio is that of the same round.
line() {
  paste "$work/$1.medians" "$work/bare.medians" | awk '{ print $1 / $2 }' >"$work/ratios"
  awk -v label="$2" -v limit="${3:-}" -v nanos="$(percentile 50 "$work/$1.medians")" \
    -v ratio="$(percentile 50 "$work/ratios")" 'BEGIN {
    printf "%-48s %7.0f us  %5.2f x C", label, nanos / 1000, ratio
    if (limit != "") printf "  (limit %s)", limit
    printf "\n"
    exit (limit != "" && ratio > limit)
  }' || status=1
}
line bare "bare C: posix_spawn, read, waitpid"
line seam "ours: start, read, exit code, own session" 1.5
line custody "ours whole: files, hash, thread, search after it" 1.5
line builder "ProcessBuilder, without a session"
if command -v tmux >/dev/null; then
  number=0
  while [ "$number" -lt 20 ]; do
    from=$(date +%s%N)
    tmux -L "speckit$$" -f /dev/null new-session -d "$work/agent agent 0; tmux -L speckit$$ wait-for -S done" \
      \; wait-for done 2>/dev/null || break
    echo $(($(date +%s%N) - from)) >>"$work/tmux"
    number=$((number + 1))
  done
  tmux -L "speckit$$" kill-server 2>/dev/null || true
  [ -s "$work/tmux" ] && percentile 50 "$work/tmux" | awk '{ printf "%-48s %7.0f us\n", "tmux: new-session, wait-for", $1 / 1000 }'
fi

ours sleepers 1000 >"$work/sleepers"
awk 'NR == 1 { kb = $1 } NR == 2 { n = $1 } NR == 3 { ns = $1 } END {
  printf "1,000 sleeping children: %.0f MB of ours (limit 300), %d threads, all gone in %.1f s\n", kb / 1000, n, ns / 1e9
  exit (kb > 300000 || n > 1100)
}' "$work/sleepers" || status=1
ours cancel 20 >"$work/cancel"
percentile 95 "$work/cancel" | awk '{
  printf "cancel of 20 that ignore it and leave their session: p95 %.2f s (limit 3)\n", $1 / 1e9
  exit ($1 > 3e9)
}' || status=1
echo "load at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
exit "$status"
