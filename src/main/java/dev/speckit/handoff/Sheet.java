package dev.speckit.handoff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// All that a hand-off could tell, and the text of a choice of it.
final class Sheet {
  private static final String TABLE = "| Spec | Title | Status | Progress |\n|---|---|---|---|\n";

  private final List<Piece> pieces = new ArrayList<>();
  private final String whole;

  /// @param whole where all of what is left out can be seen
  Sheet(String whole) {
    this.whole = whole;
  }

  /// A line that may be cut.
  ///
  /// @return its place
  int add(Chapter chapter, Rank rank, String before, String words) {
    pieces.add(new Piece(chapter, rank, before, words, "", -1));
    return pieces.size() - 1;
  }

  /// A row of a table, whose words may be cut.
  void row(Rank rank, String before, String words, String after) {
    pieces.add(new Piece(Chapter.WHERE, rank, before, words, after, -1));
  }

  /// A line that is told whole or not at all.
  int addWhole(Chapter chapter, Rank rank, String line) {
    pieces.add(new Piece(chapter, rank, line, "", "", -1));
    return pieces.size() - 1;
  }

  /// A line that is never left out.
  void core(Chapter chapter, String line) {
    int _ = addWhole(chapter, Rank.CORE, line);
  }

  /// A line below another one.
  void under(int parent, Rank rank, String before, String words) {
    pieces.add(new Piece(pieces.get(parent).chapter(), rank, before, words, "", parent));
  }

  List<Piece> pieces() {
    return pieces;
  }

  /// What is told of the pieces.
  ///
  /// @param shown by place
  /// @param cut the length of the words of those that are not told whole, by place
  record Choice(BitSet shown, Map<Integer, Integer> cut) {}

  /// The Markdown of a choice; says what it leaves out.
  String text(Choice choice) {
    StringBuilder text = new StringBuilder();
    for (Chapter chapter : Chapter.values()) {
      chapter(text, chapter, choice);
    }
    String left = left(choice);
    return left.isEmpty()
        ? text.toString()
        : text.append('\n').append(left).append('\n').toString();
  }

  private void chapter(StringBuilder text, Chapter chapter, Choice choice) {
    boolean begun = false;
    for (int i = choice.shown().nextSetBit(0); i >= 0; i = choice.shown().nextSetBit(i + 1)) {
      Piece piece = pieces.get(i);
      if (piece.chapter() != chapter) {
        continue;
      }
      if (!begun && !chapter.heading().isEmpty()) {
        text.append("\n## ").append(chapter.heading()).append("\n\n");
        text.append(chapter == Chapter.WHERE ? TABLE : "");
      }
      begun = true;
      Integer length = choice.cut().get(i);
      text.append(length == null ? piece.whole() : piece.cut(length)).append('\n');
    }
  }

  /// How many lines of each chapter a choice leaves out.
  Map<Chapter, Integer> leftOut(Choice choice) {
    Map<Chapter, Integer> counts = new EnumMap<>(Chapter.class);
    for (int i = 0; i < pieces.size(); i++) {
      if (!choice.shown().get(i)) {
        counts.merge(pieces.get(i).chapter(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private String left(Choice choice) {
    List<String> left = new ArrayList<>();
    leftOut(choice).forEach((chapter, count) -> left.add(chapter.word() + " " + count));
    if (!choice.cut().isEmpty()) {
      left.add("what … cuts");
    }
    return left.isEmpty()
        ? ""
        : "Left out, in lines: %s. All of it: %s".formatted(String.join(", ", left), whole);
  }
}
