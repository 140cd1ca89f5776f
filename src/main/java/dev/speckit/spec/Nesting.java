package dev.speckit.spec;

import java.util.Arrays;

/// In which list items and quotes the lines of a document stand, told line by line from the top, so
/// that an indented block of code can be told from text in a list. As in CommonMark, but for quotes
/// inside of list items, which are taken for their text.
final class Nesting {
  /// From here on a line is code.
  private static final int CODE_COLUMNS = 4;

  private static final int DEPTH_MAX = 100;

  /// How a line stands.
  enum Stand {
    /// Where a block may begin.
    FREE,
    /// Too far inside to be anything but code.
    CODE,
    /// As far inside, but it goes on a paragraph: text that opens nothing.
    CONTINUED
  }

  /// The columns at which the text of the open list items starts, outermost first.
  private int[] contents = new int[4];

  private int depth;

  /// Where an indented list below a heading starts, for its further items; 0 for no such list.
  private int margin;

  private int quotes;
  private boolean paragraph;
  private boolean belowHeading;

  /// The next line that is in no fence, comment or front matter.
  Stand enter(TextLines lines, int line) {
    int start = lines.start(line);
    int end = lines.end(line);
    if (start < end && Character.isLetter(lines.text().charAt(start))) {
      if (!paragraph) {
        quotes = 0;
        depth = 0;
        margin = 0;
      }
      paragraph = true;
      belowHeading = false;
      return Stand.FREE;
    }
    if (lines.isBlank(line)) {
      paragraph = false;
      belowHeading = false;
      return Stand.FREE;
    }
    return enter(lines.text(), start, end);
  }

  /// The line was a heading or a fence, so the next one goes on no paragraph.
  void endParagraph() {
    paragraph = false;
    belowHeading = true;
  }

  /// The first column that is too far inside for a block to begin or end there.
  int limit() {
    return (depth == 0 ? margin : contents[depth - 1]) + CODE_COLUMNS;
  }

  private Stand enter(String text, int start, int end) {
    int from = quotes == 0 && isInItem(text, start, end) ? start : enterQuotes(text, start, end);
    int at = from;
    int column = 0;
    while (at < end && isBlank(text.charAt(at))) {
      column = behind(text.charAt(at), column);
      at++;
    }
    if (at == end) {
      paragraph = false;
      return Stand.FREE;
    }
    int around = around(column);
    int behind = ListItem.afterMarker(text, at, end);
    if (belowHeading) {
      margin = behind > at ? column : 0;
    }
    belowHeading = false;
    margin = column < margin ? 0 : margin;
    int inside = column - (around == 0 ? margin : contents[around - 1]);
    if (inside >= CODE_COLUMNS) {
      depth = paragraph ? depth : around;
      return paragraph ? Stand.CONTINUED : Stand.CODE;
    }
    if (!paragraph || behind > at || text.charAt(at) == '#') {
      depth = around;
    }
    paragraph = true;
    enterItems(text, at, end, column);
    return Stand.FREE;
  }

  /// Opens the items that begin in a line, one in another.
  private void enterItems(String text, int from, int end, int columns) {
    int at = from;
    int column = columns;
    int behind = ListItem.afterMarker(text, at, end);
    while (behind > at) {
      column += behind - at;
      int content = column;
      for (at = behind; at < end && isBlank(text.charAt(at)); at++) {
        content = behind(text.charAt(at), content);
      }
      boolean far = at == end || content - column > CODE_COLUMNS;
      open(far ? column + 1 : content);
      paragraph = at < end;
      column = content;
      behind = far ? at : ListItem.afterMarker(text, at, end);
    }
  }

  /// Whether a list item begins in a line.
  static boolean isItem(TextLines lines, int line) {
    int at = lines.start(line);
    while (at < lines.end(line) && isBlank(lines.text().charAt(at))) {
      at++;
    }
    return ListItem.afterMarker(lines.text(), at, lines.end(line)) > at;
  }

  /// How many columns a line is indented.
  static int column(TextLines lines, int line) {
    return column(lines.text(), lines.start(line), lines.end(line));
  }

  private static int column(String text, int start, int end) {
    int column = 0;
    for (int at = start; at < end && isBlank(text.charAt(at)); at++) {
      column = behind(text.charAt(at), column);
    }
    return column;
  }

  private boolean isInItem(String text, int start, int end) {
    if (depth == 0) {
      return false;
    }
    return column(text, start, end) >= contents[0];
  }

  /// @return behind the quote's marks, each with the blank that belongs to it
  private int enterQuotes(String text, int start, int end) {
    int from = start;
    int seen = 0;
    while (true) {
      int at = from;
      while (at < end && at - from < CODE_COLUMNS && text.charAt(at) == ' ') {
        at++;
      }
      if (at == end || at - from == CODE_COLUMNS || text.charAt(at) != '>') {
        break;
      }
      seen++;
      from = at + 1 < end && text.charAt(at + 1) == ' ' ? at + 2 : at + 1;
    }
    boolean lazy = paragraph && seen < quotes;
    if (seen != quotes && !lazy) {
      quotes = seen;
      depth = 0;
      paragraph = false;
    }
    return from;
  }

  /// How many of the open items a line that starts at this column is in.
  private int around(int column) {
    int around = depth;
    while (around > 0 && contents[around - 1] > column) {
      around--;
    }
    return around;
  }

  private void open(int content) {
    if (depth == DEPTH_MAX) {
      return;
    }
    contents = depth == contents.length ? Arrays.copyOf(contents, depth * 2) : contents;
    contents[depth] = content;
    depth++;
  }

  /// The column behind a blank; a tab leads to the next multiple of four.
  private static int behind(char blank, int column) {
    return blank == '\t' ? column + 4 - column % 4 : column + 1;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
