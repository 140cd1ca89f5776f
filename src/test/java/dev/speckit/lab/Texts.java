package dev.speckit.lab;

import dev.speckit.json.Json;

/// What a client of each format makes of a stream.
final class Texts {
  private Texts() {}

  /// The text of the answer.
  static String said(Api api, String body) {
    StringBuilder said = new StringBuilder();
    for (String line : body.split("\n", -1)) {
      if (line.startsWith("data: {")
          && Json.read(line.substring(6)).value().orElseThrow() instanceof Json.Fields fields) {
        said.append(piece(api, fields));
      }
    }
    return said.toString();
  }

  private static String piece(Api api, Json.Fields event) {
    return switch (api) {
      case ANTHROPIC -> event.object("delta").flatMap(delta -> delta.text("text")).orElse("");
      case RESPONSES ->
          event.text("type").orElseThrow().equals("response.output_text.delta")
              ? event.text("delta").orElseThrow()
              : "";
      case CHAT ->
          event.objects("choices").stream()
              .flatMap(choice -> choice.object("delta").stream())
              .flatMap(delta -> delta.text("content").stream())
              .reduce("", String::concat);
      case GEMINI ->
          event.objects("candidates").stream()
              .flatMap(candidate -> candidate.object("content").stream())
              .flatMap(content -> content.objects("parts").stream())
              .flatMap(part -> part.text("text").stream())
              .reduce("", String::concat);
    };
  }
}
