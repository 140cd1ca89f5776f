package dev.speckit.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How often, and after which waits, something is tried again.
///
/// @param attemptsMax all calls, the first included; at least 1
/// @param first the wait after the first failed call, before jitter
/// @param factor by which each wait grows; at least 1
/// @param max the longest wait, after jitter; a server's hint may be longer
/// @param jitter part by which a wait is made shorter or longer at random; 0 to 1
/// @param elapsedMax from the start of the first call to the end of the last wait
public record RetryPolicy(
    int attemptsMax,
    Duration first,
    double factor,
    Duration max,
    double jitter,
    Duration elapsedMax) {
  public RetryPolicy {
    if (attemptsMax < 1) {
      throw new IllegalArgumentException("at least one call is made, not " + attemptsMax);
    }
    if (first.isNegative() || max.isNegative() || elapsedMax.isNegative()) {
      throw new IllegalArgumentException("waits are never negative");
    }
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("the factor is at least 1, not " + factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("the jitter lies between 0 and 1, not " + jitter);
    }
  }

  /// The wait after `calls` failed calls: `min(max, first * factor^(calls-1)) * U(1-jitter,
  /// 1+jitter)`, never more than `max`.
  public Duration backOff(int calls, RandomGenerator random) {
    double grown = (double) first.toNanos() * Math.pow(factor, calls - 1.0);
    double capped = Math.min((double) max.toNanos(), grown);
    double spread = 1 - jitter + 2 * jitter * random.nextDouble();
    return Duration.ofNanos((long) Math.min((double) max.toNanos(), capped * spread));
  }

  /// What follows a failed call.
  ///
  /// @param calls how many were made, at least 1
  /// @param unknowns how many of them were classified [Classified.Decision#RETRY_ONCE]
  /// @param elapsed since the start of the first call
  /// @return the wait before the next call; empty when there is none
  public Optional<Duration> next(
      Classified classified, int calls, int unknowns, Duration elapsed, RandomGenerator random) {
    Duration remaining = elapsedMax.minus(elapsed);
    boolean ended =
        switch (classified.decision()) {
          case STOP -> true;
          case RETRY_ONCE -> unknowns > 1;
          case RETRY -> false;
        };
    if (ended || calls >= attemptsMax || !remaining.isPositive()) {
      return Optional.empty();
    }
    if (classified.minimum().compareTo(remaining) > 0) {
      return Optional.empty();
    }
    Duration wait = backOff(calls, random);
    Duration clamped = wait.compareTo(remaining) > 0 ? remaining : wait;
    Duration minimum = classified.minimum();
    return Optional.of(clamped.compareTo(minimum) < 0 ? minimum : clamped);
  }
}
