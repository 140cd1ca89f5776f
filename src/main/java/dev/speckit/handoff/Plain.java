package dev.speckit.handoff;

import dev.speckit.spec.Secrets;
import dev.speckit.spec.context.EntryText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody wrote, as one line of Markdown that stays readable and changes nothing around it:
/// no heading, fence, list, HTML or table cell begins in it, and no terminal obeys it.
final class Plain {
  private static final int LENGTH_MAX = 2_000;

  /// Characters looked at; what is longer is cut before anything is matched on it.
  private static final int INPUT_MAX = 20_000;

  private static final Pattern TERMINAL_ESCAPE =
      Pattern.compile(
          "\\x1B\\][^\\x07\\x1B]*(?:\\x07|\\x1B\\\\)?|[\\x1B\\x9B]\\[?[0-?]*[ -/]*[@-~]");
  private static final Pattern LINE_ENDS =
      Pattern.compile("[\\t\\n\\x0B\\f\\r\\u0085\\u2028\\u2029]");
  private static final Pattern BLANKS =
      Pattern.compile("[\\s\\u0085\\u00A0\\u2028\\u2029\\u3000]+");

  /// Controls, halves of pairs, and format characters but the one that joins emoji.
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cf}&&[^\\u200D]]+");

  private static final Pattern WIKI_LINK =
      Pattern.compile("!?\\[\\[([^\\[\\]|\\n]{1,500})(?:\\|([^\\[\\]\\n]{1,500}))?\\]\\]");
  private static final Pattern TICKS = Pattern.compile("`+");
  private static final Pattern MARK_AT_START =
      Pattern.compile("(?=[#>+*=|-]|~~~|```)|(?<=^\\d{1,9})(?=[.)](?:\\s|$))");

  private Plain() {}

  /// A line of text.
  static String line(String text) {
    return cut(outsideOfCode(words(text)), LENGTH_MAX);
  }

  /// A text with which a block of its own begins.
  static String block(String text) {
    String line = line(text);
    Matcher mark = MARK_AT_START.matcher(line);
    boolean begins =
        mark.find() && line.substring(0, mark.start()).chars().allMatch(Plain::isDigit);
    return begins ? line.substring(0, mark.start()) + "\\" + line.substring(mark.start()) : line;
  }

  /// A text in a cell of a table.
  static String cell(String text) {
    String line = line(text);
    StringBuilder cell = new StringBuilder(line.length() + 8);
    boolean escaped = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      cell.append(c == '|' && !escaped ? "\\|" : String.valueOf(c));
      escaped = c == '\\' && !escaped;
    }
    return cell.toString();
  }

  /// A text in a code span, as it stands but for what a terminal would obey; in a list or a
  /// paragraph.
  static String code(String text) {
    return EntryText.span(cut(visible(text), LENGTH_MAX));
  }

  /// Whether a command would lose something by [#code].
  static boolean isShownWhole(String command) {
    return visible(command).equals(command) && command.length() <= LENGTH_MAX;
  }

  /// At most so many characters, with a mark where it is cut.
  static String cut(String text, int max) {
    if (text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    // A secret that is cut would not be known as one any more.
    String safe = safe(text);
    return safe.codePointCount(0, safe.length()) <= max
        ? safe
        : beginning(safe, safe.offsetByCodePoints(0, max)) + "…";
  }

  /// The beginning of a line. A code span that would stay open is closed, so that what was code
  /// does not turn into markup.
  ///
  /// @param end offset
  static String beginning(String line, int end) {
    int kept = end;
    while (kept > 0 && isInside(line.charAt(kept - 1))) {
      kept--;
    }
    String begun = line.substring(0, kept);
    return kept == line.length() ? begun : begun.stripTrailing() + openSpan(begun);
  }

  /// Characters that mean something together with the next one.
  private static boolean isInside(char last) {
    return last == '`' || last == '\\' || Character.isHighSurrogate(last);
  }

  /// The back-ticks that a line does not close; empty when there are none.
  private static String openSpan(String line) {
    int at = 0;
    while (at < line.length()) {
      if (line.charAt(at) == '\\') {
        at += 2;
        continue;
      }
      Matcher ticks = TICKS.matcher(line).region(at, line.length());
      if (!ticks.lookingAt()) {
        at++;
        continue;
      }
      int end = closing(line, ticks.group(), ticks.end());
      if (end < 0) {
        return ticks.group();
      }
      at = end;
    }
    return "";
  }

  private static String words(String text) {
    return BLANKS.matcher(visible(text)).replaceAll(" ").strip();
  }

  /// Without secrets.
  private static String safe(String text) {
    return Secrets.redacted(text.length() > INPUT_MAX ? text.substring(0, INPUT_MAX) : text);
  }

  /// Without secrets, what a terminal obeys and nobody sees; line ends are blanks.
  private static String visible(String text) {
    String plain = safe(text);
    plain = TERMINAL_ESCAPE.matcher(plain).replaceAll("");
    plain = LINE_ENDS.matcher(plain).replaceAll(" ");
    // What was hidden between the letters of a secret is gone now.
    return Secrets.redacted(INVISIBLE.matcher(plain).replaceAll(""));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// Code spans stay as they are; elsewhere no tag, comment, picture or link of the vault is left.
  private static String outsideOfCode(String line) {
    StringBuilder out = new StringBuilder(line.length() + 16);
    Matcher ticks = TICKS.matcher(line);
    int at = 0;
    while (ticks.find(at)) {
      out.append(withoutMarkup(line.substring(at, ticks.start())));
      int end = closing(line, ticks.group(), ticks.end());
      out.append(
          end < 0 ? "\\`".repeat(ticks.group().length()) : line.substring(ticks.start(), end));
      at = end < 0 ? ticks.end() : end;
    }
    return out.append(withoutMarkup(line.substring(at))).toString();
  }

  /// Where the code span ends that begins with these back-ticks; -1 when it never does.
  private static int closing(String line, String run, int from) {
    Matcher ticks = TICKS.matcher(line);
    int at = from;
    while (ticks.find(at)) {
      if (ticks.group().equals(run)) {
        return ticks.end();
      }
      at = ticks.end();
    }
    return -1;
  }

  private static String withoutMarkup(String text) {
    String linkless =
        WIKI_LINK
            .matcher(text)
            .replaceAll(link ->
                Matcher.quoteReplacement(link.group(2) == null ? link.group(1) : link.group(2)));
    return linkless.replace("<", "&lt;").replace("![", "[").replace("[[", "[ [");
  }
}
