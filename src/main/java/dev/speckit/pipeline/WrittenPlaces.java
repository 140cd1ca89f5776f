package dev.speckit.pipeline;

import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.evidence.VerdictFile;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;

/// Where a run will write. Looked at before anybody is asked: answers that were paid for must not
/// end at a folder in the way, and a clone must not lead them out of the workspace.
final class WrittenPlaces {
  private WrittenPlaces() {}

  /// @throws dev.speckit.failure.Failure.Invalid when one of them cannot be written as it stands
  static void refuseStrange(Path workspace, SpecEntry spec, Stage from, Stage to) {
    Path commands = SpawnMetrics.file(workspace, spec.id().toString());
    for (Part part : Part.order(from, to)) {
      Path verdict = VerdictFile.path(workspace, spec.id().toString(), part.name());
      refuseStrange(workspace, verdict);
    }
    refuseStrange(workspace, commands);
    for (String name : new String[] {"runs", "locks"}) {
      Path folder = workspace.resolve(".speckit").resolve(name);
      Workspace.refuseOutside(workspace, folder);
      Workspace.refuseFile(workspace, folder);
    }
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(from) >= 0 && stage.compareTo(to) <= 0) {
        Path artifact = spec.artifact(stage.artifact());
        Workspace.refuseOutside(workspace, artifact);
        Workspace.refuseNoFile(workspace, artifact);
      }
    }
  }

  /// A file of `evidence/` with the folders that lead to it.
  private static void refuseStrange(Path workspace, Path file) {
    Path relative = workspace.relativize(file);
    Path standing = workspace;
    for (int i = 0; i < relative.getNameCount(); i++) {
      standing = standing.resolve(relative.getName(i));
      Workspace.refuseOutside(workspace, standing);
      if (i + 1 < relative.getNameCount()) {
        Workspace.refuseFile(workspace, standing);
      } else {
        Workspace.refuseNoFile(workspace, standing);
      }
    }
  }
}
