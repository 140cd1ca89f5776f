package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.checks.CheckResult;
import dev.speckit.checks.TestReport;
import dev.speckit.consensus.Agreement;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The events of runs, for tests of what is made from them.
public final class JournalOfAWholeRun {
  public static final AgentName ALICE = new AgentName("alice");
  public static final AgentName BOB = new AgentName("bob");
  static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

  private JournalOfAWholeRun() {}

  public static RunEvent.Started started() {
    return new RunEvent.Started(
        1001, Stage.PLAN, Stage.UNLOCK, OnQuestion.DEFER, "0.1.0", Map.of(), "");
  }

  /// A run in which everyone answers, from its start to its end.
  public static List<RunEvent> events() {
    List<RunEvent> events = new ArrayList<>();
    events.add(started());
    for (Stage stage : Stage.values()) {
      addGates(events, new Checkpoint(stage, true));
      if (stage == Stage.VALIDATE) {
        addChecks(events, stage, CheckedTree.WORKSPACE);
      }
      if (stage == Stage.AUDIT) {
        addChecks(events, stage, CheckedTree.WORKSPACE);
      }
      if (stage == Stage.AUDIT || stage == Stage.UNLOCK) {
        events.add(new RunEvent.Noted(stage, Json.fields()));
      }
      addPart(events, Part.own(stage));
      if (stage == Stage.AUDIT) {
        addSecondRound(events, Part.own(stage));
      }
      if (stage == Stage.IMPLEMENT) {
        addCandidates(events);
      }
      events.add(new RunEvent.ArtifactIntended(stage, "specs/1000/1001/" + stage.artifact(), "aa"));
      events.add(
          new RunEvent.ArtifactWritten(stage, "specs/1000/1001/" + stage.artifact(), "aa", false));
      addGates(events, new Checkpoint(stage, false));
      events.add(new RunEvent.StageEnded(stage));
    }
    events.add(new RunEvent.Stopped(RunState.DONE, ExitCode.OK, "every stage is done"));
    return events;
  }

  private static void addCandidates(List<RunEvent> events) {
    for (AgentName agent : List.of(ALICE, BOB)) {
      events.add(
          new RunEvent.CandidateTaken(
              input(Part.own(Stage.IMPLEMENT)),
              agent,
              "refs/speckit/r/" + agent,
              "c-" + agent,
              List.of("src/A.java"),
              3,
              1,
              List.of(),
              agent.equals(BOB) ? "it changed nothing" : null));
    }
    addChecks(events, Stage.IMPLEMENT, CheckedTree.BASE);
    addChecks(events, Stage.IMPLEMENT, CheckedTree.candidate(ALICE));
    events.add(new RunEvent.CandidateChosen(ALICE, "c-alice", "the only one"));
    events.add(new RunEvent.ApplyIntended("main", "c-base", "c-alice"));
    events.add(new RunEvent.Applied("main", "c-alice", null, null));
  }

  private static void addChecks(List<RunEvent> events, Stage stage, CheckedTree tree) {
    events.add(new RunEvent.ChecksIntended(stage, tree, "t-1"));
    events.add(
        new RunEvent.CheckEnded(
            stage,
            tree,
            new CheckResult(
                "test",
                CheckResult.End.PASSED,
                0,
                null,
                12,
                new TestReport.Counts(3, 0, 0, 0, 0),
                null,
                ".speckit/runs/r/checks/1")));
    events.add(new RunEvent.ChecksEnded(stage, tree, true, "t-2"));
  }

  private static void addGates(List<RunEvent> events, Checkpoint checkpoint) {
    if (checkpoint.gates().isEmpty()) {
      return;
    }
    checkpoint.gates().forEach(gate -> addPart(events, gate));
    events.add(
        new RunEvent.CheckpointDecided(
            checkpoint, "continue", ExitCode.OK, "", List.of("q-00000001")));
  }

  private static void addPart(List<RunEvent> events, Part part) {
    events.add(entered(part));
    for (AgentName agent : List.of(ALICE, BOB)) {
      events.add(attempt(part, agent, 1));
      events.add(ended(part, agent, 1, Outcome.ANSWERED));
    }
    events.add(new RunEvent.PartAsked(part));
    events.add(new RunEvent.PartDecided(part, "full", true, new Agreement(2, 2, 2), null));
  }

  /// The answers of the round before differ, and everyone is asked once more.
  private static void addSecondRound(List<RunEvent> events, Part part) {
    events.removeLast();
    events.add(
        new RunEvent.PartDecided(
            part, "full", true, new Agreement(2, 2, 2), null, List.of("a claim", "b claim")));
    events.add(enteredAgain(part));
    for (AgentName agent : List.of(ALICE, BOB)) {
      events.add(
          new RunEvent.AttemptStarted(part, againInput(part), agent, 1, ".speckit/again", null));
      events.add(
          new RunEvent.AttemptEnded(
              part, againInput(part), agent, 1, Outcome.ANSWERED, "because", 7L, null));
    }
    events.add(new RunEvent.PartAsked(part));
    events.add(new RunEvent.PartDecided(part, "full", true, new Agreement(2, 2, 2), null));
  }

  /// The second round of a part.
  public static RunEvent.PartEntered enteredAgain(Part part) {
    return new RunEvent.PartEntered(
        part,
        againInput(part),
        Map.of("specs/1000/1001/spec.md", "bb", RunEvent.PartEntered.DISPUTE, "dd"),
        List.of(ALICE, BOB),
        2);
  }

  private static String againInput(Part part) {
    return input(part) + "-again";
  }

  public static RunEvent.PartEntered entered(Part part) {
    return new RunEvent.PartEntered(
        part, input(part), Map.of("specs/1000/1001/spec.md", "bb"), List.of(ALICE, BOB), 2);
  }

  public static RunEvent.AttemptStarted attempt(Part part, AgentName agent, int number) {
    return new RunEvent.AttemptStarted(
        part,
        input(part),
        agent,
        number,
        ".speckit/runs/r/" + part + "/" + agent + "-" + number,
        null);
  }

  public static RunEvent.AttemptEnded ended(
      Part part, AgentName agent, int number, Outcome outcome) {
    return new RunEvent.AttemptEnded(
        part, input(part), agent, number, outcome, "because", 7L, null);
  }

  static String input(Part part) {
    return "input-of-" + part;
  }

  public static Run fold(List<RunEvent> events) {
    List<Run.Recorded> journal = new ArrayList<>();
    for (RunEvent event : events) {
      int sequence = journal.size() + 1;
      journal.add(new Run.Recorded(sequence, BEGIN.plusSeconds(sequence), event));
    }
    return RunFold.of("20261121-100000-abcdef", journal).orElseThrow();
  }
}
