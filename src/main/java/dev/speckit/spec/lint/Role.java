package dev.speckit.spec.lint;

import dev.speckit.spec.SpecKind;

/// What a file is for the linter, by its place.
enum Role {
  EPIC,
  FEATURE,
  TASK,
  CONTEXT,
  /// Nothing but its links matters.
  OTHER;

  static Role of(SpecKind kind) {
    return switch (kind) {
      case EPIC -> EPIC;
      case FEATURE -> FEATURE;
      case TASK -> TASK;
    };
  }
}
