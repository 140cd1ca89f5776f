test_TR_001_only_whole_numbers_are_minutes() {
  for word in '' ten -5 1.5 0x10 007 1000000; do
    if check_minutes "$word" 2>/dev/null; then
      equal "refused" "took '$word'"
    fi
  done
  check_minutes 999999
}

test_TR_002_the_word_is_shown() {
  equal "tariff: not a number of minutes: 'ten'" "$(check_minutes ten 2>&1 || true)"
}

# Covers 1001/FR-004.
test_the_program_ends_with_64() {
  sh tariff.sh ten 2>/dev/null && code=0 || code=$?
  equal 64 "$code"
}
