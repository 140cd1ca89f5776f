package dev.speckit.retry;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long the other side asks us to wait. What it says is neither cut nor stretched; what makes
/// no sense (negative, `NaN`, no unit) is as if it had said nothing, and a time that has passed
/// means at once.
public final class RetryAfter {
  /// More than anybody waits, and few enough to be added to any time: longer waits become it.
  public static final Duration FOREVER = Duration.ofDays(36_500);

  private static final String NUMBER = "(\\d{1,30}(?:\\.\\d{1,9})?)";
  private static final String UNIT =
      "(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)";
  private static final String PIECE = NUMBER + "\\s{0,2}" + UNIT + "(?![a-z])";
  private static final String PIECES =
      "(" + ungrouped(PIECE) + "(?:[\\s,]{0,3}(?:and\\s)?" + ungrouped(PIECE) + "){0,4})";

  private static final Pattern SECONDS = Pattern.compile(NUMBER);
  private static final Pattern ONE_PIECE = Pattern.compile(NUMBER + "\\s{0,2}" + UNIT);

  /// `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`.
  private static final String DATE =
      "[A-Za-z]{3,9},?\\s(\\d{1,2})[ -]([A-Za-z]{3})[ -](\\d{4}|\\d{2})\\s"
          + "(\\d{2}):(\\d{2}):(\\d{2})\\s(?:GMT|UTC)";

  /// `Sun Nov 6 08:49:37 1994`, always UTC.
  private static final String C_DATE =
      "[A-Za-z]{3}\\s([A-Za-z]{3})\\s{1,2}(\\d{1,2})\\s(\\d{2}):(\\d{2}):(\\d{2})\\s(\\d{4})";

  private static final String ISO_DATE =
      "(\\d{4}-\\d{2}-\\d{2}[Tt"
          + " ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?\\s?(?:Z|UTC|[+-]\\d{2}:?\\d{2}))";

  private static final Pattern HTTP_DATE = Pattern.compile(DATE);
  private static final Pattern ASCTIME = Pattern.compile(C_DATE);
  private static final Pattern ISO = Pattern.compile(ISO_DATE);

  private static final String ANY_DATE =
      "(" + ungrouped(DATE) + "|" + ungrouped(C_DATE) + "|" + ungrouped(ISO_DATE) + ")";
  private static final String KEY =
      "\\b(?:x-)?(?:retry[-_ ]?after(?<millis>[-_]?ms)?|retry[-_ ]?delay)[\"']?\\s?[:=]?\\s?[\"']?";

  /// `retry-after: 20`, `"retryDelay": "34s"`, `retry after 1.5 s`, also with a date.
  private static final Pattern NAMED =
      insensitive(KEY + "(?:" + ANY_DATE + "|" + PIECES + "|" + NUMBER + "(?!\\w|\\.\\d))");

  /// `try again in 6m0s`, `retrying in 2 s`, `wait 5 minutes`.
  private static final Pattern SAID =
      insensitive(
          "\\b(?:(?:try|retry) again (?:in|after)|retry(?:ing)? in|wait(?: for)?"
              + "|resets? (?:in|after))\\s(?:about\\s|approximately\\s)?"
              + PIECES);

  /// `resets at 2026-11-22T12:34:56Z`, `limit reached|1795000000`, `"reset": 1795000000`.
  private static final Pattern RESET =
      insensitive(
          "\\b(?:[a-z-]*reset(?:s|ting)?(?:[-_ ]?(?:at|on|time))?|try again (?:at|on)|limit"
              + " reached)[\"']?\\s?[:=|]?\\s?[\"']?(?:"
              + ANY_DATE
              + "|(1\\d{9})(\\d{3})?(?!\\d))");

