package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.consensus.Agreement;
import dev.speckit.consensus.AuditAgreement;
import dev.speckit.consensus.AuditConsensus;
import dev.speckit.consensus.Demand;
import dev.speckit.consensus.ImplementAgreement;
import dev.speckit.consensus.Participation;
import dev.speckit.consensus.PlanAgreement;
import dev.speckit.consensus.PlanConsensus;
import dev.speckit.consensus.TasksAgreement;
import dev.speckit.consensus.TasksConsensus;
import dev.speckit.consensus.UnlockAgreement;
import dev.speckit.consensus.UnlockConsensus;
import dev.speckit.consensus.ValidateAgreement;
import dev.speckit.consensus.ValidateConsensus;
import dev.speckit.evidence.VerdictFile;
import dev.speckit.gate.ChecklistConsensus;
import dev.speckit.gate.GateAgreement;
import dev.speckit.gate.IssueConsensus;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Compares the answers of a part and records the verdict, in one transaction with references to
/// exactly the answers it was made from.
final class Comparing {
  private final Journal journal;
  private final RunScene scene;

  Comparing(Journal journal, RunScene scene) {
    this.journal = journal;
    this.scene = scene;
  }

  /// What a part's answers amount to.
  sealed interface Compared {
    record Plan(PlanAgreement agreement) implements Compared {}

    record Tasks(TasksAgreement agreement) implements Compared {}

    record Gate(GateAgreement agreement) implements Compared {}

    record Implement(ImplementAgreement agreement) implements Compared {}

    record Validate(ValidateAgreement agreement) implements Compared {}

    record Audit(AuditAgreement agreement) implements Compared {}

    record Unlock(UnlockAgreement agreement) implements Compared {}

    default Participation participation() {
      return switch (this) {
        case Plan plan -> plan.agreement().participation();
        case Tasks tasks -> tasks.agreement().participation();
        case Gate gate -> gate.agreement().participation();
        case Implement implement -> implement.agreement().participation();
        case Validate validate -> validate.agreement().participation();
        case Audit audit -> audit.agreement().participation();
        case Unlock unlock -> unlock.agreement().participation();
      };
    }

    default Json.Fields json() {
      return switch (this) {
        case Plan plan -> plan.agreement().json();
        case Tasks tasks -> tasks.agreement().json();
        case Gate gate -> gate.agreement().json();
        case Implement implement -> implement.agreement().json();
        case Validate validate -> validate.agreement().json();
        case Audit audit -> audit.agreement().json();
        case Unlock unlock -> unlock.agreement().json();
      };
    }

    /// Why the stage does not pass although enough answered, one line.
    default Optional<String> objection() {
      return switch (this) {
        case Plan _, Tasks _, Gate _, Implement _ -> Optional.empty();
        case Validate validate -> validate.agreement().objection();
        case Audit audit -> audit.agreement().objection();
        case Unlock unlock -> unlock.agreement().objection();
      };
    }

    /// How many answers stand behind something that was agreed. Gate, implement and audit weigh
    /// every answer.
    default int supporters() {
      return switch (this) {
        case Plan plan ->
            distinct(plan.agreement().agreed().stream().map(PlanAgreement.Item::supporters));
        case Tasks tasks ->
            distinct(tasks.agreement().agreed().stream().map(TasksAgreement.Item::supporters));
        case Gate _, Implement _, Audit _ -> participation().responders();
        case Validate validate -> validate.agreement().supporters().size();
        case Unlock unlock -> unlock.agreement().supporters().size();
      };
    }

    private static int distinct(Stream<List<AgentName>> supporters) {
      return Math.toIntExact(supporters.flatMap(List::stream).distinct().count());
    }
  }

  void compare(Run run, Part part) throws InterruptedException {
    Answers answers = Answers.read(journal, run, part);
    Compared compared = compared(part, answers);
    Participation participation = compared.participation();
    Agreement agreement =
        new Agreement(
            compared.supporters(), participation.responders(), participation.roster().size());
    String input = answers.state().entered().input();
    Json.Fields verdict =
        Json.fields()
            .with("schema_version", 1)
            .with("run", run.id())
            .with("spec", scene.spec().id().toString())
            .with("stage", part.stage().word())
            .with("subject", part.subject().word())
            .with("input", input)
            .with("decided_at", journal.now())
            .with("status", participation.word())
            .with("agreement", agreement.json())
            .with("content", compared.json());
    VerdictFile.write(scene.workspace(), scene.spec().id().toString(), part.name(), verdict);
    journal.append(
        run.id(),
        new RunEvent.PartDecided(
            part,
            participation.word(),
            participation.passes(),
            agreement,
            participation.passes() ? compared.objection().orElse(null) : null),
        transaction ->
            VerdictTable.insert(
                transaction,
                run.id(),
                part,
                input,
                journal.now(),
                participation.word(),
                agreement,
                participation.quorum().need(),
                compared.json(),
                answers.ids()));
  }

  /// What was decided of a part. What depends on answers alone is computed again; what was looked
  /// up in files, which may have changed since, is read back.
  Compared decided(Run run, Part part) throws InterruptedException {
    return switch (part.subject()) {
      case CLARIFY, CHECKLIST, ANALYZE, PLAN, TASKS, IMPLEMENT, UNLOCK ->
          compared(part, Answers.read(journal, run, part));
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

  /// The same answers give the same result, as long as the files that validate and audit look into
  /// stay as they are: see [#decided].
  Compared compared(Part part, Answers answers) {
    List<Demand> demands =
        Demand.of(scene.spec().document().requirements(), scene.spec().document().criteria());
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
                  demands));
      case PLAN ->
          new Compared.Plan(
              PlanConsensus.of(
                  answers.given(Answer.Plan.class), answers.quorum(), answers.roster(), demands));
      case TASKS ->
          new Compared.Tasks(
              TasksConsensus.of(
                  answers.given(Answer.Tasks.class), answers.quorum(), answers.roster(), demands));
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
                  demands,
                  new EvidenceLookup(scene.workspace(), papers())));
      case AUDIT ->
          new Compared.Audit(
              AuditConsensus.of(
                  answers.given(Answer.Audit.class),
                  answers.quorum(),
                  answers.roster(),
                  new EvidenceLookup(scene.workspace(), Set.of())));
      case UNLOCK ->
          new Compared.Unlock(
              UnlockConsensus.of(
                  answers.given(Answer.Unlock.class), answers.quorum(), answers.roster()));
    };
  }

  /// The spec and what stages wrote beside it.
  private Set<Path> papers() {
    Set<Path> papers = new HashSet<>(Set.of(scene.spec().documentPath()));
    for (Stage stage : Stage.values()) {
      papers.add(scene.artifact(stage));
    }
    return papers;
  }
}
