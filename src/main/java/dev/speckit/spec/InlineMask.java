package dev.speckit.spec;

import java.util.HashMap;
import java.util.Map;

/// Blanks out what does not count inside one line (comments, code spans), column by column, so that
/// places stay right. Linear in the line's length, whatever it holds.
final class InlineMask {
  private InlineMask() {}

  /// @param visible the line with comments blanked
  /// @param linkable the line with comments and code spans blanked
  /// @param open whether a comment is still open at the end of the line
  record Masked(String visible, String linkable, boolean open) {}

  static Masked mask(String line, boolean commentOpen) {
    char[] visible = line.toCharArray();
    char[] linkable = line.toCharArray();
    int[] closers = line.indexOf('`') < 0 ? new int[0] : closers(line);
    int at = 0;
    boolean open = commentOpen;
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
      if (c != '`') {
        at++;
        continue;
      }
      int run = runEnd(line, at);
      if (closers[at] > 0) {
        blank(linkable, at, closers[at]);
        run = closers[at];
      }
      at = run;
    }
    return new Masked(new String(visible), new String(linkable), open);
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

  private static int runEnd(String line, int at) {
    int end = at;
    while (end < line.length() && line.charAt(end) == '`') {
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
