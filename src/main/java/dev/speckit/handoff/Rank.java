package dev.speckit.handoff;

/// How much a line of a hand-off matters, in this order; what comes first of a chapter matters
/// more.
enum Rank {
  /// Never left out.
  CORE,
  FIRST_ISSUES,
  OWN_COMMANDS,
  RECORDED_COMMANDS,
  ISSUES,
  OPEN_CRITERIA,
  DOCUMENTS,
  LAST_SESSION,
  DECISIONS,
  MORE_CRITERIA,
  FAMILY,
  DELIVERABLES,
  THE_REST;

  /// Of a chapter with many lines so many come before the rest.
  static final int MANY = 20;

  /// The same of what matters less.
  static final int FEW = 5;
}
