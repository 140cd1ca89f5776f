package dev.speckit.cli;

import java.util.ArrayList;
import java.util.List;

/// Text from files and agents, made safe and measurable for a terminal.
final class Glyphs {
  private static final int SYMBOL_OF_NUL = 0x2400;
  private static final int SYMBOL_OF_DELETE = 0x2421;
  private static final int REPLACEMENT = 0xFFFD;

  /// Pairs of first and last code point that take two cells (East Asian wide, emoji).
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x2614, 0x2615, 0x2648, 0x2653, 0x26A1, 0x26A1,
    0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x2705, 0x2705, 0x270A, 0x270B,
    0x2728, 0x2728, 0x274C, 0x274C, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x2B1B, 0x2B1C,
    0x2B50, 0x2B50, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF,
    0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6,
    0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320,
    0x1F32D, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F7E0, 0x1F7EB, 0x1F90C, 0x1FAFF, 0x20000, 0x3FFFD
  };

  private Glyphs() {}

  /// One line without anything a terminal would obey: control characters become their symbols,
  /// those that reorder or hide text become U+FFFD.
  static String safe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < ' ' || unit >= 0x7F) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(point -> out.appendCodePoint(safe(point)));
    return out.toString();
  }

  private static int safe(int point) {
    if (point == '\t') {
      return ' ';
    }
    if (point < ' ') {
      return SYMBOL_OF_NUL + point;
    }
    if (point == 0x7F) {
      return SYMBOL_OF_DELETE;
    }
    boolean obeyed =
        (point >= 0x80 && point <= 0x9F)
            || (point >= 0x202A && point <= 0x202E)
            || (point >= 0x2066 && point <= 0x2069)
            || (point >= 0x206A && point <= 0x206F)
            || (point >= 0x2060 && point <= 0x2064)
            || (point >= 0xFFF9 && point <= 0xFFFB)
            || (point >= 0xE0000 && point <= 0xE007F)
            || (point & 0xFFFE) == 0xFFFE
            || point == 0x061C
            || point == 0x2028
            || point == 0x2029
            || point == 0x200B
            || point == 0x200E
            || point == 0x200F
            || point == 0xFEFF
            || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    return obeyed ? REPLACEMENT : point;
  }

  /// Cells a safe text takes in a terminal.
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  private static int width(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (point >= WIDE[i] && point <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /// The text cut to a number of cells, the cut shown by an ellipsis.
  static String cut(String text, int cells) {
    if (width(text) <= cells) {
      return text;
    }
    int end = 0;
    int used = 0;
    while (used + width(text.codePointAt(end)) < cells) {
      used += width(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + "…";
  }

  /// The text in lines of at most so many cells, broken at blanks where there are any. Only the
  /// blanks at a break are lost. A glyph is never broken from the marks above it; one that is wider
  /// than a line stands alone.
  static List<String> wrap(String text, int cells) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    int end = fitting(text, start, cells);
    while (end < text.length()) {
      int blank = text.lastIndexOf(' ', end);
      int cut = blank > start ? blank : end;
      lines.add(text.substring(start, cut));
      start = cut;
      while (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      end = fitting(text, start, cells);
    }
    lines.add(text.substring(start));
    return lines;
  }

  /// The end of what fits, at least one glyph.
  private static int fitting(String text, int start, int cells) {
    int end = start;
    int used = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += width(point);
      if (used > cells && end > start) {
        return end;
      }
      end += Character.charCount(point);
    }
    return end;
  }
}
