package dev.speckit.agent;

import dev.speckit.retry.Classified;
import dev.speckit.retry.RetryBudget;
import dev.speckit.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What follows each ended attempt of one call. Asks no clock and waits for nothing.
final class NextAttempt {
  private static final double WAIT_FACTOR = 2;
  private static final double WAIT_JITTER = 0.5;

  /// Rate limits in a row after which a provider does not mean what it says.
  private static final int PARKED_MAX = 10;

  /// What is said of a rate limit whose end we chose.
  static final String ASSUMED = " (assumed: the provider named no time)";

  private final int attemptsMax;
  private final RetryPolicy policy;
  private final Duration limit;
  private final RandomGenerator random;
  private final RetryBudget budget;
  private int failures;
  private int unknowns;
  private int parked;

  /// @param spent outcomes that counted before this call
  /// @param total from the start of the batch to its deadline
  NextAttempt(
      int attemptsMax,
      List<Outcome> spent,
      Duration total,
      Patience patience,
      RandomGenerator random,
      RetryBudget budget) {
    this.attemptsMax = attemptsMax;
    this.policy =
        new RetryPolicy(
            attemptsMax, patience.first(), WAIT_FACTOR, patience.longest(), WAIT_JITTER, total);
    this.limit = patience.limit();
    this.random = random;
    this.budget = budget;
    spent.forEach(this::count);
  }

  sealed interface Step {
    /// The same question, after a wait.
    record Again(Duration pause) implements Step {}

    /// A new question, at once: what was wrong with the answer.
    record Repair() implements Step {}

    /// The same question when a rate limit has ended. The attempt counts when its end is assumed.
    ///
    /// @param assumed whether the provider named no time
    record Park(Duration pause, Instant until, boolean assumed) implements Step {}

    /// No more.
    ///
    /// @param why what kept it from being tried again, beside the outcome itself; may be empty
    record End(String why) implements Step {}
  }

  /// @param retryAt what the other side asked for, or null
  /// @param remaining until the deadline
  Step after(Outcome outcome, @Nullable Instant retryAt, Instant now, Duration remaining) {
    if (outcome == Outcome.RATE_LIMITED) {
      return limited(retryAt, now, remaining);
    }
    parked = 0;
    Classified.Decision decision = count(outcome);
    if (decision == Classified.Decision.STOP) {
      return new Step.End("");
    }
    Duration minimum = retryAt == null ? Duration.ZERO : between(now, retryAt);
    if (minimum.compareTo(remaining) >= 0) {
      return new Step.End("it asks to wait until " + shown(retryAt) + ", after the deadline");
    }
    Optional<Duration> wait =
        policy.next(
            new Classified(decision, minimum),
            failures,
            unknowns,
            policy.elapsedMax().minus(remaining),
            random);
    if (wait.isEmpty()) {
      return new Step.End("");
    }
    if (outcome == Outcome.SCHEMA_INVALID) {
      return new Step.Repair();
    }
    if (wait.get().compareTo(remaining) >= 0) {
      return new Step.End("no time is left");
    }
    return budget.tryRetry() ? new Step.Again(wait.get()) : new Step.End(budget.explain());
  }

  /// Each limit in a row waits longer, also when the provider names a moment every time. Who is to
  /// be asked once only is not asked after a limit either.
  private Step limited(@Nullable Instant retryAt, Instant now, Duration remaining) {
    boolean assumed = retryAt == null;
    parked++;
    failures += assumed ? 1 : 0;
    if (attemptsMax == 1) {
      return new Step.End("");
    }
    if (assumed && failures >= attemptsMax) {
      return new Step.End("rate limited, and the provider names no time to ask again");
    }
    if (parked > PARKED_MAX) {
      return new Step.End("rate limited " + parked + " times in a row");
    }
    Duration asked = retryAt == null ? limit : between(now, retryAt);
    Duration least = parked == 1 ? Duration.ZERO : policy.backOff(parked - 1, random);
    Duration wait = asked.compareTo(least) < 0 ? least : asked;
    Instant until = now.plus(wait);
    return wait.compareTo(remaining) >= 0
        ? new Step.End("rate limited until " + shown(until, assumed) + ", after the deadline")
        : new Step.Park(wait, until, assumed);
  }

  private Classified.Decision count(Outcome outcome) {
    Classified.Decision decision = decision(outcome);
    failures++;
    unknowns += decision == Classified.Decision.RETRY_ONCE ? 1 : 0;
    return decision;
  }

  private static Duration between(Instant now, Instant then) {
    return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
  }

  private static Classified.Decision decision(Outcome outcome) {
    return switch (outcome.again()) {
      case TO_THE_LIMIT -> Classified.Decision.RETRY;
      case ONCE -> Classified.Decision.RETRY_ONCE;
      case NEVER -> Classified.Decision.STOP;
    };
  }

  /// As [#shown(Instant)], and whether we chose the moment.
  static String shown(Instant moment, boolean assumed) {
    return shown(moment) + (assumed ? ASSUMED : "");
  }

  /// `2026-11-22T12:34:56Z`; never earlier than the moment itself.
  static String shown(@Nullable Instant moment) {
    if (moment == null) {
      return "an unknown time";
    }
    Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
    return (second.equals(moment) ? second : second.plusSeconds(1)).toString();
  }
}
