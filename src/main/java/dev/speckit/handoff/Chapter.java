package dev.speckit.handoff;

/// The parts of a hand-off, in the order in which they stand.
enum Chapter {
  HEAD("", ""),
  WHERE("Where we are", "progress"),
  DONE("What was done", "history"),
  VERIFICATION("Verification (run first)", "verification"),
  NEXT("NEXT ITEM", "next"),
  ISSUES("Open issues", "issues"),
  DECISIONS("Decisions", "decisions"),
  NOTES("Notes", "notes"),
  DELIVERABLES("Deliverables", "deliverables"),
  CRITERIA("Success criteria", "criteria"),
  DOCUMENTS("Documents to read", "documents");

  private final String heading;
  private final String word;

  Chapter(String heading, String word) {
    this.heading = heading;
    this.word = word;
  }

  /// The word for programs, and where room is short.
  String word() {
    return word;
  }

  String heading() {
    return heading;
  }
}
