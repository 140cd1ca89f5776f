package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.consensus.Agreement;
import dev.speckit.consensus.Demand;
import dev.speckit.consensus.Participation;
import dev.speckit.consensus.PlanAgreement;
import dev.speckit.consensus.PlanConsensus;
import dev.speckit.consensus.TasksAgreement;
import dev.speckit.consensus.TasksConsensus;
import dev.speckit.evidence.VerdictFile;
import dev.speckit.gate.ChecklistConsensus;
import dev.speckit.gate.GateAgreement;
import dev.speckit.gate.IssueConsensus;
import dev.speckit.json.Json;
import java.util.List;
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

    default Participation participation() {
      return switch (this) {
        case Plan plan -> plan.agreement().participation();
        case Tasks tasks -> tasks.agreement().participation();
        case Gate gate -> gate.agreement().participation();
      };
    }

    default Json.Fields json() {
      return switch (this) {
        case Plan plan -> plan.agreement().json();
        case Tasks tasks -> tasks.agreement().json();
        case Gate gate -> gate.agreement().json();
      };
    }

    /// How many answers stand behind something that was agreed. A gate weighs every answer.
    default int supporters() {
      return switch (this) {
        case Plan plan ->
            distinct(plan.agreement().agreed().stream().map(PlanAgreement.Item::supporters));
        case Tasks tasks ->
            distinct(tasks.agreement().agreed().stream().map(TasksAgreement.Item::supporters));
        case Gate gate -> gate.participation().responders();
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
            part, participation.word(), participation.passes(), agreement, null),
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

  /// The same answers always give the same result, so it is computed again where it is needed
  /// rather than read back.
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
      case IMPLEMENT, VALIDATE, AUDIT, UNLOCK ->
          throw new IllegalArgumentException("not compared yet: " + part);
    };
  }
}
