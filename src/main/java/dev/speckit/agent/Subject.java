package dev.speckit.agent;

import java.util.Locale;
import java.util.Optional;

/// What an agent is asked for: a stage's result or a gate's opinion. Each has one schema file, one
/// prompt text and one kind of [Answer].
public enum Subject {
  CLARIFY,
  CHECKLIST,
  ANALYZE,
  PLAN,
  TASKS,
  /// Change files in a work tree of its own.
  IMPLEMENT,
  VALIDATE,
  AUDIT,
  UNLOCK;

  /// Whether the agent may change files.
  public boolean writes() {
    return this == IMPLEMENT;
  }

  /// The word in prompts, settings, JSON and `SPECKIT_STAGE`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Subject> parse(String word) {
    for (Subject subject : values()) {
      if (subject.word().equals(word)) {
        return Optional.of(subject);
      }
    }
    return Optional.empty();
  }
}
