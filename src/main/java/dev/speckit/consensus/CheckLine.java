package dev.speckit.consensus;

import org.jspecify.annotations.Nullable;

/// What one of the project's checks said, for a document.
///
/// @param name as in the settings: `test`
/// @param reason why it did not pass; null when it did
/// @param tests how its tests ended, such as `12 passed`; empty when it names no reports
public record CheckLine(String name, boolean passed, @Nullable String reason, String tests) {
  String result() {
    if (passed) {
      return "passed";
    }
    return reason == null ? "failed" : "failed: " + reason;
  }
}
