package dev.speckit.spec;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What each line of a Markdown document is: heading, text, code, comment, front matter. One pass,
/// linear in the length of the text. Code fences may stand inside lists and quotes.
public final class MarkdownLines {
  private static final int PROBLEMS_MAX = 1000;

  /// What a line is.
  public enum Kind {
    BLANK,
    TEXT,
    HEADING,
    /// The line of `=` or `-` under a heading.
    UNDERLINE,
    /// The opening or closing line of a code fence.
    FENCE,
    CODE,
    /// Wholly inside an HTML comment.
    COMMENT,
    FRONT_MATTER
  }

  /// A heading.
  ///
  /// @param level 1 to 6
  /// @param title without markers
  /// @param line 0-based
  public record Heading(int level, String title, int line) {}

  private final String name;
  private final TextLines lines;
  private final Kind[] kinds;
  private final List<Heading> headings = new ArrayList<>();
  private final Map<Integer, InlineMask.Masked> masks = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final boolean mayMask;
  private final boolean mayFence;
  private boolean conflictOpen;

  private MarkdownLines(String name, TextLines lines) {
    this.name = name;
    this.lines = lines;
    this.kinds = new Kind[lines.count()];
    this.mayFence = lines.mayHold('`') || lines.mayHold('~');
    this.mayMask = lines.mayHold('`') || lines.mayHold('<');
  }

  /// @param name the path shown to people
  public static MarkdownLines of(String name, String text) {
    MarkdownLines scanned = new MarkdownLines(name, TextLines.of(text));
    scanned.scan();
    return scanned;
  }

  public TextLines lines() {
    return lines;
  }

  /// @param line 0-based, as everywhere here
  public Kind kind(int line) {
    return kinds[line];
  }

  /// In the order of the text. Asked for each line of a document, so it is a view and no copy.
  public List<Heading> headings() {
    return Collections.unmodifiableList(headings);
  }

  /// Unclosed fences and comments, conflict markers, NUL characters.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// The line with comments blanked out; columns are kept.
  public String visible(int line) {
    InlineMask.Masked mask = masks.get(line);
    return mask == null ? lines.content(line) : mask.visible();
  }

  /// The lines in which a character stands, perhaps in a comment or code span.
  public BitSet holding(char c) {
    BitSet holding = new BitSet();
    String text = lines.text();
    int at = lines.mayHold(c) ? text.indexOf(c) : -1;
    while (at >= 0) {
      int line = lines.lineAt(at);
      holding.set(line);
      at = text.indexOf(c, lines.next(line));
    }
    return holding;
  }

  /// The line with comments and code spans blanked out; columns are kept.
  public String linkable(int line) {
    InlineMask.Masked mask = masks.get(line);
    return mask == null ? lines.content(line) : mask.linkable();
  }

  /// Last line of the front matter, or -1 when there is none.
  public int frontMatterEnd() {
    int end = -1;
    while (end + 1 < kinds.length && kinds[end + 1] == Kind.FRONT_MATTER) {
      end++;
    }
    return end;
  }

  private void scan() {
    reportNul();
    int line = scanFrontMatter();
    Fence fence = null;
    boolean comment = false;
    int commentLine = 0;
    for (; line < kinds.length; line++) {
      if (fence != null && fence.leftBehindAt(lines, line)) {
        fence = null;
      }
      if (fence != null) {
        boolean closed = fence.closedBy(lines, line);
        kinds[line] = closed ? Kind.FENCE : Kind.CODE;
        fence = closed ? null : fence;
        continue;
      }
      if (!comment && mayFence) {
        fence = Fence.openedBy(lines, line);
        if (fence != null) {
          kinds[line] = Kind.FENCE;
          continue;
        }
      }
      boolean before = comment;
      comment = scanInline(line, comment);
      commentLine = comment && !before ? line : commentLine;
      if (kinds[line] == null) {
        classify(line);
      }
    }
    if (fence != null) {
      problem(
          Problem.of("open-fence", "the code fence is never closed, so nothing below it counts")
              .at(Place.of(name, fence.line() + 1))
              .remedy("close it with a line of its own: " + fence.marker()));
    }
    if (comment) {
      problem(
          Problem.of("open-comment", "the comment is never closed, so nothing below it counts")
              .at(Place.of(name, commentLine + 1))
              .remedy("close it with -->"));
    }
  }

  private void reportNul() {
    int nul = lines.mayHold('\0') ? lines.text().indexOf('\0') : -1;
    if (nul < 0) {
      return;
    }
    int line = lines.lineAt(nul);
    problem(
        Problem.of("nul-character", "the text holds a NUL character, so it is no plain text")
            .at(new Place(name, line + 1, nul - lines.start(line) + 1))
            .remedy("remove it, or restore the file"));
  }

  private int scanFrontMatter() {
    if (!isFrontMatterMark(0, "---")) {
      return 0;
    }
    for (int line = 1; line < kinds.length; line++) {
      if (isFrontMatterMark(line, "---") || isFrontMatterMark(line, "...")) {
        java.util.Arrays.fill(kinds, 0, line + 1, Kind.FRONT_MATTER);
        for (int inside = 1; inside < line; inside++) {
          boolean _ = reportConflict(inside);
        }
        return line + 1;
      }
    }
    if (kinds.length > 1 && lines.content(1).indexOf(':') > 0) {
      problem(
          Problem.of("front-matter", "the front matter that starts here is never closed")
              .at(Place.of(name, 1))
              .remedy("close it with a line that holds only ---"));
    }
    return 0;
  }

