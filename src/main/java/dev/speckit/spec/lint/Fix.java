package dev.speckit.spec.lint;

import dev.speckit.json.Json;

/// One file that `--fix` changes or makes.
///
/// @param name of the file, relative to the workspace
/// @param before empty for a file that is made
/// @param what was mended, rules parted by commas
record Fix(String name, String before, String after, String what) {
  boolean isNew() {
    return before.isEmpty();
  }

  Json.Fields json() {
    return Json.fields().with("file", name).with("rules", what);
  }
}
