package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.List;

/// OpenAI Chat Completions, which many others speak too.
record ChatWire() implements Wire {
  private static final String DONE = "data: [DONE]\n\n";

  @Override
  public Frames stream(Reply reply, String model) {
    String first =
        chunk(model, Json.fields().with("role", "assistant").with("content", ""), new Json.Null());
    List<String> closing =
        List.of(
            chunk(model, Json.fields(), Json.of(finish(reply))),
            Wire.event(
                head("chat.completion.chunk", model)
                    .with("choices", List.of())
                    .with("usage", usage())),
            DONE);
    return switch (reply) {
      case Reply.Refusal _ -> new Frames(List.of(first), List.of(), closing);
      case Reply.Text text ->
          new Frames(
              List.of(first),
              Wire.pieces(text.text()).stream()
                  .map(piece -> chunk(model, Json.fields().with("content", piece), new Json.Null()))
                  .toList(),
              closing);
      case Reply.ToolCall call ->
          new Frames(List.of(first, calling(model, call, "")), arguments(model, call), closing);
    };
  }

  private static List<String> arguments(String model, Reply.ToolCall call) {
    return Wire.pieces(call.arguments().write()).stream()
        .map(piece ->
            chunk(
                model,
                Json.fields()
                    .with(
                        "tool_calls",
                        List.of(
                            Json.fields()
                                .with("index", 0)
                                .with("function", Json.fields().with("arguments", piece)))),
                new Json.Null()))
        .toList();
  }

  private static String calling(String model, Reply.ToolCall call, String arguments) {
    return chunk(
        model,
        Json.fields()
            .with("tool_calls", List.of(function(call.name(), arguments).with("index", 0))),
        new Json.Null());
  }

  @Override
  public Json.Fields whole(Reply reply, String model) {
    Json.Fields message = Json.fields().with("role", "assistant");
    Json.Fields said =
        switch (reply) {
          case Reply.Text text -> message.with("content", text.text());
          case Reply.Refusal _ -> message.with("content", "");
          case Reply.ToolCall call ->
              message
                  .with("content", new Json.Null())
                  .with("tool_calls", List.of(function(call.name(), call.arguments().write())));
        };
    return head("chat.completion", model)
        .with(
            "choices",
            List.of(
                Json.fields()
                    .with("index", 0)
                    .with("message", said)
                    .with("finish_reason", finish(reply))))
        .with("usage", usage());
  }

  @Override
  public Refused refused(ProviderError error) {
    return openAi(error);
  }

  /// The errors of everything that OpenAI serves.
  static Refused openAi(ProviderError error) {
    return switch (error) {
      case BAD_REQUEST -> openAi(error, "invalid_request_error", "invalid_value", error.message());
      case SIGNED_OUT ->
          openAi(
              error,
              "invalid_request_error",
              "invalid_api_key",
              "Incorrect API key provided: dummy.");
      case FORBIDDEN ->
          openAi(error, "invalid_request_error", "insufficient_permissions", error.message());
      case NOT_FOUND -> openAi(error, "invalid_request_error", "model_not_found", error.message());
      case RATE_LIMITED -> openAi(error, "requests", "rate_limit_exceeded", error.message());
      case QUOTA -> openAi(error, "insufficient_quota", "insufficient_quota", error.message());
      case FAILED -> openAi(error, "server_error", "server_error", error.message());
      case OVERLOADED ->
          openAi(
              error,
              "server_error",
              "server_is_overloaded",
              "The server is overloaded, please try again later.");
      case CONTEXT_OVERFLOW ->
          openAi(
              error,
              "invalid_request_error",
              "context_length_exceeded",
              "This model's maximum context length is 128000 tokens. However, your messages"
                  + " resulted in 1208310 tokens. Please reduce the length of the messages.");
    };
  }

  private static Refused openAi(ProviderError error, String type, String code, String message) {
    return new Refused(
        error.status(),
        Json.fields()
            .with(
                "error",
                Json.fields()
                    .with("message", message)
                    .with("type", type)
                    .with("param", new Json.Null())
                    .with("code", code)));
  }

  private static String chunk(String model, Json.Fields delta, Json finish) {
    return Wire.event(
        head("chat.completion.chunk", model)
            .with(
                "choices",
                List.of(
                    Json.fields()
                        .with("index", 0)
                        .with("delta", delta)
                        .with("finish_reason", finish))));
  }

  private static Json.Fields head(String object, String model) {
    return Json.fields()
        .with("id", "chatcmpl-lab")
        .with("object", object)
        .with("created", 1)
        .with("model", model);
  }

  private static Json.Fields function(String name, String arguments) {
    return Json.fields()
        .with("id", "call_lab")
        .with("type", "function")
        .with("function", Json.fields().with("name", name).with("arguments", arguments));
  }

  private static String finish(Reply reply) {
    return switch (reply) {
      case Reply.Text _ -> "stop";
      case Reply.ToolCall _ -> "tool_calls";
      case Reply.Refusal _ -> "content_filter";
    };
  }

  private static Json.Fields usage() {
    return Json.fields()
        .with("prompt_tokens", INPUT_TOKENS)
        .with("completion_tokens", OUTPUT_TOKENS)
        .with("total_tokens", INPUT_TOKENS + OUTPUT_TOKENS)
        .with("prompt_tokens_details", Json.fields().with("cached_tokens", CACHED_TOKENS));
  }
}
