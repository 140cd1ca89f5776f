# Prices are whole cents.
free_minutes=15
hour_price=250

# FR-001: a short stay is free. FR-002: every hour that has begun is paid.
price_of_hours() {
  if [ "$1" -le "$free_minutes" ]; then
    echo 0
  else
    echo $((($1 + 59) / 60 * hour_price))
  fi
}
