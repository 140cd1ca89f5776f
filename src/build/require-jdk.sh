#!/bin/sh
# Said once per build when Maven itself runs on an older Java: which JDK 25 compiles and tests, or
# what to do when there is none. Usage: require-jdk.sh VERSION-OF-MAVENS-JAVA
set -eu
. "${0%/*}/../main/dist/share/find-java.sh"
if ! find_java_25; then
  say_java_25_is_missing
  exit 3
fi
echo "Maven runs on Java $1: formatting was not checked (it needs Maven on JDK 25: export JAVA_HOME=$speckit_java_home)."
