# Covers 1021/FR-001.
test_a_receipt_shows_time_and_price() {
  equal "Time     1 h 01 min
Price  5.00 EUR" "$(receipt 61)"
}

# Covers 1021/FR-002.
test_euros_have_two_decimals() {
  equal "0.05 EUR" "$(euro 5)"
  equal "18.00 EUR" "$(euro 1800)"
}
