package dev.speckit.pipeline;

import dev.speckit.command.Progress;
import dev.speckit.gate.Question;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.VerdictTable;

/// Decides the gates of a checkpoint together and records the questions that follow.
final class Deciding {
  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;

  Deciding(Journal journal, RunScene scene, Progress progress) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
  }

  void decide(Run run, Checkpoint checkpoint) throws InterruptedException {
    Judging.Ruled ruled =
        new Judging(journal, SpecSeen.of(scene))
            .ruled(run, checkpoint, Settled.of(journal, run).keySet());
    String state = ruled.event().decision().equals("continue") ? "deferred" : "open";
    journal.append(
        run.id(),
        ruled.event(),
        transaction -> {
          VerdictTable.forget(transaction, run.id(), checkpoint);
          for (Question question : ruled.questions()) {
            VerdictTable.ask(transaction, run.id(), checkpoint, question, state, journal.now());
          }
        });
    if (!ruled.questions().isEmpty()) {
      progress.note(checkpoint.name() + ": " + Judging.counted(ruled.questions()) + " " + state);
    }
  }
}
