package dev.speckit.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource({
    // calls, chance, wait in milliseconds for 100 ms, factor 2, at most 1 s, jitter 0.5
    "1, 0.5, 100",
    "2, 0.5, 200",
    "3, 0.5, 400",
    "4, 0.5, 800",
    "5, 0.5, 1000",
    "50, 0.5, 1000",
    "100000, 0.5, 1000",
    "1, 0.0, 50",
    "1, 1.0, 150",
    "4, 1.0, 1000",
    "5, 1.0, 1000",
    "5, 0.0, 500"
  })
  void the_wait_grows_and_never_passes_its_maximum(int calls, double chance, long millis) {
    RetryPolicy policy =
        new RetryPolicy(3, Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0.5, MINUTE);
    assertThat(policy.backOff(calls, always(chance))).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // decision, hint s, calls, unknowns, elapsed s, wait in ms; 3 calls, 1 s first, 10 s in all
        "RETRY, 0, 1, 0, 0, 1000",
        "RETRY, 0, 2, 0, 0, 2000",
        "RETRY, 0, 3, 0, 0, none",
        "RETRY_ONCE, 0, 1, 1, 0, 1000",
        "RETRY_ONCE, 0, 2, 2, 0, none",
        "RETRY_ONCE, 0, 2, 1, 0, 2000",
        "STOP, 0, 1, 0, 0, none",
        "RETRY, 5, 1, 0, 0, 5000",
        "RETRY, 10, 1, 0, 0, 10000",
        "RETRY, 11, 1, 0, 0, none",
        "RETRY, 5, 1, 0, 6, none",
        "RETRY, 0, 2, 0, 9, 1000",
        "RETRY, 0, 1, 0, 10, none",
        "RETRY, 0, 1, 0, 11, none"
      })
  void what_follows_a_failed_call(
      Classified.Decision decision, long hint, int calls, int unknowns, long elapsed, Long millis) {
    RetryPolicy policy =
        new RetryPolicy(
            3, Duration.ofSeconds(1), 2, Duration.ofSeconds(4), 0, Duration.ofSeconds(10));
    assertThat(
            policy.next(
                new Classified(decision, Duration.ofSeconds(hint)),
                calls,
                unknowns,
                Duration.ofSeconds(elapsed),
                always(0.5)))
        .isEqualTo(
            millis == null
                ? java.util.Optional.empty()
                : java.util.Optional.of(Duration.ofMillis(millis)));
  }

  @Test
  void no_wait_of_any_chance_leaves_its_bounds() {
    RetryPolicy policy =
        new RetryPolicy(9, Duration.ofMillis(7), 1.7, Duration.ofMillis(90), 1, MINUTE);
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      Duration wait = policy.backOff(1 + random.nextInt(40), random);
      assertThat(wait).isBetween(Duration.ZERO, Duration.ofMillis(90));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 2, 0.5",
    "1, -1, 2, 0.5",
    "1, 1, 0.9, 0.5",
    "1, 1, NaN, 0.5",
    "1, 1, 2, 1.1",
    "1, 1, 2, -0.1"
  })
  void a_policy_that_makes_no_sense_is_refused(
      int attempts, long first, double factor, double jitter) {
    assertThatThrownBy(() ->
            new RetryPolicy(attempts, Duration.ofMillis(first), factor, MINUTE, jitter, MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RandomGenerator always(double chance) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return chance;
      }
    };
  }
}
