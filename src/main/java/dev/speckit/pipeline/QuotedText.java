package dev.speckit.pipeline;

import java.util.Arrays;

/// A text in which quotes are looked for: every run of white space is one blank, and each line
/// knows where it begins.
final class QuotedText {
  private final String text;

  /// By line, from 0, where it begins in the text; ascending.
  private final int[] starts;

  private QuotedText(String text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  static QuotedText of(String original) {
    StringBuilder text = new StringBuilder(original.length());
    int[] starts = new int[64];
    int lines = 1;
    for (int i = 0; i < original.length(); i++) {
      char c = original.charAt(i);
      boolean lineEnd =
          c == '\n'
              || (c == '\r' && (i + 1 == original.length() || original.charAt(i + 1) != '\n'));
      if (!isBlank(c)) {
        text.append(c);
      } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
      if (lineEnd) {
        starts = lines == starts.length ? Arrays.copyOf(starts, 2 * lines) : starts;
        starts[lines++] = text.length();
      }
    }
    return new QuotedText(text.toString(), Arrays.copyOf(starts, lines));
  }

  /// A quote in the form in which it is looked for.
  static String plain(String quote) {
    return of(quote).text.strip();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\u00A0' || c == '\uFEFF';
  }

  int length() {
    return text.length();
  }

  /// Whether a line holds the quote and nothing else but white space.
  boolean hasLine(String quote) {
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : text.length();
      if (text.substring(starts[i], end).strip().equals(quote)) {
        return true;
      }
    }
    return false;
  }

  boolean holds(String quote) {
    return text.contains(quote);
  }

  /// Whether the quote begins on a line at most so far from the named one.
  ///
  /// @param line 1-based
  boolean holdsNear(String quote, int line, int away) {
    int from = Math.max(0, line - 1 - away);
    if (from >= starts.length) {
      return false;
    }
    long behind = (long) line + away;
    int to = behind < starts.length ? starts[(int) behind] : text.length();
    int end = Math.min(text.length(), to - 1 + quote.length());
    return starts[from] < to && text.indexOf(quote, starts[from], end) >= 0;
  }
}
