package dev.speckit.pipeline;

import dev.speckit.consensus.DocumentHead;
import dev.speckit.consensus.PlanDocument;
import dev.speckit.consensus.TasksDocument;
import dev.speckit.gate.GateDecision;
import dev.speckit.gate.GateIssue.ProposedAnswer;
import dev.speckit.gate.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a stage's artefact from what its roster agreed on.
final class Writing {
  private final Journal journal;
  private final RunScene scene;

  Writing(Journal journal, RunScene scene) {
    this.journal = journal;
    this.scene = scene;
  }

  void write(Run run, Stage stage) throws InterruptedException {
    Path file = scene.artifact(stage);
    new ArtifactWriter(scene.workspace(), journal).write(run, stage, file, text(run, stage));
  }

  /// A stage that a fact ended before anybody was asked has no verdict, and says so.
  private String text(Run run, Stage stage) throws InterruptedException {
    Part part = Part.own(stage);
    DocumentHead head = head(run, stage);
    StageText text = new StageText(head, run);
    if (run.part(part).map(Run.PartState::decided).isEmpty()) {
      return switch (stage) {
        case PLAN, TASKS -> throw new IllegalStateException("nothing was decided: " + part);
        case IMPLEMENT -> text.implement(Optional.empty());
        case VALIDATE -> text.validate(Optional.empty());
        case AUDIT -> text.audit(Optional.empty());
        case UNLOCK -> text.unlock(Optional.empty());
      };
    }
    return switch (new Comparing(journal, scene).decided(run, part)) {
      case Comparing.Compared.Plan plan -> PlanDocument.markdown(head, plan.agreement());
      case Comparing.Compared.Tasks tasks -> TasksDocument.markdown(head, tasks.agreement());
      case Comparing.Compared.Implement compared ->
          text.implement(Optional.of(compared.agreement()));
      case Comparing.Compared.Validate compared -> text.validate(Optional.of(compared.agreement()));
      case Comparing.Compared.Audit compared -> text.audit(Optional.of(compared.agreement()));
      case Comparing.Compared.Unlock compared -> text.unlock(Optional.of(compared.agreement()));
      case Comparing.Compared.Gate _ ->
          throw new IllegalStateException("a gate writes nothing: " + part);
    };
  }

  private DocumentHead head(Run run, Stage stage) throws InterruptedException {
    List<DocumentHead.Deferred> deferred = new ArrayList<>();
    List<DocumentHead.Assumed> assumed = new ArrayList<>();
    Map<String, Settled> settled = Settled.of(journal, run);
    Map<String, DocumentHead.Decided> persons = new LinkedHashMap<>();
    for (AskedQuestion question : AskedQuestion.of(journal, run)) {
      Settled answer = settled.get(question.id());
      if (answer != null && answer.formerRun() == null) {
        persons.put(question.id(), decided(answer, question.text()));
      }
    }
    Deciding deciding = new Deciding(journal, scene, dev.speckit.command.Progress.silent());
    for (Checkpoint checkpoint :
        run.checkpoints().keySet().stream().sorted(Checkpoint.ORDER).toList()) {
      if (!(deciding.decision(run, checkpoint) instanceof GateDecision.Decided decided)) {
        continue;
      }
      for (GateDecision.Ruling ruling : decided.rulings()) {
        Settled answer = settled.get(ruling.issue().id());
        if (answer != null) {
          persons.putIfAbsent(answer.question(), decided(answer, ruling.issue().question()));
        }
      }
      GateDecision.Onward onward = decided.without(settled.keySet()).onward(run.onQuestion());
      for (Question question : onward.questions()) {
        deferred.add(
            new DocumentHead.Deferred(
                question.id(),
                question.text(),
                question.answers().stream().map(ProposedAnswer::text).toList()));
      }
      for (GateDecision.Assumption assumption : onward.assumptions()) {
        assumed.add(
            new DocumentHead.Assumed(
                assumption.id(),
                assumption.question(),
                assumption.answer(),
                assumption.explanation()));
      }
    }
    return new DocumentHead(
        scene.spec().document().title(),
        scene.specLink(),
        run.id(),
        run.part(Part.own(stage)).map(Asking::lastOutcomes).orElse(Map.of()),
        deferred,
        assumed,
        List.copyOf(persons.values()));
  }

  private static DocumentHead.Decided decided(Settled answer, String text) {
    return new DocumentHead.Decided(
        answer.question(), text, answer.accepted() ? answer.answer() : "", answer.who());
  }
}
