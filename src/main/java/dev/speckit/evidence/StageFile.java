package dev.speckit.evidence;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;

/// What the latest run of each stage of a spec came to, small enough to commit:
/// `evidence/commands/<id>/<stage>.json`. Its fields are in `evidence/stage.schema.json`; what was
/// not measured is absent, never 0.
public final class StageFile {
  private StageFile() {}

  /// @param stage such as `plan`
  public static Path path(Path workspace, String spec, String stage) {
    return new EvidencePlaces(workspace)
        .folder(EvidencePlaces.Part.COMMANDS)
        .resolve(spec)
        .resolve(stage + ".json");
  }

  public static void write(Path workspace, String spec, String stage, Json.Fields facts) {
    Disk.write(path(workspace, spec, stage), facts.fileBytes());
  }
}
