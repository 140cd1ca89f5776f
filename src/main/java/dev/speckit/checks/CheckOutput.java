package dev.speckit.checks;

import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What a check said, for people.
final class CheckOutput {
  private static final int BYTES_MAX = 64 << 10;

  /// Colours and cursor movements.
  private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");

  private CheckOutput() {}

  /// The last lines of its output, or of its errors where it said nothing else; harmless: without
  /// control characters, each bounded.
  ///
  /// @param folder where its output is kept, absolute
  static List<String> tail(Path folder, int linesMax) {
    List<String> lines = lines(folder.resolve(CheckRun.OUTPUT));
    List<String> said = lines.isEmpty() ? lines(folder.resolve(CheckRun.ERRORS)) : lines;
    return said.subList(Math.max(0, said.size() - linesMax), said.size());
  }

  private static List<String> lines(Path file) {
    if (!Disk.isFile(file)) {
      return List.of();
    }
    return Disk.readTail(file, BYTES_MAX)
        .lines()
        .map(line -> Words.line(ESCAPES.matcher(line).replaceAll("")))
        .filter(line -> !line.isBlank())
        .toList();
  }
}
