package dev.speckit.spec.context;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments and durations as they stand in a context: local time, to the minute.
public final class WorkTime {
  static final String MOMENT = "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}";
  static final String DURATION = "\\d{1,6}(?:\\.\\d)? (?:hours?|minutes?)\\b";
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final Pattern STAMP =
      Pattern.compile("\\((?:(\\d{4}-\\d{2}-\\d{2}) )?(\\d{2}:\\d{2})\\)");

  /// A time that ends a line, and where it starts in it.
  ///
  /// @param start offset of its bracket
  record Stamp(LocalDateTime at, int start, int end) {}

  private WorkTime() {}

  /// `2026-11-21 14:05`.
  public static String written(LocalDateTime at) {
    return FORM.format(at);
  }

  /// `1.5 hours`; below six minutes `5 minutes`.
  public static String written(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes < 6) {
      return minutes + (minutes == 1 ? " minute" : " minutes");
    }
    long tenths = (minutes + 3) / 6;
    String hours = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return hours + (tenths == 10 ? " hour" : " hours");
  }

  /// The duration with which a text starts; empty when it is in another form.
  static Optional<Duration> duration(String text) {
    Matcher matcher = Pattern.compile(DURATION).matcher(text);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    int blank = text.indexOf(' ');
    double amount = Double.parseDouble(text.substring(0, blank));
    boolean hours = text.startsWith("hour", blank + 1);
    return Optional.of(Duration.ofMinutes(Math.round(hours ? amount * 60 : amount)));
  }

  static Optional<LocalDateTime> moment(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, FORM));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// ` (14:07)`, with the date in front on another day than the session's.
  static String stamp(LocalDateTime at, Optional<LocalDate> day) {
    boolean same = day.filter(at.toLocalDate()::equals).isPresent();
    return " (" + (same ? TIME.format(at) : FORM.format(at)) + ")";
  }

  /// The last time in brackets in a line.
  ///
  /// @param day the day of a time that names none; without one such a time is no moment
  static Optional<Stamp> lastStamp(String line, Optional<LocalDate> day) {
    Matcher matcher = STAMP.matcher(line);
    Optional<Stamp> last = Optional.empty();
    while (matcher.find()) {
      Optional<LocalDate> date = matcher.group(1) == null ? day : date(matcher.group(1));
      Optional<LocalTime> time = time(matcher.group(2));
      if (date.isPresent() && time.isPresent()) {
        LocalDateTime at = LocalDateTime.of(date.get(), time.get());
        last = Optional.of(new Stamp(at, matcher.start(), matcher.end()));
      }
    }
    return last;
  }

  private static Optional<LocalTime> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text, TIME));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
