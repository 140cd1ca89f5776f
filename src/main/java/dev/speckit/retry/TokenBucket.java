package dev.speckit.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// So many calls a minute, some of them at once. A caller books the next free moment and waits for
/// it, so that callers go in the order in which they came. Lock-free; may be used by many threads.
public final class TokenBucket {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private final long interval;
  private final long ahead;
  private final long start;

  /// When the bucket is full again, from the start on.
  private final AtomicLong full = new AtomicLong();

  /// @param perMinute at least 1
  /// @param burst calls that may come at once after a pause, at least 1
  /// @param nanos elapsed time, as `System.nanoTime`
  public TokenBucket(int perMinute, int burst, LongSupplier nanos) {
    if (perMinute < 1 || burst < 1) {
      throw new IllegalArgumentException("at least one call: " + perMinute + ", " + burst);
    }
    this.nanos = nanos;
    this.interval = MINUTE / perMinute;
    this.ahead = interval * (burst - 1);
    this.start = nanos.getAsLong();
  }

  /// Books one call.
  ///
  /// @param patience how long the caller can wait
  /// @return how long it has to, zero for at once; empty when that is longer than it can: then
  ///   nothing was booked
  public Optional<Duration> book(Duration patience) {
    while (true) {
      long now = nanos.getAsLong() - start;
      long before = full.get();
      long from = Math.max(before, now);
      long wait = Math.max(0, from - ahead - now);
      if (wait > patience.toNanos()) {
        return Optional.empty();
      }
      if (full.compareAndSet(before, from + interval)) {
        return Optional.of(Duration.ofNanos(wait));
      }
    }
  }
}
