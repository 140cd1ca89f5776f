package dev.speckit.guide;

import java.util.Locale;

/// What a person can say to an agent, such as `/spec_work 1014`.
enum SpecWord {
  WORK(
      "Work on a spec with speckit and keep its journal (plan, build, test, deliver, commit)",
      "ID [--resume | --status | --deliverables]"),
  RUN("Let several agents plan a spec with speckit and compare their answers", "ID"),
  CHECK("Check specs, contexts and links with speckit and mend what it finds", "[ID]"),
  HANDOFF("Tell with speckit where a spec stands and what comes next", "ID");

  private final String description;
  private final String hint;

  SpecWord(String description, String hint) {
    this.description = description;
    this.hint = hint;
  }

  /// The name where underscores are allowed: `spec_work`.
  String name(char between) {
    return "spec" + between + topic();
  }

  /// The guide it leads to: `work`.
  String topic() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// One line that an agent has always loaded. Without quotes and colons, so that every reader of
  /// front matter takes it as it stands.
  String description() {
    return description;
  }

  /// Whether it makes no sense without a spec.
  boolean needsId() {
    return !hint.startsWith("[");
  }

  /// What may stand behind the word.
  String hint() {
    return hint;
  }
}
