package dev.speckit.pipeline.explain;

import dev.speckit.agent.AgentName;
import dev.speckit.checks.CheckResult;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.gate.GateDecision;
import dev.speckit.gate.Verdict;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.Harmless;
import dev.speckit.pipeline.Implementing;
import dev.speckit.pipeline.Round;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunFold;
import dev.speckit.run.Stage;
import dev.speckit.run.VerdictTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Every decision of a run, one line each, from its journal and its verdicts alone.
final class Explanation {
  private final Journal journal;
  private final Run run;
  private final RunFold fold;
  private final List<Decision> decisions = new ArrayList<>();

  /// How many claims the roster of a part is asked about once more.
  private final Map<Part, Integer> disputed = new HashMap<>();

  private Explanation(Journal journal, Run run) {
    this.journal = journal;
    this.run = run;
    this.fold = new RunFold(run.id(), run.started(), run.startedAt());
  }

  /// @param id how `speckit explain RUN ID` asks for all of it: a part, a checkpoint, a question,
  ///   or a stage
  /// @param kind `skipped`, `part`, `checkpoint`, `ruling`, `check`, `candidate`, `open-point`,
  ///   `answer`, `edit` or `stop`
  /// @param text what was decided and why
  record Decision(String id, String kind, String text) {}

  static List<Decision> of(Journal journal, Run run) throws InterruptedException {
    Explanation explanation = new Explanation(journal, run);
    Map<Stage, String> skipped = new TreeMap<>(run.started().skipped());
    skipped.forEach((stage, why) -> explanation.add(stage.word(), "skipped", "left out: " + why));
    for (Run.Recorded recorded : journal.events(run.id()).stream().skip(1).toList()) {
      explanation.take(recorded.event());
      explanation.fold.take(recorded);
    }
    return explanation.decisions;
  }

  private void add(String id, String kind, String text) {
    decisions.add(new Decision(id, kind, Harmless.text(text).replace('\n', ' ')));
  }

  private void take(RunEvent event) throws InterruptedException {
    switch (event) {
      case RunEvent.PartEntered entered -> {
        if (!entered.isSecondRound()) {
          disputed.remove(entered.part());
        }
      }
      case RunEvent.PartDecided decided -> {
        add(decided.part().name(), "part", part(decided));
        if (!decided.disputed().isEmpty()) {
          disputed.put(decided.part(), decided.disputed().size());
        }
      }
      case RunEvent.CheckpointDecided decided -> checkpoint(decided);
      case RunEvent.CheckEnded ended ->
          add(ended.stage().word(), "check", check(ended.tree(), ended.result()));
      case RunEvent.CandidateChosen chosen -> candidates(chosen);
      case RunEvent.QuestionAnswered answer ->
          add(
              answer.question(),
              "answer",
              (answer.accepted() ? "answered: " + answer.answer() : "refused")
                  + ", by "
                  + answer.by());
      case RunEvent.QuestionReopened reopened ->
          add(reopened.question(), "answer", "taken back by " + reopened.by());
      case RunEvent.Edited edited -> add(edited.question(), "edit", "changed " + edited.path());
      case RunEvent.Noted noted -> openPoints(noted);
      case RunEvent.Stopped stopped ->
          add(
              "stop",
              "stop",
              stopped.state().word()
                  + ", exit "
                  + stopped.exit().number()
                  + ": "
                  + stopped.reason());
      case RunEvent.Resumed resumed -> {
        if (resumed.restart() != null) {
          add(resumed.restart().name(), "stop", "asked again: its input had changed");
        }
      }
      case RunEvent.FilesChanged changed ->
          add(
              Part.own(changed.stage()).name(),
              "stop",
              "files changed while they were looked at: " + changed.names());
      case RunEvent.Started _,
          RunEvent.AttemptStarted _,
          RunEvent.AttemptEnded _,
          RunEvent.PartAsked _,
          RunEvent.ArtifactIntended _,
          RunEvent.ArtifactWritten _,
          RunEvent.StageEnded _,
          RunEvent.WorktreeIntended _,
          RunEvent.CandidateTaken _,
          RunEvent.CandidateKept _,
          RunEvent.ChecksIntended _,
          RunEvent.ChecksEnded _,
          RunEvent.ApplyIntended _,
          RunEvent.Applied _,
          RunEvent.EditIntended _,
          RunEvent.CancelRequested _ -> {}
    }
  }

  private void candidates(RunEvent.CandidateChosen chosen) {
    int fit = Implementing.choice(fold.run()).fit();
    String could = ", " + fit + (fit == 1 ? " candidate" : " candidates") + " could be taken";
    for (int i = decisions.size() - 1; i >= 0; i--) {
      Decision decision = decisions.get(i);
      if (decision.id().equals(Stage.IMPLEMENT.word()) && decision.kind().equals("part")) {
        decisions.set(
            i,
            new Decision(
                decision.id(),
                decision.kind(),
                decision.text().replaceFirst(" answered", " answered" + could)));
        break;
      }
    }
    add(Stage.IMPLEMENT.word(), "candidate", chosen.explanation());
  }

