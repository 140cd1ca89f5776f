package dev.speckit.checks;

import java.util.regex.Pattern;

/// Untrusted text of a report as one bounded line for people.
final class Words {
  private static final int CHARACTERS_MAX = 300;

  /// Looked at before anything is matched.
  private static final int INPUT_MAX = 4_000;

  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]+");

  private Words() {}

  /// All of a text on one line.
  static String line(String text) {
    if (isPlain(text)) {
      return text.strip();
    }
    String start = text.length() > INPUT_MAX ? text.substring(0, INPUT_MAX) : text;
    String line = UNSEEN.matcher(start).replaceAll(" ").strip();
    return line.codePointCount(0, line.length()) <= CHARACTERS_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, CHARACTERS_MAX)).strip() + "…";
  }

  /// Most texts are, and reports hold many.
  private static boolean isPlain(String text) {
    if (text.length() > CHARACTERS_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /// The first line of a text that holds something; empty when none does.
  static String firstLine(String text) {
    return text.lines().map(Words::line).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
