package dev.speckit.spec;

import org.jspecify.annotations.Nullable;

/// An id that an author wrote before a text: `FR-001`, `REQ-AUTH-2`, `AC-3`.
///
/// @param id as written
/// @param text what follows it
/// @param marked whether it stands in bold or is followed by a colon, so that it names the text and
///   is not a word of it
record WrittenId(String id, String text, boolean marked) {
  private static final int ID_LENGTH_MAX = 64;

  /// The id at the start of a text, or null. Accepts `**ID**: text`, `**ID:** text`, `**ID** text`,
  /// `ID: text` and `ID text`.
  ///
  /// @param dashless whether `**R1**` (bold, no dash) counts too
  static @Nullable WrittenId at(String text, boolean dashless) {
    int start = boldLength(text);
    boolean bold = start > 0;
    int end = idEnd(text, start, bold && dashless);
    if (end == start || end - start > ID_LENGTH_MAX) {
      return null;
    }
    String id = text.substring(start, end);
    int at = end;
    boolean colon = at < text.length() && text.charAt(at) == ':';
    at += colon ? 1 : 0;
    if (bold) {
      if (!text.startsWith(text.substring(0, start), at)) {
        return null;
      }
      at += start;
    }
    if (!colon && at < text.length() && text.charAt(at) == ':') {
      colon = true;
      at++;
    }
    if (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
      return null;
    }
    return new WrittenId(id, text.substring(at).strip(), bold || colon);
  }

  private static int boldLength(String text) {
    return text.startsWith("**") || text.startsWith("__") ? 2 : 0;
  }

  /// Behind LETTERS(-LETTERS)*-number; at `from` when there is none. Numbers may have dots and one
  /// small letter (`FR-2.1`, `FR-12a`).
  private static int idEnd(String text, int from, boolean dashless) {
    int at = afterWord(text, from);
    if (at == from) {
      return from;
    }
    while (at < text.length() && text.charAt(at) == '-') {
      int next = at + 1;
      int number = afterNumber(text, next);
      if (number > next) {
        return number;
      }
      int word = afterWord(text, next);
      if (word == next) {
        return from;
      }
      at = word;
    }
    return dashless && isDigit(text.charAt(at - 1)) ? at : from;
  }

  private static int afterWord(String text, int from) {
    int at = from;
    while (at < text.length() && at - from < ID_LENGTH_MAX) {
      char c = text.charAt(at);
      boolean letter = c >= 'A' && c <= 'Z';
      if (!letter && (at == from || (!isDigit(c) && c != '_'))) {
        break;
      }
      at++;
    }
    return at;
  }

  private static int afterNumber(String text, int from) {
    int at = from;
    while (at < text.length() && at - from < ID_LENGTH_MAX && isDigit(text.charAt(at))) {
      at++;
      boolean dotted =
          at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1));
      at += dotted ? 1 : 0;
    }
    boolean suffix =
        at > from && at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    return suffix ? at + 1 : at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
