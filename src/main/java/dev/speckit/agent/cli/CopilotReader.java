package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stream of JSON lines; the last is `result`. Tokens stand in a file beside it.
final class CopilotReader implements Transcript.Reader {
  private static final String FILTERED =
      "The model returned no content because the response was blocked by content filtering";
  private static final Pattern NO_TOOL = Pattern.compile("^Tool '([^']*)' does not exist");

  private final Set<String> denied = new LinkedHashSet<>();
  private final Map<String, String> calls = new HashMap<>();
  private Json.@Nullable Fields result;
  private Json.@Nullable Fields error;
  private Json.@Nullable Fields metrics;
  private @Nullable String model;
  private @Nullable String session;
  private @Nullable String stop;
  private String text = "";

  @Override
  public Signal line(String line) {
    Json.Fields event = JsonLines.event(line).orElse(null);
    if (event == null) {
      return Signal.GO_ON;
    }
    Json.Fields said = event.object("data").orElse(Json.fields());
    switch (event.text("type").orElse("")) {
      case "assistant.message" -> message(said.text("content").orElse(""));
      case "assistant.usage", "model.call_start" -> model = said.text("model").orElse(model);
      case "tool.execution_start" -> started(said);
      case "tool.execution_complete" -> completed(said);
      case "session.error" -> error = said;
      case "result" -> {
        result = event;
        session = event.text("sessionId").orElse(session);
        return Signal.FINISHED;
      }
      default -> {
        // Pieces of text and news of the session.
      }
    }
    return Signal.GO_ON;
  }

  /// A model that refused says nothing, and the program says this in its place.
  private void message(String content) {
    boolean filtered = content.startsWith(FILTERED);
    text = filtered ? "" : content;
    stop = filtered ? "content_filter" : null;
  }

  private void started(Json.Fields call) {
    call.text("toolCallId")
        .ifPresent(id -> call.text("toolName").ifPresent(name -> calls.put(id, name)));
  }

  private void completed(Json.Fields call) {
    Json.Fields refusal = call.object("error").orElse(Json.fields());
    // A tool that is not offered does not exist for the model.
    Matcher missing = NO_TOOL.matcher(refusal.text("message").orElse(""));
    if (missing.find()) {
      denied.add(missing.group(1));
    } else if (refusal.text("code").orElse("").equals("denied")) {
      denied.add(calls.getOrDefault(call.text("toolCallId").orElse(""), "a tool"));
    }
  }

  @Override
  public List<String> files() {
    return List.of(Copilot.USAGE_FILE);
  }

  @Override
  public void file(String name, String content) {
    metrics =
        Json.read(content).value().orElse(null) instanceof Json.Fields fields ? fields : metrics;
  }

  @Override
  public Transcript transcript(@Nullable Integer exitCode, String errors) {
    boolean finished = result != null;
    boolean failed =
        error != null
            || (result != null && result.integer("exitCode").orElse(0L) != 0)
            || (!finished && !errors.isBlank());
    String said = failed ? error(errors) : null;
    return new Transcript(
        failed ? "" : text,
        finished,
        failed,
        error == null ? null : JsonLines.status(error, "statusCode").orElse(null),
        stop,
        said,
        List.copyOf(denied),
        failed ? JsonLines.tryAgainIn(Objects.requireNonNullElse(said, "")).orElse(null) : null,
        usage(),
        session,
        model);
  }

  private @Nullable String error(String errors) {
    if (error == null) {
      return errors.isBlank() ? null : errors;
    }
    return JsonLines.oneLine(
        error.text("errorType").orElse("error") + ": " + error.text("message").orElse(errors));
  }

  private Usage usage() {
    Usage usage = Usage.UNKNOWN;
    if (metrics == null) {
      return usage;
    }
    Json.Fields models = metrics.object("modelMetrics").orElse(Json.fields());
    for (Json each : models.values().values()) {
      if (each instanceof Json.Fields one) {
        usage = usage.plus(usage(one));
      }
    }
    return usage;
  }

  private static Usage usage(Json.Fields model) {
    Json.Fields used = model.object("usage").orElse(Json.fields());
    Usage total =
        Usage.ofTotal(
            used.integer("inputTokens").orElse(null),
            used.integer("cacheReadTokens").orElse(null),
            used.integer("outputTokens").orElse(null));
    return new Usage(
        total.inputTokens(),
        total.cachedTokens(),
        used.integer("cacheWriteTokens").orElse(null),
        total.outputTokens(),
        model.object("requests").flatMap(requests -> requests.integer("count")).orElse(null),
        null);
  }
}