  /// `resets 3pm (America/Los_Angeles)`, `resets at 15:45 UTC`. Without a zone nobody knows when.
  private static final Pattern CLOCK =
      insensitive(
          "\\bresets?(?: at)?\\s(\\d{1,2})(?::(\\d{2}))?\\s?(am|pm)?\\s?"
              + "\\(?(UTC|GMT|[A-Za-z_]{2,30}/[A-Za-z_/]{2,40})\\)?");

  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("jan", 1),
          Map.entry("feb", 2),
          Map.entry("mar", 3),
          Map.entry("apr", 4),
          Map.entry("may", 5),
          Map.entry("jun", 6),
          Map.entry("jul", 7),
          Map.entry("aug", 8),
          Map.entry("sep", 9),
          Map.entry("oct", 10),
          Map.entry("nov", 11),
          Map.entry("dec", 12));

  private static final int TEXT_MAX = 64 << 10;

  private RetryAfter() {}

  /// The value of a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date in one of the three
  /// forms that HTTP knows. A fraction of a second, which the RFC does not allow, is kept.
  ///
  /// @return never negative
  public static Optional<Duration> header(String value, Instant now) {
    String text = value.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(seconds(text, BigDecimal.ONE));
    }
    return date(text).map(until -> from(now, until));
  }

  /// The longest wait that a text for people or programs asks for: a minimum that satisfies all.
  ///
  /// @return never negative; empty when the text names none
  public static Optional<Duration> text(String text, Instant now) {
    String head = text.length() <= TEXT_MAX ? text : text.substring(text.length() - TEXT_MAX);
    Longest longest = new Longest();
    for (Matcher named = NAMED.matcher(head); named.find(); ) {
      longest.add(named(named, now));
    }
    for (Matcher said = SAID.matcher(head); said.find(); ) {
      longest.add(Optional.of(pieces(said.group(1))));
    }
    for (Matcher reset = RESET.matcher(head); reset.find(); ) {
      longest.add(reset(reset).map(until -> from(now, until)));
    }
    for (Matcher clock = CLOCK.matcher(head); clock.find(); ) {
      longest.add(clock(clock, now));
    }
    return Optional.ofNullable(longest.wait);
  }

  private static final class Longest {
    private @Nullable Duration wait;

    void add(Optional<Duration> other) {
      if (other.isPresent() && (wait == null || other.get().compareTo(wait) > 0)) {
        wait = other.get();
      }
    }
  }

  private static Optional<Duration> named(Matcher named, Instant now) {
    String date = named.group(2);
    if (date != null) {
      return date(date).map(until -> from(now, until));
    }
    String pieces = named.group(3);
    if (pieces != null) {
      return Optional.of(pieces(pieces));
    }
    boolean millis = named.group("millis") != null;
    return Optional.of(seconds(named.group(4), millis ? new BigDecimal("0.001") : BigDecimal.ONE));
  }

  private static Optional<Instant> reset(Matcher reset) {
    String date = reset.group(1);
    return date != null
        ? date(date)
        : Optional.of(Instant.ofEpochSecond(Long.parseLong(reset.group(2))));
  }

  private static Optional<Duration> clock(Matcher clock, Instant now) {
    try {
      int hour = Integer.parseInt(clock.group(1));
      String half = clock.group(3);
      if (half != null && (hour < 1 || hour > 12)) {
        return Optional.empty();
      }
      if (half != null) {
        hour = hour % 12 + (half.equalsIgnoreCase("pm") ? 12 : 0);
      }
      int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
      ZonedDateTime here = now.atZone(ZoneId.of(clock.group(4)));
      ZonedDateTime then = here.with(LocalTime.of(hour, minute));
      ZonedDateTime next = then.isBefore(here) ? then.plusDays(1) : then;
      return Optional.of(from(now, next.toInstant()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      Matcher http = HTTP_DATE.matcher(text);
      if (http.matches()) {
        int year = year(http.group(3));
        return instant(
            year, http.group(2), http.group(1), http.group(4), http.group(5), http.group(6));
      }
      Matcher asctime = ASCTIME.matcher(text);
      if (asctime.matches()) {
        return instant(
            Integer.parseInt(asctime.group(6)),
            asctime.group(1),
            asctime.group(2),
            asctime.group(3),
            asctime.group(4),
            asctime.group(5));
      }
      if (ISO.matcher(text).matches()) {
        String zoned =
            text.replaceFirst("\\s?UTC$", "Z").replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
        return Optional.of(
            java.time.OffsetDateTime.parse(zoned.replaceFirst("[ t]", "T").replace(" ", ""))
                .toInstant());
      }
      return Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// Two digits are of this century: providers do not ask us to wait for the past one.
  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    return digits.length() == 2 ? 2000 + year : year;
  }

  /// The day of the week says nothing that the date does not. A leap second is the one after it.
  private static Optional<Instant> instant(
      int year, String month, String day, String hour, String minute, String second) {
    Integer number = MONTHS.get(month.toLowerCase(Locale.ROOT));
    if (number == null) {
      return Optional.empty();
    }
    int seconds = Integer.parseInt(second);
    LocalTime time =
        LocalTime.of(
            Integer.parseInt(hour), Integer.parseInt(minute), seconds == 60 ? 59 : seconds);
    Instant instant =
        LocalDate.of(year, number, Integer.parseInt(day)).atTime(time).toInstant(ZoneOffset.UTC);
    return Optional.of(seconds == 60 ? instant.plusSeconds(1) : instant);
  }

  private static Duration from(Instant now, Instant until) {
    return until.isBefore(now) ? Duration.ZERO : bounded(Duration.between(now, until));
  }

  private static Duration pieces(String text) {
    Duration sum = Duration.ZERO;
    for (Matcher piece = ONE_PIECE.matcher(text.toLowerCase(Locale.ROOT)); piece.find(); ) {
      sum = bounded(sum.plus(seconds(piece.group(1), inSeconds(piece.group(2)))));
    }
    return sum;
  }

  private static BigDecimal inSeconds(String unit) {
    if (unit.startsWith("ms") || unit.startsWith("mil")) {
      return new BigDecimal("0.001");
    }
    return BigDecimal.valueOf(
        switch (unit.charAt(0)) {
          case 's' -> 1;
          case 'm' -> 60;
          case 'h' -> 3600;
          default -> 86_400;
        });
  }

  private static Duration seconds(String number, BigDecimal unit) {
    BigDecimal seconds = new BigDecimal(number).multiply(unit);
    if (seconds.compareTo(BigDecimal.valueOf(FOREVER.toSeconds())) > 0) {
      return FOREVER;
    }
    return Duration.ofNanos(
        seconds.movePointRight(9).setScale(0, java.math.RoundingMode.CEILING).longValueExact());
  }

  private static Duration bounded(Duration wait) {
    return wait.compareTo(FOREVER) > 0 ? FOREVER : wait;
  }

  private static Pattern insensitive(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  private static String ungrouped(String regex) {
    return regex.replaceAll("(?<!\\\\)\\((?!\\?)", "(?:");
  }
}
