package dev.speckit.spec;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Secrets in JSON, also those that its escapes hide: a letter written as its number, or quotes
/// within a string.
final class JsonSecrets {
  /// JSON within a string of JSON, and so on.
  private static final int DEPTH_MAX = 4;

  private final UnaryOperator<String> redact;

  /// @param redact takes secrets out of a plain text
  JsonSecrets(UnaryOperator<String> redact) {
    this.redact = redact;
  }

  /// A text that may be JSON. It keeps its form unless an escape hid a secret.
  String text(String text) {
    return text(text, 0);
  }

  /// A value with its names and texts redacted.
  Json value(Json json) {
    Json clean = value(json, 0);
    String written = clean.write();
    String again = redact.apply(written);
    return again.equals(written) ? clean : Json.read(again).value().orElse(clean);
  }

  private String text(String text, int depth) {
    String plain = redact.apply(text);
    // Without an escape, what stands there is what is meant.
    if (depth == DEPTH_MAX || plain.indexOf('\\') < 0 || !mayBeJson(plain)) {
      return plain;
    }
    return Json.read(plain).value().map(json -> decoded(plain, json, depth)).orElse(plain);
  }

  private String decoded(String plain, Json json, int depth) {
    Json clean = value(json, depth);
    String written = clean.write();
    // Once more, because a name tells of the text behind it.
    String again = redact.apply(written);
    return clean.equals(json) && again.equals(written) ? plain : again;
  }

  private static boolean mayBeJson(String text) {
    String stripped = text.stripLeading();
    return !stripped.isEmpty() && "{[\"".indexOf(stripped.charAt(0)) >= 0;
  }

  private Json value(Json json, int depth) {
    return switch (json) {
      case Json.Fields fields -> fields(fields, depth);
      case Json.Items items -> {
        List<Json> values = new ArrayList<>();
        items.values().forEach(each -> values.add(value(each, depth)));
        yield new Json.Items(values);
      }
      case Json.Text text -> new Json.Text(text(text.value(), depth + 1));
      case Json.Numeral _, Json.Truth _, Json.Null _ -> json;
    };
  }

  private Json.Fields fields(Json.Fields fields, int depth) {
    Map<String, Json> clean = new LinkedHashMap<>();
    fields
        .values()
        .forEach((name, each) -> {
          String cleanName = redact.apply(name);
          while (clean.containsKey(cleanName)) {
            cleanName += "'";
          }
          clean.put(cleanName, value(each, depth));
        });
    return new Json.Fields(clean);
  }
}