  private boolean isFrontMatterMark(int line, String mark) {
    int length = lines.end(line) - lines.start(line);
    return length >= 3
        && length < 200
        && lines.text().startsWith(mark, lines.start(line))
        && lines.content(line).stripTrailing().equals(mark);
  }

  /// Masks comments and code spans; returns whether a comment is open behind the line.
  private boolean scanInline(int line, boolean commentOpen) {
    int start = lines.start(line);
    int end = lines.end(line);
    boolean plain = !mayMask || (!holds('`', start, end) && !holds('<', start, end));
    if (!commentOpen && plain) {
      return false;
    }
    String content = lines.content(line);
    InlineMask.Masked mask = InlineMask.mask(content, commentOpen);
    if (!mask.linkable().equals(content)) {
      masks.put(line, mask);
      if (!content.isBlank() && mask.visible().isBlank()) {
        kinds[line] = Kind.COMMENT;
      }
    }
    return mask.open();
  }

  private boolean holds(char c, int start, int end) {
    return lines.text().indexOf(c, start, end) >= 0;
  }

  private void classify(int line) {
    if (lines.isBlank(line)) {
      kinds[line] = Kind.BLANK;
      return;
    }
    kinds[line] = Kind.TEXT;
    char first = lines.text().charAt(lines.start(line));
    if (Character.isLetterOrDigit(first) || reportConflict(line)) {
      return;
    }
    int level = headingLevel(line);
    if (level > 0) {
      kinds[line] = Kind.HEADING;
      headings.add(new Heading(level, headingTitle(visible(line)), line));
      return;
    }
    int underlined = underlineLevel(line);
    if (underlined > 0 && isParagraphOfOneLine(line - 1)) {
      kinds[line - 1] = Kind.HEADING;
      kinds[line] = Kind.UNDERLINE;
      headings.add(new Heading(underlined, visible(line - 1).strip(), line - 1));
    }
  }

  private boolean reportConflict(int line) {
    String text = lines.text();
    int start = lines.start(line);
    boolean opens = text.startsWith("<<<<<<< ", start);
    boolean closes = text.startsWith(">>>>>>> ", start);
    boolean middle =
        conflictOpen
            && (text.startsWith("||||||| ", start)
                || (text.startsWith("=======", start) && lines.end(line) - start == 7));
    if (opens || (closes && !conflictOpen)) {
      problem(
          Problem.of("conflict-marker", "a merge conflict was left in the text")
              .at(Place.of(name, line + 1))
              .remedy("choose one side and remove the marker lines"));
    }
    if (opens || closes) {
      conflictOpen = opens;
    }
    return opens || closes || middle;
  }

  /// A line that starts inside a comment is judged by what is visible of it.
  private int headingLevel(int line) {
    if (masks.containsKey(line)) {
      String visible = visible(line);
      return headingLevel(visible, 0, visible.length());
    }
    return headingLevel(lines.text(), lines.start(line), lines.end(line));
  }

  private static int headingLevel(String text, int start, int end) {
    int at = start;
    while (at < end && at - start < 3 && text.charAt(at) == ' ') {
      at++;
    }
    int level = 0;
    while (at < end && level < 7 && text.charAt(at) == '#') {
      at++;
      level++;
    }
    if (level == 0 || level > 6) {
      return 0;
    }
    return at == end || text.charAt(at) == ' ' || text.charAt(at) == '\t' ? level : 0;
  }

  private static String headingTitle(String line) {
    int start = line.indexOf('#');
    while (start < line.length() && line.charAt(start) == '#') {
      start++;
    }
    String title = line.substring(start).strip();
    int end = title.length();
    while (end > 0 && title.charAt(end - 1) == '#') {
      end--;
    }
    boolean closing =
        end < title.length()
            && (end == 0 || title.charAt(end - 1) == ' ' || title.charAt(end - 1) == '\t');
    return closing ? title.substring(0, end).strip() : title;
  }

  private int underlineLevel(int line) {
    char mark = lines.text().charAt(lines.start(line));
    if (mark != '=' && mark != '-') {
      return 0;
    }
    for (int i = lines.start(line); i < lines.end(line); i++) {
      char c = lines.text().charAt(i);
      if (c != mark && c != ' ' && c != '\t') {
        return 0;
      }
    }
    int level = mark == '=' ? 1 : 2;
    return lines.end(line) - lines.start(line) < 3 ? 0 : level;
  }

  /// Only then is a line of dashes an underline; below lists, tables, quotes and bold keys it is a
  /// rule across the page.
  private boolean isParagraphOfOneLine(int line) {
    if (line < 0 || kinds[line] != Kind.TEXT) {
      return false;
    }
    if (line > 0 && kinds[line - 1] == Kind.TEXT) {
      return false;
    }
    char first = lines.text().charAt(lines.start(line));
    return Character.isLetterOrDigit(first) && ListItem.at(visible(line)) == null;
  }

  private void problem(Problem problem) {
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(problem);
    }
  }
}
