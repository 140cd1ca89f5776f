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

  private final String text;
  private final BareValues plain;
  private final BareValues inElement;
  private final BareValues inHeader;
  private final BareValues inCookie;
  private final BareValues beforeHost;
  private final BareValues moreBeforeHost;

  /// Where cookies lie that name no session, from the first that was looked at in a row.
  private int dullFrom;

  private int dullTo;

  AssignedSecret(String text) {
    this.text = text;
    this.plain = new BareValues(text, "");
    this.inElement = new BareValues(text, "<");
    this.inHeader = new BareValues(text, "{[<");
    this.inCookie = new BareValues(text, ";");
    this.beforeHost = new BareValues(text, "/@<>");
    this.moreBeforeHost = new BareValues(text, "/@<>?,;:)");
  }

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
  Optional<SecretSpan> read(String word, int start) {
    int end = start + word.length();
    return switch (word) {
      case "://" -> address(start, end);
      case "bearer" -> bearer(start, end);
      case "authorization" -> authorization(start, end);
      case "auth" -> dockerAuth(start, end);
      case "cookie" -> cookie(start, end);
      default -> value(word, start, end);
    };
  }

  private Optional<SecretSpan> value(String word, int start, int end) {
    if (text.startsWith("PWD", start) && word.equals("pwd")) {
      return Optional.empty();
    }
    int keyQuote = Quoting.quoteEnd(text, end);
    int at = Quoting.blanksEnd(text, keyQuote, BLANKS_MAX);
    int operator = operatorEnd(at);
    if (operator > at) {
      return assigned(word, start, end, keyQuote, operator);
    }
    if (keyQuote == end && end < text.length() && text.charAt(end) == '>') {
      return element(start, end + 1);
    }
    if (keyQuote > end) {
      return at > keyQuote ? attribute(start, keyQuote) : argument(start, end);
    }
    return at > end ? option(word, start, at) : Optional.empty();
  }

  private int operatorEnd(int at) {
    if (text.startsWith("=>", at) || text.startsWith(":=", at)) {
      return at + 2;
    }
    return at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == ':') ? at + 1 : at;
  }

  private Optional<SecretSpan> assigned(
      String word, int start, int end, int keyQuote, int operator) {
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
    int to = plain.end(from);
    String value = text.substring(from, to);
    boolean loose =
        text.substring(end, open).contains(":") || text.substring(end, open).contains(" ");
    boolean kept =
        SecretValue.isKept(word, value) || (loose && !SecretValue.isUnlikeWords(word, value));
    return kept ? Optional.empty() : span(start, from, to);
  }

  /// An element of XML that holds one.
  private Optional<SecretSpan> element(int start, int from) {
    int to = inElement.end(from);
    return text.startsWith("</", to) && !SecretValue.isNamed(text.substring(from, to))
        ? span(start, from, to)
        : Optional.empty();
  }

  /// An element of XML with a name and a value.
  private Optional<SecretSpan> attribute(int start, int keyQuote) {
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
  private Optional<SecretSpan> option(String word, int start, int at) {
    if (!isOption(start) && !isNetrc(word, start)) {
      return Optional.empty();
    }
    int from = Quoting.quoteEnd(text, at);
    int to = from > at ? Quoting.quotedEnd(text, at, from) : plain.end(at);
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
  private Optional<SecretSpan> argument(int start, int end) {
    int close = Quoting.quoteEnd(text, end);
    int comma = Quoting.blanksEnd(text, close, 2);
    if (close == end || !text.startsWith(",", comma) || !isOption(start)) {
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

  private boolean isOption(int start) {
    int at = start;
    while (at > 0 && start - at < OPTION_MAX && isOptionLetter(text.charAt(at - 1))) {
      at--;
    }
    return at < start && text.charAt(at) == '-';
  }

  private static boolean isOptionLetter(char unit) {
    return (unit >= 'a' && unit <= 'z') || unit == '-';
  }

  private boolean isNetrc(String word, int start) {
    return word.equals("password")
        && text.substring(Math.max(0, start - 60), start).contains("login ");
  }

  /// Between user and host of an address.
  private Optional<SecretSpan> address(int start, int end) {
    int from = end;
    while (from < text.length() && from - end <= 100 && isUser(text.charAt(from))) {
      from++;
    }
    if (!text.startsWith(":", from)) {
      return Optional.empty();
    }
    int to = beforeHost.end(++from);
    if (!text.startsWith("@", to) || to == from) {
      return Optional.empty();
    }
    for (int more = to; text.startsWith("@", more); ) {
      to = more;
      more = moreBeforeHost.end(more + 1);
    }
    return SecretValue.isNamed(text.substring(from, to)) ? Optional.empty() : span(start, from, to);
  }

  private static boolean isUser(char unit) {
    return !Quoting.isBlank(unit) && "/@:\"'`\\".indexOf(unit) < 0;
  }

  private Optional<SecretSpan> bearer(int start, int end) {
    boolean inWord = start > 0 && Character.isLetterOrDigit(text.charAt(start - 1));
    int from = Quoting.blanksEnd(text, end, 4);
    int to = plain.end(from);
    String value = text.substring(from, to);
    boolean secret =
        from > end
            && !inWord
            && value.length() >= TOKEN_MIN
            && value.chars().anyMatch(unit -> unit >= '0' && unit <= '9');
    return secret && !SecretValue.isNamed(value) ? span(start, from, to) : Optional.empty();
  }

  private Optional<SecretSpan> authorization(int start, int end) {
    int keyQuote = Quoting.quoteEnd(text, end);
    int at = Quoting.blanksEnd(text, keyQuote, BLANKS_MAX);
    int operator = operatorEnd(at);
    int open = Quoting.blanksEnd(text, operator, BLANKS_MAX);
    int from = Quoting.quoteEnd(text, open);
    if (operator == at || (keyQuote > end && from == open)) {
      return Optional.empty();
    }
    var scheme = SCHEME.matcher(text).region(from, Math.min(text.length(), from + 20));
    boolean known = scheme.lookingAt();
    int value = known ? scheme.end() : from;
    int to = inHeader.end(value);
    String secret = text.substring(value, to);
    boolean kept =
        SecretValue.isNamed(secret)
            || (from > open && secret.length() < 4)
            || (!known && !SecretValue.isUnlikeWords("authorization", secret));
    return kept ? Optional.empty() : span(start, value, to);
  }

  /// `"auth": "base64 of user:password"`.
  private Optional<SecretSpan> dockerAuth(int start, int end) {
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
  private Optional<SecretSpan> cookie(int start, int end) {
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
    int second = text.length();
    while (at < text.length() && at - from < COOKIE_MAX) {
      to = inCookie.end(at);
      secret |= COOKIE.matcher(text.substring(at, to)).matches();
      if (!text.startsWith(";", to)) {
        break;
      }
      at = Quoting.blanksEnd(text, to + 1, 4);
      second = Math.min(second, at);
      at = !secret && at >= dullFrom && at < dullTo ? dullTo : at;
    }
    if (!secret) {
      dullFrom = second;
      dullTo = Math.max(at, to);
    }
    return secret ? span(start, from, to) : Optional.empty();
  }

  private static Optional<SecretSpan> span(int start, int from, int to) {
    return to > from ? Optional.of(new SecretSpan(start, from, to)) : Optional.empty();
  }
}
