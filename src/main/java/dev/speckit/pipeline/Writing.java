package dev.speckit.pipeline;

import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.Stage;
import java.nio.file.Path;

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
    String text =
        new ArtifactText(journal, SpecSeen.of(scene), Settled.of(journal, run)).text(run, stage);
    new ArtifactWriter(scene.workspace(), journal).write(run, stage, file, text);
  }
}
