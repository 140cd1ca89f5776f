package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;

/// OpenAI Responses.
record ResponsesWire() implements Wire {
  private static final String ITEM = "item_lab";

  @Override
  public Frames stream(Reply reply, String model) {
    Sequence sequence = new Sequence();
    return switch (reply) {
      case Reply.Text text -> message(sequence, text.text(), reply, model);
      case Reply.Refusal _ -> message(sequence, "", reply, model);
      case Reply.ToolCall call -> calling(sequence, call, model);
    };
  }

  private static Frames message(Sequence sequence, String text, Reply reply, String model) {
    List<String> opening =
        List.of(
            sequence.next("response.created", created(model)),
            sequence.next(
                "response.output_item.added", at().with("item", said("in_progress", List.of()))),
            sequence.next("response.content_part.added", inPart().with("part", part(""))));
    List<String> deltas = new ArrayList<>();
    for (String piece : Wire.pieces(text)) {
      deltas.add(sequence.next("response.output_text.delta", inPart().with("delta", piece)));
    }
    List<String> closing =
        List.of(
            sequence.next("response.output_text.done", inPart().with("text", text)),
            sequence.next("response.content_part.done", inPart().with("part", part(text))),
            sequence.next("response.output_item.done", at().with("item", item(reply))),
            sequence.next("response.completed", completed(reply, model)));
    return new Frames(opening, deltas, closing);
  }

  private static Frames calling(Sequence sequence, Reply.ToolCall call, String model) {
    String arguments = call.arguments().write();
    List<String> opening =
        List.of(
            sequence.next("response.created", created(model)),
            sequence.next(
                "response.output_item.added",
                at().with("item", function(call.name(), "", "in_progress"))));
    List<String> deltas = new ArrayList<>();
    for (String piece : Wire.pieces(arguments)) {
      deltas.add(
          sequence.next(
              "response.function_call_arguments.delta",
              at().with("item_id", ITEM).with("delta", piece)));
    }
    List<String> closing =
        List.of(
            sequence.next(
                "response.function_call_arguments.done",
                at().with("item_id", ITEM).with("arguments", arguments)),
            sequence.next("response.output_item.done", at().with("item", item(call))),
            sequence.next("response.completed", completed(call, model)));
    return new Frames(opening, deltas, closing);
  }

  @Override
  public Json.Fields whole(Reply reply, String model) {
    return response(model, "completed", List.of(item(reply))).with("usage", usage());
  }

  @Override
  public Refused refused(ProviderError error) {
    return ChatWire.openAi(error);
  }

  private static Json.Fields created(String model) {
    return Json.fields().with("response", response(model, "in_progress", List.of()));
  }

  private static Json.Fields completed(Reply reply, String model) {
    return Json.fields()
        .with(
            "response", response(model, "completed", List.of(item(reply))).with("usage", usage()));
  }

  private static Json.Fields response(String model, String status, List<Json.Fields> output) {
    return Json.fields()
        .with("id", "resp_lab")
        .with("object", "response")
        .with("created_at", 1)
        .with("status", status)
        .with("model", model)
        .with("output", output);
  }

  private static Json.Fields item(Reply reply) {
    return switch (reply) {
      case Reply.Text text -> said("completed", List.of(part(text.text())));
      case Reply.Refusal _ -> said("completed", List.of());
      case Reply.ToolCall call -> function(call.name(), call.arguments().write(), "completed");
    };
  }

  private static Json.Fields said(String status, List<Json.Fields> content) {
    return Json.fields()
        .with("id", ITEM)
        .with("type", "message")
        .with("role", "assistant")
        .with("status", status)
        .with("content", content);
  }

  private static Json.Fields function(String name, String arguments, String status) {
    return Json.fields()
        .with("id", ITEM)
        .with("type", "function_call")
        .with("call_id", "call_lab")
        .with("name", name)
        .with("arguments", arguments)
        .with("status", status);
  }

  private static Json.Fields part(String text) {
    return Json.fields()
        .with("type", "output_text")
        .with("text", text)
        .with("annotations", List.of());
  }

  private static Json.Fields at() {
    return Json.fields().with("output_index", 0);
  }

  private static Json.Fields inPart() {
    return at().with("item_id", ITEM).with("content_index", 0);
  }

  private static Json.Fields usage() {
    return Json.fields()
        .with("input_tokens", INPUT_TOKENS)
        .with("input_tokens_details", Json.fields().with("cached_tokens", CACHED_TOKENS))
        .with("output_tokens", OUTPUT_TOKENS)
        .with("output_tokens_details", Json.fields().with("reasoning_tokens", 0))
        .with("total_tokens", INPUT_TOKENS + OUTPUT_TOKENS);
  }

  /// Each event of a stream carries its number.
  private static final class Sequence {
    private int next;

    private String next(String type, Json.Fields fields) {
      int number = next++;
      return Wire.event(type, fields.with("sequence_number", number).after("type", type));
    }
  }
}
