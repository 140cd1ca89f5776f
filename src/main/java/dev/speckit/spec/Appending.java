package dev.speckit.spec;

import java.util.List;

/// Adds lines to a document at one place and leaves every other byte as it was.
public final class Appending {
  private Appending() {}

  /// The document with one line more at the end of a section, before the next heading of any level;
  /// the section is made at the end of the document when it is missing. The file's own line end is
  /// used.
  ///
  /// @param name the path shown to people
  /// @param section the heading's text, compared without case
  /// @param line without a line end
  public static String toSection(String name, String text, String section, String line) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    TextLines lines = markdown.lines();
    String end = lines.lineEnd();
    List<MarkdownLines.Heading> headings = markdown.headings();
    for (int i = 0; i < headings.size(); i++) {
      if (!headings.get(i).title().equalsIgnoreCase(section)) {
        continue;
      }
      int last = i + 1 < headings.size() ? headings.get(i + 1).line() - 1 : lines.count() - 1;
      while (lines.isBlank(last)) {
        last--;
      }
      return behind(lines, last, line + end);
    }
    int last = lines.count() - 1;
    while (last > 0 && lines.isBlank(last)) {
      last--;
    }
    return behind(lines, last, end + "## " + section + end + line + end);
  }

  /// The text with something inserted behind a line.
  ///
  /// @param line 0-based
  /// @param inserted whole lines, each with its line end
  public static String behind(TextLines lines, int line, String inserted) {
    int offset = lines.next(line);
    boolean ended = offset > lines.end(line);
    return Edit.apply(
        lines.text(), List.of(Edit.insert(offset, ended ? inserted : lines.lineEnd() + inserted)));
  }
}
