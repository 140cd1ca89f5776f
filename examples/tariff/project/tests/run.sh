#!/bin/sh
# Runs every function test_* of tests/*_test.sh and writes build/junit.xml. Exit 1 when one failed.
set -u
LC_ALL=C
export LC_ALL
cd -- "$(dirname -- "$0")/.." || exit 3
mkdir -p build
for part in src/*.sh; do
  . "./$part"
done

equal() {
  [ "$1" = "$2" ] && return
  echo "expected '$1', got '$2'"
  exit 1
}

escaped() {
  sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e "s/\"/\&quot;/g"
}

failed=0
cases=0
for file in tests/*_test.sh; do
  . "./$file"
  for name in $(sed -n 's/^\(test_[A-Za-z0-9_]*\)().*/\1/p' "$file"); do
    cases=$((cases + 1))
    group=$(basename "$file" .sh)
    printf '  <testcase classname="%s" name="%s" file="%s">' "$group" "$name" "$file"
    if ! said=$(set -e; "$name"); then
      failed=$((failed + 1))
      printf '<failure>%s</failure>' "$(printf %s "$said" | escaped)"
      echo "FAILED $name: $said" >&2
    fi
    echo '</testcase>'
  done
done >build/cases.txt
{
  echo '<?xml version="1.0" encoding="UTF-8"?>'
  echo "<testsuite name=\"tariff\" tests=\"$cases\" failures=\"$failed\">"
  cat build/cases.txt
  echo '</testsuite>'
} >build/junit.xml
rm build/cases.txt
echo "$cases tests, $failed failed"
[ "$failed" -eq 0 ]
