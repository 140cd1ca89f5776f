#!/bin/sh
# Compiles the project, runs its tests and writes build/reports/TEST-*.xml. Needs a JDK on the PATH.
set -eu
cd "$(dirname "$0")/.."
rm -rf build
mkdir -p build/classes
javac -encoding UTF-8 -d build/classes src/greeting/*.java test/greeting/*.java tools/RunTests.java
exec java -XX:TieredStopAtLevel=1 -cp build/classes RunTests greeting.GreetingTest build/reports
