package dev.speckit.spec;

/// Where values begin and end, also inside a string of JSON, and inside one that stands in a string
/// itself. A value never takes a part of an escape or the quote behind it.
final class Quoting {
  static final int VALUE_MAX = 8_192;

  private Quoting() {}

  /// Where a quote with the backslashes before it ends; `at` itself when there is none.
  static int quoteEnd(String text, int at) {
    int end = at;
    while (end < text.length() && end - at < 16 && text.charAt(end) == '\\') {
      end++;
    }
    return end < text.length() && isQuote(text.charAt(end)) ? end + 1 : at;
  }

  static boolean isQuote(char unit) {
    return unit == '"' || unit == '\'';
  }

  static int blanksEnd(String text, int at, int max) {
    int end = at;
    while (end < text.length() && end - at < max && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static boolean isBlank(char unit) {
    return unit == ' ' || unit == '\t' || unit == '\n' || unit == '\r' || unit == '\f';
  }

  /// The end of a quoted value.
  ///
  /// @param open where its opening quote starts, with backslashes
  /// @param from where the value starts
  /// @return -1 when nothing closes it, or what stands there is itself a closing quote
  static int quotedEnd(String text, int open, int from) {
    char quote = text.charAt(from - 1);
    int level = from - 1 - open;
    int first = blanksEnd(text, from, 4);
    boolean closing = first < text.length() && ",:}])+;".indexOf(text.charAt(first)) >= 0;
    if (first > from || closing) {
      return -1;
    }
    int slashes = 0;
    int last = Math.min(text.length(), from + VALUE_MAX);
    for (int at = from; at < last; at++) {
      char unit = text.charAt(at);
      if (unit == '\\') {
        slashes++;
        continue;
      }
      if (unit == '\n') {
        return -1;
      }
      if (isQuote(unit) && slashes < level) {
        return unit == quote || unit == '"' ? -1 : at;
      }
      if (unit == quote && slashes % (2 * (level + 1)) == level) {
        return at - level;
      }
      slashes = 0;
    }
    return -1;
  }
}
