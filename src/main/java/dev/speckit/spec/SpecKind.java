package dev.speckit.spec;

import java.util.Locale;

/// What a spec is; its folder decides.
public enum SpecKind {
  /// `specs/1000/epic.md`
  EPIC,
  /// `specs/1000/1001/spec.md`
  FEATURE,
  /// `specs/1000/1001/1011.spec.md`
  TASK;

  /// The word with its article: `an epic`.
  String withArticle() {
    return (this == EPIC ? "an " : "a ") + word();
  }

  /// The word for people and files: `epic`, `feature`, `task`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
