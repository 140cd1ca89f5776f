package dev.speckit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Outcome;
import dev.speckit.consensus.Agreement;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTextTest {
  @Test
  void every_kind_of_event_reads_back_as_it_was_written() {
    List<RunEvent> events = new ArrayList<>(JournalOfAWholeRun.events());
    events.add(new RunEvent.Resumed(OnQuestion.STOP, Part.own(Stage.TASKS)));
    events.add(new RunEvent.Resumed(OnQuestion.DEFER, null));
    events.add(new RunEvent.CancelRequested("cancel"));
    events.add(new RunEvent.WorktreeIntended("input", JournalOfAWholeRun.ALICE, "path", "base"));
    events.add(new RunEvent.CandidateChosen(null, "", "none passes"));
    events.add(new RunEvent.Applied("main", "c", "the branch moved", "merge it"));
    events.add(new RunEvent.QuestionAnswered("q-1", false, "", "a@b.c"));
    events.add(
        new RunEvent.EditIntended("q-1", "specs/1000/1001/spec.md", "aa", "bb", "old", "new"));
    events.add(new RunEvent.FilesChanged(Stage.VALIDATE, List.of("src/A.java")));
    events.add(
        new RunEvent.CandidateKept(
            JournalOfAWholeRun.ALICE, "refs/speckit/r/alice", CheckedTree.BASE));
    events.add(new RunEvent.QuestionReopened("q-1", "ana@example.org"));
    events.add(new RunEvent.Edited("q-1", "specs/1000/1001/spec.md", "aa", "bb"));
    for (Outcome outcome : Outcome.values()) {
      events.add(
          JournalOfAWholeRun.ended(Part.own(Stage.PLAN), JournalOfAWholeRun.ALICE, 2, outcome));
    }
    for (ExitCode exit : ExitCode.values()) {
      events.add(new RunEvent.Stopped(RunState.BLOCKED, exit, "why \u0000 \"quoted\""));
    }
    for (RunEvent event : events) {
      Json read = Json.read(EventText.write(event).write()).value().orElseThrow();
      assertThat(EventText.read(event.kind(), (Json.Fields) read)).contains(event);
    }
    assertThat(events.stream().map(RunEvent::kind).distinct())
        .hasSize(RunEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void a_decision_that_was_written_before_there_were_second_rounds_disputes_nothing() {
    Part part = Part.own(Stage.AUDIT);
    RunEvent decided =
        new RunEvent.PartDecided(part, "full", true, new Agreement(2, 2, 2), null, List.of());
    Json.Fields written = EventText.write(decided);
    assertThat(written.find("disputed")).isEmpty();
    assertThat(EventText.read("part-decided", written)).contains(decided);
  }

  @Test
  void a_damaged_payload_is_no_event() {
    assertThat(EventText.read("stopped", Json.fields().with("state", "asleep"))).isEmpty();
    assertThat(EventText.read("from-the-future", Json.fields())).isEmpty();
  }
}
