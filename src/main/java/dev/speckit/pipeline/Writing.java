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

/// Writes a stage's artefact from what its roster agreed on.
final class Writing {
  private final Journal journal;
  private final RunScene scene;

  Writing(Journal journal, RunScene scene) {
    this.journal = journal;
    this.scene = scene;
  }

  void write(Run run, Stage stage) throws InterruptedException {
    Part part = Part.own(stage);
    Comparing comparing = new Comparing(journal, scene);
    DocumentHead head = head(run, stage);
    String text =
        switch (comparing.compared(part, Answers.read(journal, run, part))) {
          case Comparing.Compared.Plan plan -> PlanDocument.markdown(head, plan.agreement());
          case Comparing.Compared.Tasks tasks -> TasksDocument.markdown(head, tasks.agreement());
          case Comparing.Compared.Gate _ ->
              throw new IllegalStateException("a gate writes nothing: " + part);
        };
    Path file = scene.artifact(stage);
    new ArtifactWriter(scene.workspace(), journal).write(run, stage, file, text);
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
    Run.PartState state = run.part(Part.own(stage)).orElseThrow();
    return new DocumentHead(
        scene.spec().document().title(),
        scene.specLink(),
        run.id(),
        Asking.lastOutcomes(state),
        deferred,
        assumed,
        List.copyOf(persons.values()));
  }

  private static DocumentHead.Decided decided(Settled answer, String text) {
    return new DocumentHead.Decided(
        answer.question(), text, answer.accepted() ? answer.answer() : "", answer.who());
  }
}
