package dev.speckit.upkeep;

import dev.speckit.store.ForeignFile.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Times as an earlier program wrote them: seconds, milliseconds or text, each value on its own.
final class EarlierTime {
  /// Seconds reach it in the year 5138, milliseconds reached it in March 1973.
  private static final long SECONDS_BELOW = 100_000_000_000L;

  /// The end of the year 9999; what lies beyond is no time that anybody measured.
  private static final long MILLIS_BELOW = 253_402_300_800_000L;

  private EarlierTime() {}

  /// Empty when it cannot be read: nothing is guessed. Text without an offset is UTC.
  static Optional<Instant> read(Value value) {
    return switch (value) {
      case Value.Absent _ -> Optional.empty();
      case Value.Whole whole -> number(whole.number());
      case Value.Text text -> text(text.text().strip());
    };
  }

  private static Optional<Instant> number(long number) {
    if (number <= 0 || number >= MILLIS_BELOW) {
      return Optional.empty();
    }
    return Optional.of(
        number < SECONDS_BELOW ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number));
  }

  private static Optional<Instant> text(String text) {
    if (text.matches("\\d{1,15}(\\.0+)?")) {
      int dot = text.indexOf('.');
      return number(Long.parseLong(dot < 0 ? text : text.substring(0, dot)));
    }
    String joined =
        text.replaceFirst("^([+-]?\\d{4,9}-\\d\\d-\\d\\d) +", "$1T").replace(" UTC", "Z");
    try {
      return bounded(OffsetDateTime.parse(joined).toInstant());
    } catch (DateTimeParseException _) {
      // Without an offset, or no time at all.
    }
    try {
      return bounded(LocalDateTime.parse(joined).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// Milliseconds that were written as if they were seconds show as a year beyond 5000.
  private static Optional<Instant> bounded(Instant instant) {
    long seconds = instant.getEpochSecond();
    return seconds >= SECONDS_BELOW ? number(seconds) : number(instant.toEpochMilli(), seconds);
  }

  private static Optional<Instant> number(long millis, long seconds) {
    return seconds <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
