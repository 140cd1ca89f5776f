package dev.speckit.spec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Values that are secret whatever they look like, because the variable of the environment that
/// holds them is named like one, or because a setting names it. They are found as they are, as JSON
/// and addresses escape them, and in base64.
public final class KnownSecrets {
  /// No values.
  public static final KnownSecrets NONE = new KnownSecrets(Set.of());

  private static final Set<String> WORDS =
      Set.of(
          "KEY",
          "KEYS",
          "APIKEY",
          "TOKEN",
          "TOKENS",
          "SECRET",
          "SECRETS",
          "PASSWORD",
          "PASSWD",
          "PASSPHRASE",
          "PASS",
          "CREDENTIAL",
          "CREDENTIALS",
          "AUTH",
          "PRIVATE",
          "PAT");
  private static final Pattern ENDING =
      Pattern.compile(".*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)");
  private static final Pattern PATH = Pattern.compile("(?:~|\\.{1,2})?/[^\\s]*|[A-Za-z]:\\\\.*");
  private static final Pattern PLAIN = Pattern.compile("[a-z_ .-]+|[A-Z_ .-]+|[A-Z][a-z]+|[0-9.]+");
  private static final int LENGTH_MIN = 8;
  private static final int LENGTH_MAX = 4_096;
  private static final int LINE_MIN = 16;
  private static final int PLAIN_MIN = 20;
  private static final int UNITS_MIN = 5;

  private final List<String> forms;
  private final WordFinder finder;

  private KnownSecrets(Set<String> values) {
    Set<String> all = new LinkedHashSet<>();
    values.forEach(value -> addForms(value, all));
    forms = List.copyOf(all);
    finder = new WordFinder(forms, false);
  }

  /// @param environment variables by name
  /// @param named variables whose values are secret whatever their names say
  public static KnownSecrets of(Map<String, String> environment, Set<String> named) {
    Set<String> values = new TreeSet<>();
    environment.forEach((name, value) -> {
      if (named.contains(name) || isSecretName(name)) {
        value
            .lines()
            .map(String::strip)
            .filter(line -> line.length() == value.strip().length() || line.length() >= LINE_MIN)
            .filter(KnownSecrets::isUnlikeWords)
            .forEach(values::add);
      }
    });
    return values.isEmpty() ? NONE : new KnownSecrets(values);
  }

  private static boolean isSecretName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return ENDING.matcher(upper).matches()
        || List.of(upper.split("[^A-Z0-9]+", -1)).stream().anyMatch(WORDS::contains);
  }

  /// A word such as `postgres` or a path would be taken out of every sentence.
  private static boolean isUnlikeWords(String value) {
    return value.length() >= LENGTH_MIN
        && value.length() <= LENGTH_MAX
        && value.chars().distinct().count() >= UNITS_MIN
        && !PATH.matcher(value).matches()
        && (value.length() >= PLAIN_MIN || !PLAIN.matcher(value).matches());
  }

  private static void addForms(String value, Set<String> forms) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.add(latin(value));
    forms.add(latin(json));
    forms.add(latin(json.replace("\\", "\\\\").replace("\"", "\\\"")));
    forms.add(
        json.replace("/", "\\/").equals(json) ? latin(json) : latin(json.replace("/", "\\/")));
    String address = URLEncoder.encode(value, StandardCharsets.UTF_8);
    forms.add(address);
    forms.add(address.replace("+", "%20"));
    for (int before = 0; before < 3; before++) {
      String encoded = encoded(bytes, before);
      forms.add(encoded);
      forms.add(encoded.replace('+', '-').replace('/', '_'));
    }
  }

  /// The value's UTF-8, a character for each byte.
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// What base64 makes of the value when it stands behind other bytes, as in `user:password`:
  /// without the letters at both ends that also say something of its neighbours.
  private static String encoded(byte[] bytes, int before) {
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = before == 0 ? 0 : before + 1;
    int to = shifted.length % 3 == 0 ? all.length() : all.length() - 1;
    return all.substring(from, to);
  }

  boolean isEmpty() {
    return forms.isEmpty();
  }

  boolean isIn(byte[] bytes, int from, int to) {
    return !isEmpty() && finder.isIn(bytes, from, to);
  }

  /// The letter of an escape is no part of a value.
  private static boolean isInEscape(String text, int start) {
    if ("nrtbfu/\"\\".indexOf(text.charAt(start)) < 0) {
      return false;
    }
    int slashes = 0;
    while (slashes < start && text.charAt(start - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  void find(String text, List<SecretSpan> spans) {
    if (isEmpty()) {
      return;
    }
    finder.find(
        text,
        (word, start) -> {
          if (!isInEscape(text, start)) {
            spans.add(new SecretSpan(start, start, start + forms.get(word).length()));
          }
        });
  }
}
