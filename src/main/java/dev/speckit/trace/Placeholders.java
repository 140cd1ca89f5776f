package dev.speckit.trace;

/// What a document leaves open: `[NEEDS CLARIFICATION: ...]`. An example in it names nothing.
final class Placeholders {
  private static final String OPEN = "[NEEDS CLARIFICATION";

  private Placeholders() {}

  /// The text with blanks in place of placeholders. Lines and columns stay where they are. One that
  /// is never closed ends with its paragraph.
  static String blanked(String text) {
    int from = text.indexOf(OPEN);
    if (from < 0) {
      return text;
    }
    char[] blanked = text.toCharArray();
    while (from >= 0) {
      int end = end(text, from);
      for (int i = from; i < end; i++) {
        blanked[i] = blanked[i] == '\n' || blanked[i] == '\r' ? blanked[i] : ' ';
      }
      from = text.indexOf(OPEN, end);
    }
    return new String(blanked);
  }

  private static int end(String text, int from) {
    int depth = 0;
    boolean emptyLine = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' && emptyLine) {
        return i;
      }
      emptyLine = c == '\n' || (emptyLine && Character.isWhitespace(c));
      depth += c == '[' ? 1 : 0;
      depth -= c == ']' ? 1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }
}
