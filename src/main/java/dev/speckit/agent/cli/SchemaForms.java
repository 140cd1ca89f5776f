package dev.speckit.agent.cli;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An answer's schema in the forms that programs take. The answer is checked against the schema
/// itself in any case.
final class SchemaForms {
  /// Words of the strict form; every other is refused by the provider.
  private static final Set<String> STRICT = Set.of("type", "enum", "description");

  private SchemaForms() {}

  /// The schema with one word of its top level left out.
  static Json.Fields without(String schema, String word) {
    Map<String, Json> fields = new LinkedHashMap<>(object(schema).values());
    fields.remove(word);
    return new Json.Fields(fields);
  }

  /// Every field required and nothing else allowed; what is optional may be null instead.
  static Json.Fields strict(String schema) {
    return strict(object(schema));
  }

  private static Json.Fields object(String schema) {
    if (Json.read(schema).value().orElse(null) instanceof Json.Fields fields) {
      return fields;
    }
    throw new IllegalArgumentException("the schema is no JSON object");
  }

  private static Json.Fields strict(Json.Fields schema) {
    Map<String, Json> fields = new LinkedHashMap<>();
    schema
        .values()
        .forEach((word, value) -> {
          if (STRICT.contains(word)) {
            fields.put(word, value);
          }
        });
    schema.object("items").ifPresent(items -> fields.put("items", strict(items)));
    schema
        .object("properties")
        .ifPresent(properties -> {
          fields.put("properties", properties(properties, schema.texts("required")));
          fields.put("required", Json.texts(properties.values().keySet()));
          fields.put("additionalProperties", new Json.Truth(false));
        });
    return new Json.Fields(fields);
  }

  private static Json.Fields properties(Json.Fields properties, List<String> required) {
    Map<String, Json> strict = new LinkedHashMap<>();
    properties
        .values()
        .forEach((name, value) -> {
          if (value instanceof Json.Fields property) {
            Json.Fields form = strict(property);
            strict.put(name, required.contains(name) ? form : nullable(form));
          }
        });
    return new Json.Fields(strict);
  }

  private static Json.Fields nullable(Json.Fields form) {
    Json.Fields nullable = form;
    if (form.find("type").isPresent()) {
      nullable = nullable.with("type", withNull(types(form)));
    }
    if (form.find("enum").isPresent()) {
      List<Json> values = new ArrayList<>(form.items("enum"));
      if (!values.contains(new Json.Null())) {
        values.add(new Json.Null());
      }
      nullable = nullable.with("enum", values);
    }
    return nullable;
  }

  private static List<String> types(Json.Fields form) {
    return form.text("type").map(List::of).orElseGet(() -> form.texts("type"));
  }

  private static List<Json> withNull(List<String> types) {
    List<Json> all = new ArrayList<>();
    for (String type : types) {
      if (!type.equals("null")) {
        all.add(Json.of(type));
      }
    }
    all.add(Json.of("null"));
    return all;
  }

  /// An answer to the strict form as one to the schema: fields that are null are left out. A text
  /// that is no JSON object stays as it is.
  static String fromStrict(String answer) {
    return Json.read(answer.strip()).value().orElse(null) instanceof Json.Fields fields
        ? withoutNull(fields).write()
        : answer;
  }

  private static Json withoutNull(Json value) {
    return switch (value) {
      case Json.Fields fields -> {
        Map<String, Json> kept = new LinkedHashMap<>();
        fields
            .values()
            .forEach((name, each) -> {
              if (!(each instanceof Json.Null)) {
                kept.put(name, withoutNull(each));
              }
            });
        yield new Json.Fields(kept);
      }
      case Json.Items items ->
          new Json.Items(items.values().stream().map(SchemaForms::withoutNull).toList());
      case Json.Text _, Json.Numeral _, Json.Truth _, Json.Null _ -> value;
    };
  }
}
