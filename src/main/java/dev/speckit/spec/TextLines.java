package dev.speckit.spec;

import java.util.Arrays;

/// The lines of a text by offset, so that an edit can touch one place and leave every other byte as
/// it was. Line ends are `\n`, `\r\n` and a lone `\r`; a byte order mark is not part of line 1.
public final class TextLines {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private final String text;
  private final int[] starts;
  private final int[] ends;
  private final Letters letters;

  /// A bit for each of the first 128 characters: whether it is anywhere in the text. One look at
  /// each character answers what else would be a search of the whole text each.
  private record Letters(long low, long high) {
    boolean has(char c) {
      return c >= 128 || ((c < 64 ? low >>> c : high >>> (c - 64)) & 1) != 0;
    }
  }

  private TextLines(String text, int[] starts, int[] ends, Letters letters) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
    this.letters = letters;
  }

  public static TextLines of(String text) {
    int[] starts = new int[Math.max(16, text.length() / 32)];
    int[] ends = new int[starts.length];
    int count = 0;
    long low = 0;
    long high = 0;
    int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    for (int i = start; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (c >= 64) {
        high |= c < 128 ? 1L << (c - 64) : 0;
        continue;
      }
      low |= 1L << c;
      if (c != '\n' && c != '\r') {
        continue;
      }
      if (i == text.length() && start == i && count > 0) {
        break;
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
      }
      starts[count] = start;
      ends[count] = i;
      count++;
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        low |= 1L << '\n';
        i++;
      }
      start = i + 1;
    }
    return new TextLines(
        text, Arrays.copyOf(starts, count), Arrays.copyOf(ends, count), new Letters(low, high));
  }

  public String text() {
    return text;
  }

  /// Whether a character may be anywhere in the text: no means no; for what is not ASCII it is
  /// always yes, and so it is for a line end.
  public boolean mayHold(char c) {
    return letters.has(c);
  }

  /// How many lines there are; at least one. A line end at the very end starts no further line.
  public int count() {
    return starts.length;
  }

  /// Offset of the line's first character.
  ///
  /// @param line 0-based
  public int start(int line) {
    return starts[line];
  }

  /// Offset just behind the line's last character, before its line end.
  public int end(int line) {
    return ends[line];
  }

  /// Offset just behind the line end: where the next line starts, or the length of the text.
  public int next(int line) {
    return line + 1 < starts.length ? starts[line + 1] : text.length();
  }

  /// The line without its line end.
  public String content(int line) {
    return text.substring(starts[line], ends[line]);
  }

  /// The 0-based line in which an offset lies.
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  /// The file's own line end: the first one in it, `\n` when it has none.
  public String lineEnd() {
    if (starts.length < 2) {
      return ends[0] < text.length() ? text.substring(ends[0]) : "\n";
    }
    return text.substring(ends[0], starts[1]);
  }

  public boolean isBlank(int line) {
    for (int i = starts[line]; i < ends[line]; i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t') {
        return false;
      }
    }
    return true;
  }
}
