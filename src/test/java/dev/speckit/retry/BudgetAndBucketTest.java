package dev.speckit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetAndBucketTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void a_few_retries_are_free_and_more_are_a_fifth_of_all_calls() {
    RetryBudget budget = new RetryBudget(RetryBudget.DEFAULT, time);
    assertThat(taken(budget)).isEqualTo(10);
    assertThat(budget.explain()).isEqualTo("10 of 10 retries in 10 min are spent");

    IntStream.range(0, 100).forEach(_ -> budget.called());
    assertThat(taken(budget)).isEqualTo(10);
    assertThat(budget.explain()).isEqualTo("20 of 20 retries in 10 min are spent");
  }

  @Test
  void the_window_slides() {
    RetryBudget budget = new RetryBudget(RetryBudget.DEFAULT, time);
    var _ = taken(budget);
    time.pass(Duration.ofMinutes(5));
    IntStream.range(0, 100).forEach(_ -> budget.called());
    assertThat(taken(budget)).isEqualTo(10);
    time.pass(Duration.ofMinutes(5));
    assertThat(taken(budget)).isEqualTo(10);
    time.pass(Duration.ofDays(1));
    assertThat(taken(budget)).isEqualTo(10);
  }

  @Test
  void a_minute_holds_its_calls_and_some_come_at_once() {
    TokenBucket bucket = new TokenBucket(60, 3, time);
    assertThat(
            IntStream.range(0, 5).mapToObj(_ -> bucket.book(Duration.ofMinutes(1)).orElseThrow()))
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
    assertThat(bucket.book(Duration.ofSeconds(2))).isEmpty();
    assertThat(bucket.book(Duration.ofSeconds(3))).contains(Duration.ofSeconds(3));

    time.pass(Duration.ofSeconds(4));
    assertThat(bucket.book(Duration.ZERO)).contains(Duration.ZERO);
    time.pass(Duration.ofHours(1));
    assertThat(
            IntStream.range(0, 4).mapToObj(_ -> bucket.book(Duration.ofMinutes(1)).orElseThrow()))
        .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void ten_minutes_never_give_more_calls_than_their_share() {
    TokenBucket bucket = new TokenBucket(30, 5, time);
    int calls = 0;
    for (int second = 0; second < 600; second++) {
      calls += bucket.book(Duration.ZERO).isPresent() ? 1 : 0;
      calls += bucket.book(Duration.ZERO).isPresent() ? 1 : 0;
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(calls).isBetween(300, 305);
  }

  private static int taken(RetryBudget budget) {
    int taken = 0;
    while (budget.tryRetry()) {
      taken++;
    }
    return taken;
  }
}
