package dev.speckit.pipeline;

import static dev.speckit.run.JournalOfAWholeRun.ALICE;
import static dev.speckit.run.JournalOfAWholeRun.BOB;
import static dev.speckit.run.JournalOfAWholeRun.fold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Agreement;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.JournalOfAWholeRun;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NextStepTest {
  private static final Part PLAN = Part.own(Stage.PLAN);
  private static final Part AUDIT = Part.own(Stage.AUDIT);
  private static final Part CLARIFY = new Part(Stage.PLAN, Subject.CLARIFY);

  /// Whatever prefix of the journal a kill leaves, the next step is the one whose events follow.
  @Test
  void every_prefix_of_a_journal_leads_to_the_step_that_was_taken() {
    List<RunEvent> events = JournalOfAWholeRun.events();
    for (int length = 1; length < events.size(); length++) {
      RunEvent following = events.get(length);
      NextStep next = NextStep.of(fold(events.subList(0, length)));
      assertThat(leadsTo(next, following))
          .as("after %d events %s, but %s followed", length, next, following)
          .isTrue();
    }
  }

  private static boolean leadsTo(NextStep step, RunEvent event) {
    return switch (step) {
      case NextStep.Ask ask ->
          switch (event) {
            case RunEvent.PartEntered entered -> entered.part().equals(ask.part());
            case RunEvent.AttemptStarted attempt -> attempt.part().equals(ask.part());
            case RunEvent.AttemptEnded attempt -> attempt.part().equals(ask.part());
            case RunEvent.PartAsked asked -> asked.part().equals(ask.part());
            default -> false;
          };
      case NextStep.Compare compare ->
          event instanceof RunEvent.PartDecided decided && decided.part().equals(compare.part());
      case NextStep.Decide decide ->
          event instanceof RunEvent.CheckpointDecided decided
              && decided.checkpoint().equals(decide.checkpoint());
      case NextStep.TakeCandidate take ->
          event instanceof RunEvent.CandidateTaken taken && taken.agent().equals(take.agent());
      case NextStep.Check check ->
          switch (event) {
            case RunEvent.ChecksIntended intended -> intended.tree().equals(check.tree());
            case RunEvent.CheckEnded ended -> ended.tree().equals(check.tree());
            case RunEvent.ChecksEnded ended -> ended.tree().equals(check.tree());
            default -> false;
          };
      case NextStep.Choose _ -> event instanceof RunEvent.CandidateChosen;
      case NextStep.Apply _ ->
          event instanceof RunEvent.ApplyIntended || event instanceof RunEvent.Applied;
      case NextStep.Note note ->
          event instanceof RunEvent.Noted noted && noted.stage() == note.stage();
      case NextStep.Write write ->
          switch (event) {
            case RunEvent.ArtifactIntended intended -> intended.stage() == write.stage();
            case RunEvent.ArtifactWritten written -> written.stage() == write.stage();
            default -> false;
          };
      case NextStep.EndStage end ->
          event instanceof RunEvent.StageEnded ended && ended.stage() == end.stage();
      case NextStep.Stop stop ->
          event instanceof RunEvent.Stopped stopped && stopped.state() == stop.state();
      case NextStep.Nothing _ -> false;
    };
  }

  @Test
  void a_run_that_stopped_has_nothing_to_do() {
    assertThat(NextStep.of(fold(JournalOfAWholeRun.events()))).isEqualTo(new NextStep.Nothing());
  }

  @Test
  void a_cancelled_run_stops_before_anything_else() {
    List<RunEvent> events = until(RunEvent.AttemptEnded.class);
    events.add(new RunEvent.CancelRequested("test"));
    assertThat(NextStep.of(fold(events)))
        .isEqualTo(new NextStep.Stop(RunState.CANCELLED, ExitCode.INTERRUPTED, "cancelled"));
  }

  @Test
  void a_stage_short_of_its_quorum_blocks_the_run() {
    List<RunEvent> events = untilDecided(PLAN);
    events.add(new RunEvent.PartDecided(PLAN, "insufficient", false, new Agreement(1, 1, 3), null));
    assertThat(NextStep.of(fold(events)))
        .isEqualTo(
            new NextStep.Stop(RunState.BLOCKED, ExitCode.BLOCKED, "1 of 3 agents answered plan"));
  }

  @Test
  void a_stage_without_any_answer_fails_the_run() {
    List<RunEvent> events = untilDecided(PLAN);
    events.add(new RunEvent.PartDecided(PLAN, "failed", false, new Agreement(0, 0, 2), null));
    assertThat(NextStep.of(fold(events)))
        .isInstanceOfSatisfying(
            NextStep.Stop.class, stop -> assertThat(stop.state()).isEqualTo(RunState.FAILED));
  }

  @Test
  void nobody_who_could_be_started_is_a_matter_of_the_environment() {
    List<RunEvent> events = new ArrayList<>(List.of(JournalOfAWholeRun.started()));
    List<RunEvent> whole = JournalOfAWholeRun.events();
    events.addAll(whole.subList(1, whole.indexOf(JournalOfAWholeRun.entered(PLAN)) + 1));
    for (var agent : List.of(ALICE, BOB)) {
      events.add(JournalOfAWholeRun.attempt(PLAN, agent, 1));
      events.add(JournalOfAWholeRun.ended(PLAN, agent, 1, Outcome.NOT_INSTALLED));
    }
    events.add(new RunEvent.PartAsked(PLAN));
    events.add(new RunEvent.PartDecided(PLAN, "failed", false, new Agreement(0, 0, 2), null));
    assertThat(NextStep.of(fold(events)))
        .isEqualTo(
            new NextStep.Stop(
                RunState.FAILED, ExitCode.ENVIRONMENT, "0 of 2 agents answered plan"));
  }

  @ParameterizedTest
  @EnumSource(OnQuestion.class)
  void a_checkpoint_that_stops_waits_and_is_decided_again_after_a_resume(OnQuestion policy) {
    List<RunEvent> events = new ArrayList<>();
    for (RunEvent event : JournalOfAWholeRun.events()) {
      if (event instanceof RunEvent.CheckpointDecided decided) {
        events.add(
            new RunEvent.CheckpointDecided(
                decided.checkpoint(), "stop", ExitCode.NEEDS_INPUT, "2 questions", List.of()));
        break;
      }
      events.add(event);
    }
    assertThat(NextStep.of(fold(events)))
        .isEqualTo(new NextStep.Stop(RunState.WAITING, ExitCode.NEEDS_INPUT, "2 questions"));
    events.add(new RunEvent.Stopped(RunState.WAITING, ExitCode.NEEDS_INPUT, "2 questions"));
    events.add(new RunEvent.Resumed(policy, null));
    Run resumed = fold(events);
    assertThat(resumed.onQuestion()).isEqualTo(policy);
    assertThat(resumed.part(CLARIFY).orElseThrow().hasAnswered(ALICE)).isTrue();
    assertThat(NextStep.of(resumed))
        .isEqualTo(new NextStep.Decide(new Checkpoint(Stage.PLAN, true)));
  }

  @Test
  void a_hand_edited_file_waits_and_is_looked_at_again_after_a_resume() {
    List<RunEvent> events = until(RunEvent.ArtifactWritten.class);
    events.removeLast();
    events.add(new RunEvent.ArtifactWritten(Stage.PLAN, "specs/1000/1001/plan.new.md", "aa", true));
    assertThat(NextStep.of(fold(events)))
        .isInstanceOfSatisfying(
            NextStep.Stop.class,
            stop -> assertThat(stop.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL));
    events.add(new RunEvent.Stopped(RunState.WAITING, ExitCode.NEEDS_APPROVAL, "edited"));
    events.add(new RunEvent.Resumed(OnQuestion.STOP, null));
    assertThat(NextStep.of(fold(events))).isEqualTo(new NextStep.Write(Stage.PLAN));
  }

  @Test
  void a_changed_input_takes_back_that_part_and_all_after_it() {
    List<RunEvent> events = new ArrayList<>(JournalOfAWholeRun.events());
    events.removeLast();
    events.add(new RunEvent.Resumed(OnQuestion.STOP, PLAN));
    Run run = fold(events);
    assertThat(run.part(CLARIFY)).isPresent();
    assertThat(run.part(PLAN)).isEmpty();
    assertThat(run.part(Part.own(Stage.TASKS))).isEmpty();
    assertThat(run.endedStages()).isEmpty();
    assertThat(run.artifacts()).isEmpty();
    assertThat(NextStep.of(run)).isEqualTo(new NextStep.Ask(PLAN));
  }

  @Test
  void an_attempt_that_died_with_speckit_does_not_count_against_its_agent() {
    List<RunEvent> events = until(RunEvent.AttemptStarted.class);
    events.add(JournalOfAWholeRun.ended(CLARIFY, ALICE, 1, Outcome.CANCELLED));
    Run.PartState part = fold(events).part(CLARIFY).orElseThrow();
    assertThat(part.spent(ALICE)).isEmpty();
    assertThat(part.nextNumber(ALICE)).isEqualTo(2);
    assertThat(part.mayBeAsked(ALICE, 3)).isTrue();
  }

  @Test
  void a_committed_failure_that_is_never_retried_is_not_asked_again() {
    List<RunEvent> events = until(RunEvent.AttemptStarted.class);
    events.add(JournalOfAWholeRun.ended(CLARIFY, ALICE, 1, Outcome.NOT_SIGNED_IN));
    assertThat(fold(events).part(CLARIFY).orElseThrow().mayBeAsked(ALICE, 3)).isFalse();
  }

  @Test
  void a_blocked_run_that_is_resumed_gives_the_missing_new_chances() {
    List<RunEvent> events = until(RunEvent.AttemptStarted.class);
    events.add(JournalOfAWholeRun.ended(CLARIFY, ALICE, 1, Outcome.NOT_SIGNED_IN));
    events.add(new RunEvent.PartAsked(CLARIFY));
    events.add(new RunEvent.PartDecided(CLARIFY, "failed", false, new Agreement(0, 0, 2), null));
    events.add(new RunEvent.Stopped(RunState.FAILED, ExitCode.BLOCKED, "nobody"));
    events.add(new RunEvent.Resumed(OnQuestion.STOP, null));
    Run run = fold(events);
    assertThat(run.part(CLARIFY).orElseThrow().mayBeAsked(ALICE, 3)).isTrue();
    assertThat(NextStep.of(run)).isEqualTo(new NextStep.Ask(CLARIFY));
  }

  @Test
  void events_of_another_input_do_not_count() {
    List<RunEvent> events = until(RunEvent.AttemptStarted.class);
    events.add(
        new RunEvent.AttemptEnded(
            CLARIFY, "an older input", ALICE, 1, Outcome.ANSWERED, "late", 5L, null));
    assertThat(fold(events).part(CLARIFY).orElseThrow().hasAnswered(ALICE)).isFalse();
  }

  @Test
  void a_second_round_goes_back_to_the_first_and_is_the_last() {
    List<RunEvent> events = new ArrayList<>(untilDecided(AUDIT));
    RunEvent.PartDecided disputed =
        new RunEvent.PartDecided(
            AUDIT, "full", true, new Agreement(2, 2, 2), null, List.of("one", "two"));
    events.add(disputed);
    Run first = fold(events);
    assertThat(NextStep.of(first)).isEqualTo(new NextStep.Ask(AUDIT));
    assertThat(first.part(AUDIT).orElseThrow().round()).isEqualTo(1);
    assertThat(first.part(AUDIT).orElseThrow().disputed()).isEmpty();
    assertThat(first.part(AUDIT).orElseThrow().onceMore()).containsExactly("one", "two");
    events.add(JournalOfAWholeRun.enteredAgain(AUDIT));
    Run.PartState entered = fold(events).part(AUDIT).orElseThrow();
    assertThat(entered.round()).isEqualTo(2);
    assertThat(entered.disputed()).isEqualTo(entered.onceMore()).containsExactly("one", "two");
    assertThat(entered.hasAnswered(ALICE)).isFalse();
    assertThat(entered.mayBeAsked(ALICE, 1)).isTrue();
    events.add(new RunEvent.PartAsked(AUDIT));
    events.add(disputed);
    Run second = fold(events);
    assertThat(second.part(AUDIT).orElseThrow().asksOnceMore()).isFalse();
    assertThat(NextStep.of(second)).isEqualTo(new NextStep.Write(Stage.AUDIT));
    events.add(JournalOfAWholeRun.entered(AUDIT));
    assertThat(fold(events).part(AUDIT).orElseThrow().round())
        .as("its documents have changed")
        .isEqualTo(1);
  }

  @Test
  void a_second_round_with_too_few_answers_blocks_and_is_asked_again_after_a_resume() {
    List<RunEvent> events = new ArrayList<>(untilDecided(AUDIT));
    events.add(
        new RunEvent.PartDecided(AUDIT, "full", true, new Agreement(2, 2, 2), null, List.of("a")));
    events.add(JournalOfAWholeRun.enteredAgain(AUDIT));
    events.add(new RunEvent.PartAsked(AUDIT));
    events.add(
        new RunEvent.PartDecided(AUDIT, "insufficient", false, new Agreement(1, 1, 2), null));
    assertThat(NextStep.of(fold(events)))
        .isEqualTo(
            new NextStep.Stop(RunState.BLOCKED, ExitCode.BLOCKED, "1 of 2 agents answered audit"));
    events.add(new RunEvent.Stopped(RunState.BLOCKED, ExitCode.BLOCKED, "1 of 2"));
    events.add(new RunEvent.Resumed(OnQuestion.STOP, null));
    Run.PartState resumed = fold(events).part(AUDIT).orElseThrow();
    assertThat(resumed.asked()).isFalse();
    assertThat(resumed.disputed()).containsExactly("a");
  }

  private static List<RunEvent> until(Class<? extends RunEvent> kind) {
    List<RunEvent> events = new ArrayList<>();
    for (RunEvent event : JournalOfAWholeRun.events()) {
      events.add(event);
      if (kind.isInstance(event)) {
        return events;
      }
    }
    throw new IllegalArgumentException("no such event: " + kind);
  }

  private static List<RunEvent> untilDecided(Part part) {
    List<RunEvent> events = new ArrayList<>();
    for (RunEvent event : JournalOfAWholeRun.events()) {
      if (event instanceof RunEvent.PartDecided decided && decided.part().equals(part)) {
        return events;
      }
      events.add(event);
    }
    throw new IllegalArgumentException("never decided: " + part);
  }
}
