package dev.speckit.cost;

import java.util.List;
import java.util.Optional;

/// An interval from own history: eight of ten earlier ones lay in it.
///
/// @param samples how many it was made from, at least 5
/// @param low the tenth percentile by nearest rank: always an amount that occurred
/// @param high the ninetieth likewise
public record Forecast(int samples, Money low, Money high) {
  /// Below it an interval says more about chance than about cost.
  public static final int SAMPLES_MIN = 5;

  /// Empty below 5 samples.
  public static Optional<Forecast> of(List<Money> samples) {
    if (samples.size() < SAMPLES_MIN) {
      return Optional.empty();
    }
    List<Money> sorted = samples.stream().sorted().toList();
    return Optional.of(
        new Forecast(sorted.size(), nearestRank(sorted, 10), nearestRank(sorted, 90)));
  }

  /// The smallest value that at least so many percent do not exceed.
  static <T> T nearestRank(List<T> sorted, int percent) {
    int rank = Math.max(1, Math.ceilDiv(sorted.size() * percent, 100));
    return sorted.get(rank - 1);
  }
}
