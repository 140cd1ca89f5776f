package dev.speckit.evidence;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;

/// The latest verdict of each stage and gate of a spec, small enough to commit:
/// `evidence/consensus/<id>/<part>_verdict.json`. The store keeps the history.
public final class VerdictFile {
  private VerdictFile() {}

  /// @param part such as `plan.clarify`; its dot becomes a dash
  public static Path path(Path workspace, String spec, String part) {
    return new EvidencePlaces(workspace).verdict(spec, part);
  }

  public static void write(Path workspace, String spec, String part, Json.Fields verdict) {
    Disk.write(path(workspace, spec, part), verdict.fileBytes());
  }
}
