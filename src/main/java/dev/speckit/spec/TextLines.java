package dev.speckit.spec;

import java.util.Arrays;
import java.util.BitSet;

/// The lines of a text by offset, so that an edit can touch one place and leave every other byte as
/// it was. Line ends are `\n`, `\r\n` and a lone `\r`; a byte order mark is not part of line 1.
public final class TextLines {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private final String text;
  private final int[] starts;
  private final int[] ends;
  private final Letters letters;
  private final BitSet bracketed;

  /// A bit for each of the first 128 characters: whether it is anywhere in the text. One look at
  /// each character answers what else would be a search of the whole text each.
  private record Letters(long low, long high) {
    boolean has(char c) {
      return c >= 128 || ((c < 64 ? low >>> c : high >>> (c - 64)) & 1) != 0;
    }
  }

  private TextLines(String text, int[] starts, int[] ends, Letters letters, BitSet bracketed) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
    this.letters = letters;
    this.bracketed = bracketed;
  }

  public static TextLines of(String text) {
    Scan scan = new Scan(text);
    scan.all();
    return new TextLines(
        text,
        Arrays.copyOf(scan.starts, scan.count),
        Arrays.copyOf(scan.ends, scan.count),
        new Letters(scan.low, scan.high),
        scan.bracketed);
  }

  /// One pass over the low bytes of the characters, in pieces of an array: looking at the
  /// characters themselves costs several times as much for each of them. Where a low byte looks
  /// like a line end the character is looked at.
  private static final class Scan {
    private static final int PIECE = 8192;
    private final String text;
    private int[] starts;
    private int[] ends;
    private int count;
    private int start;
    private long low;
    private long high;
    private final BitSet bracketed = new BitSet();

    Scan(String text) {
      this.text = text;
      this.starts = new int[Math.max(16, text.length() / 32)];
      this.ends = new int[starts.length];
      this.start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    }

    void all() {
      byte[] piece = new byte[Math.min(PIECE, text.length())];
      for (int from = start; from < text.length(); from += piece.length) {
        int length = Math.min(piece.length, text.length() - from);
        copyLowBytes(from, from + length, piece);
        piece(piece, length, from);
      }
      if (start < text.length() || count == 0) {
        add(text.length(), text.length());
      }
    }

    /// @param from where the piece stands in the text
    private void piece(byte[] piece, int length, int from) {
      for (int i = 0; i < length; i++) {
        byte c = piece[i];
        if (c >= 64) {
          high |= 1L << (c - 64);
          if (c == '[' || c == ']') {
            bracketed.set(count);
          }
        } else if (c >= 0) {
          low |= 1L << c;
          if ((c == '\n' || c == '\r') && text.charAt(from + i) == c) {
            lineEnd(from + i);
          }
        }
      }
    }

    /// This is the one use for which the method is right: what it loses is asked for again.
    @SuppressWarnings("deprecation")
    private void copyLowBytes(int from, int to, byte[] piece) {
      text.getBytes(from, to, piece, 0);
    }

    private void lineEnd(int at) {
      if (at == start && at > 0 && isPair(at - 1)) {
        start = at + 1;
        return;
      }
      add(at, at + 1);
    }

    /// Whether a carriage return and a line feed stand there, which end one line together.
    private boolean isPair(int at) {
      return text.charAt(at) == '\r' && text.charAt(at + 1) == '\n';
    }

    private void add(int end, int next) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
      }
      starts[count] = start;
      ends[count] = end;
      count++;
      start = next;
    }
  }

  public String text() {
    return text;
  }

  /// Whether a character may be anywhere in the text: no means no. For what is not ASCII it is
  /// always yes.
  public boolean mayHold(char c) {
    return letters.has(c);
  }

  /// The first line from one on in which a square bracket may stand, as in links and boxes; -1 when
  /// there is none. Most lines hold none.
  public int nextBracketed(int line) {
    return bracketed.nextSetBit(line);
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
