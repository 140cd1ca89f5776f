package dev.speckit.spec;

import java.util.HashMap;
import java.util.Map;

/// Blanks out what does not count inside one line or paragraph (comments, code spans, formulas
/// between `$$`), column by column, so that places stay right. Linear in the length, whatever it
/// holds.
final class InlineMask {
  private InlineMask() {}

  /// @param visible the line with comments blanked
  /// @param linkable the line with comments, code spans and formulas blanked
  /// @param open whether a comment is still open at the end of the line
  /// @param unclosed the mark (a backtick, or `$`) of the first code span or formula that this text
  ///   opens and does not close; 0 for none
  record Masked(String visible, String linkable, boolean open, char unclosed) {

    /// One line of a paragraph that was masked as a whole.
    ///
    /// @param from where the line starts in it
    /// @param to where the line ends, before its line end
    Masked part(int from, int to) {
      boolean last = to == visible.length();
      // A comment that goes on has blanked the line end too.
      boolean goesOn = last ? open : visible.charAt(to) == ' ';
      return new Masked(visible.substring(from, to), linkable.substring(from, to), goesOn, NONE);
    }
  }

  private static final char NONE = 0;

  static Masked mask(String line, boolean commentOpen) {
    char[] visible = line.toCharArray();
    char[] linkable = line.toCharArray();
    int[] closers = line.indexOf('`') < 0 ? new int[0] : closers(line);
    int at = 0;
    boolean open = commentOpen;
    char unclosed = NONE;
    while (at < line.length()) {
      if (open) {
        int close = line.indexOf("-->", at);
        int end = close < 0 ? line.length() : close + 3;
        blank(visible, at, end);
        blank(linkable, at, end);
        open = close < 0;
        at = end;
        continue;
      }
      char c = line.charAt(at);
      if (c == '<' && line.startsWith("<!--", at)) {
        blank(visible, at, at + 4);
        blank(linkable, at, at + 4);
        open = true;
        at += 4;
        continue;
      }
      if (c == '\\') {
        at += 2;
        continue;
      }
      boolean formula = c == '$' && line.startsWith("$$", at);
      if (c != '`' && !formula) {
        at++;
        continue;
      }
      int close = formula ? formulaEnd(line, at) : closers[at];
      if (close > 0) {
        blank(linkable, at, close);
      } else {
        unclosed = unclosed == NONE ? c : unclosed;
      }
      at = close > 0 ? close : runEnd(line, at);
    }
    return new Masked(new String(visible), new String(linkable), open, unclosed);
  }

  /// For the first backtick of each run: the offset behind the next run of the same length, or 0.
  private static int[] closers(String line) {
    int[] closers = new int[line.length()];
    Map<Integer, Integer> nextByLength = new HashMap<>();
    int at = line.length() - 1;
    while (at >= 0) {
      if (line.charAt(at) != '`') {
        at--;
        continue;
      }
      int end = at + 1;
      while (at >= 0 && line.charAt(at) == '`') {
        at--;
      }
      int start = at + 1;
      Integer next = nextByLength.put(end - start, start);
      closers[start] = next == null ? 0 : next + (end - start);
    }
    return closers;
  }

  /// Behind the marks that close a formula, or 0.
  private static int formulaEnd(String line, int at) {
    int close = line.indexOf("$$", at + 2);
    return close < 0 ? 0 : close + 2;
  }

  private static int runEnd(String line, int at) {
    char mark = line.charAt(at);
    int end = at;
    while (end < line.length() && line.charAt(end) == mark) {
      end++;
    }
    return end;
  }

  private static void blank(char[] chars, int from, int to) {
    for (int i = from; i < to; i++) {
      chars[i] = ' ';
    }
  }
}
