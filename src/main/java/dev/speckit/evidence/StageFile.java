package dev.speckit.evidence;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.Optional;

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

  /// The hash of a text that speckit made, as the file tells it; empty when it tells none of this
  /// path, or one that a person made.
  ///
  /// @param artifact relative to the workspace, with slashes
  public static Optional<String> artifact(
      Path workspace, String spec, String stage, String artifact) {
    Path file = path(workspace, spec, stage);
    if (!Disk.isFile(file)
        || !(Json.read(Disk.readText(file)).value().orElse(null) instanceof Json.Fields facts)) {
      return Optional.empty();
    }
    return facts
        .object("artifact")
        .filter(told -> told.text("path").equals(Optional.of(artifact)))
        .filter(told -> !told.truth("edited").orElse(false))
        .flatMap(told -> told.text("sha256"));
  }

  public static void write(Path workspace, String spec, String stage, Json.Fields facts) {
    Disk.write(path(workspace, spec, stage), facts.fileBytes());
  }
}
