package dev.speckit.pipeline;

import dev.speckit.command.Progress;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateAgreement;
import dev.speckit.gate.GateDecision;
import dev.speckit.gate.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Decides the gates of a checkpoint together and records the questions that follow.
final class Deciding {
  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;

  Deciding(Journal journal, RunScene scene, Progress progress) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
  }

  void decide(Run run, Checkpoint checkpoint) throws InterruptedException {
    switch (open(run, checkpoint)) {
      case GateDecision.Failed failed ->
          record(
              run,
              checkpoint,
              "failed",
              failedExit(run, checkpoint),
              failed.reason() + rateLimited(run, checkpoint),
              List.of());
      case GateDecision.Blocked blocked ->
          record(
              run,
              checkpoint,
              "blocked",
              ExitCode.BLOCKED,
              blocked.verdict().reason() + rateLimited(run, checkpoint),
              List.of());
      case GateDecision.Decided decided -> goOn(run, checkpoint, decided);
    }
  }

  /// As for a stage: the machine is to be mended where no program of a gate's roster is there.
  private static ExitCode failedExit(Run run, Checkpoint checkpoint) {
    return checkpoint.gates().stream()
            .flatMap(gate -> run.part(gate).stream())
            .anyMatch(Run.PartState::nobodyCouldStart)
        ? ExitCode.ENVIRONMENT
        : ExitCode.BLOCKED;
  }

  /// Until when is what a person has to know before resuming.
  private static String rateLimited(Run run, Checkpoint checkpoint) {
    return checkpoint.gates().stream()
        .flatMap(gate -> run.part(gate).stream())
        .flatMap(part -> part.rateLimited().stream())
        .map(agent -> "; " + agent)
        .collect(Collectors.joining());
  }

  private void goOn(Run run, Checkpoint checkpoint, GateDecision.Decided decided)
      throws InterruptedException {
    switch (decided.onward(run.onQuestion())) {
      case GateDecision.Onward.Continue onward ->
          record(run, checkpoint, "continue", ExitCode.OK, "", onward.questions());
      case GateDecision.Onward.Stop stop ->
          record(
              run,
              checkpoint,
              "stop",
              stop.exit(),
              counted(stop.questions()) + " for a person to settle",
              stop.questions());
    }
  }

  private static String counted(List<Question> questions) {
    return questions.size() == 1 ? "1 question" : questions.size() + " questions";
  }

  /// What the gates of a checkpoint decide; pure but for reading the answers.
  GateDecision decision(Run run, Checkpoint checkpoint) throws InterruptedException {
    Comparing comparing = new Comparing(journal, scene);
    List<GateAgreement> agreements = new ArrayList<>();
    for (Part gate : checkpoint.gates()) {
      if (comparing.compared(gate, Answers.read(journal, run, gate))
          instanceof Comparing.Compared.Gate compared) {
        agreements.add(compared.agreement());
      }
    }
    return GateDecision.of(agreements);
  }

  /// The decision without what persons settled, in this run or an earlier one of the spec.
  private GateDecision open(Run run, Checkpoint checkpoint) throws InterruptedException {
    GateDecision decision = decision(run, checkpoint);
    return decision instanceof GateDecision.Decided decided
        ? decided.without(Settled.of(journal, run).keySet())
        : decision;
  }

  private void record(
      Run run,
      Checkpoint checkpoint,
      String decision,
      ExitCode exit,
      String reason,
      List<Question> questions)
      throws InterruptedException {
    String state = decision.equals("continue") ? "deferred" : "open";
    journal.append(
        run.id(),
        new RunEvent.CheckpointDecided(
            checkpoint, decision, exit, reason, questions.stream().map(Question::id).toList()),
        transaction -> {
          VerdictTable.forget(transaction, run.id(), checkpoint);
          for (Question question : questions) {
            VerdictTable.ask(transaction, run.id(), checkpoint, question, state, journal.now());
          }
        });
    if (!questions.isEmpty()) {
      progress.note(checkpoint.name() + ": " + counted(questions) + " " + state);
    }
  }
}
