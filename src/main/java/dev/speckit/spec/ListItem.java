package dev.speckit.spec;

import org.jspecify.annotations.Nullable;

/// The start of a list item.
///
/// @param indent columns before its marker, a tab counting four
/// @param number what stands before the dot (`1`, `1.1`); empty for a bullet
/// @param box what stands between the brackets (`x`, a blank); null when it has no box
/// @param content where its text starts in the line
record ListItem(int indent, String number, @Nullable Character box, int content) {
  private static final int NUMBER_LENGTH_MAX = 9;

  /// The list item that starts in this line, or null.
  static @Nullable ListItem at(String line) {
    int at = 0;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    int marker = at;
    if (at == line.length()) {
      return null;
    }
    String number = "";
    char first = line.charAt(at);
    if (first == '-' || first == '*' || first == '+') {
      at++;
    } else {
      at = afterNumber(line, at);
      if (at == marker) {
        return null;
      }
      number = line.substring(marker, at);
      if (number.endsWith(".") || number.endsWith(")")) {
        number = number.substring(0, number.length() - 1);
      }
    }
    if (at < line.length() && !isBlank(line.charAt(at))) {
      return null;
    }
    return boxed(line, indent(line), number, at);
  }

  /// Columns before the first character, a tab counting four.
  static int indent(String line) {
    int columns = 0;
    for (int i = 0; i < line.length() && isBlank(line.charAt(i)); i++) {
      columns += line.charAt(i) == '\t' ? 4 : 1;
    }
    return columns;
  }

  boolean isMet() {
    return box != null && (box == 'x' || box == 'X');
  }

  private static ListItem boxed(String line, int indent, String number, int from) {
    int at = afterBlanks(line, from);
    boolean box =
        at + 2 < line.length()
            && line.charAt(at) == '['
            && line.charAt(at + 2) == ']'
            && (at + 3 == line.length() || isBlank(line.charAt(at + 3)));
    if (!box) {
      return new ListItem(indent, number, null, at);
    }
    return new ListItem(indent, number, line.charAt(at + 1), afterBlanks(line, at + 3));
  }

  /// Behind `1.`, `1)`, `1.1` or `1.1.`; at `from` when there is none. A bare `1` is no marker.
  private static int afterNumber(String line, int from) {
    int at = from;
    boolean marked = false;
    while (at < line.length() && at - from < 12) {
      char c = line.charAt(at);
      if (c == '.' || c == ')') {
        if (at == from || line.charAt(at - 1) == '.') {
          return from;
        }
        marked = true;
        at++;
        if (c == ')') {
          break;
        }
        continue;
      }
      if (c < '0' || c > '9') {
        break;
      }
      at++;
    }
    return marked ? at : from;
  }

  /// Behind the marker of a list item as CommonMark has it, a blank or the end of the line behind
  /// it; `from` when there is none. Numbers with several parts, which [#at] reads too, are none.
  static int afterMarker(String text, int from, int end) {
    if (from == end) {
      return from;
    }
    int at = from;
    char first = text.charAt(from);
    if (first == '-' || first == '*' || first == '+') {
      at++;
    } else {
      while (at < end && at - from < NUMBER_LENGTH_MAX && isDigit(text.charAt(at))) {
        at++;
      }
      if (at == from || at == end || (text.charAt(at) != '.' && text.charAt(at) != ')')) {
        return from;
      }
      at++;
    }
    return at == end || isBlank(text.charAt(at)) ? at : from;
  }

  private static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
