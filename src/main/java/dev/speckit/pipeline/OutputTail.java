package dev.speckit.pipeline;

import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Follows a file that another thread or process writes, line by line, a bounded piece at a time.
public final class OutputTail {
  /// A line without an end is told in parts of this size.
  static final int LINE_BYTES_MAX = 64 << 10;

  /// Who falls behind further is told the end only.
  static final int PIECE_BYTES_MAX = 256 << 10;

  private final Path file;
  private long at;
  private byte[] begun = new byte[0];

  public OutputTail(Path file) {
    this(file, 0);
  }

  /// @param from byte to begin at, the beginning of a line
  public OutputTail(Path file, long from) {
    this.file = file;
    this.at = from;
  }

  /// The lines that have come since the last call, harmless. One that is not finished yet waits.
  public List<String> lines() {
    long behind = Disk.size(file) - at;
    List<String> lines = new ArrayList<>();
    if (behind > PIECE_BYTES_MAX) {
      lines.add("… " + (behind - PIECE_BYTES_MAX) + " bytes left out");
      at += behind - PIECE_BYTES_MAX;
      begun = new byte[0];
    }
    byte[] piece = Disk.readPart(file, at, PIECE_BYTES_MAX);
    at += piece.length;
    byte[] all = Arrays.copyOf(begun, begun.length + piece.length);
    System.arraycopy(piece, 0, all, begun.length, piece.length);
    int from = 0;
    for (int to = 0; to < all.length; to++) {
      if (all[to] == '\n' || to - from >= LINE_BYTES_MAX) {
        add(lines, all, from, to);
        from = all[to] == '\n' ? to + 1 : to;
      }
    }
    begun = Arrays.copyOfRange(all, from, all.length);
    return lines;
  }

  /// [#lines], and the last line also without an end: nothing comes any more.
  public List<String> rest() {
    List<String> lines = new ArrayList<>(lines());
    add(lines, begun, 0, begun.length);
    begun = new byte[0];
    return lines;
  }

  private static void add(List<String> lines, byte[] bytes, int from, int to) {
    String text = Harmless.text(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line);
      }
    }
  }
}
