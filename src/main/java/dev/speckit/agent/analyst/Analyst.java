package dev.speckit.agent.analyst;

import java.util.Optional;

/// A rule-based reader of a spec. Everything it says is derived from the documents it was given;
/// the same documents give the same answer.
///
/// One enum constant per point of view. All of them cover every requirement and every criterion, up
/// to [#ITEMS_MAX] items; they differ in how they cut the work and in what they look for.
enum Analyst {
  /// Reads requirement by requirement: what must exist.
  REQUIREMENTS("analyst-requirements"),
  /// Looks across: shared things, contradictions, duplicates, coverage.
  CONSISTENCY("analyst-consistency"),
  /// Looks backwards from the acceptance criteria: proof, order, risks.
  DELIVERY("analyst-delivery");

  /// Items of one answer; a question names how many were left out.
  static final int ITEMS_MAX = 200;

  private final String agent;

  Analyst(String agent) {
    this.agent = agent;
  }

  /// The analyst of an agent name such as `analyst-requirements`.
  static Optional<Analyst> named(String agent) {
    for (Analyst analyst : values()) {
      if (analyst.agent.equals(agent)) {
        return Optional.of(analyst);
      }
    }
    return Optional.empty();
  }

  /// The name as an agent.
  String agent() {
    return agent;
  }
}
