package dev.speckit.agent;

import java.time.Duration;

/// The three clocks of one attempt. Whichever runs out first stops it as `hung`.
///
/// @param first from start to the first byte of output
/// @param idle from one piece of output to the next
/// @param total from start to end
public record Clocks(Duration first, Duration idle, Duration total) {
  /// A program that prints its answer at the end is silent for as long as its model thinks; runs of
  /// 15 to 20 minutes were seen, most end within 5.
  public static final Clocks DEFAULT =
      new Clocks(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(20));

  public Clocks {
    if (first.isNegative()
        || first.isZero()
        || idle.isNegative()
        || idle.isZero()
        || total.isNegative()
        || total.isZero()) {
      throw new IllegalArgumentException(
          "clocks must be positive: " + first + " " + idle + " " + total);
    }
  }
}
