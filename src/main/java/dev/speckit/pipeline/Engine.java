package dev.speckit.pipeline;

import dev.speckit.agent.Traffic;
import dev.speckit.command.Progress;
import dev.speckit.evidence.Manifest;
import dev.speckit.evidence.RunFolder;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries a run on until it stops: fold the journal, decide the next step, act. Everything that
/// acts on the world is behind [Asking], [Comparing] and [Writing].
final class Engine {
  /// Six parts with a handful of steps each, and a stop; a run that takes more goes in circles.
  private static final int STEPS_MAX = 1000;

  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;

  /// One for all batches of the run: what a provider said in one holds for the next.
  private final Traffic traffic;

  private final Ledger ledger;
  private final WatchedFiles watched;
  private String headline = "";
  private Optional<Problem> contextWarning = Optional.empty();

  Engine(Journal journal, RunScene scene, Progress progress) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
    this.traffic = new Traffic(scene.settings().traffic());
    this.ledger = new Ledger(journal, scene, progress);
    this.watched = new WatchedFiles(scene);
  }

  /// @return the run as it stopped; an interruption stops it as cancelled, with all it started
  ///   ended
  Run carryOn(String id) throws InterruptedException {
    try {
      return steps(id);
    } catch (InterruptedException _) {
      recordInterruption(id);
      return journal.read(id).orElseThrow();
    }
  }

  private Run steps(String id) throws InterruptedException {
    for (int step = 0; step < STEPS_MAX; step++) {
      Run run = journal.read(id).orElseThrow();
      NextStep next = NextStep.of(run);
      refuseStoreGone();
      headline(run);
      if (next instanceof NextStep.Nothing) {
        return run;
      }
      act(run, next);
    }
    throw new IllegalStateException("run " + id + " does not come to an end");
  }

  /// What is written to a removed file is lost.
  private void refuseStoreGone() {
    Path file = Runs.storeFile(scene.workspace());
    if (!Disk.isFile(file)) {
      throw new Failure.Unavailable(
          Problem.of("store-gone", "the store was removed while the run was under way")
              .at(file.toString())
              .remedy("speckit db restore brings back the last backup; then run the stage again"));
    }
  }

  private void headline(Run run) {
    String line = Headline.of(run);
    if (!line.equals(headline)) {
      headline = line;
      progress.headline(line);
    }
  }

  private void act(Run run, NextStep next) throws InterruptedException {
    switch (next) {
      case NextStep.Ask ask -> ask(run, ask.part());
      case NextStep.Compare compare ->
          new Comparing(journal, scene, watched).compare(run, compare.part());
      case NextStep.Decide decide ->
          new Deciding(journal, scene, progress).decide(run, decide.checkpoint());
      case NextStep.TakeCandidate _ -> new Implementing(journal, scene, progress).take(run);
      case NextStep.Check check ->
          new Checking(journal, scene, progress, watched).check(run, check.stage(), check.tree());
      case NextStep.Choose _ -> new Implementing(journal, scene, progress).choose(run);
      case NextStep.Apply _ -> new Implementing(journal, scene, progress).apply(run);
      case NextStep.Note note -> new Noting(journal, scene).note(run, note.stage());
      case NextStep.Write write -> new Writing(journal, scene).write(run, write.stage());
      case NextStep.EndStage end -> endStage(run, end.stage());
      case NextStep.Stop stop -> stop(run, stop);
      case NextStep.Nothing _ -> throw new IllegalStateException("nothing to act on");
    }
  }

  private void ask(Run run, Part part) throws InterruptedException {
    Optional<NextStep.Stop> stop =
        new Asking(journal, scene, progress, traffic, ledger).ask(run, part);
    if (stop.isPresent()) {
      stop(run, stop.get());
    }
  }

  /// What the user should know of the budget and the context.
  List<Problem> warnings() {
    List<Problem> warnings = new ArrayList<>(ledger.warnings());
    contextWarning.ifPresent(warnings::add);
    return warnings;
  }

  private void endStage(Run run, Stage stage) throws InterruptedException {
    new StageEvidence(journal, scene).ended(run, stage);
    journal.append(run.id(), new RunEvent.StageEnded(stage));
  }

  private void stop(Run run, NextStep.Stop stop) throws InterruptedException {
    if (stop.state() == RunState.DONE) {
      for (String stays : new Tidying(new WorkPlaces(scene, run.id())).tidy(run)) {
        progress.note("a work tree stays: " + stays);
      }
    }
    new StageEvidence(journal, scene).stopped(journal.read(run.id()).orElseThrow(), stop);
    contextWarning = new ContextEntry(journal, scene).write(run, stop);
    Manifest.write(new RunFolder(scene.workspace(), run.id()), journal.now());
    journal.stop(run.id(), new RunEvent.Stopped(stop.state(), stop.exit(), stop.reason()));
  }

  /// Ctrl-C, a termination signal or `cancel`: the children have been ended by now; the journal
  /// must say how the run stands. The interruption is put aside while it is written.
  private void recordInterruption(String id) throws InterruptedException {
    Optional<Run> run = journal.read(id);
    if (run.isPresent() && run.get().stopped() == null) {
      stop(
          run.get(),
          new NextStep.Stop(
              RunState.CANCELLED, dev.speckit.failure.ExitCode.INTERRUPTED, "interrupted"));
    }
  }
}
