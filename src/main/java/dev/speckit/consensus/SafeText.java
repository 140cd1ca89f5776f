package dev.speckit.consensus;

import java.util.regex.Pattern;

/// Untrusted text as one line of Markdown that shows its words and does nothing else: no heading,
/// link, embed, tag, HTML, table cell, box, list, code or comment; no control or invisible
/// characters; bounded.
public final class SafeText {
  static final int TITLE_MAX = 200;

  /// Characters of a paragraph.
  public static final int TEXT_MAX = 2_000;

  /// Characters looked at; what is longer is cut before anything is matched on it.
  private static final int INPUT_MAX = 20_000;

  private static final Pattern TERMINAL_SEQUENCE =
      Pattern.compile(
          "[\\x1B\\x9B]\\[?[0-?]*[ -/]*[@-~]|\\x1B\\][^\\x07\\x1B]*(?:\\x07|\\x1B\\\\)?");

  /// Controls, format characters (zero width, bidirectional), lone surrogates, private use.
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]+");

  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u2028\\u2029\\u3000]+");
  private static final String ALWAYS_ESCAPED = "\\`*[]|#~^$!{}@";

  private SafeText() {}

  /// A title, at most 200 characters.
  public static String title(String text) {
    return line(text, TITLE_MAX);
  }

  /// A paragraph on one line, at most 2,000 characters.
  public static String paragraph(String text) {
    return line(text, TEXT_MAX);
  }

  /// One line of plain text for a sentence, nothing escaped.
  ///
  /// @param max characters
  public static String plain(String text, int max) {
    String plain = visible(text);
    String shortened = cut(plain, max);
    return shortened.length() < plain.length() ? shortened + "…" : shortened;
  }

  private static String visible(String text) {
    String plain = cut(text, INPUT_MAX);
    plain = TERMINAL_SEQUENCE.matcher(plain).replaceAll("");
    plain = BLANKS.matcher(plain).replaceAll(" ");
    return INVISIBLE.matcher(plain).replaceAll("").strip();
  }

  private static String line(String text, int max) {
    String plain = visible(text);
    String shortened = cut(plain, max);
    String escaped = escaped(shortened);
    return shortened.length() < plain.length() ? escaped + "…" : escaped;
  }

  private static String cut(String text, int max) {
    if (text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, max)).stripTrailing();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        default -> {
          if (isEscaped(text, i)) {
            out.append('\\');
          }
          out.append(c);
        }
      }
    }
    return out.toString();
  }

  private static boolean isEscaped(String text, int at) {
    char c = text.charAt(at);
    if (ALWAYS_ESCAPED.indexOf(c) >= 0) {
      return true;
    }
    return switch (c) {
      // A run of these at the start would be a list, a rule or the underline of a heading.
      case '-', '+' -> at == 0;
      case '=', '%' -> at == 0 || text.charAt(at - 1) == c || next(text, at) == c;
      // `1.` and `1)` at the start would be a list; `www.` a link.
      case '.', ')' -> onlyDigitsBefore(text, at) || text.regionMatches(true, at - 3, "www", 0, 3);
      case ':' -> next(text, at) == '/' || startsScheme(text, at);
      case '_' -> !isWordAround(text, at);
      default -> false;
    };
  }

  private static char next(String text, int at) {
    return at + 1 < text.length() ? text.charAt(at + 1) : ' ';
  }

  private static boolean onlyDigitsBefore(String text, int at) {
    return at > 0 && text.chars().limit(at).allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean startsScheme(String text, int at) {
    return text.regionMatches(true, at - 6, "mailto", 0, 6)
        || text.regionMatches(true, at - 4, "xmpp", 0, 4)
        || text.regionMatches(true, at - 10, "javascript", 0, 10);
  }

  private static boolean isWordAround(String text, int at) {
    return at > 0
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(next(text, at));
  }
}
