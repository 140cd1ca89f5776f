package dev.speckit.pipeline;

import dev.speckit.agent.Answer;
import dev.speckit.consensus.AuditAgreement;
import dev.speckit.consensus.AuditConsensus;
import dev.speckit.consensus.ImplementAgreement;
import dev.speckit.consensus.Lookup;
import dev.speckit.consensus.PlanConsensus;
import dev.speckit.consensus.TasksConsensus;
import dev.speckit.consensus.UnlockConsensus;
import dev.speckit.consensus.ValidateAgreement;
import dev.speckit.consensus.ValidateConsensus;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.ChecklistConsensus;
import dev.speckit.gate.GateAgreement;
import dev.speckit.gate.GateDecision;
import dev.speckit.gate.IssueConsensus;
import dev.speckit.gate.Question;
import dev.speckit.json.Json;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.VerdictTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the stored answers of a run amount to. Takes values and reads answers, never the workspace
/// and never the clock, so that a run can be judged again after its files have changed.
public final class Judging {
  private final Journal journal;
  private final SpecSeen spec;

  public Judging(Journal journal, SpecSeen spec) {
    this.journal = journal;
    this.spec = spec;
  }

  /// What was decided of a part. What depends on answers alone is computed again; what was looked
  /// up in files, which may have changed since, is read back.
  Compared decided(Run run, Part part) throws InterruptedException {
    return switch (part.subject()) {
      case CLARIFY, CHECKLIST, ANALYZE, PLAN, TASKS, IMPLEMENT, UNLOCK ->
          compared(part, Answers.read(journal, run, part), _ -> Lookup.Found.NOT_A_PLACE);
      case VALIDATE -> new Compared.Validate(ValidateAgreement.read(stored(run, part)));
      case AUDIT -> new Compared.Audit(AuditAgreement.read(stored(run, part)));
    };
  }

  private Json.Fields stored(Run run, Part part) throws InterruptedException {
    String input = run.part(part).orElseThrow().entered().input();
    return journal
        .store()
        .read(
            transaction -> VerdictTable.latest(transaction, run.id(), part.subject().word(), input))
        .orElseThrow(() -> new IllegalStateException("no verdict is stored of " + part));
  }

  /// The same answers and the same found places give the same result.
  ///
  /// @param lookup for the places that validate and audit name
  public Compared compared(Part part, Answers answers, Lookup lookup) {
    return switch (part.subject()) {
      case CLARIFY, ANALYZE ->
          new Compared.Gate(
              IssueConsensus.of(
                  part.subject(),
                  answers.given(Answer.Issues.class),
                  answers.quorum(),
                  answers.roster()));
      case CHECKLIST ->
          new Compared.Gate(
              ChecklistConsensus.of(
                  answers.given(Answer.Checklist.class),
                  answers.quorum(),
                  answers.roster(),
                  spec.demands()));
      case PLAN ->
          new Compared.Plan(
              PlanConsensus.of(
                  answers.given(Answer.Plan.class),
                  answers.quorum(),
                  answers.roster(),
                  spec.demands()));
      case TASKS ->
          new Compared.Tasks(
              TasksConsensus.of(
                  answers.given(Answer.Tasks.class),
                  answers.quorum(),
                  answers.roster(),
                  spec.demands()));
      case IMPLEMENT ->
          new Compared.Implement(
              ImplementAgreement.of(
                  answers.given(Answer.Implement.class), answers.quorum(), answers.roster()));
      case VALIDATE ->
          new Compared.Validate(
              ValidateConsensus.of(
                  answers.given(Answer.Validate.class),
                  answers.quorum(),
                  answers.roster(),
                  spec.demands(),
                  lookup));
      case AUDIT ->
          new Compared.Audit(
              AuditConsensus.of(
                  answers.given(Answer.Audit.class), answers.quorum(), answers.roster(), lookup));
      case UNLOCK ->
          new Compared.Unlock(
              UnlockConsensus.of(
                  answers.given(Answer.Unlock.class), answers.quorum(), answers.roster()));
    };
  }

  /// What the gates of a checkpoint decide, whatever persons settled.
  GateDecision decision(Run run, Checkpoint checkpoint) throws InterruptedException {
    List<GateAgreement> agreements = new ArrayList<>();
    for (Part gate : checkpoint.gates()) {
      if (decided(run, gate) instanceof Compared.Gate compared) {
        agreements.add(compared.agreement());
      }
    }
    return GateDecision.of(agreements);
  }

  /// How a checkpoint is decided.
  ///
  /// @param event that tells it
  /// @param questions that follow
  public record Ruled(RunEvent.CheckpointDecided event, List<Question> questions) {}

  /// @param settled questions that persons settled, in this run or an earlier one of the spec
  public Ruled ruled(Run run, Checkpoint checkpoint, Set<String> settled)
      throws InterruptedException {
    return switch (decision(run, checkpoint)) {
      case GateDecision.Failed failed ->
          ruled(
              checkpoint,
              "failed",
              failedExit(run, checkpoint),
              failed.reason() + rateLimited(run, checkpoint),
              List.of());
      case GateDecision.Blocked blocked ->
          ruled(
              checkpoint,
              "blocked",
              ExitCode.BLOCKED,
              blocked.verdict().reason() + rateLimited(run, checkpoint),
              List.of());
      case GateDecision.Decided decided -> onward(run, checkpoint, decided.without(settled));
    };
  }

  private static Ruled onward(Run run, Checkpoint checkpoint, GateDecision.Decided decided) {
    return switch (decided.onward(run.onQuestion())) {
      case GateDecision.Onward.Continue onward ->
          ruled(checkpoint, "continue", ExitCode.OK, "", onward.questions());
      case GateDecision.Onward.Stop stop ->
          ruled(
              checkpoint,
              "stop",
              stop.exit(),
              counted(stop.questions()) + " for a person to settle",
              stop.questions());
    };
  }

  private static Ruled ruled(
      Checkpoint checkpoint,
      String decision,
      ExitCode exit,
      String reason,
      List<Question> questions) {
    return new Ruled(
        new RunEvent.CheckpointDecided(
            checkpoint, decision, exit, reason, questions.stream().map(Question::id).toList()),
        questions);
  }

  static String counted(List<Question> questions) {
    return questions.size() == 1 ? "1 question" : questions.size() + " questions";
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
}
