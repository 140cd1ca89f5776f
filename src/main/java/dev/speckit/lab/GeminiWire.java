package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Gemini `generateContent` and `streamGenerateContent`.
record GeminiWire() implements Wire {
  @Override
  public Frames stream(Reply reply, String model) {
    List<String> deltas =
        switch (reply) {
          case Reply.Text text ->
              Wire.pieces(text.text()).stream()
                  .map(piece -> Wire.event(chunk(List.of(text(piece)), "", model)))
                  .toList();
          case Reply.ToolCall call ->
              List.of(Wire.event(chunk(List.of(function(call)), "", model)));
          case Reply.Refusal _ -> List.of();
        };
    return new Frames(
        List.of(), deltas, List.of(Wire.event(chunk(List.of(text("")), finish(reply), model))));
  }

  @Override
  public Json.Fields whole(Reply reply, String model) {
    List<Json.Fields> parts =
        switch (reply) {
          case Reply.Text text -> List.of(text(text.text()));
          case Reply.ToolCall call -> List.of(function(call));
          case Reply.Refusal _ -> List.of(text(""));
        };
    return chunk(parts, finish(reply), model);
  }

  @Override
  public Refused refused(ProviderError error) {
    String status =
        switch (error) {
          case BAD_REQUEST, CONTEXT_OVERFLOW -> "INVALID_ARGUMENT";
          case SIGNED_OUT -> "UNAUTHENTICATED";
          case FORBIDDEN -> "PERMISSION_DENIED";
          case NOT_FOUND -> "NOT_FOUND";
          case RATE_LIMITED, QUOTA -> "RESOURCE_EXHAUSTED";
          case FAILED -> "INTERNAL";
          case OVERLOADED -> "UNAVAILABLE";
        };
    return new Refused(
        error.status(),
        Json.fields()
            .with(
                "error",
                Json.fields()
                    .with("code", error.status())
                    .with("message", message(error))
                    .with("status", status)));
  }

  private static String message(ProviderError error) {
    return switch (error) {
      case SIGNED_OUT -> "API key not valid. Please pass a valid API key.";
      case RATE_LIMITED -> "Resource has been exhausted (e.g. check quota).";
      case OVERLOADED -> "The model is overloaded. Please try again later.";
      case CONTEXT_OVERFLOW ->
          "The input token count (1208310) exceeds the maximum number of tokens allowed (1048576).";
      case BAD_REQUEST, FORBIDDEN, NOT_FOUND, QUOTA, FAILED -> error.message();
    };
  }

  /// @param finish empty in every chunk but the last
  private static Json.Fields chunk(List<Json.Fields> parts, String finish, String model) {
    Json.Fields candidate =
        Json.fields()
            .with("content", Json.fields().with("role", "model").with("parts", parts))
            .with("index", 0);
    List<Json> candidates = new ArrayList<>();
    candidates.add(finish.isEmpty() ? candidate : candidate.with("finishReason", finish));
    return Json.fields()
        .with("candidates", candidates)
        .with(
            "usageMetadata",
            Json.fields()
                .with("promptTokenCount", INPUT_TOKENS)
                .with("candidatesTokenCount", OUTPUT_TOKENS)
                .with("totalTokenCount", INPUT_TOKENS + OUTPUT_TOKENS)
                .with("cachedContentTokenCount", CACHED_TOKENS))
        .with("modelVersion", model)
        .with("responseId", "resp_lab");
  }

  private static String finish(Reply reply) {
    return reply instanceof Reply.Refusal ? "SAFETY" : "STOP";
  }

  private static Json.Fields text(String text) {
    return Json.fields().with("text", text);
  }

  private static Json.Fields function(Reply.ToolCall call) {
    return Json.fields()
        .with(
            "functionCall", Json.fields().with("name", call.name()).with("args", call.arguments()));
  }
}
