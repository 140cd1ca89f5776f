package dev.speckit.checks;

import java.time.Duration;

/// Spans of time for people.
final class Spans {
  private Spans() {}

  /// `20 min`, `90 s` or `500 ms`: the largest unit that tells it whole.
  static String of(Duration span) {
    long millis = span.toMillis();
    if (millis % 60_000 == 0) {
      return millis / 60_000 + " min";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
