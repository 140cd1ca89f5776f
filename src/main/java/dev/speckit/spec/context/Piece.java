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

  static Piece conflict(Sides<List<Chunk>> chunks) {
    return new Conflict(chunks.map(Piece::text));
  }

  static String text(List<Chunk> chunks) {
    return chunks.stream().map(Chunk::text).collect(Collectors.joining());
  }
}
