package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.List;

/// Anthropic Messages.
record AnthropicWire() implements Wire {
  private static final String MESSAGE = "msg_lab";

  @Override
  public Frames stream(Reply reply, String model) {
    String start =
        typed(
            "message_start",
            fields ->
                fields.with(
                    "message",
                    message(model, List.of())
                        .with("stop_reason", new Json.Null())
                        .with("stop_sequence", new Json.Null())
                        .with("usage", usage(1))));
    String end =
        typed(
            "message_delta",
            fields ->
                fields
                    .with(
                        "delta",
                        Json.fields()
                            .with("stop_reason", stop(reply))
                            .with("stop_sequence", new Json.Null()))
                    .with("usage", usage(OUTPUT_TOKENS)));
    String stop = typed("message_stop", fields -> fields);
    String blockStop = typed("content_block_stop", fields -> fields.with("index", 0));
    return switch (reply) {
      case Reply.Refusal _ -> new Frames(List.of(start), List.of(), List.of(end, stop));
      case Reply.Text text ->
          new Frames(
              List.of(start, blockStart(text("")), ping()),
              Wire.pieces(text.text()).stream()
                  .map(piece -> delta(Json.fields().with("type", "text_delta").with("text", piece)))
                  .toList(),
              List.of(blockStop, end, stop));
      case Reply.ToolCall call ->
          new Frames(
              List.of(start, blockStart(tool(call.name(), Json.fields()))),
              Wire.pieces(call.arguments().write()).stream()
                  .map(piece ->
                      delta(
                          Json.fields()
                              .with("type", "input_json_delta")
                              .with("partial_json", piece)))
                  .toList(),
              List.of(blockStop, end, stop));
    };
  }

  @Override
  public Json.Fields whole(Reply reply, String model) {
    List<Json> content =
        switch (reply) {
          case Reply.Refusal _ -> List.of();
          case Reply.Text text -> List.of(text(text.text()));
          case Reply.ToolCall call -> List.of(tool(call.name(), call.arguments()));
        };
    return message(model, content)
        .with("stop_reason", stop(reply))
        .with("stop_sequence", new Json.Null())
        .with("usage", usage(OUTPUT_TOKENS));
  }

  /// An account without credit is told so with 400 here.
  @Override
  public Refused refused(ProviderError error) {
    return switch (error) {
      case BAD_REQUEST, CONTEXT_OVERFLOW ->
          refused(error.status(), "invalid_request_error", error.message());
      case SIGNED_OUT -> refused(error.status(), "authentication_error", error.message());
      case FORBIDDEN -> refused(error.status(), "permission_error", error.message());
      case NOT_FOUND -> refused(error.status(), "not_found_error", error.message());
      case RATE_LIMITED -> refused(error.status(), "rate_limit_error", error.message());
      case QUOTA ->
          refused(
              400,
              "invalid_request_error",
              "Your credit balance is too low to access the Anthropic API. Please go to Plans &"
                  + " Billing to upgrade or purchase credits.");
      case FAILED -> refused(error.status(), "api_error", error.message());
      case OVERLOADED -> refused(529, "overloaded_error", error.message());
    };
  }

  private static Refused refused(int status, String type, String message) {
    return new Refused(
        status,
        Json.fields()
            .with("type", "error")
            .with("error", Json.fields().with("type", type).with("message", message))
            .with("request_id", "req_lab"));
  }

  private static Json.Fields message(String model, List<Json> content) {
    return Json.fields()
        .with("id", MESSAGE)
        .with("type", "message")
        .with("role", "assistant")
        .with("model", model)
        .with("content", content);
  }

  private static Json.Fields usage(long output) {
    return Json.fields()
        .with("input_tokens", INPUT_TOKENS - CACHED_TOKENS)
        .with("cache_creation_input_tokens", 0)
        .with("cache_read_input_tokens", CACHED_TOKENS)
        .with("output_tokens", output);
  }

  private static Json.Fields text(String text) {
    return Json.fields().with("type", "text").with("text", text);
  }

  private static Json.Fields tool(String name, Json.Fields input) {
    return Json.fields()
        .with("type", "tool_use")
        .with("id", "toolu_lab")
        .with("name", name)
        .with("input", input);
  }

  private static String stop(Reply reply) {
    return switch (reply) {
      case Reply.Text _ -> "end_turn";
      case Reply.ToolCall _ -> "tool_use";
      case Reply.Refusal _ -> "refusal";
    };
  }

  private static String ping() {
    return typed("ping", fields -> fields);
  }

  private static String blockStart(Json.Fields block) {
    return typed(
        "content_block_start", fields -> fields.with("index", 0).with("content_block", block));
  }

  private static String delta(Json.Fields delta) {
    return typed("content_block_delta", fields -> fields.with("index", 0).with("delta", delta));
  }

  private static String typed(String type, java.util.function.UnaryOperator<Json.Fields> more) {
    return Wire.event(type, more.apply(Json.fields().with("type", type)));
  }
}
