package dev.speckit.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          3, Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0, Duration.ofSeconds(60));

  private final List<Duration> waits = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final Retry retry =
      new Retry(
          () -> now,
          wait -> {
            waits.add(wait);
            now = now.plus(wait);
          },
          new Random(1));

  @Test
  void a_good_call_is_made_once_and_nobody_waits() throws Exception {
    assertThat(retry.call(POLICY, () -> "good", _ -> Classified.retry())).isEqualTo("good");
    assertThat(waits).isEmpty();
  }

  @Test
  void attempts_count_all_calls() {
    Deque<RuntimeException> failures = failures(9);
    assertThatThrownBy(() -> retry.call(POLICY, failing(failures), _ -> Classified.retry()))
        .hasMessage("failure 3");
    assertThat(failures).hasSize(6);
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void the_last_failure_is_thrown_itself_and_carries_the_earlier_ones() {
    assertThatThrownBy(() -> retry.call(POLICY, failing(failures(9)), _ -> Classified.retry()))
        .satisfies(last ->
            assertThat(last.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("failure 1", "failure 2"));
  }

  @Test
  void the_same_failure_again_is_thrown_as_it_is() {
    IllegalArgumentException same = new IllegalArgumentException("same");
    assertThatThrownBy(() ->
            retry.call(
                POLICY,
                () -> {
                  throw same;
                },
                _ -> Classified.retry()))
        .isSameAs(same)
        .hasNoSuppressedExceptions();
  }

  @Test
  void a_call_that_recovers_gives_its_result() throws Exception {
    assertThat(retry.call(POLICY, failing(failures(2)), _ -> Classified.retry()))
        .isEqualTo("recovered");
    assertThat(waits).hasSize(2);
  }

  @Test
  void what_cannot_pass_is_not_tried_again() {
    assertThatThrownBy(() -> retry.call(POLICY, failing(failures(9)), _ -> Classified.stop()))
        .hasMessage("failure 1");
    assertThat(waits).isEmpty();
  }

  @Test
  void what_nobody_knows_is_tried_once_more() {
    assertThatThrownBy(() -> retry.call(POLICY, failing(failures(9)), _ -> Classified.retryOnce()))
        .hasMessage("failure 2");
  }

  @Test
  void a_hint_is_a_minimum() throws Exception {
    retry.call(POLICY, failing(failures(1)), _ -> Classified.retryAfter(Duration.ofSeconds(45)));
    assertThat(waits).containsExactly(Duration.ofSeconds(45));
  }

  @Test
  void no_wait_ends_after_the_deadline() {
    RetryPolicy patient =
        new RetryPolicy(
            1000, Duration.ofSeconds(7), 2, Duration.ofSeconds(30), 0.5, Duration.ofSeconds(60));
    assertThatThrownBy(() -> retry.call(patient, failing(failures(999)), _ -> Classified.retry()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Duration.between(Instant.EPOCH, now)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void an_interrupted_wait_ends_the_calls() {
    Retry interrupted =
        new Retry(
            () -> now,
            _ -> {
              throw new InterruptedException();
            },
            new Random(1));
    Deque<RuntimeException> failures = failures(9);
    assertThatThrownBy(() -> interrupted.call(POLICY, failing(failures), _ -> Classified.retry()))
        .isInstanceOf(InterruptedException.class);
    assertThat(failures).hasSize(8);
  }

  @Test
  void failures_that_are_values_come_back_all_in_order() throws Exception {
    Deque<String> outcomes = new ArrayDeque<>(List.of("overloaded", "crashed", "answered"));
    assertThat(
            retry.all(
                POLICY,
                outcomes::pop,
                outcome -> outcome.equals("answered") ? null : Classified.retry()))
        .containsExactly("overloaded", "crashed", "answered");
    assertThat(waits).hasSize(2);
  }

  @Test
  void the_machines_own_time_passes() throws Exception {
    RetryPolicy quick =
        new RetryPolicy(2, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, Duration.ofSeconds(9));
    assertThat(
            Retry.system(new Random(1)).call(quick, failing(failures(1)), _ -> Classified.retry()))
        .isEqualTo("recovered");
  }

  private static Deque<RuntimeException> failures(int count) {
    Deque<RuntimeException> failures = new ArrayDeque<>();
    for (int i = 1; i <= count; i++) {
      failures.add(new IllegalArgumentException("failure " + i));
    }
    return failures;
  }

  private static Retry.Call<String> failing(Deque<RuntimeException> failures) {
    return () -> {
      if (failures.isEmpty()) {
        return "recovered";
      }
      throw failures.pop();
    };
  }
}
