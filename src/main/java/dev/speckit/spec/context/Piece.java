package dev.speckit.spec.context;

import java.util.List;
import java.util.stream.Collectors;

/// A part of the result of a merge, in order.
sealed interface Piece {

  /// @param text with its line ends
  record Kept(String text) implements Piece {}

  /// What both sides wrote differently at the same place.
  record Conflict(Sides<String> texts) implements Piece {}

  /// A figure of which each side knew only its own part, so that neither is right.
  ///
  /// @param line as ours has it
  record Unsure(Figure figure, String line) implements Piece {}

  static Piece kept(List<Chunk> chunks) {
    return new Kept(text(chunks));
  }

  /// A conflict without what ours and theirs have alike at its beginning and its end.
  static List<Piece> conflict(Sides<List<Chunk>> chunks) {
    List<Chunk> ours = chunks.ours();
    List<Chunk> theirs = chunks.theirs();
    int shorter = Math.min(ours.size(), theirs.size());
    int head = 0;
    while (head < shorter && isAlike(ours.get(head), theirs.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && isAlike(ours.get(ours.size() - 1 - tail), theirs.get(theirs.size() - 1 - tail))) {
      tail++;
    }
    int from = head;
    int behind = tail;
    Sides<List<Chunk>> different =
        new Sides<>(
            chunks.base(),
            ours.subList(from, ours.size() - behind),
            theirs.subList(from, theirs.size() - behind));
    return List.of(
        kept(ours.subList(0, from)),
        new Conflict(different.map(Piece::text)),
        kept(ours.subList(ours.size() - behind, ours.size())));
  }

  private static boolean isAlike(Chunk one, Chunk other) {
    return one.text().equals(other.text());
  }

  static String text(List<Chunk> chunks) {
    return chunks.stream().map(Chunk::text).collect(Collectors.joining());
  }
}
