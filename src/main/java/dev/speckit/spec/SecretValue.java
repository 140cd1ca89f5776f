package dev.speckit.spec;

import java.util.regex.Pattern;

/// Whether what stands where a secret may stand is one, or only speaks of one.
final class SecretValue {
  /// Names of values, not values: `$TOKEN`, `${{ secrets.TOKEN }}`, `%TOKEN%`, `<token>`, `***`.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{?[A-Z_][A-Z0-9_]*}?.?|\\$\\{\\{?.*|\\$\\(.*|%[A-Z_]+%|<[^>]*>.?|\\*+|x{3,}+|\\.{3}|…"
              + "|\u00e2\u0080\u00a6|(?i:true|false|null|none|nil|undefined|yes|no)[.,;)\\]}]{0,3}");

  private static final Pattern PATH =
      Pattern.compile("(?:\\.{1,2}|~)?/[a-z0-9._/-]*|[a-z0-9._-]+(?:/[a-z0-9._-]+)+[.,;:)]?");
  private static final Pattern ID = Pattern.compile("(?:\\d+/)?[A-Z]{1,16}(?:-[A-Z]+)*-\\d+\\W?");

  /// What a parser or a test calls a token.
  private static final Pattern SHORT = Pattern.compile("\\d{1,7}\\W?|[a-z]{1,6}-|token");

  private static final int LOOSE_MIN = 8;

  /// So much of a long value tells what it is.
  private static final int LOOKED_AT_MAX = 256;

  private SecretValue() {}

  static boolean isNamed(String value) {
    return value.isBlank()
        || value.startsWith(SecretSpan.MARK)
        || (value.length() < 200 && REFERENCE.matcher(value).matches());
  }

  /// @param key in lower case
  static boolean isKept(String key, String value) {
    return isNamed(value)
        || value.startsWith("=")
        || (key.equals("token") && SHORT.matcher(value).matches())
        || ((value.startsWith("/") || value.startsWith("./") || value.startsWith("~/"))
            && isPath(value));
  }

  /// Behind `token: ` a sentence may go on; a secret has digits, or is long with letters of both
  /// cases.
  static boolean isUnlikeWords(String key, String whole) {
    String value = whole.substring(0, Math.min(whole.length(), LOOKED_AT_MAX));
    if (isPath(whole) || ID.matcher(value).matches() || value.contains("(")) {
      return false;
    }
    boolean digit = value.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean cases =
        value.chars().anyMatch(Character::isUpperCase)
            && value.chars().skip(1).anyMatch(Character::isLowerCase);
    return digit
        ? value.length() >= (key.startsWith("pass") ? 4 : LOOSE_MIN)
        : cases && value.length() >= 20;
  }

  /// Behind `--token ` another word may stand.
  static boolean isOptionValue(String value) {
    boolean word = value.length() < LOOSE_MIN && value.matches("[a-z]+[.,;)]?");
    return !word && !isNamed(value) && !value.startsWith("=") && !isPath(value);
  }

  private static boolean isPath(String value) {
    return value.length() < 300 && PATH.matcher(value).matches();
  }
}
