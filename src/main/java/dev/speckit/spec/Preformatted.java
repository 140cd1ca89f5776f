package dev.speckit.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// HTML in which nothing is Markdown up to its closing tag, as in CommonMark: `<pre>` and the like.
/// One that is never closed is text like any other, so that it cannot hide the rest of a document.
final class Preformatted {
  private static final List<String> TAGS = List.of("pre", "script", "style", "textarea");
  private static final int INDENT_MAX = 3;

  /// The tags that are closed nowhere below, so that each is looked for in vain once.
  private final Set<String> neverClosed = new HashSet<>(4);

  /// Asked from the top to the bottom.
  ///
  /// @return the line behind the one that closes what this line opens; the line itself when it
  ///   opens none.
  int end(TextLines lines, int line) {
    String text = lines.text();
    int at = lines.start(line);
    while (at < lines.end(line) && at - lines.start(line) < INDENT_MAX && text.charAt(at) == ' ') {
      at++;
    }
    if (at == lines.end(line) || text.charAt(at) != '<') {
      return line;
    }
    for (String tag : TAGS) {
      if (isOpened(text, at + 1, lines.end(line), tag) && !neverClosed.contains(tag)) {
        int behind = behind(lines, line, "</" + tag + ">");
        if (behind == line) {
          neverClosed.add(tag);
        }
        return behind;
      }
    }
    return line;
  }

  private static boolean isOpened(String text, int at, int end, String tag) {
    int behind = at + tag.length();
    if (behind > end || !text.regionMatches(true, at, tag, 0, tag.length())) {
      return false;
    }
    return behind == end || " \t>".indexOf(text.charAt(behind)) >= 0;
  }

  private static int behind(TextLines lines, int line, String closing) {
    int last = lines.text().length() - closing.length();
    for (int at = lines.start(line); at <= last; at++) {
      if (lines.text().charAt(at) == '<'
          && lines.text().regionMatches(true, at, closing, 0, closing.length())) {
        return lines.lineAt(at) + 1;
      }
    }
    return line;
  }
}
