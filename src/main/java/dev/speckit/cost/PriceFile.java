package dev.speckit.cost;

import dev.speckit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `cost/prices.json`: the prices that come with speckit, dollars for a million tokens.
final class PriceFile {
  static final Map<String, Price.Listed> SHIPPED = read(text());

  private PriceFile() {}

  private static String text() {
    try (InputStream in = PriceFile.class.getResourceAsStream("/cost/prices.json")) {
      if (in == null) {
        throw new IllegalStateException("the prices are missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException("the prices cannot be read", unreadable);
    }
  }

  static Map<String, Price.Listed> read(String text) {
    Json.Fields file = (Json.Fields) Json.read(text).value().orElseThrow();
    String asOf = file.text("as_of").orElseThrow();
    Map<String, Price.Listed> listed = new HashMap<>();
    Json.Fields models = file.object("models").orElseThrow();
    for (String key : models.values().keySet()) {
      int slash = key.indexOf('/');
      Json.Fields model = models.object(key).orElseThrow();
      listed.put(
          key,
          new Price.Listed(
              key.substring(0, slash),
              key.substring(slash + 1),
              new Price(
                  money(model, "input"),
                  money(model, "cached"),
                  money(model, "cache_write"),
                  money(model, "output")),
              asOf,
              "speckit"));
    }
    return Map.copyOf(listed);
  }

  private static @Nullable Money money(Json.Fields model, String name) {
    return model.find(name).orElse(null) instanceof Json.Numeral(BigDecimal dollars)
        ? Money.of(dollars).orElseThrow()
        : null;
  }
}