  private void openPoints(RunEvent.Noted noted) {
    if (noted.stage() != Stage.UNLOCK) {
      return;
    }
    for (OpenPoint point : OpenPoint.read(noted.content())) {
      add(
          Stage.UNLOCK.word(),
          "open-point",
          "open, from "
              + point.stage()
              + ": "
              + point.what()
              + (point.place().isEmpty() ? "" : " (" + point.place() + ")"));
    }
  }

  /// As it stood when it was decided: what came later was asked of another input.
  private String part(RunEvent.PartDecided decided) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    text.append(decided.participation())
        .append(": ")
        .append(decided.agreement().responders())
        .append(" of ")
        .append(decided.agreement().roster())
        .append(" answered");
    if (decided.part().stage() != Stage.IMPLEMENT || !decided.part().isOwn()) {
      text.append(", ")
          .append(decided.agreement().supporters())
          .append(" stand behind what was agreed");
    }
    fold.run()
        .part(decided.part())
        .ifPresent(state -> {
          for (AgentName agent : state.entered().roster()) {
            if (!state.hasAnswered(agent)) {
              text.append("; missing: ").append(agent).append(why(state.attempts(agent)));
            }
          }
        });
    if (decided.objection() != null) {
      text.append("; against it: ").append(decided.objection());
    }
    return text.append(rounds(decided)).toString();
  }

  /// That the roster is asked once more, and what became of it.
  private String rounds(RunEvent.PartDecided decided) throws InterruptedException {
    if (!decided.disputed().isEmpty()) {
      return "; asked once more about " + claims(decided.disputed().size());
    }
    Integer before = disputed.get(decided.part());
    Optional<Fields> content = verdict(journal, run, decided.part());
    if (before == null || content.isEmpty() || !decided.passes()) {
      return "";
    }
    int now = Round.disputed(content.get()).size();
    return "; second round: "
        + (now == 0 ? "nothing" : claims(now))
        + " disputed, before it "
        + claims(before);
  }

  private static String claims(int count) {
    return count == 1 ? "1 claim" : count + " claims";
  }

  private static String why(List<Run.Attempt> attempts) {
    if (attempts.isEmpty()) {
      return " (not asked)";
    }
    Run.Attempt last = attempts.getLast();
    return last.outcome() == null ? "" : " (" + last.outcome().word() + ": " + last.reason() + ")";
  }

  private static String check(CheckedTree tree, CheckResult result) {
    return result.name()
        + " on "
        + tree.name()
        + (result.passed() ? " passed" : " failed")
        + (result.reason() == null ? "" : ": " + result.reason());
  }

  private void checkpoint(RunEvent.CheckpointDecided decided) throws InterruptedException {
    String reason = decided.reason().isBlank() ? "" : ": " + decided.reason();
    add(decided.checkpoint().name(), "checkpoint", decided.decision() + reason);
    Set<String> told = new LinkedHashSet<>();
    for (Fields issue : issues(journal, run, decided.checkpoint())) {
      String id = issue.text("id").orElse("");
      if (told.add(id)) {
        ruling(issue).ifPresent(text -> add(id, "ruling", text));
      }
    }
  }

  /// `high x minor x auto-fix -> apply: ...`.
  static Optional<String> ruling(Fields issue) {
    Optional<Verdict> verdict = GateDecision.verdict(issue);
    return verdict.map(ruled ->
        issue.text("confidence").orElse("")
            + " x "
            + issue.text("magnitude").orElse("")
            + " x "
            + issue.text("resolvability").orElse("")
            + " -> "
            + ruled.word()
            + ": "
            + issue.text("question").orElse("")
            + " "
            + ruled.explanation());
  }

  /// What the gates of a checkpoint found, as their verdicts hold it.
  static List<Fields> issues(Journal journal, Run run, Checkpoint checkpoint)
      throws InterruptedException {
    List<Fields> issues = new ArrayList<>();
    for (Part gate : checkpoint.gates()) {
      verdict(journal, run, gate).ifPresent(content -> issues.addAll(content.objects("issues")));
    }
    return issues;
  }

  /// The stored verdict of a part; empty before its answers were compared.
  static Optional<Fields> verdict(Journal journal, Run run, Part part) throws InterruptedException {
    Optional<Run.PartState> state = run.part(part);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    String input = state.get().entered().input();
    return journal
        .store()
        .read(transaction ->
            VerdictTable.latest(transaction, run.id(), part.subject().word(), input));
  }
}
