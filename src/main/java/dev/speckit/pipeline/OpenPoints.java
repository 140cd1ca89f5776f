package dev.speckit.pipeline;

import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.checks.CheckResult;
import dev.speckit.consensus.AuditAgreement;
import dev.speckit.consensus.Demand;
import dev.speckit.consensus.NativeFinding;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.consensus.ValidateAgreement;
import dev.speckit.json.Json;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.run.VerdictTable;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.SpecDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that must be settled before a spec may be released, each with its place. Pure.
final class OpenPoints {
  private static final List<Stage> NEEDED = List.of(Stage.IMPLEMENT, Stage.VALIDATE, Stage.AUDIT);

  /// These look at the files of the workspace.
  private static final List<Stage> LOOKING = List.of(Stage.VALIDATE, Stage.AUDIT);

  private final Run run;
  private final Known known;
  private final List<OpenPoint> points = new ArrayList<>();

  private OpenPoints(Run run, Known known) {
    this.run = run;
    this.known = known;
  }

  /// What is known besides the run's journal.
  ///
  /// @param spec as it stands now
  /// @param specPath relative to the workspace
  /// @param work which run tells of each stage
  /// @param files the state of the user's files now; empty where git keeps nothing
  /// @param landed whether the candidate that was chosen last is part of what is checked out
  /// @param questions of the runs that tell of the stages, each once, without those that persons
  ///   settled
  /// @param verdicts contents of the verdicts of the runs that tell of validate and audit
  /// @param artifacts where each stage's file belongs, relative to the workspace
  /// @param waiting texts that wait beside a file edited by hand, relative to the workspace
  record Known(
      SpecDocument spec,
      String specPath,
      LatestWork work,
      String files,
      boolean landed,
      List<VerdictTable.QuestionRow> questions,
      Map<Stage, Json.Fields> verdicts,
      Map<Stage, String> artifacts,
      List<String> waiting) {
    Known {
      questions = List.copyOf(questions);
      verdicts = Map.copyOf(verdicts);
      artifacts = Map.copyOf(artifacts);
      waiting = List.copyOf(waiting);
    }
  }

  /// In the order of the stages; questions, criteria and files last.
  static List<OpenPoint> of(Run run, Known known) {
    OpenPoints open = new OpenPoints(run, known);
    open.missing();
    open.implement();
    open.checks();
    open.validate();
    open.audit();
    open.notEnded();
    open.questions();
    open.criteria();
    open.waiting();
    return List.copyOf(open.points);
  }

  private void missing() {
    for (Stage stage : NEEDED) {
      if (known.work().of(stage).isEmpty()) {
        String why = run.started().skipped().getOrDefault(stage, "");
        add(
            stage.word() + " was not done" + (why.isBlank() ? "" : " (" + why + ")"),
            artifact(stage),
            stage);
      }
    }
  }

  private void implement() {
    Optional<Run> source = known.work().of(Stage.IMPLEMENT);
    if (source.isEmpty()) {
      return;
    }
    Run.Implementation work = source.get().implementation();
    if (work.chosen() == null || work.chosen().agent() == null) {
      String why = work.chosen() == null ? "nothing was chosen" : work.chosen().explanation();
      add("no work was taken: " + why, artifact(Stage.IMPLEMENT), Stage.IMPLEMENT);
      return;
    }
    RunEvent.Applied applied = work.applied();
    if (!known.landed()) {
      String why = applied == null || applied.refused() == null ? "" : ": " + applied.refused();
      add("the chosen work is not on the branch" + why, artifact(Stage.IMPLEMENT), Stage.IMPLEMENT);
    }
    failed(
        source.get(),
        Stage.IMPLEMENT,
        CheckedTree.candidate(work.chosen().agent()),
        " of the chosen work");
  }

  private void checks() {
    for (Stage stage : LOOKING) {
      known
          .work()
          .of(stage)
          .ifPresent(source -> {
            failed(source, stage, CheckedTree.WORKSPACE, "");
            otherFiles(source, stage);
          });
    }
  }

  /// What was proven of other files is not proven of these.
  private void otherFiles(Run source, Stage stage) {
    boolean other =
        source
            .checked(stage, CheckedTree.WORKSPACE)
            .filter(checked -> !checked.isOf(known.files()))
            .isPresent();
    if (other) {
      add("files were changed after " + stage.word(), artifact(stage), stage);
    }
  }

  private void failed(Run source, Stage stage, CheckedTree tree, String whose) {
    for (CheckResult result :
        source.checked(stage, tree).map(Run.Checked::results).orElse(List.of())) {
      if (!result.passed()) {
        String why = result.reason() == null ? "" : ": " + result.reason();
        add("check " + result.name() + whose + " did not pass" + why, result.folder(), stage);
      }
    }
  }

