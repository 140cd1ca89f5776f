package dev.speckit.agent;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The schema of the answers to one subject: the file in `agent/schema`, from which the prompt's
/// field list and the check of an answer both come.
final class AnswerSchema {
  private final String text;
  private final Json.Fields root;

  private AnswerSchema(String text, Json.Fields root) {
    this.text = text;
    this.root = root;
  }

  static AnswerSchema of(Subject subject) {
    String text = AgentResources.text("schema/" + subject.word() + ".json");
    if (Json.read(text).value().orElse(null) instanceof Json.Fields fields) {
      return new AnswerSchema(text, fields);
    }
    throw new IllegalStateException("the schema of " + subject.word() + " is no JSON object");
  }

  String text() {
    return text;
  }

  /// The fields of the answer as an indented list, one line each, ending with a line feed.
  String fieldList() {
    StringBuilder list = new StringBuilder();
    describe(root, 0, list);
    return list.toString();
  }

  private static void describe(Json.Fields object, int level, StringBuilder list) {
    Set<String> required =
        object.items("required").stream()
            .filter(Json.Text.class::isInstance)
            .map(name -> ((Json.Text) name).value())
            .collect(Collectors.toSet());
    object
        .object("properties")
        .orElse(Json.fields())
        .values()
        .forEach((name, value) -> {
          if (value instanceof Json.Fields field) {
            line(name, field, required.contains(name), level, list);
          }
        });
  }

  private static void line(
      String name, Json.Fields field, boolean required, int level, StringBuilder list) {
    list.repeat("  ", level).append("- \"").append(name).append("\" (").append(type(field));
    list.append(required ? "): " : ", optional): ");
    list.append(field.text("description").orElse("")).append('\n');
    field.object("items").ifPresent(items -> describe(items, level + 1, list));
  }

  private static String type(Json.Fields field) {
    List<String> words = texts(field.items("enum"));
    if (!words.isEmpty()) {
      return "one of " + String.join(", ", words);
    }
    String type = field.text("type").orElseGet(() -> texts(field.items("type")).getFirst());
    return switch (type) {
      case "array" -> "list of " + type(field.object("items").orElseThrow()) + "s";
      case "integer" ->
          "whole number from %d to %d"
              .formatted(
                  field.integer("minimum").orElseThrow(), field.integer("maximum").orElseThrow());
      case "string" -> "text";
      default -> type;
    };
  }

  private static List<String> texts(List<Json> items) {
    List<String> texts = new ArrayList<>();
    for (Json item : items) {
      if (item instanceof Json.Text text) {
        texts.add(text.value());
      }
    }
    return texts;
  }
}
