package dev.speckit.evidence;

import dev.speckit.evidence.AgeingPlan.Step;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.util.List;

/// What came of a plan.
///
/// @param done the steps that were carried out, in their order
/// @param left the steps that were not begun, or were given up without a change
/// @param errors what went wrong, one for each file or archive
/// @param bytesFreed in the workspace: files that are gone less archives that were made
/// @param archives the archives that were made
public record AgeingResult(
    List<Step> done, List<Left> left, List<Problem> errors, long bytesFreed, List<Made> archives) {
  public AgeingResult {
    done = List.copyOf(done);
    left = List.copyOf(left);
    errors = List.copyOf(errors);
    archives = List.copyOf(archives);
  }

  public record Left(Step step, String why) {}

  /// @param path of the archive, relative to the workspace
  public record Made(String archive, String path, int files, long originalBytes, long bytes) {
    Json.Fields json() {
      return Json.fields()
          .with("archive", archive)
          .with("path", path)
          .with("files", files)
          .with("original_bytes", originalBytes)
          .with("bytes", bytes);
    }
  }

  /// `done[{step, what, spec?, files, bytes, why}]`, `left[…]` with `reason`, `bytes_freed`,
  /// `archives[{archive, path, files, original_bytes, bytes}]`.
  public Json.Fields json() {
    return Json.fields()
        .with("done", done.stream().map(Step::json).toList())
        .with(
            "left",
            left.stream().map(each -> each.step().json().with("reason", each.why())).toList())
        .with("archives", archives.stream().map(Made::json).toList())
        .with("bytes_freed", bytesFreed);
  }
}