  private void validate() {
    Json.Fields verdict = known.verdicts().get(Stage.VALIDATE);
    if (verdict == null) {
      return;
    }
    ValidateAgreement agreement = ValidateAgreement.read(verdict);
    if (agreement.items().isEmpty()) {
      agreement.objection().ifPresent(text -> add(text, known.specPath(), Stage.VALIDATE));
    }
    for (ValidateAgreement.Item item : agreement.items()) {
      String what =
          switch (item.status()) {
            case MET -> "";
            case DISPUTED -> " is disputed";
            case UNMET -> " is not met";
            case UNPROVEN -> " is not shown to be met";
          };
      if (!what.isEmpty()) {
        add(item.id() + what, demandPlace(item.id()), Stage.VALIDATE);
      }
    }
    otherDemands(agreement);
  }

  /// What was proven of another wording is not proven of this one.
  private void otherDemands(ValidateAgreement agreement) {
    Map<String, String> proven = new HashMap<>();
    agreement.items().forEach(item -> proven.put(item.id(), item.text()));
    for (Demand demand : Demand.of(known.spec().requirements(), known.spec().criteria())) {
      String text = proven.get(demand.id());
      if (!demand.text().equals(text)) {
        add(
            demand.id() + (text == null ? " came after validate" : " was changed after validate"),
            demandPlace(demand.id()),
            Stage.VALIDATE);
      }
    }
  }

  private String demandPlace(String id) {
    return known.spec().requirements().stream()
        .filter(requirement -> requirement.id().equals(id))
        .map(requirement -> line(requirement.line()))
        .findFirst()
        .or(() ->
            known.spec().criteria().stream()
                .filter(criterion -> criterion.id().equals(id))
                .map(criterion -> line(criterion.line()))
                .findFirst())
        .orElse(known.specPath());
  }

  private void audit() {
    RunEvent.Noted noted =
        known.work().of(Stage.AUDIT).map(source -> source.notes().get(Stage.AUDIT)).orElse(null);
    if (noted != null) {
      for (NativeFinding finding : NativeFinding.read(noted.content())) {
        if (finding.magnitude() != Magnitude.MINOR) {
          add(finding.category() + ": " + finding.text(), finding.place(), Stage.AUDIT);
        }
      }
    }
    Json.Fields verdict = known.verdicts().get(Stage.AUDIT);
    if (verdict == null) {
      return;
    }
    for (AuditAgreement.Item item : AuditAgreement.read(verdict).verified()) {
      if (item.magnitude() != Magnitude.MINOR) {
        add(
            item.id()
                + " "
                + item.magnitude().word()
                + " "
                + item.category()
                + ": "
                + item.recommendation(),
            item.place().isEmpty() ? artifact(Stage.AUDIT) : item.place(),
            Stage.AUDIT);
      }
    }
  }

  private void questions() {
    for (VerdictTable.QuestionRow row : known.questions()) {
      if (row.state().equals("open") || row.state().equals("deferred")) {
        add(
            "question "
                + row.question()
                + " is "
                + row.state()
                + ": "
                + row.content().text("text").orElse(""),
            known.specPath(),
            row.content().text("stage").flatMap(Stage::parse).orElse(Stage.PLAN));
      }
    }
  }

  private void criteria() {
    for (Criterion criterion : known.spec().criteria()) {
      if (!criterion.met() && !proven(criterion.id())) {
        add(criterion.id() + " is not ticked", line(criterion.line()), Stage.UNLOCK);
      }
    }
  }

  /// A box says what a person saw; what was shown to be met needs none.
  private boolean proven(String id) {
    Json.Fields verdict = known.verdicts().get(Stage.VALIDATE);
    return verdict != null
        && ValidateAgreement.read(verdict).items().stream()
            .anyMatch(
                item -> item.id().equals(id) && item.status() == ValidateAgreement.Status.MET);
  }

  /// A stage that ended otherwise than well, for a reason that is no point of its own.
  private void notEnded() {
    for (Stage stage : NEEDED) {
      Optional<Run> source = known.work().of(stage);
      boolean told = points.stream().anyMatch(point -> point.stage().equals(stage.word()));
      if (source.isPresent() && !source.get().endedStages().contains(stage) && !told) {
        add(stage.word() + " did not end well in run " + source.get().id(), artifact(stage), stage);
      }
    }
  }

  private void waiting() {
    for (String path : known.waiting()) {
      add("a new text waits beside a file that was edited by hand", path, Stage.UNLOCK);
    }
  }

  private String line(int line) {
    return known.specPath() + ":" + line;
  }

  private String artifact(Stage stage) {
    return known.artifacts().getOrDefault(stage, known.specPath());
  }

  private void add(String what, String place, Stage stage) {
    points.add(new OpenPoint(what, place, stage.word()));
  }
}
