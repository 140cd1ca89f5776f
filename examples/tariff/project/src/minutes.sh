# TR-001: minutes are a whole number of at most six digits. TR-002: what is not is shown.
check_minutes() {
  case $1 in
    '' | *[!0-9]* | ???????*) ;;
    0 | [1-9]*) return 0 ;;
  esac
  echo "tariff: not a number of minutes: '$1'" >&2
  return 1
}
