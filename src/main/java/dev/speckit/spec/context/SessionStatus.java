package dev.speckit.spec.context;

import java.util.Locale;
import java.util.Optional;

/// How a work session ended.
public enum SessionStatus {
  COMPLETED,
  PARTIAL,
  BLOCKED;

  /// The word in files and on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param word in any case
  public static Optional<SessionStatus> of(String word) {
    for (SessionStatus status : values()) {
      if (status.word().equalsIgnoreCase(word.strip())) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
