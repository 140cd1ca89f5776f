package dev.speckit.spec.deliverable;

import dev.speckit.spec.TextLines;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What must stay at the start of a file, so that a comment goes below it. Each pattern is one
/// piece of it, tried at the place where the one before ended.
enum FileHead {
  PLAIN(),
  PYTHON(),
  RUBY(
      "#(?! Spec: \\[\\[| Context:"
          + " \\[\\[)[^\\n\\r]*?(?:coding[:=]|frozen_string_literal:|warn_indent:|shareable_constant_value:|typed:)[^\\n\\r]*"),
  YAML("##? ?(?:cloud-config|template:)[^\\n\\r]*"),
  DOCKER("#[ \\t]*(?:syntax|escape|check)[ \\t]*=[^\\n\\r]*"),
  SCRIPT("(['\"])use [a-z ]+\\1[ \\t]*;?[ \\t]*(?=[\\n\\r]|\\z)"),
  SWIFT("//[ \\t]*swift-tools-version[^\\n\\r]*"),
  STYLE("@charset[ \\t]+[^;\\n\\r]*;"),
  XML("<\\?xml\\b[^>]*?\\?>"),
  HTML("<\\?xml\\b[^>]*?\\?>", "(?i:<!doctype\\b[^>]*>)"),
  FRONT_MATTER(
      "---[ \\t]*(?:\\r\\n|\\n|\\r)(?s:.*?)(?<=[\\n\\r])(?:---|\\.\\.\\.)[ \\t]*(?=[\\n\\r]|\\z)"),
  PHP("<\\?(?i:php)(?=\\s|\\z)(?:[ \\t]+declare\\([^)\\n\\r]*\\);)?");

  private static final Pattern SHEBANG = Pattern.compile("#!(?!\\[)[^\\n\\r]*");
  private static final Pattern EDITOR =
      Pattern.compile("(?:#|//|;|%|\"|--(?!\\[))[^\\n\\r]*?-\\*-[^\\n\\r]+?-\\*-[^\\n\\r]*");
  private static final Pattern PYTHON_ENCODING =
      Pattern.compile("[ \\t\\f]*#[^\\n\\r]*?coding[:=][ \\t]*[-_.a-zA-Z0-9]+[^\\n\\r]*");
  private static final Pattern PYTHON_FIRST = Pattern.compile("[ \\t\\f]*(?:#[^\\n\\r]*)?");

  private final List<Pattern> pieces;

  FileHead(String... pieces) {
    this.pieces = List.of(pieces).stream().map(Pattern::compile).toList();
  }

  boolean holdsAtStart(String text) {
    TextLines lines = TextLines.of(text);
    int at = pass(SHEBANG, lines, lines.start(0));
    return pieces.stream().anyMatch(each -> matcher(each, text, at).lookingAt());
  }

  /// The offset at which a comment may be put: the start of a line, or a place behind the head in
  /// the middle of a line when the format goes on there.
  int end(TextLines lines) {
    String text = lines.text();
    int at = pass(SHEBANG, lines, lines.start(0));
    at = pass(EDITOR, lines, at);
    if (this == PYTHON) {
      return Math.max(at, pythonEnd(lines));
    }
    boolean again = true;
    while (again) {
      again = false;
      for (Pattern piece : pieces) {
        Matcher matcher = matcher(piece, text, this == HTML ? blanks(text, at) : at);
        if (matcher.lookingAt()) {
          at = behind(lines, matcher.end());
          again = isRepeated();
        }
      }
    }
    return at;
  }

  private boolean isRepeated() {
    return this == RUBY || this == YAML || this == DOCKER || this == SCRIPT;
  }

  /// The encoding may stand in the first line, or in the second one below a comment.
  private static int pythonEnd(TextLines lines) {
    if (matches(PYTHON_ENCODING, lines, 0)) {
      return behind(lines, lines.end(0));
    }
    boolean second =
        lines.count() > 1 && matches(PYTHON_FIRST, lines, 0) && matches(PYTHON_ENCODING, lines, 1);
    return second ? behind(lines, lines.end(1)) : 0;
  }

  private static boolean matches(Pattern pattern, TextLines lines, int line) {
    return pattern.matcher(lines.content(line)).matches();
  }

  private static int pass(Pattern pattern, TextLines lines, int at) {
    Matcher matcher = matcher(pattern, lines.text(), at);
    return matcher.lookingAt() ? behind(lines, matcher.end()) : at;
  }

  /// Behind the line end that follows a place, when nothing but blanks stands before it.
  private static int behind(TextLines lines, int at) {
    int line = lines.lineAt(at);
    boolean last = lines.text().substring(Math.min(at, lines.end(line)), lines.end(line)).isBlank();
    return last ? lines.next(line) : at;
  }

  private static int blanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static Matcher matcher(Pattern pattern, String text, int at) {
    return pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
  }
}
