package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.NextAttempt.Step;
import dev.speckit.retry.RetryBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Time passes here only where a number says so.
class NextAttemptTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final RetryBudget budget = new RetryBudget(RetryBudget.DEFAULT, () -> 0);

  @ParameterizedTest
  @CsvSource({
    // how often an agent is asked in all that always ends so, at most 3 times
    "OVERLOADED, 3",
    "CRASHED, 3",
    "EMPTY, 3",
    "RATE_LIMITED, 3",
    "HUNG, 2",
    "UNKNOWN, 2",
    "SCHEMA_INVALID, 2",
    "TOOL_DENIED, 1",
    "QUOTA, 1",
    "NOT_SIGNED_IN, 1",
    "CONTEXT_OVERFLOW, 1",
    "REFUSED, 1",
    "FLOODED, 1",
    "CANCELLED, 1",
    "NOT_INSTALLED, 1"
  })
  void each_outcome_is_asked_again_as_often_as_it_can_help(Outcome outcome, int asked) {
    assertThat(asked(next(3), outcome)).isEqualTo(asked);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void nothing_is_asked_more_often_than_the_maximum(Outcome outcome) {
    assertThat(asked(next(1), outcome)).isEqualTo(1);
    assertThat(next(1).after(outcome, NOW.plusSeconds(1), NOW, HOUR)).isInstanceOf(Step.End.class);
  }

  @Test
  void what_was_spent_before_counts() {
    assertThat(asked(next(3, Outcome.CRASHED, Outcome.EMPTY), Outcome.CRASHED)).isEqualTo(1);
    assertThat(asked(next(3, Outcome.CRASHED), Outcome.CRASHED)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"HUNG, HUNG", "UNKNOWN, HUNG", "SCHEMA_INVALID, UNKNOWN", "HUNG, SCHEMA_INVALID"})
  void what_is_asked_once_more_was_so_before_a_kill_too(Outcome before, Outcome after) {
    assertThat(asked(next(5, before), after)).isEqualTo(1);
    assertThat(asked(next(5, Outcome.CRASHED), after)).isEqualTo(2);
  }

  @Test
  void waits_double_from_one_second_to_sixteen() {
    NextAttempt next = next(8);
    List<Duration> waits = new ArrayList<>();
    while (next.after(Outcome.OVERLOADED, null, NOW, HOUR) instanceof Step.Again(Duration wait)) {
      waits.add(wait);
    }
    assertThat(waits)
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 16L, 16L);
  }

  @Test
  void the_other_sides_wait_is_a_minimum() {
    assertThat(next(3).after(Outcome.OVERLOADED, NOW.plusSeconds(200), NOW, HOUR))
        .isEqualTo(new Step.Again(Duration.ofSeconds(200)));
    assertThat(next(3).after(Outcome.OVERLOADED, NOW.minusSeconds(200), NOW, HOUR))
        .isEqualTo(new Step.Again(Duration.ofSeconds(1)));
  }

  @Test
  void no_wait_starts_that_ends_at_the_deadline_or_later() {
    assertThat(next(3).after(Outcome.CRASHED, null, NOW, Duration.ofMillis(900)))
        .isEqualTo(new Step.End("no time is left"));
    assertThat(next(3).after(Outcome.OVERLOADED, NOW.plusSeconds(60), NOW, Duration.ofSeconds(60)))
        .isEqualTo(new Step.End("it asks to wait until 2026-11-22T12:01:00Z, after the deadline"));
  }

  @Test
  void a_rate_limit_parks_until_its_end_and_does_not_count() {
    NextAttempt next = next(2);
    assertThat(next.after(Outcome.RATE_LIMITED, NOW.plusSeconds(3), NOW, HOUR))
        .isEqualTo(new Step.Park(Duration.ofSeconds(3), NOW.plusSeconds(3), false));
    assertThat(next.after(Outcome.CRASHED, null, NOW, HOUR)).isInstanceOf(Step.Again.class);
    assertThat(next.after(Outcome.RATE_LIMITED, NOW.plusSeconds(9), NOW, HOUR))
        .isInstanceOf(Step.Park.class);
    assertThat(next.after(Outcome.CRASHED, null, NOW, HOUR)).isInstanceOf(Step.End.class);
  }

  @Test
  void a_rate_limit_without_an_end_is_taken_for_a_minute() {
    assertThat(next(3).after(Outcome.RATE_LIMITED, null, NOW, HOUR))
        .isEqualTo(new Step.Park(Duration.ofSeconds(60), NOW.plusSeconds(60), true));
  }

  @Test
  void a_rate_limit_without_an_end_counts_as_an_attempt_and_one_with_an_end_does_not() {
    NextAttempt next = next(3, Outcome.CRASHED);
    assertThat(next.after(Outcome.RATE_LIMITED, NOW.plusSeconds(3), NOW, HOUR))
        .isInstanceOf(Step.Park.class);
    assertThat(next.after(Outcome.RATE_LIMITED, null, NOW, HOUR)).isInstanceOf(Step.Park.class);
    assertThat(next.after(Outcome.RATE_LIMITED, NOW.plusSeconds(3), NOW, HOUR))
        .isInstanceOf(Step.Park.class);
    assertThat(next.after(Outcome.RATE_LIMITED, null, NOW, HOUR))
        .isEqualTo(new Step.End("rate limited, and the provider names no time to ask again"));
  }

  @Test
  void an_assumed_end_after_the_deadline_says_that_it_is_assumed() {
    assertThat(next(3).after(Outcome.RATE_LIMITED, null, NOW, Duration.ofSeconds(59)))
        .isEqualTo(
            new Step.End(
                "rate limited until 2026-11-22T12:01:00Z (assumed: the provider named no time),"
                    + " after the deadline"));
  }

  @Test
  void a_rate_limit_that_ends_after_the_deadline_ends_the_call_and_says_when() {
    Instant end = Instant.parse("2026-11-22T13:00:00.250Z");
    assertThat(next(3).after(Outcome.RATE_LIMITED, end, NOW, HOUR))
        .isEqualTo(new Step.End("rate limited until 2026-11-22T13:00:01Z, after the deadline"));
  }

  @Test
  void rate_limits_in_a_row_wait_longer_and_come_to_an_end() {
    NextAttempt next = next(3);
    List<Duration> waits = new ArrayList<>();
    while (next.after(Outcome.RATE_LIMITED, NOW, NOW, HOUR)
        instanceof Step.Park(Duration wait, Instant _, boolean _)) {
      waits.add(wait);
    }
    assertThat(waits)
        .extracting(Duration::toSeconds)
        .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 16L, 16L, 16L, 16L);
  }

  @Test
  void retries_end_with_their_budget_and_parking_takes_none_of_it() {
    for (int i = 0; i < 10; i++) {
      assertThat(next(3).after(Outcome.CRASHED, null, NOW, HOUR)).isInstanceOf(Step.Again.class);
    }
    assertThat(next(3).after(Outcome.CRASHED, null, NOW, HOUR))
        .isEqualTo(new Step.End("10 of 10 retries in 10 min are spent"));
    assertThat(next(3).after(Outcome.RATE_LIMITED, null, NOW, HOUR)).isInstanceOf(Step.Park.class);
    assertThat(next(3).after(Outcome.SCHEMA_INVALID, null, NOW, HOUR))
        .isInstanceOf(Step.Repair.class);
  }

  private NextAttempt next(int attemptsMax, Outcome... spent) {
    return new NextAttempt(
        attemptsMax, List.of(spent), HOUR, Patience.DEFAULT, always(0.5), budget);
  }

  private static int asked(NextAttempt next, Outcome outcome) {
    int asked = 1;
    while (!(next.after(outcome, null, NOW, HOUR) instanceof Step.End)) {
      asked++;
    }
    return asked;
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
