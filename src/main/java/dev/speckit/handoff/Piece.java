package dev.speckit.handoff;

/// One line of a hand-off, and how much it matters.
///
/// @param before what stands before the words, such as a list mark
/// @param words what may be cut; empty when nothing may
/// @param after what stands behind them
/// @param parent the place of the line without which this one means nothing; -1 for none
record Piece(Chapter chapter, Rank rank, String before, String words, String after, int parent) {
  private static final int WORD_MAX = 12;
  private static final String CUT = " …";

  String whole() {
    return before + words + after;
  }

  /// The line with only the first characters of its words, cut between two words where one ends
  /// near.
  ///
  /// @param length at least 1
  String cut(int length) {
    int end = Math.min(length, words.length());
    int blank = words.lastIndexOf(' ', end);
    int kept = blank > 0 && end - blank <= WORD_MAX ? blank : end;
    return before + Plain.beginning(words, kept) + CUT + after;
  }
}
