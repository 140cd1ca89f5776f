package dev.speckit.spec.deliverable;

import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The trace-back comments at the top of a text: right behind its head, or further down among its
/// first comments, where somebody may have put a licence above them.
///
/// @param pairs in order; more than one when several specs changed the file
/// @param end the offset behind the last pair, or where a first one goes
record TraceBackLines(TextLines lines, List<Pair> pairs, int end) {
  private static final int LINES_MAX = 300;

  /// Two lines, by offsets.
  ///
  /// @param start of the first line
  /// @param end behind the second line's line end, or behind its comment when more follows in the
  ///   line or the text ends there
  /// @param wholeLines whether the second line ended with a line end
  /// @param specLink what stands between the brackets of the first line
  record Pair(
      int start,
      int end,
      boolean wholeLines,
      String specLink,
      int specStart,
      int specEnd,
      int contextStart,
      int contextEnd) {}

  static TraceBackLines of(CommentSyntax syntax, String text) {
    TextLines lines = TextLines.of(text);
    int head = syntax.head().end(lines);
    List<Pair> pairs = new ArrayList<>();
    Pattern spec = pattern(syntax, "Spec", true);
    Pattern context = pattern(syntax, "Context", syntax.close().isEmpty());
    int line = lines.lineAt(head);
    line = lines.start(line) < head ? line + 1 : line;
    boolean block = false;
    for (int last = Math.min(lines.count(), line + LINES_MAX); line < last; line++) {
      Matcher first = spec.matcher(lines.content(line));
      boolean paired = !block && first.lookingAt() && line + 1 < lines.count();
      Matcher second = context.matcher(paired ? lines.content(line + 1) : "");
      if (paired && second.lookingAt()) {
        pairs.add(pair(lines, line, first, second));
        line++;
        continue;
      }
      String content = lines.content(line).strip();
      if (!block && !content.isEmpty() && !opensComment(syntax, content)) {
        break;
      }
      block = isInside(syntax, content, block);
    }
    return new TraceBackLines(
        lines, List.copyOf(pairs), pairs.isEmpty() ? head : pairs.getLast().end());
  }

  private static Pattern pattern(CommentSyntax syntax, String word, boolean toLineEnd) {
    return Pattern.compile(
        Pattern.quote(syntax.open() + word + ": [[")
            + "(.*?)"
            + Pattern.quote("]]" + syntax.close())
            + (toLineEnd ? "[ \\t]*$" : ""),
        Pattern.DOTALL);
  }

  private static Pair pair(TextLines lines, int line, Matcher first, Matcher second) {
    int offset = lines.start(line + 1);
    boolean last = lines.content(line + 1).substring(second.end()).isBlank();
    boolean whole = last && lines.next(line + 1) > lines.end(line + 1);
    int end = last ? lines.next(line + 1) : offset + second.end();
    return new Pair(
        lines.start(line),
        end,
        whole,
        first.group(1),
        lines.start(line) + first.start(1),
        lines.start(line) + first.end(1),
        offset + second.start(1),
        offset + second.end(1));
  }

  private static boolean opensComment(CommentSyntax syntax, String content) {
    boolean stars = syntax.open().startsWith("//") && content.startsWith("/*");
    return stars || content.startsWith(syntax.open().strip());
  }

  /// Whether a comment of several lines is still open behind a line.
  private static boolean isInside(CommentSyntax syntax, String content, boolean before) {
    boolean slashes = syntax.open().startsWith("//");
    if (syntax.close().isEmpty() && !slashes) {
      return false;
    }
    String open = slashes ? "/*" : syntax.open().strip();
    String close = slashes ? "*/" : syntax.close().strip();
    boolean opened = before || content.startsWith(open);
    return opened && !content.substring(before ? 0 : open.length()).contains(close);
  }
}
