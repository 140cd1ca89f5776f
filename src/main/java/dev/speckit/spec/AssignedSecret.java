package dev.speckit.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A value that is known by what stands before it: `password=`, `"token": `, `--api-key `,
/// `Authorization: Bearer `, `://user:`, `<secret>`.
final class AssignedSecret {
  /// What is looked for in a text, in lower case.
  static final List<String> WORDS = words();

  private static final Pattern SCHEME =
      Pattern.compile("(?i)(?:basic|bearer|token|digest|apikey)[ \\t]{1,4}");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,400}+={0,2}");
  private static final Pattern XML_VALUE = Pattern.compile("\\s{1,4}value\\s{0,2}=\\s{0,2}");
  private static final Pattern COOKIE =
      Pattern.compile("(?i)[a-z0-9_.-]{0,60}(?:sess|sid|auth|token)[a-z0-9_.-]{0,60}=[^\\[].*");
  private static final int BLANKS_MAX = 10;
  private static final int COOKIE_MAX = 4_000;
  private static final int OPTION_MAX = 40;
  private static final int TOKEN_MIN = 16;

  private AssignedSecret() {}

  private static List<String> words() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "password",
                "passwd",
                "passphrase",
                "pwd",
                "secret",
                "token",
                "credential",
                "credentials",
                "authorization",
                "bearer",
                "://",
                "auth",
                "cookie"));
    for (String kind :
        List.of("api", "access", "account", "private", "secret", "signing", "encryption", "auth")) {
      words.add(kind + "key");
      words.add(kind + "_key");
      words.add(kind + "-key");
    }
    words.add("client-key-data");
    return List.copyOf(words);
  }

  /// @param word of [#WORDS]
  /// @param start of it in the text
  static Optional<SecretSpan> read(String text, String word, int start) {
    int end = start + word.length();
    return switch (word) {
      case "://" -> address(text, start, end);
      case "bearer" -> bearer(text, start, end);
      case "authorization" -> authorization(text, start, end);
      case "auth" -> dockerAuth(text, start, end);
      case "cookie" -> cookie(text, start, end);
      default -> value(text, word, start, end);
    };
  }

  private static Optional<SecretSpan> value(String text, String word, int start, int end) {
    if (text.startsWith("PWD", start) && word.equals("pwd")) {
      return Optional.empty();
    }
    int keyQuote = Quoting.quoteEnd(text, end);
    int at = Quoting.blanksEnd(text, keyQuote, BLANKS_MAX);
    int operator = operatorEnd(text, at);
    if (operator > at) {
      return assigned(text, word, start, end, keyQuote, operator);
    }
    if (keyQuote == end && end < text.length() && text.charAt(end) == '>') {
      return element(text, start, end + 1);
    }
    if (keyQuote > end) {
      return at > keyQuote ? attribute(text, start, keyQuote) : argument(text, start, end);
    }
    return at > end ? option(text, word, start, at) : Optional.empty();
  }

  private static int operatorEnd(String text, int at) {
    if (text.startsWith("=>", at) || text.startsWith(":=", at)) {
      return at + 2;
    }
    return at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == ':') ? at + 1 : at;
  }

  private static Optional<SecretSpan> assigned(
      String text, String word, int start, int end, int keyQuote, int operator) {
    int open = Quoting.blanksEnd(text, operator, BLANKS_MAX);
    int from = Quoting.quoteEnd(text, open);
    if (from > open) {
      int to = Quoting.quotedEnd(text, open, from);
      return to < 0 || SecretValue.isKept(word, text.substring(from, to))
          ? Optional.empty()
          : span(start, from, to);
    }
    if (keyQuote > end) {
      // A value without quotes behind a key in quotes is a number or a name in a program.
      return Optional.empty();
    }
    int to = Quoting.bareEnd(text, from, "");
    String value = text.substring(from, to);
    boolean loose =
        text.substring(end, open).contains(":") || text.substring(end, open).contains(" ");
    boolean kept =
        SecretValue.isKept(word, value) || (loose && !SecretValue.isUnlikeWords(word, value));
    return kept ? Optional.empty() : span(start, from, to);
  }

  /// An element of XML that holds one.
  private static Optional<SecretSpan> element(String text, int start, int from) {
    int to = Quoting.bareEnd(text, from, "<");
    return text.startsWith("</", to) && !SecretValue.isNamed(text.substring(from, to))
        ? span(start, from, to)
        : Optional.empty();
  }

  /// An element of XML with a name and a value.
  private static Optional<SecretSpan> attribute(String text, int start, int keyQuote) {
    var matcher = XML_VALUE.matcher(text).region(keyQuote, Math.min(text.length(), keyQuote + 20));
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    int from = Quoting.quoteEnd(text, matcher.end());
    int to = from > matcher.end() ? Quoting.quotedEnd(text, matcher.end(), from) : -1;
    return to < 0 || SecretValue.isNamed(text.substring(from, to))
        ? Optional.empty()
        : span(start, from, to);
  }

  /// `--password value`, and `login name password value` of a `.netrc`.
  private static Optional<SecretSpan> option(String text, String word, int start, int at) {
    if (!isOption(text, start) && !isNetrc(text, word, start)) {
      return Optional.empty();
    }
    int from = Quoting.quoteEnd(text, at);
    int to = from > at ? Quoting.quotedEnd(text, at, from) : Quoting.bareEnd(text, at, "");
    if (to < 0) {
      return Optional.empty();
    }
    String value = text.substring(from, to);
    if (from == at && (value.startsWith("-") || !SecretValue.isOptionValue(value))) {
      return Optional.empty();
    }
    if (SecretValue.isNamed(value)) {
      return Optional.empty();
    }
    return text.charAt(at) == '\'' ? span(start, at, to + 1) : span(start, from, to);
  }

  /// `"--password", "value"`.
  private static Optional<SecretSpan> argument(String text, int start, int end) {
    int close = Quoting.quoteEnd(text, end);
    int comma = Quoting.blanksEnd(text, close, 2);
    if (close == end || !text.startsWith(",", comma) || !isOption(text, start)) {
      return Optional.empty();
    }
    int open = Quoting.blanksEnd(text, comma + 1, 4);
    int from = Quoting.quoteEnd(text, open);
    int to = from > open ? Quoting.quotedEnd(text, open, from) : -1;
    boolean kept =
        to < 0
            || text.startsWith("-", from)
            || !SecretValue.isOptionValue(text.substring(from, to));
    return kept ? Optional.empty() : span(start, from, to);
  }

  private static boolean isOption(String text, int start) {
    int at = start;
    while (at > 0 && start - at < OPTION_MAX && isOptionLetter(text.charAt(at - 1))) {
      at--;
    }
    return at < start && text.charAt(at) == '-';
  }

  private static boolean isOptionLetter(char unit) {
    return (unit >= 'a' && unit <= 'z') || unit == '-';
  }

  private static boolean isNetrc(String text, String word, int start) {
    return word.equals("password")
        && text.substring(Math.max(0, start - 60), start).contains("login ");
  }

  /// Between user and host of an address.
  private static Optional<SecretSpan> address(String text, int start, int end) {
    int from = end;
    while (from < text.length() && from - end <= 100 && isUser(text.charAt(from))) {
      from++;
    }
    if (!text.startsWith(":", from)) {
      return Optional.empty();
    }
    int to = Quoting.bareEnd(text, ++from, "/@<>");
    if (!text.startsWith("@", to) || to == from) {
      return Optional.empty();
    }
    for (int more = to; text.startsWith("@", more); ) {
      to = more;
      more = Quoting.bareEnd(text, more + 1, "/@<>?,;:)");
    }
    return SecretValue.isNamed(text.substring(from, to)) ? Optional.empty() : span(start, from, to);
  }

  private static boolean isUser(char unit) {
    return !Quoting.isBlank(unit) && "/@:\"'`\\".indexOf(unit) < 0;
  }

  private static Optional<SecretSpan> bearer(String text, int start, int end) {
    boolean inWord = start > 0 && Character.isLetterOrDigit(text.charAt(start - 1));
    int from = Quoting.blanksEnd(text, end, 4);
    int to = Quoting.bareEnd(text, from, "");
    String value = text.substring(from, to);
    boolean secret =
        from > end
            && !inWord
            && value.length() >= TOKEN_MIN
            && value.chars().anyMatch(unit -> unit >= '0' && unit <= '9');
    return secret && !SecretValue.isNamed(value) ? span(start, from, to) : Optional.empty();
  }

  private static Optional<SecretSpan> authorization(String text, int start, int end) {
    int keyQuote = Quoting.quoteEnd(text, end);
    int at = Quoting.blanksEnd(text, keyQuote, BLANKS_MAX);
    int operator = operatorEnd(text, at);
    int open = Quoting.blanksEnd(text, operator, BLANKS_MAX);
    int from = Quoting.quoteEnd(text, open);
    if (operator == at || (keyQuote > end && from == open)) {
      return Optional.empty();
    }
    var scheme = SCHEME.matcher(text).region(from, Math.min(text.length(), from + 20));
    boolean known = scheme.lookingAt();
    int value = known ? scheme.end() : from;
    int to = Quoting.bareEnd(text, value, "{[<");
    String secret = text.substring(value, to);
    boolean kept =
        SecretValue.isNamed(secret)
            || (from > open && secret.length() < 4)
            || (!known && !SecretValue.isUnlikeWords("authorization", secret));
    return kept ? Optional.empty() : span(start, value, to);
  }

  /// `"auth": "base64 of user:password"`.
  private static Optional<SecretSpan> dockerAuth(String text, int start, int end) {
    int keyQuote = Quoting.quoteEnd(text, end);
    int at = Quoting.blanksEnd(text, keyQuote, BLANKS_MAX);
    int open = Quoting.blanksEnd(text, at + 1, BLANKS_MAX);
    if (keyQuote == end || !text.startsWith(":", at)) {
      return Optional.empty();
    }
    int from = Quoting.quoteEnd(text, open);
    int to = from > open ? Quoting.quotedEnd(text, open, from) : -1;
    if (to < 0 || !BASE64.matcher(text.substring(from, to)).matches()) {
      return Optional.empty();
    }
    try {
      String plain =
          new String(
              java.util.Base64.getDecoder().decode(text.substring(from, to)),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      return plain.indexOf(':') > 0 ? span(start, from, to) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// All of a cookie header when any part names a session.
  private static Optional<SecretSpan> cookie(String text, int start, int end) {
    int keyQuote = Quoting.quoteEnd(text, end);
    if (!text.startsWith(":", keyQuote)) {
      return Optional.empty();
    }
    int open = Quoting.blanksEnd(text, keyQuote + 1, 4);
    int from = Quoting.quoteEnd(text, open);
    if (keyQuote > end && from == open) {
      return Optional.empty();
    }
    boolean secret = false;
    int at = from;
    int to = from;
    while (at < text.length() && at - from < COOKIE_MAX) {
      to = Quoting.bareEnd(text, at, ";");
      secret |= COOKIE.matcher(text.substring(at, to)).matches();
      if (!text.startsWith(";", to)) {
        break;
      }
      at = Quoting.blanksEnd(text, to + 1, 4);
    }
    return secret ? span(start, from, to) : Optional.empty();
  }

  private static Optional<SecretSpan> span(int start, int from, int to) {
    return to > from ? Optional.of(new SecretSpan(start, from, to)) : Optional.empty();
  }
}
