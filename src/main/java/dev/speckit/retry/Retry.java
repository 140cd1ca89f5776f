package dev.speckit.retry;

import dev.speckit.host.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Calls again what failed, as often as a policy allows. Interruption is cancellation: it ends the
/// wait and the calls.
public final class Retry {
  private final InstantSource clock;
  private final Pause pause;
  private final RandomGenerator random;

  /// @param clock measures elapsed time; give one that never jumps where you can
  public Retry(InstantSource clock, Pause pause, RandomGenerator random) {
    this.clock = clock;
    this.pause = pause;
    this.random = random;
  }

  /// On this machine's time, measured by a clock that nobody can set back.
  public static Retry system(RandomGenerator random) {
    return new Retry(() -> Instant.EPOCH.plusNanos(System.nanoTime()), Pause.system(), random);
  }

  /// One call of what is tried.
  public interface Call<T> {
    T call() throws InterruptedException;
  }

  /// Calls until a call returns.
  ///
  /// @param classify what a thrown failure means
  /// @return what the first call that returned gave
  /// @throws RuntimeException the last failure itself, the earlier ones suppressed in it
  public <T> T call(
      RetryPolicy policy, Call<T> call, Function<RuntimeException, Classified> classify)
      throws InterruptedException {
    List<Ended<T>> ended =
        all(
            policy,
            () -> attempt(call),
            end -> end.failure() == null ? null : classify.apply(end.failure()));
    Ended<T> last = ended.getLast();
    RuntimeException failure = last.failure();
    if (failure == null) {
      return last.result();
    }
    for (Ended<T> earlier : ended) {
      suppress(failure, earlier.failure());
    }
    throw failure;
  }

  /// Calls until a result is good, for calls whose failures are values.
  ///
  /// @param judge what a result means as a failure; null when it is good
  /// @return every result in order, the decisive one last; at least one
  public <T> List<T> all(RetryPolicy policy, Call<T> call, Function<T, @Nullable Classified> judge)
      throws InterruptedException {
    Instant start = clock.instant();
    T first = call.call();
    Classified verdict = judge.apply(first);
    if (verdict == null) {
      return List.of(first);
    }
    List<T> results = new ArrayList<>();
    results.add(first);
    int unknowns = 0;
    while (verdict != null) {
      if (verdict.decision() == Classified.Decision.RETRY_ONCE) {
        unknowns++;
      }
      Duration elapsed = Duration.between(start, clock.instant());
      Optional<Duration> wait = policy.next(verdict, results.size(), unknowns, elapsed, random);
      if (wait.isEmpty()) {
        break;
      }
      pause.pause(wait.get());
      T result = call.call();
      results.add(result);
      verdict = judge.apply(result);
    }
    return List.copyOf(results);
  }

  /// A call may throw one and the same object twice; nothing can suppress itself.
  @SuppressWarnings("ReferenceEquality")
  private static void suppress(RuntimeException last, @Nullable RuntimeException earlier) {
    if (earlier != null && earlier != last) {
      last.addSuppressed(earlier);
    }
  }

  /// How one call ended; a result or a failure.
  private record Ended<T>(@Nullable T value, @Nullable RuntimeException failure) {
    @SuppressWarnings("NullAway") // the result of a call may be null only where T says so
    T result() {
      return value;
    }
  }

  private static <T> Ended<T> attempt(Call<T> call) throws InterruptedException {
    try {
      return new Ended<>(call.call(), null);
    } catch (RuntimeException failure) {
      return new Ended<>(null, failure);
    }
  }
}
