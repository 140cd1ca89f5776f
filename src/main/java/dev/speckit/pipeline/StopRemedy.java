package dev.speckit.pipeline;

import dev.speckit.consensus.NativeFinding;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.failure.ExitCode;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a person can do about a run that stopped: it names the calls, with the ids they need, and
/// the table that holds the reason.
///
/// @param document the spec's, relative to the workspace
record StopRemedy(Run run, List<AskedQuestion> questions, String document) {
  /// More would hide the call.
  private static final int IDS_MAX = 3;

  StopRemedy {
    questions = List.copyOf(questions);
  }

  /// One line; empty when nothing has to be done.
  String of(RunEvent.Stopped stopped) {
    String resume = "speckit resume " + run.id();
    if (BudgetStop.is(stopped)) {
      return BudgetStop.remedy(stopped, resume);
    }
    return switch (stopped.state()) {
      case WAITING -> waiting(stopped, resume);
      case BLOCKED, FAILED -> blocked(stopped, resume);
      case CANCELLED -> "`" + resume + "` goes on where it stopped";
      case RUNNING, DONE -> "";
    };
  }

  private String waiting(RunEvent.Stopped stopped, String resume) {
    List<AskedQuestion> asked = questions.stream().filter(AskedQuestion::isUnsettled).toList();
    if (isConflict()) {
      return "merge what you want of the new text, remove the `.new.md` file, then `"
          + resume
          + "`";
    }
    RunEvent.Applied applied = run.implementation().applied();
    if (applied != null && applied.refused() != null) {
      String does = applied.remedy();
      return (does == null ? "do what it says" : does) + ", then `" + resume + "`";
    }
    if (asked.isEmpty() && stopped.exit() == ExitCode.NEEDS_APPROVAL) {
      return "see `speckit explain " + run.id() + "`, then `" + resume + "`";
    }
    return "see `speckit questions "
        + run.id()
        + "`, answer with `speckit answer "
        + run.id()
        + asked.stream().limit(IDS_MAX).map(StopRemedy::word).collect(Collectors.joining())
        + "`, then `"
        + resume
        + "`; or go on with them open: `"
        + resume
        + " --on-question defer`";
  }

  private static String word(AskedQuestion question) {
    return " " + question.id() + (question.wantsApproval() ? "=yes" : "=\"...\"");
  }

  private boolean isConflict() {
    return run.artifacts().values().stream()
        .anyMatch(artifact -> artifact.written() != null && artifact.written().conflict());
  }

  private String blocked(RunEvent.Stopped stopped, String resume) {
    String reason = reason();
    if (reason.equals("Open points")) {
      return "settle what is listed under `Open points`, then `" + resume + "`";
    }
    if (reason.isEmpty()) {
      return "see why with `speckit explain " + run.id() + "`, mend it, then `" + resume + "`";
    }
    return "see why under `"
        + reason
        + "` (`speckit show "
        + run.id()
        + "`), "
        + (stopped.exit() == ExitCode.SHIP_BLOCKED ? "settle" : "mend")
        + " it, then `"
        + resume
        + "`";
  }

  /// The table of `speckit show` that holds the reason, or the document; empty when a gate does.
  private String reason() {
    for (Stage stage : run.stages()) {
      if (!run.endedStages().contains(stage)) {
        return blockedByGate(stage) ? "" : reason(stage);
      }
    }
    return "Agents";
  }

  private boolean blockedByGate(Stage stage) {
    return run.checkpoints().values().stream()
        .anyMatch(decided ->
            decided.checkpoint().stage() == stage && decided.decision().equals("blocked"));
  }

  private String reason(Stage stage) {
    boolean objected =
        run.part(Part.own(stage))
            .map(Run.PartState::decided)
            .filter(decided -> decided.objection() != null && decided.passes())
            .isPresent();
    return switch (stage) {
      case PLAN, TASKS -> "Agents";
      case IMPLEMENT ->
          run.implementation().chosen() == null || run.implementation().candidates().isEmpty()
              ? "Agents"
              : "Candidates";
      case VALIDATE -> failed(stage) ? "Checks" : objected ? requirements() : "Agents";
      case AUDIT -> failed(stage) ? "Checks" : objected || found() ? "Findings" : "Agents";
      case UNLOCK -> open() ? "Open points" : objected ? "Votes" : "Agents";
    };
  }

  private boolean failed(Stage stage) {
    return run
        .checked(stage, CheckedTree.WORKSPACE)
        .map(Run.Checked::results)
        .orElse(List.of())
        .stream()
        .anyMatch(result -> !result.passed());
  }

  /// A spec that asks nothing has no table of requirements.
  private String requirements() {
    return run.part(Part.own(Stage.VALIDATE))
        .map(Run.PartState::decided)
        .map(RunEvent.PartDecided::objection)
        .filter(objection -> objection.contains("no requirement"))
        .map(_ -> document)
        .orElse("Requirements");
  }

  private boolean found() {
    return noted(Stage.AUDIT)
        .filter(noted -> !NativeFinding.read(noted.content()).isEmpty())
        .isPresent();
  }

  private boolean open() {
    return noted(Stage.UNLOCK)
        .filter(noted -> !OpenPoint.read(noted.content()).isEmpty())
        .isPresent();
  }

  private Optional<RunEvent.Noted> noted(Stage stage) {
    return Optional.ofNullable(run.notes().get(stage));
  }
}
