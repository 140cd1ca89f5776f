package dev.speckit.pipeline;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
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
    refuseGone();
    Path file = scene.artifact(stage);
    String text =
        new ArtifactText(journal, SpecSeen.of(scene), Settled.of(journal, run)).text(run, stage);
    new ArtifactWriter(scene.workspace(), journal).write(run, stage, file, text);
  }

  /// A document of a spec that was moved away would stand where nobody looks for it.
  private void refuseGone() {
    if (!Disk.isFile(scene.spec().documentPath())) {
      throw new Failure.Unavailable(
          Problem.of("spec-gone", "the spec was moved or removed while its run was under way")
              .at(scene.spec().path())
              .remedy("bring it back and resume the run, or cancel it"));
    }
  }
}
