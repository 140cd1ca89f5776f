# 1021/FR-001: a line for the time, a line for the price.
receipt() {
  printf 'Time   %3d h %02d min\n' $(($1 / 60)) $(($1 % 60))
  printf 'Price  %s\n' "$(euro "$(price_of "$1")")"
}

# 1021/FR-002: euros with two decimals.
euro() {
  printf '%d.%02d EUR\n' $(($1 / 100)) $(($1 % 100))
}
