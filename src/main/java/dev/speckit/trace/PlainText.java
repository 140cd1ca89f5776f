package dev.speckit.trace;

/// Untrusted text on its way to people.
final class PlainText {
  private static final char UNSHOWN = '\uFFFD';

  private PlainText() {}

  /// On one line, and without a character that a terminal or a page acts upon instead of showing
  /// it: each of these becomes U+FFFD, white space a blank.
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(each -> line.appendCodePoint(shown(each)));
    return line.toString();
  }

  private static int shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> Character.isWhitespace(c) ? ' ' : UNSHOWN;
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          UNSHOWN;
      default -> c;
    };
  }
}
