package dev.speckit.pipeline;

import dev.speckit.consensus.DocumentHead;
import dev.speckit.consensus.PlanDocument;
import dev.speckit.consensus.TasksDocument;
import dev.speckit.gate.GateDecision;
import dev.speckit.gate.GateIssue.ProposedAnswer;
import dev.speckit.gate.Question;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The text of a stage's artefact, made from what its roster agreed on: the same run, the same
/// answers and the same spec give the same bytes.
public final class ArtifactText {
  private final Journal journal;
  private final SpecSeen spec;
  private final Judging judging;
  private final Map<String, Settled> settled;

  /// @param settled what persons settled, by question
  public ArtifactText(Journal journal, SpecSeen spec, Map<String, Settled> settled) {
    this.journal = journal;
    this.spec = spec;
    this.judging = new Judging(journal, spec);
    this.settled = settled;
  }

  /// A stage that a fact ended before anybody was asked has no verdict, and says so.
  public String text(Run run, Stage stage) throws InterruptedException {
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
    return switch (judging.decided(run, part)) {
      case Compared.Plan plan -> PlanDocument.markdown(head, plan.agreement());
      case Compared.Tasks tasks -> TasksDocument.markdown(head, tasks.agreement());
      case Compared.Implement compared -> text.implement(Optional.of(compared.agreement()));
      case Compared.Validate compared -> text.validate(Optional.of(compared.agreement()));
      case Compared.Audit compared -> text.audit(Optional.of(compared.agreement()));
      case Compared.Unlock compared -> text.unlock(Optional.of(compared.agreement()));
      case Compared.Gate _ -> throw new IllegalStateException("a gate writes nothing: " + part);
    };
  }

  private DocumentHead head(Run run, Stage stage) throws InterruptedException {
    List<DocumentHead.Deferred> deferred = new ArrayList<>();
    List<DocumentHead.Assumed> assumed = new ArrayList<>();
    Map<String, DocumentHead.Decided> persons = new LinkedHashMap<>();
    for (AskedQuestion question : AskedQuestion.of(journal, run)) {
      Settled answer = settled.get(question.id());
      if (answer != null && answer.formerRun() == null) {
        persons.put(question.id(), decided(answer, question.text()));
      }
    }
    for (Checkpoint checkpoint :
        run.checkpoints().keySet().stream().sorted(Checkpoint.ORDER).toList()) {
      if (!(judging.decision(run, checkpoint) instanceof GateDecision.Decided decided)) {
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
        spec.title(),
        spec.link(),
        run.id(),
        run.part(Part.own(stage)).map(Asking::lastOutcomes).orElse(Map.of()),
        deferred,
        assumed,
        List.copyOf(persons.values()),
        run.part(Part.own(stage)).map(state -> state.disputed().size()).orElse(0));
  }

  private static DocumentHead.Decided decided(Settled answer, String text) {
    return new DocumentHead.Decided(
        answer.question(), text, answer.accepted() ? answer.answer() : "", answer.who());
  }
}
