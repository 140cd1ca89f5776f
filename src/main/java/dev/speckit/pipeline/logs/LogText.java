package dev.speckit.pipeline.logs;

import dev.speckit.host.Disk;
import dev.speckit.pipeline.Harmless;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The end of a file of any size, as lines for a terminal.
final class LogText {
  /// Of an output that may be of any size.
  private static final int TAIL_BYTES_MAX = 8 << 20;

  /// What a line has at most on average, when its file is looked at from the end.
  private static final int LINE_BYTES = 512;

  private static final int LINE_CHARACTERS_MAX = 2000;

  private LogText() {}

  /// @param most lines
  /// @return harmless; empty for a file that is not there
  public static List<String> tail(Path file, int most) {
    int bytes = Math.clamp((long) most * LINE_BYTES, 64 << 10, TAIL_BYTES_MAX);
    boolean whole = Disk.size(file) <= bytes;
    String text = Harmless.text(Disk.readTail(file, bytes)).stripTrailing();
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = Arrays.asList(text.split("\n", -1));
    int from = Math.max(!whole && lines.size() > 1 ? 1 : 0, lines.size() - most);
    return List.copyOf(lines.subList(from, lines.size()));
  }

  public static String cut(String line) {
    return line.codePointCount(0, line.length()) <= LINE_CHARACTERS_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LINE_CHARACTERS_MAX)) + "…";
  }
}
