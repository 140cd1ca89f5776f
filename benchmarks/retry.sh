#!/bin/sh
# What a call costs that succeeds at once: through the retry loop, in and out of a breaker, both, and with the
# budget of retries; the bare call beside them. Measured by JMH, which comes from Maven's repository for this alone.
# Usage: benchmarks/retry.sh [--quick]; needs a build (./speckit --version makes one), Maven and a JDK 25.
# Limit: loop, breaker and budget together 1 microsecond. Exit 0 when within it, 1 when not.
set -eu
LC_ALL=C
export LC_ALL
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
options="-f 2 -wi 3 -w 1 -i 5 -r 1"
if [ "${1:-}" = --quick ]; then
  options="-f 1 -wi 2 -w 1 -i 3 -r 1"
fi
. "$root/src/main/dist/share/find-java.sh"
find_java_25 || {
  say_java_25_is_missing
  exit 3
}
java=$speckit_java_home/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
classes=${RETRY_CLASSES:-}
if [ -z "$classes" ]; then
  for folder in "$root"/target/speckit-*; do
    for jar in "$folder"/lib/*.jar; do classes=$classes:$jar; done
  done
fi
cat >"$work/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.speckit</groupId>
  <artifactId>retry-benchmark</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.openjdk.jmh</groupId>
      <artifactId>jmh-generator-annprocess</artifactId>
      <version>1.37</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -q -B -f "$work/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/jmh.cp" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  echo "JMH is not there: is Maven's repository reachable?" >&2
  exit 3
}
jmh=$(cat "$work/jmh.cp")
"$speckit_java_home/bin/javac" -nowarn -proc:full -processorpath "$jmh" -cp "$classes:$jmh" -d "$work/classes" \
  "$root/benchmarks/RetryBenchmark.java"
"$java" -cp "$work/classes:$classes:$jmh" org.openjdk.jmh.Main $options -tu ns -bm avgt RetryBenchmark \
  >"$work/out" 2>&1 || {
  cat "$work/out" >&2
  exit 3
}
awk '$1 ~ /^RetryBenchmark\./ && $2 == "avgt" {
  name = $1
  sub(/^RetryBenchmark\./, "", name)
  printf "%-28s %9.1f ns  +- %.1f\n", name, $4, $6
  if (name == "everything" || name == "everythingOnFourThreads") { found++; if ($4 > 1000) late = 1 }
}
END { exit late || found < 2 }' "$work/out" && echo "within 1 microsecond"
