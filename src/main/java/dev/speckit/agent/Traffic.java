package dev.speckit.agent;

import dev.speckit.retry.Breaker;
import dev.speckit.retry.RetryBudget;
import dev.speckit.retry.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What all agent calls of this program share: how many run at once and how many start at once, and
/// of each provider its limits, its budget of retries and whether it is well. May be used by many
/// threads.
public final class Traffic {
  private final Limits limits;
  private final LongSupplier nanos;
  private final Semaphore places;
  private final Semaphore starts;
  private final Map<String, Provider> providers = new ConcurrentHashMap<>();
  private final Map<ProviderAccount, Account> accounts = new ConcurrentHashMap<>();

  public Traffic(Limits limits) {
    this(limits, System::nanoTime);
  }

  /// @param nanos elapsed time, as `System.nanoTime`
  Traffic(Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.places = new Semaphore(limits.parallelMax(), true);
    this.starts = new Semaphore(limits.startsMax(), true);
  }

  /// @param parallelMax children of all batches at the same time
  /// @param startsMax of them those that are being started
  /// @param providers by name; one that is not named has no limits
  /// @param patience before an agent is asked again
  public record Limits(
      int parallelMax, int startsMax, Map<String, ProviderLimits> providers, Patience patience) {
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of());

    public Limits {
      providers = Map.copyOf(providers);
      if (parallelMax < 1 || startsMax < 1) {
        throw new IllegalArgumentException("limits are positive");
      }
    }

    /// With the usual patience.
    public Limits(int parallelMax, int startsMax, Map<String, ProviderLimits> providers) {
      this(parallelMax, startsMax, providers, Patience.DEFAULT);
    }
  }

  /// @param parallel attempts at the same time; null for any number
  /// @param perMinute attempts in a minute; null for any number
  public record ProviderLimits(@Nullable Integer parallel, @Nullable Integer perMinute) {
    static final ProviderLimits NONE = new ProviderLimits(null, null);

    public ProviderLimits {
      if ((parallel != null && parallel < 1) || (perMinute != null && perMinute < 1)) {
        throw new IllegalArgumentException("limits of a provider are positive");
      }
    }
  }

  Patience patience() {
    return limits.patience();
  }

  Semaphore places() {
    return places;
  }

  Semaphore starts() {
    return starts;
  }

  Provider provider(String name) {
    return providers.computeIfAbsent(
        name, _ -> new Provider(limits.providers().getOrDefault(name, ProviderLimits.NONE), nanos));
  }

  Account account(ProviderAccount key) {
    return accounts.computeIfAbsent(key, _ -> new Account(limits.patience().breaker(), nanos));
  }

  /// What is shared by everybody who asks one provider.
  static final class Provider {
    private final Semaphore places;
    private final @Nullable TokenBucket bucket;
    private final RetryBudget budget;

    /// A minute's calls may not come at once: a sixth of them may, ten seconds' worth.
    private static final int BURST_PART = 6;

    Provider(ProviderLimits limits, LongSupplier nanos) {
      Integer parallel = limits.parallel();
      Integer perMinute = limits.perMinute();
      places = new Semaphore(parallel == null ? Integer.MAX_VALUE : parallel, true);
      bucket =
          perMinute == null
              ? null
              : new TokenBucket(perMinute, Math.max(1, perMinute / BURST_PART), nanos);
      budget = new RetryBudget(RetryBudget.DEFAULT, nanos);
    }

    Semaphore places() {
      return places;
    }

    RetryBudget budget() {
      return budget;
    }

    /// As [TokenBucket#book].
    Optional<Duration> book(Duration patience) {
      return bucket == null ? Optional.of(Duration.ZERO) : bucket.book(patience);
    }
  }

  /// What is known of one account and model.
  static final class Account {
    private final LongSupplier nanos;
    private final Breaker breaker;
    private volatile @Nullable Quiet quiet;

    Account(Breaker.Rules rules, LongSupplier nanos) {
      this.nanos = nanos;
      this.breaker = new Breaker(rules, nanos);
    }

    /// A rate limit.
    ///
    /// @param nanos when it ends, as elapsed time, which nobody can set back
    /// @param until the same for people
    /// @param assumed whether the provider named no time
    private record Quiet(long nanos, Instant until, boolean assumed) {}

    Breaker breaker() {
      return breaker;
    }

    /// The account is rate-limited: nobody asks until then, for everybody would be refused.
    synchronized void quiet(Duration wait, Instant until, boolean assumed) {
      long end = nanos.getAsLong() + wait.toNanos();
      Quiet now = quiet;
      if (now == null || end - now.nanos() > 0) {
        quiet = new Quiet(end, until, assumed);
      }
    }

    /// How long a rate limit still lasts; empty when there is none.
    Optional<Limit> limit() {
      Quiet now = quiet;
      if (now == null) {
        return Optional.empty();
      }
      long left = now.nanos() - nanos.getAsLong();
      return left <= 0
          ? Optional.empty()
          : Optional.of(new Limit(Duration.ofNanos(left), now.until(), now.assumed()));
    }

    /// What an attempt says about the other side's health. A rate limit is no failure; neither is
    /// what only this machine or this account is to blame for. A program whose provider nobody
    /// knows dies, hangs and falls silent on its own account: only what it says of a provider
    /// counts.
    ///
    /// @param known whether it is known whose program it is
    void ended(Breaker.Allowed call, Outcome outcome, boolean known) {
      switch (outcome) {
        case OVERLOADED -> breaker.failed(call, outcome.word());
        case CRASHED, EMPTY, HUNG, UNKNOWN -> {
          if (known) {
            breaker.failed(call, outcome.word());
          } else {
            breaker.ended(call);
          }
        }
        case ANSWERED, TOOL_DENIED, CONTEXT_OVERFLOW, REFUSED, SCHEMA_INVALID ->
            breaker.succeeded(call);
        case RATE_LIMITED, QUOTA, NOT_SIGNED_IN, FLOODED, CANCELLED, NOT_INSTALLED, MISCONFIGURED ->
            breaker.ended(call);
      }
    }
  }

  /// @param assumed whether the provider named no time
  record Limit(Duration pause, Instant until, boolean assumed) {}
}
