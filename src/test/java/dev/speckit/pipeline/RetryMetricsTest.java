package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.failure.Problem;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryMetricsTest {
  private static final Part PLAN = Part.own(Stage.PLAN);
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Run.Recorded> events = new ArrayList<>();
  private long seconds;

  @Test
  void nothing_recorded_is_nothing_measured() {
    RetryMetrics metrics = metrics();
    assertThat(metrics.retryRate()).isEmpty();
    assertThat(metrics.retrySuccess()).isEmpty();
    assertThat(metrics.meanWaitMillis()).isEmpty();
    assertThat(metrics.alerts()).isEmpty();
  }

  @Test
  void calls_that_healed_at_once_later_and_never_are_told_apart() {
    ended("alice", Outcome.ANSWERED);
    ended("bob", Outcome.OVERLOADED);
    ended("bob", Outcome.CANCELLED);
    ended("bob", Outcome.ANSWERED);
    ended("carol", Outcome.CRASHED);
    ended("carol", Outcome.CRASHED);

    RetryMetrics metrics = metrics();

    assertThat(metrics.calls()).isEqualTo(3);
    assertThat(metrics.answeredFirst()).isEqualTo(1);
    assertThat(metrics.answeredLater()).isEqualTo(1);
    assertThat(metrics.failed()).isEqualTo(1);
    assertThat(metrics.retries()).isEqualTo(2);
    assertThat(metrics.retryRate()).contains(0.4);
    assertThat(metrics.retrySuccess()).contains(0.5);
    assertThat(metrics.classes()).hasToString("{crashed=2, overloaded=1}");
    assertThat(metrics.attempts().get(4).waitMillis()).isEqualTo(1000);
    assertThat(metrics.permanentRetried()).isZero();
    assertThat(metrics.alerts()).isEmpty();
  }

  @Test
  void a_failure_that_cannot_heal_and_was_asked_again_is_a_defect() {
    ended("alice", Outcome.NOT_SIGNED_IN);
    ended("alice", Outcome.NOT_SIGNED_IN);
    assertThat(metrics().permanentRetried()).isEqualTo(1);
    assertThat(metrics().alerts())
        .extracting(Problem::code)
        .containsExactly("permanent-failure-retried");
  }

  @Test
  void a_person_who_resumes_gives_new_chances_and_a_rate_limit_may_be_asked_again() {
    ended("alice", Outcome.NOT_SIGNED_IN);
    record(new RunEvent.Resumed(OnQuestion.STOP, null));
    ended("alice", Outcome.ANSWERED);
    ended("bob", Outcome.RATE_LIMITED);
    ended("bob", Outcome.ANSWERED);

    RetryMetrics metrics = metrics();

    assertThat(metrics.permanentRetried()).isZero();
    assertThat(metrics.answeredFirst()).isEqualTo(1);
    assertThat(metrics.answeredLater()).isEqualTo(1);
  }

  @Test
  void many_retries_that_do_not_help_are_told() {
    for (int i = 0; i < 5; i++) {
      ended("a" + i, Outcome.OVERLOADED);
      ended("a" + i, i == 0 ? Outcome.ANSWERED : Outcome.OVERLOADED);
    }
    assertThat(metrics().alerts())
        .extracting(Problem::code)
        .containsExactly("many-retries", "retries-in-vain");
    assertThat(metrics().alerts().getFirst().message())
        .isEqualTo("5 of 10 attempts were retries, more than a fifth; these failed: 9 overloaded");
  }

  private void ended(String agent, Outcome outcome) {
    AgentName name = new AgentName(agent);
    seconds++;
    record(new RunEvent.AttemptStarted(PLAN, "input", name, 1, "folder", null));
    record(new RunEvent.AttemptEnded(PLAN, "input", name, 1, outcome, "why", 0L, null));
  }

  private void record(RunEvent event) {
    events.add(new Run.Recorded(events.size() + 1, START.plusSeconds(seconds), event));
  }

  private RetryMetrics metrics() {
    return RetryMetrics.of(List.of(new RetryMetrics.RunJournal("run", 3, events)));
  }
}
