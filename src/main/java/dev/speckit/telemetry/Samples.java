package dev.speckit.telemetry;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The last 1,000 measurements of one thing, and whether what was measured succeeded. A measurement
/// that was not made counts for the success rate alone; it is never a 0. May be used by many
/// threads.
public final class Samples {
  /// Older samples are forgotten.
  public static final int WINDOW = 1000;

  /// Below it a percentile says more about chance than about the thing.
  public static final int PERCENTILES_FROM = 20;

  private final double[] values = new double[WINDOW];
  private final boolean[] successes = new boolean[WINDOW];
  private int count;
  private int next;

  /// @param value null when nothing was measured; never NaN or infinite
  public synchronized void add(@Nullable Double value, boolean success) {
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException("not a measurement: " + value);
    }
    values[next] = value == null ? Double.NaN : value;
    successes[next] = success;
    next = (next + 1) % WINDOW;
    count = Math.min(WINDOW, count + 1);
  }

  /// What the window shows now.
  public synchronized Summary summary() {
    int succeeded = 0;
    for (int i = 0; i < count; i++) {
      succeeded += successes[i] ? 1 : 0;
    }
    double[] measured =
        Arrays.stream(values, 0, count).filter(value -> !Double.isNaN(value)).sorted().toArray();
    Optional<Double> successRate =
        count == 0 ? Optional.empty() : Optional.of((double) succeeded / count);
    return new Summary(count, distribution(measured), successRate);
  }

  /// @param samples how many the window holds, measured or not
  /// @param distribution empty when nothing was measured
  /// @param successRate 0 to 1; empty without samples
  public record Summary(
      int samples, Optional<Distribution> distribution, Optional<Double> successRate) {}

  /// @param n measurements, at least 1
  /// @param sd standard deviation of a sample (n - 1); empty for a single measurement
  /// @param p50 nearest rank; empty below 20 measurements
  /// @param p95 nearest rank; empty below 20 measurements
  public record Distribution(
      int n,
      double mean,
      Optional<Double> sd,
      double min,
      double max,
      Optional<Double> p50,
      Optional<Double> p95) {}

  private static Optional<Distribution> distribution(double[] sorted) {
    if (sorted.length == 0) {
      return Optional.empty();
    }
    double mean = Arrays.stream(sorted).sum() / sorted.length;
    return Optional.of(
        new Distribution(
            sorted.length,
            mean,
            deviation(sorted, mean),
            sorted[0],
            sorted[sorted.length - 1],
            percentile(sorted, 50),
            percentile(sorted, 95)));
  }

  private static Optional<Double> deviation(double[] values, double mean) {
    if (values.length < 2) {
      return Optional.empty();
    }
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Optional.of(Math.sqrt(squares / (values.length - 1)));
  }

  /// The smallest value that at least `percent` of the values do not exceed: always one that was
  /// measured.
  private static Optional<Double> percentile(double[] sorted, int percent) {
    if (sorted.length < PERCENTILES_FROM) {
      return Optional.empty();
    }
    int rank = (sorted.length * percent + 99) / 100;
    return Optional.of(sorted[rank - 1]);
  }
}
