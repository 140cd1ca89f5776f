package dev.speckit.retry;

import java.time.Duration;

/// What the caller knows about a failed call.
///
/// @param decision whether another call makes sense at all
/// @param minimum what the other side asked us to wait at least; zero when it did not
public record Classified(Decision decision, Duration minimum) {
  public enum Decision {
    /// It may pass: try as often as the policy allows.
    RETRY,
    /// Nobody knows: one more call, then stop.
    RETRY_ONCE,
    /// Another call would fail the same way.
    STOP
  }

  public Classified {
    if (minimum.isNegative()) {
      throw new IllegalArgumentException("a wait is never negative: " + minimum);
    }
  }

  public static Classified retry() {
    return new Classified(Decision.RETRY, Duration.ZERO);
  }

  /// Retry, and not before the other side's hint (`Retry-After`) has passed.
  public static Classified retryAfter(Duration minimum) {
    return new Classified(Decision.RETRY, minimum);
  }

  public static Classified retryOnce() {
    return new Classified(Decision.RETRY_ONCE, Duration.ZERO);
  }

  public static Classified stop() {
    return new Classified(Decision.STOP, Duration.ZERO);
  }
}
