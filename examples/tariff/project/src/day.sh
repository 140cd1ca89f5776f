# FR-003: no day costs more than this.
day_price=1800
day_minutes=1440

price_of() {
  rest=$(price_of_hours $(($1 % day_minutes)))
  # The free minutes are those of a whole stay, not of each day.
  if [ "$1" -gt "$day_minutes" ] && [ "$rest" -eq 0 ] && [ $(($1 % day_minutes)) -gt 0 ]; then
    rest=$hour_price
  fi
  [ "$rest" -le "$day_price" ] || rest=$day_price
  echo $(($1 / day_minutes * day_price + rest))
}
