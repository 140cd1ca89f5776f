package dev.speckit.spec;

import org.jspecify.annotations.Nullable;

/// An open code fence.
///
/// @param mark a backtick or a tilde
/// @param length how many of them opened it; as many or more close it
/// @param line 0-based
record Fence(char mark, int length, int line) {

  static @Nullable Fence openedBy(TextLines lines, int line) {
    int at = afterBlanks(lines, line);
    int end = lines.end(line);
    if (at == end) {
      return null;
    }
    char mark = lines.text().charAt(at);
    if (mark != '`' && mark != '~') {
      return null;
    }
    int behind = afterMarks(lines, at, end, mark);
    if (behind - at < 3) {
      return null;
    }
    if (mark == '`' && lines.text().indexOf('`', behind, end) >= 0) {
      return null;
    }
    return new Fence(mark, behind - at, line);
  }

  boolean closedBy(TextLines lines, int line) {
    int at = afterBlanks(lines, line);
    int end = lines.end(line);
    int behind = afterMarks(lines, at, end, mark);
    return behind - at >= length && lines.text().substring(behind, end).isBlank();
  }

  String marker() {
    return String.valueOf(mark).repeat(Math.min(length, 20));
  }

  private static int afterBlanks(TextLines lines, int line) {
    int at = lines.start(line);
    while (at < lines.end(line) && isBlank(lines.text().charAt(at))) {
      at++;
    }
    return at;
  }

  private static int afterMarks(TextLines lines, int from, int end, char mark) {
    int at = from;
    while (at < end && lines.text().charAt(at) == mark) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
