package dev.speckit.spec;

/// Where values without quotes end in one text: at a blank, a quote, an escape of one of these, or
/// at one of some other characters. Words that may lead to a value can follow each other closely
/// before one and the same end: it is looked for once.
final class BareValues {
  private final String text;
  private final String stops;
  private int seenFrom;
  private int seenEnd = -1;

  /// @param stops characters that end a value, besides blanks and quotes
  BareValues(String text, String stops) {
    this.text = text;
    this.stops = stops;
  }

  /// @param from where a value starts, not inside an escape
  /// @return its end, or where it is longer than any secret, before an escape
  int end(int from) {
    if (from < seenFrom || from > seenEnd) {
      seenFrom = from;
      seenEnd = search(from);
    }
    if (seenEnd - from <= Quoting.VALUE_MAX) {
      return seenEnd;
    }
    int end = from + Quoting.VALUE_MAX;
    while (end > from && text.charAt(end - 1) == '\\') {
      end--;
    }
    return end;
  }

  private int search(int from) {
    int at = from;
    while (at < text.length()) {
      char unit = text.charAt(at);
      if (Quoting.isBlank(unit)
          || Quoting.isQuote(unit)
          || unit == '`'
          || stops.indexOf(unit) >= 0) {
        return at;
      }
      int next = unit == '\\' ? escapeEnd(at) : at + 1;
      if (next < 0) {
        return at;
      }
      at = next;
    }
    return Math.min(at, text.length());
  }

  /// @return -1 when the escape ends a value: a quote, a blank, or what is no escape
  private int escapeEnd(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
    }
    if (at == text.length() || "nrtbf\"'`".indexOf(text.charAt(at)) >= 0) {
      return -1;
    }
    if (Quoting.isBlank(text.charAt(at))) {
      return at;
    }
    return at + (text.charAt(at) == 'u' ? Math.min(5, text.length() - at) : 1);
  }
}
