package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.checks.CheckResult;
import dev.speckit.checks.TestReport;
import dev.speckit.consensus.AuditAgreement;
import dev.speckit.consensus.AuditDocument;
import dev.speckit.consensus.CandidateLine;
import dev.speckit.consensus.CheckLine;
import dev.speckit.consensus.DocumentHead;
import dev.speckit.consensus.ImplementAgreement;
import dev.speckit.consensus.ImplementDocument;
import dev.speckit.consensus.NativeFinding;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.consensus.UnlockAgreement;
import dev.speckit.consensus.UnlockDocument;
import dev.speckit.consensus.ValidateAgreement;
import dev.speckit.consensus.ValidateDocument;
import dev.speckit.json.Json;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The texts of the stages that work on code, made from the journal and what was decided. Pure: the
/// same run gives the same bytes, without times.
final class StageText {
  private static final int COMMIT_SHOWN = 12;

  private final DocumentHead head;
  private final Run run;

  StageText(DocumentHead head, Run run) {
    this.head = head;
    this.run = run;
  }

  String implement(Optional<ImplementAgreement> agreement) {
    Run.Implementation work = run.implementation();
    RunEvent.CandidateChosen chosen = work.chosen();
    return ImplementDocument.markdown(
        head,
        checks(Stage.IMPLEMENT, CheckedTree.BASE),
        work.candidates().values().stream().map(this::candidate).toList(),
        chosen == null ? "Nothing was chosen." : chosen.explanation(),
        applied(work),
        agreement);
  }

  /// @param agreement empty when a failed check ended the stage
  String validate(Optional<ValidateAgreement> agreement) {
    return ValidateDocument.markdown(
        head, checks(Stage.VALIDATE, CheckedTree.WORKSPACE), changed(Stage.VALIDATE), agreement);
  }

  String audit(Optional<AuditAgreement> agreement) {
    return AuditDocument.markdown(
        head, NativeFinding.read(note(Stage.AUDIT)), changed(Stage.AUDIT), agreement);
  }

  private String changed(Stage stage) {
    RunEvent.FilesChanged changed = run.filesChanged().get(stage);
    return changed == null ? "" : changed.names();
  }

  /// @param agreement empty when points are open
  String unlock(Optional<UnlockAgreement> agreement) {
    return UnlockDocument.markdown(head, OpenPoint.read(note(Stage.UNLOCK)), agreement);
  }

  private Json.Fields note(Stage stage) {
    RunEvent.Noted noted = run.notes().get(stage);
    return noted == null ? Json.fields() : noted.content();
  }

  private List<CheckLine> checks(Stage stage, CheckedTree tree) {
    return run.checked(stage, tree).map(Run.Checked::results).orElse(List.of()).stream()
        .map(result ->
            new CheckLine(result.name(), result.passed(), result.reason(), tests(result.tests())))
        .toList();
  }

  private static String tests(TestReport.@Nullable Counts counts) {
    if (counts == null) {
      return "";
    }
    List<String> parts = new ArrayList<>(List.of(counts.passed() + " passed"));
    if (counts.bad() > 0) {
      parts.add(counts.bad() + " failed");
    }
    if (counts.skipped() > 0) {
      parts.add(counts.skipped() + " skipped");
    }
    if (counts.flaky() > 0) {
      parts.add(counts.flaky() + " passed only when run again");
    }
    if (counts.repeated() > 0) {
      parts.add(counts.repeated() + " reported again and counted once");
    }
    return String.join(", ", parts);
  }

  private CandidateLine candidate(RunEvent.CandidateTaken taken) {
    AgentName agent = taken.agent();
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    List<CheckResult> results =
        run.checked(Stage.IMPLEMENT, CheckedTree.candidate(agent))
            .map(Run.Checked::results)
            .orElse(List.of());
    return new CandidateLine(
        agent,
        taken.commit().substring(0, Math.min(COMMIT_SHOWN, taken.commit().length())),
        taken.files(),
        taken.added(),
        taken.removed(),
        results.stream()
            .map(result -> result.name() + " " + result.end().word())
            .collect(Collectors.joining(", ")),
        Implementing.lost(run, agent).orElse(taken.rejected()),
        chosen != null && agent.equals(chosen.agent()));
  }

  private static String refused(RunEvent.Applied applied) {
    return applied.refused() + (applied.remedy() == null ? "" : "; " + applied.remedy());
  }

  static String kept(RunEvent.CandidateKept kept) {
    return "the name "
        + kept.reference()
        + " was gone or led elsewhere after the checks of the "
        + kept.tree().name()
        + ", and leads to the work of "
        + kept.agent()
        + " again";
  }

  private static String applied(Run.Implementation work) {
    return Stream.concat(
            Stream.of(onBranch(work)).filter(text -> !text.isEmpty()),
            work.kept().stream().map(kept -> "Note: " + kept(kept) + "."))
        .collect(Collectors.joining(" "));
  }

  private static String onBranch(Run.Implementation work) {
    RunEvent.Applied applied = work.applied();
    if (applied == null) {
      return "";
    }
    return applied.refused() == null
        ? "The branch " + applied.branch() + " stands at it."
        : "It is not on the branch " + applied.branch() + ": " + refused(applied);
  }
}
