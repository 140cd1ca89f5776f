package dev.speckit.handoff;

/// The parts of a hand-off, in the order in which they stand.
enum Chapter {
  HEAD(""),
  WHERE("Where we are"),
  DONE("What was done"),
  VERIFICATION("Verification (run first)"),
  NEXT("NEXT ITEM"),
  ISSUES("Open issues"),
  DECISIONS("Decisions"),
  NOTES("Notes"),
  DELIVERABLES("Deliverables"),
  CRITERIA("Success criteria"),
  DOCUMENTS("Documents to read");

  private final String heading;

  Chapter(String heading) {
    this.heading = heading;
  }

  String heading() {
    return heading;
  }
}
