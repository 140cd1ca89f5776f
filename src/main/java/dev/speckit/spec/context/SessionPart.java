package dev.speckit.spec.context;

/// The parts of a work session, in the order in which they stand.
public enum SessionPart {
  PLANNING("Planning"),
  CHANGES("Changes to Spec"),
  IMPLEMENTATION("Implementation"),
  TESTING("Testing"),
  COMMITS("Commits"),
  ISSUES("Issues & Resolutions");

  private final String heading;

  SessionPart(String heading) {
    this.heading = heading;
  }

  /// The text of its heading.
  public String heading() {
    return heading;
  }

  /// Lines that come from git carry no time of their own.
  boolean isStamped() {
    return this != CHANGES && this != COMMITS;
  }
}
