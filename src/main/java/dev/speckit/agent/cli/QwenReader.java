package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stream of JSON lines; the last, `result`, says how it ended. The status of the provider stands
/// in words only: `[API Error: 401 ...]`.
final class QwenReader implements Transcript.Reader {
  private static final Pattern STATUS = Pattern.compile("API Error: ([1-5][0-9]{2})\\b");
  private static final Pattern REFUSED =
      Pattern.compile("not found|denied|not allowed|permission|disabled");

  /// A model answers by calling it; one that writes plain text instead has written to no avail.
  private static final String SCHEMA_TOOL = "structured_output tool";

  private final Map<String, String> tools = new HashMap<>();
  private final List<String> denied = new ArrayList<>();
  private Json.@Nullable Fields result;
  private String text = "";
  private @Nullable String session;
  private @Nullable String model;

  @Override
  public Signal line(String line) {
    Json.Fields event = JsonLines.event(line).orElse(null);
    if (event == null) {
      return Signal.GO_ON;
    }
    session = event.text("session_id").orElse(session);
    switch (event.text("type").orElse("")) {
      case "system" -> model = event.text("model").orElse(model);
      case "assistant", "user" -> content(event);
      case "result" -> {
        result = event;
        return Signal.FINISHED;
      }
      default -> {}
    }
    return Signal.GO_ON;
  }

  private void content(Json.Fields event) {
    Json.Fields message = event.object("message").orElse(Json.fields());
    for (Json.Fields part : message.objects("content")) {
      switch (part.text("type").orElse("")) {
        case "text" -> text = part.text("text").orElse("");
        case "tool_use" ->
            tools.put(part.text("id").orElse(""), part.text("name").orElse("a tool"));
        case "tool_result" -> {
          boolean failed = part.truth("is_error").orElse(false);
          if (failed && REFUSED.matcher(part.text("content").orElse("")).find()) {
            deny(tools.getOrDefault(part.text("tool_use_id").orElse(""), "a tool"));
          }
        }
        default -> {}
      }
    }
  }

  private void deny(String tool) {
    if (!denied.contains(tool)) {
      denied.add(tool);
    }
  }

  @Override
  public Transcript transcript(@Nullable Integer exitCode, String errors) {
    Json.Fields end = result;
    if (end == null) {
      return JsonLines.unfinished(exitCode, errors, "", denied, session, model);
    }
    end.objects("permission_denials")
        .forEach(denial -> denial.text("tool_name").ifPresent(this::deny));
    boolean failed = end.truth("is_error").orElse(false);
    String why = failed ? why(end) : null;
    return new Transcript(
        why == null ? answer(end) : why.contains(SCHEMA_TOOL) ? text : "",
        true,
        failed,
        why == null ? null : status(why),
        null,
        why,
        denied,
        null,
        usage(end),
        session,
        model);
  }

  private static String answer(Json.Fields end) {
    return end.object("structured_result")
        .map(Json.Fields::write)
        .orElse(end.text("result").orElse(""));
  }

  private static String why(Json.Fields end) {
    return end.object("error")
        .flatMap(error -> error.text("message"))
        .orElse(end.text("subtype").orElse("error"));
  }

  private static @Nullable Integer status(String why) {
    Matcher written = STATUS.matcher(why);
    return written.find() ? Integer.valueOf(written.group(1)) : null;
  }

  /// Its counts start at 0 where no request came back.
  private static Usage usage(Json.Fields end) {
    Json.Fields used = end.object("usage").orElse(Json.fields());
    return Usage.ofTotal(
        used.integer("input_tokens").orElse(null),
        used.integer("cache_read_input_tokens").orElse(null),
        used.integer("output_tokens").orElse(null));
  }
}
