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
  private static final Pattern STAMP =
      Pattern.compile("\\((?:(\\d{4}-\\d{2}-\\d{2}) )?(\\d{2}:\\d{2})\\)");

  /// Made when something is written, or is written in an unusual way: they take long to load.
  private static final class Forms {
    private static final DateTimeFormatter MOMENT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  }

  /// A time that ends a line, and where it starts in it.
  ///
  /// @param start offset of its bracket
  record Stamp(LocalDateTime at, int start, int end) {}

  private WorkTime() {}

  /// `2026-11-21 14:05`.
  public static String written(LocalDateTime at) {
    return Forms.MOMENT.format(at);
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
    if (text.length() == 16 && text.charAt(10) == ' ') {
      Optional<LocalDate> date = plainDate(text.substring(0, 10));
      Optional<LocalTime> time = plainTime(text.substring(11));
      if (date.isPresent() && time.isPresent()) {
        return Optional.of(LocalDateTime.of(date.get(), time.get()));
      }
    }
    try {
      return Optional.of(LocalDateTime.parse(text, Forms.MOMENT));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  static Optional<LocalDate> date(String text) {
    Optional<LocalDate> plain = plainDate(text);
    if (plain.isPresent()) {
      return plain;
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// ` (14:07)`, with the date in front on another day than the session's.
  static String stamp(LocalDateTime at, Optional<LocalDate> day) {
    boolean same = day.filter(at.toLocalDate()::equals).isPresent();
    return " (" + (same ? Forms.TIME.format(at) : Forms.MOMENT.format(at)) + ")";
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
    Optional<LocalTime> plain = plainTime(text);
    if (plain.isPresent()) {
      return plain;
    }
    try {
      return Optional.of(LocalTime.parse(text, Forms.TIME));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// A date that no form reads in another way; empty for all others, which need not be wrong.
  private static Optional<LocalDate> plainDate(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return Optional.empty();
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    boolean inEveryMonth = day >= 1 && day <= 28;
    return year >= 0 && month >= 1 && month <= 12 && inEveryMonth
        ? Optional.of(LocalDate.of(year, month, day))
        : Optional.empty();
  }

  /// The same for a time.
  private static Optional<LocalTime> plainTime(String text) {
    if (text.length() != 5 || text.charAt(2) != ':') {
      return Optional.empty();
    }
    int hour = number(text, 0, 2);
    int minute = number(text, 3, 5);
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60
        ? Optional.of(LocalTime.of(hour, minute))
        : Optional.empty();
  }

  /// Negative when something else than a digit stands there.
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + c - '0';
    }
    return number;
  }
}
