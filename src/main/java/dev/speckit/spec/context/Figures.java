package dev.speckit.spec.context;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The figures under `## Metrics`. One that is not known is empty, and its line is left alone.
///
/// @param duration of all sessions together
/// @param coverage percent, 0 to 100
public record Figures(
    Optional<Integer> sessions,
    Optional<Duration> duration,
    Optional<Lines> lines,
    Optional<Integer> filesCreated,
    Optional<Integer> filesModified,
    Optional<Double> coverage,
    Optional<Criteria> criteria) {

  /// Lines of code added and removed.
  public record Lines(long added, long removed) {
    String written() {
      return String.format(Locale.ROOT, "+%,d, -%,d", added, removed);
    }
  }

  /// Acceptance criteria met, of all there are.
  public record Criteria(long met, long total) {
    public Criteria {
      if (met < 0 || total < met) {
        throw new IllegalArgumentException("more met than there are: " + met + " of " + total);
      }
    }

    String written() {
      return met + "/" + total + (met == total && total > 0 ? " ✅" : "");
    }
  }

  /// Nothing is known.
  public static Figures none() {
    return new Figures(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// What is written for a figure; empty when it is not known.
  Optional<String> written(Figure figure) {
    return switch (figure) {
      case SESSIONS -> sessions.map(Figures::count);
      case DURATION -> duration.map(WorkTime::written);
      case LINES -> lines.map(Lines::written);
      case CREATED -> filesCreated.map(Figures::count);
      case MODIFIED -> filesModified.map(Figures::count);
      case COVERAGE -> coverage.map(Figures::percent);
      case CRITERIA -> criteria.map(Criteria::written);
    };
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Cut, not rounded: 99.96 is not all.
  private static String percent(double value) {
    long tenths = (long) Math.floor(value * 10 + 1e-9);
    return (tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10) + "%";
  }
}
