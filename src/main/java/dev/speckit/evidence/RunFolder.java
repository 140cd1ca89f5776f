package dev.speckit.evidence;

import java.nio.file.Path;

/// Where a run leaves its files.
///
/// @param workspace absolute
/// @param run the run's id
public record RunFolder(Path workspace, String run) {

  /// `.speckit/runs/<run>`
  public Path root() {
    return places().run(run);
  }

  /// `<part>-<input>`: where the attempts of a part are kept, each in `<agent>-<n>`. A changed
  /// input of the same part has its own folder, so that no attempt ever writes over another one's
  /// output.
  ///
  /// @param part such as `plan.clarify`
  /// @param input the hash of what was asked; eight characters of it tell inputs apart
  public Path attempts(String part, String input) {
    return root().resolve(part + "-" + input.substring(0, Math.min(8, input.length())));
  }

  /// `manifest.json`
  public Path manifest() {
    return root().resolve("manifest.json");
  }

  /// The path as people and the store name it: relative to the workspace, with `/`.
  public String relative(Path file) {
    return places().relative(file);
  }

  private EvidencePlaces places() {
    return new EvidencePlaces(workspace);
  }
}
