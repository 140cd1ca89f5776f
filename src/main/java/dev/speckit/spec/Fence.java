package dev.speckit.spec;

import org.jspecify.annotations.Nullable;

/// An open code fence. It may be indented, and may begin behind the marker of a list item or inside
/// a quote; a fence in a quote ends with the quote at the latest.
///
/// @param mark a backtick or a tilde
/// @param length how many of them opened it; as many or more close it
/// @param quotes how many `>` stand before it
/// @param limit the first column that is too far inside for its closing line
/// @param line 0-based
record Fence(char mark, int length, int quotes, int limit, int line) {

  /// @param limit see there
  static @Nullable Fence openedBy(TextLines lines, int line, int limit) {
    String text = lines.text();
    int end = lines.end(line);
    int at = afterBlanks(text, lines.start(line), end);
    int quotes = 0;
    for (int behind = afterMarker(text, at, end); behind > at; ) {
      quotes += text.charAt(at) == '>' ? 1 : 0;
      at = behind;
      behind = afterMarker(text, at, end);
    }
    if (at == end) {
      return null;
    }
    char mark = text.charAt(at);
    if (mark != '`' && mark != '~') {
      return null;
    }
    int behind = afterMarks(text, at, end, mark);
    if (behind - at < 3) {
      return null;
    }
    if (mark == '`' && text.indexOf('`', behind, end) >= 0) {
      return null;
    }
    return new Fence(mark, behind - at, quotes, limit, line);
  }

  /// Whether the quote in which the fence stands has ended before this line.
  boolean leftBehindAt(TextLines lines, int line) {
    return afterQuotes(lines, line) < 0;
  }

  boolean closedBy(TextLines lines, int line) {
    int at = afterQuotes(lines, line);
    int end = lines.end(line);
    if (at < 0) {
      return false;
    }
    int behind = afterMarks(lines.text(), at, end, mark);
    if (quotes == 0 && behind > at && Nesting.column(lines, line) >= limit) {
      return false;
    }
    return behind - at >= length && lines.text().substring(behind, end).isBlank();
  }

  String marker() {
    return String.valueOf(mark).repeat(Math.min(length, 20));
  }

  /// Behind as many `>` as stand before the fence; -1 when the line has fewer.
  private int afterQuotes(TextLines lines, int line) {
    int end = lines.end(line);
    int at = afterBlanks(lines.text(), lines.start(line), end);
    for (int i = 0; i < quotes; i++) {
      if (at == end || lines.text().charAt(at) != '>') {
        return -1;
      }
      at = afterBlanks(lines.text(), at + 1, end);
    }
    return at;
  }

  /// Behind the marker of a quote or list item and its blanks; `from` when there is none.
  private static int afterMarker(String text, int from, int end) {
    if (from == end) {
      return from;
    }
    if (text.charAt(from) == '>') {
      return afterBlanks(text, from + 1, end);
    }
    int at = ListItem.afterMarker(text, from, end);
    int behind = afterBlanks(text, at, end);
    return behind > at ? behind : from;
  }

  private static int afterBlanks(String text, int from, int end) {
    int at = from;
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int afterMarks(String text, int from, int end, char mark) {
    int at = from;
    while (at < end && text.charAt(at) == mark) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
