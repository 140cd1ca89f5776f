package dev.speckit.spec.lint;

import dev.speckit.json.Json;
import dev.speckit.spec.UnifiedDiff;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One file that `--fix` changes or makes.
///
/// @param name of the file, relative to the workspace
/// @param before empty for a file that is made
/// @param rules whose findings are mended, sorted
record Fix(String name, Optional<String> before, String after, Set<String> rules) {
  Json.Fields json() {
    return Json.fields().with("file", name).with("rules", String.join(", ", rules));
  }

  /// The change in the unified format.
  List<String> diff() {
    String from = before.isEmpty() ? "/dev/null" : "a/" + name;
    List<String> old = before.orElse("").lines().toList();
    return UnifiedDiff.of(from, old, "b/" + name, after.lines().toList()).lines();
  }
}
