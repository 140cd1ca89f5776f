package dev.speckit.retry;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Elapsed time that passes when a test says so.
final class VirtualTime implements LongSupplier {
  /// Near the end of the range: elapsed time may start anywhere and run over.
  private long nanos = Long.MAX_VALUE - 5_000_000_000L;

  @Override
  public long getAsLong() {
    return nanos;
  }

  void pass(Duration duration) {
    nanos += duration.toNanos();
  }
}
