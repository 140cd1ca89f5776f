package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stream of JSON lines; the last, `result`, says how it ended, with `is_error` and not with
/// `subtype`, which is `success` also then.
final class ClaudeReader implements Transcript.Reader {
  private static final Pattern NO_TOOL = Pattern.compile("No such tool available: ([A-Za-z0-9_]+)");
  private static final String SYNTHETIC = "<synthetic>";

  private final Set<String> messages = new HashSet<>();
  private final Set<String> denied = new LinkedHashSet<>();
  private Json.@Nullable Fields result;
  private @Nullable String model;
  private @Nullable String session;
  private @Nullable Duration retryAfter;

  @Override
  public Signal line(String line) {
    Json.Fields event = JsonLines.event(line).orElse(null);
    if (event == null) {
      return Signal.GO_ON;
    }
    switch (event.text("type").orElse("")) {
      case "system" -> system(event);
      case "assistant" -> event.object("message").ifPresent(this::message);
      case "user" -> event.object("message").ifPresent(this::refusals);
      case "result" -> {
        result = event;
        return Signal.FINISHED;
      }
      default -> {
        // Pieces of text and news of the interface.
      }
    }
    return Signal.GO_ON;
  }

  private void system(Json.Fields event) {
    switch (event.text("subtype").orElse("")) {
      case "init" -> {
        model = event.text("model").orElse(model);
        session = event.text("session_id").orElse(session);
      }
      // Its own pause is at least what the provider asked for.
      case "api_retry" ->
          retryAfter =
              event.integer("error_status").filter(status -> status == 429).isPresent()
                  ? event.integer("retry_delay_ms").map(Duration::ofMillis).orElse(null)
                  : null;
      default -> {
        // News of hooks, plug-ins and the interface.
      }
    }
  }

  /// The parts of one message come one by one, under the same id.
  private void message(Json.Fields message) {
    if (!message.text("model").orElse("").equals(SYNTHETIC)) {
      message.text("id").ifPresent(messages::add);
    }
  }

  /// A tool that is not offered is refused in the result of its call alone.
  private void refusals(Json.Fields message) {
    for (Json.Fields part : message.objects("content")) {
      Matcher refused = NO_TOOL.matcher(part.text("content").orElse(""));
      if (part.truth("is_error").orElse(false) && refused.find()) {
        denied.add(refused.group(1));
      }
    }
  }

  @Override
  public Transcript transcript(@Nullable Integer exitCode, String errors) {
    Json.Fields end = result;
    if (end == null) {
      return new Transcript(
          "",
          false,
          !errors.isBlank(),
          null,
          null,
          errors.isBlank() ? null : errors,
          List.copyOf(denied),
          retryAfter,
          Usage.UNKNOWN,
          session,
          model);
    }
    boolean failed = end.truth("is_error").orElse(false);
    String text = end.text("result").orElse("");
    end.objects("permission_denials").stream()
        .flatMap(each -> each.text("tool_name").stream())
        .forEach(denied::add);
    return new Transcript(
        // A model that never called the tool of the schema has at most said something.
        end.object("structured_output").map(Json.Fields::write).orElse(failed ? "" : text),
        true,
        failed,
        JsonLines.status(end, "api_error_status").orElse(null),
        end.text("stop_reason").orElse(null),
        failed ? error(end, text) : null,
        List.copyOf(denied),
        failed ? retryAfter : null,
        usage(end),
        end.text("session_id").orElse(session),
        model);
  }

  private static String error(Json.Fields end, String text) {
    String subtype = end.text("subtype").orElse("");
    String reason = end.text("terminal_reason").orElse("");
    String kind = subtype.equals("success") ? reason : subtype + " " + reason;
    return JsonLines.oneLine(kind + ": " + text);
  }

  /// Its cost is that of the whole session, which is this run: none is ever gone on with.
  private Usage usage(Json.Fields end) {
    Json.Fields used = end.object("usage").orElse(Json.fields());
    return new Usage(
        used.integer("input_tokens").orElse(null),
        used.integer("cache_read_input_tokens").orElse(null),
        used.integer("cache_creation_input_tokens").orElse(null),
        used.integer("output_tokens").orElse(null),
        messages.isEmpty() ? null : Long.valueOf(messages.size()),
        JsonLines.micros(end, "total_cost_usd").orElse(null));
  }
}
