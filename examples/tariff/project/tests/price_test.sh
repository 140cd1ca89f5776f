test_FR_001_fifteen_minutes_are_free() {
  equal 0 "$(price_of 0)"
  equal 0 "$(price_of 15)"
}

test_FR_002_every_hour_that_has_begun_is_paid() {
  equal 250 "$(price_of 16)"
  equal 250 "$(price_of 60)"
  equal 500 "$(price_of 61)"
}

test_FR_003_a_day_has_a_highest_price() {
  equal 1800 "$(price_of 1439)"
  equal 1800 "$(price_of 1440)"
  equal 2050 "$(price_of 1441)"
}
