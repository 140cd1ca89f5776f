package dev.speckit.agent;

import dev.speckit.retry.Breaker;
import java.time.Duration;

/// How long it is waited before an agent is asked again.
///
/// @param first the wait after the first failure, before jitter; each further one is twice as long
/// @param longest the longest such wait; what a provider asks for may be longer
/// @param limit how long a rate limit lasts whose end the provider does not name
/// @param breaker when an account that fails is left alone, and how long
public record Patience(Duration first, Duration longest, Duration limit, Breaker.Rules breaker) {
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(1),
          Duration.ofSeconds(16),
          Duration.ofSeconds(60),
          Breaker.Rules.DEFAULT);

  public Patience {
    if (!first.isPositive() || longest.compareTo(first) < 0 || !limit.isPositive()) {
      throw new IllegalArgumentException("waits are positive: " + first + ", " + longest);
    }
  }
}
