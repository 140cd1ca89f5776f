package dev.speckit.spec;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes keys, tokens and passwords out of a text that leaves the machine. Pure; a text that was
/// redacted stays as it is.
///
/// Known are private keys (PEM), tokens by the form that their issuer gives them, passwords in
/// addresses, and values behind words such as `password=`. A long random word alone is kept: it may
/// as well be a commit, a checksum or an id.
public final class Secrets {
  /// What stands in place of a secret.
  public static final String REDACTED = "[redacted]";

  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----.*?"
              + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|\\z)",
          Pattern.DOTALL);

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![A-Za-z0-9_-])(?:"
              + String.join(
                  "|",
                  "gh[opsur]_[A-Za-z0-9]{20,}",
                  "github_pat_[A-Za-z0-9_]{20,}",
                  "gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{16,}",
                  "sk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{16,}",
                  "(?:sk|rk|pk|whsec)_(?:live_|test_)[A-Za-z0-9]{10,}",
                  "xox[abeoprs]-[A-Za-z0-9-]{10,}",
                  "(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])",
                  "AIza[0-9A-Za-z_-]{35}",
                  "ya29\\.[0-9A-Za-z_-]{20,}",
                  "npm_[A-Za-z0-9]{30,}",
                  "pypi-[A-Za-z0-9_-]{32,}",
                  "hf_[A-Za-z0-9]{30,}",
                  "dop_v1_[0-9a-f]{40,}",
                  "SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}",
                  "eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]*")
              + ")");

  /// `scheme://user:password@host`.
  private static final Pattern ADDRESS =
      Pattern.compile("(://[^\\s/@:\"'`]{0,100}:)([^\\s/@]+)(?=@)");

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "(authorization[\"']?\\s*[:=]\\s*[\"']?(?:(?:basic|bearer|token|digest)\\s+)?"
              + "|\\bbearer\\s+(?=[^\\s\"'`]{0,200}[0-9])(?=[^\\s\"'`]{16}))"
              + "([^\\s\"'`]+)",
          Pattern.CASE_INSENSITIVE);

  private static final String KEY =
      "(?:password|passwd|passphrase|pwd|secret|token|credentials?"
          + "|(?:api|access|account|private|secret|signing|encryption|auth)[_-]?key)";

  /// Groups: the word, what stands between, and the value in or without quotes.
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "("
              + KEY
              + ")([\"']?\\s{0,10}(?:=>|:=|=|:)\\s{0,10})"
              + "(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s\"'`]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OPTION =
      Pattern.compile(
          "(--?[a-z-]{0,30}" + KEY + "\\s+)(?!-)(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s\"'`]+)",
          Pattern.CASE_INSENSITIVE);

  /// Names of values, not values: `$TOKEN`, `${{ secrets.TOKEN }}`, `%TOKEN%`, `<token>`, `***`.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{?[A-Z_][A-Z0-9_]*}?.?|\\$\\{\\{?|\\$\\(.*|%[A-Z_]+%|<[^>]*>.?|\\*+|\\.{3}|…"
              + "|(?i:true|false|null|none|nil|yes|no)[.,;)]?");

  private static final Pattern PATH =
      Pattern.compile("(?:\\.{1,2}|~)?/[a-z0-9._/-]*|[a-z0-9._-]+(?:/[a-z0-9._-]+)+[.,;:)]?");
  private static final Pattern ID = Pattern.compile("(?:\\d+/)?[A-Z]{1,16}(?:-[A-Z]+)*-\\d+\\W?");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,7}\\W?");
  private static final int LOOSE_MIN = 8;

  private static final Pattern HINT =
      Pattern.compile(
          "-----BEGIN|://|gh[opsur]_|github_pat_|gl[a-z]{2,3}-|sk-|_live_|_test_|xox|AKIA|ASIA|AIza"
              + "|ya29|npm_|pypi-|hf_|dop_v1|SG\\.|eyJ|(?i:pass|pwd|secret|token|credential|key"
              + "|authorization|bearer)");

  private Secrets() {}

  /// The text with [#REDACTED] in place of what looks like a secret. Takes time in proportion to
  /// the length of the text.
  public static String redacted(String text) {
    if (!mayHold(text)) {
      return text;
    }
    String out = PRIVATE_KEY.matcher(text).replaceAll(REDACTED);
    out = TOKEN.matcher(out).replaceAll(REDACTED);
    out = ADDRESS.matcher(out).replaceAll(found -> kept(found, found.group(1)));
    out = AUTHORIZATION.matcher(out).replaceAll(found -> kept(found, found.group(1)));
    out = ASSIGNED.matcher(out).replaceAll(Secrets::assigned);
    return OPTION.matcher(out).replaceAll(Secrets::option);
  }

  /// Nearly every line holds none of these, and is not looked at further.
  private static boolean mayHold(String text) {
    return HINT.matcher(text).find();
  }

  /// The text before a secret, and the secret unless it is only named.
  private static String kept(MatchResult found, String before) {
    String value = found.group(2);
    return Matcher.quoteReplacement(before + (isNamed(value) ? value : REDACTED));
  }

  private static String assigned(MatchResult found) {
    String between = found.group(2);
    String written = found.group(3);
    boolean quoted = written.startsWith("\"") || written.startsWith("'");
    String value = quoted ? written.substring(1, written.length() - 1) : written;
    boolean loose = !quoted && (between.contains(":") || between.contains(" "));
    if (isKept(found.group(1), value) || (loose && !isUnlikeWords(found.group(1), value))) {
      return Matcher.quoteReplacement(found.group());
    }
    String mark = quoted ? written.charAt(0) + REDACTED + written.charAt(0) : REDACTED;
    return Matcher.quoteReplacement(found.group(1) + between + mark);
  }

  private static String option(MatchResult found) {
    String written = found.group(2);
    boolean quoted = written.startsWith("\"") || written.startsWith("'");
    boolean word = !quoted && written.length() < LOOSE_MIN && written.matches("[a-z]+[.,;)]?");
    boolean kept =
        word || isNamed(written) || written.startsWith("=") || PATH.matcher(written).matches();
    return Matcher.quoteReplacement(kept ? found.group() : found.group(1) + REDACTED);
  }

  private static boolean isKept(String key, String value) {
    boolean token = key.toLowerCase(Locale.ROOT).equals("token");
    return isNamed(value)
        || value.startsWith("=")
        || key.equals("PWD")
        || (token && DIGITS.matcher(value).matches())
        || ((value.startsWith("/") || value.startsWith("./") || value.startsWith("~/"))
            && PATH.matcher(value).matches());
  }

  private static boolean isNamed(String value) {
    return value.isBlank() || value.startsWith(REDACTED) || REFERENCE.matcher(value).matches();
  }

  /// Behind `token: ` a sentence may go on; a secret has digits, or is long with letters of both
  /// cases.
  private static boolean isUnlikeWords(String key, String value) {
    if (PATH.matcher(value).matches() || ID.matcher(value).matches() || value.contains("(")) {
      return false;
    }
    boolean password = key.toLowerCase(Locale.ROOT).startsWith("pass");
    boolean digit = value.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean cases =
        value.chars().anyMatch(Character::isUpperCase)
            && value.chars().skip(1).anyMatch(Character::isLowerCase);
    return digit ? value.length() >= (password ? 4 : LOOSE_MIN) : cases && value.length() >= 20;
  }
}
