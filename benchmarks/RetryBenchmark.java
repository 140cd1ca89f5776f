package dev.speckit.retry;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// A call that succeeds at once, through what would have to act if it did not.
@State(Scope.Benchmark)
public class RetryBenchmark {
  private final RetryPolicy policy =
      new RetryPolicy(
          3, Duration.ofSeconds(1), 2, Duration.ofSeconds(16), 0.5, Duration.ofHours(1));
  private final Retry retry = Retry.system(new Random(1));
  private final Breaker breaker = new Breaker(Breaker.Rules.DEFAULT, System::nanoTime);
  private final RetryBudget budget = new RetryBudget(RetryBudget.DEFAULT, System::nanoTime);
  private final TokenBucket bucket =
      new TokenBucket(Integer.MAX_VALUE, Integer.MAX_VALUE, System::nanoTime);
  private int value = 7;

  private int call() {
    return value++;
  }

  @Benchmark
  public int bare() {
    return call();
  }

  @Benchmark
  public List<Integer> loop() throws InterruptedException {
    return retry.all(policy, this::call, _ -> null);
  }

  @Benchmark
  public int throughBreaker() {
    Breaker.Allowed allowed = (Breaker.Allowed) breaker.enter();
    int result = call();
    breaker.succeeded(allowed);
    return result;
  }

  @Benchmark
  public Object booked() {
    return bucket.book(Duration.ZERO);
  }

  @Benchmark
  public List<Integer> everything() throws InterruptedException {
    return retry.all(
        policy,
        () -> {
          budget.called();
          return throughBreaker();
        },
        _ -> null);
  }

  @Benchmark
  @Threads(4)
  public List<Integer> everythingOnFourThreads() throws InterruptedException {
    return everything();
  }
}
