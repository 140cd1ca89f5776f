package dev.speckit.pipeline;

import dev.speckit.checks.CheckResult;
import dev.speckit.consensus.Agreement;
import dev.speckit.cost.Money;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.Stage;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.context.ContextDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line in the spec's context for each run, written when the run stops and again when it goes
/// on and stops once more. Whatever stands in its way is told and never stops a run.
final class ContextEntry {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int COMMIT_SHOWN = 12;

  /// How often the line is made anew because somebody saved the file meanwhile.
  private static final int ROUNDS_MAX = 5;

  private final Journal journal;
  private final RunScene scene;

  ContextEntry(Journal journal, RunScene scene) {
    this.journal = journal;
    this.scene = scene;
  }

  /// @return why it could not be written; empty when it stands there
  Optional<Problem> write(Run run, NextStep.Stop stop) throws InterruptedException {
    Path file = scene.spec().contextPath();
    String path = scene.relative(file);
    if (!Disk.isFile(file) || !Workspace.staysInside(scene.workspace(), file)) {
      return Optional.empty();
    }
    try (FileLock _ = Workspace.lock(scene.workspace(), "work-" + scene.spec().id(), PATIENCE)) {
      String text = text(run, stop);
      for (int round = 0; round < ROUNDS_MAX; round++) {
        String before = Disk.readText(file);
        String after = ContextDocument.of(path, before).withRun(run.id(), text).text();
        if (after.equals(before)) {
          return Optional.empty();
        }
        if (Disk.readText(file).equals(before)) {
          Disk.write(file, after);
          return Optional.empty();
        }
      }
      return Optional.of(untold(path, "it changes all the time"));
    } catch (Failure.Invalid | Failure.Unavailable failure) {
      return Optional.of(untold(path, failure.problems().getFirst().message()));
    }
  }

  private Problem untold(String path, String why) {
    return Problem.of("context-not-written", "the run is not told in the context: " + why)
        .at(path)
        .remedy("mend it; the next stop of a run writes its line");
  }

  /// `done; plan 3 of 3, implement alice at 73f233179056, checks 5 of 5 passed; cost 0.12 USD`.
  private String text(Run run, NextStep.Stop stop) throws InterruptedException {
    List<String> stages = new ArrayList<>();
    for (Stage stage : run.stages()) {
      stage(run, stage).ifPresent(stages::add);
    }
    List<String> parts = new ArrayList<>();
    parts.add(stop.state() == RunState.DONE ? "done" : stop.state().word() + ", " + stop.reason());
    if (!stages.isEmpty()) {
      parts.add(String.join(", ", stages));
    }
    List<CheckResult> checks = checks(run);
    if (!checks.isEmpty()) {
      long passed = checks.stream().filter(CheckResult::passed).count();
      parts.add(passed + " of " + checks.size() + " checks passed");
    }
    if (run.costMicros() > 0) {
      parts.add("known cost " + new Money(run.costMicros()));
    }
    long open = AskedQuestion.of(journal, run).stream().filter(AskedQuestion::isUnsettled).count();
    if (open > 0) {
      parts.add(open == 1 ? "1 question is open" : open + " questions are open");
    }
    return String.join("; ", parts);
  }

  /// Of what stands in the workspace and of what was taken. What the work began with fails where it
  /// was needed, and what was not taken is nobody's any more.
  private static List<CheckResult> checks(Run run) {
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    List<CheckResult> results = new ArrayList<>();
    run.checked()
        .forEach((tree, checked) -> {
          boolean taken =
              chosen != null
                  && chosen.agent() != null
                  && tree.tree().equals(CheckedTree.candidate(chosen.agent()));
          if (taken || tree.tree().equals(CheckedTree.WORKSPACE)) {
            results.addAll(checked.results());
          }
        });
    return results;
  }

  private static Optional<String> stage(Run run, Stage stage) {
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    Optional<Agreement> agreement =
        run.part(Part.own(stage)).map(Run.PartState::decided).map(RunEvent.PartDecided::agreement);
    if (agreement.isEmpty()) {
      return run.endedStages().contains(stage) ? Optional.of(stage.word()) : Optional.empty();
    }
    String agreed =
        (stage == Stage.UNLOCK && run.endedStages().contains(stage) ? "unlocked" : stage.word())
            + " "
            + agreement.get().supporters()
            + " of "
            + agreement.get().roster();
    if (stage != Stage.IMPLEMENT || chosen == null || chosen.agent() == null) {
      return Optional.of(agreed);
    }
    String commit = chosen.commit().substring(0, Math.min(COMMIT_SHOWN, chosen.commit().length()));
    return Optional.of(agreed + " with " + chosen.agent() + " at " + commit);
  }
}
