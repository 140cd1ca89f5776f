package dev.speckit.pipeline;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// How long was waited, for people.
final class Waits {
  private static final int SECOND_MILLIS = 1_000;

  private Waits() {}

  /// `750 ms`, `1 s`, `2.5 s`.
  static String words(long millis) {
    return millis < SECOND_MILLIS
        ? millis + " ms"
        : BigDecimal.valueOf(millis, 3)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            + " s";
  }
}
