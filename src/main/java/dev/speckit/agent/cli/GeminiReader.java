package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stream of JSON lines: the answer in pieces, and a last `result` with `status`. It ends with
/// exit code 0 and `status` `error` when the model was cut off or refused; why stands in an `error`
/// before it.
final class GeminiReader implements Transcript.Reader {
  private static final Pattern STATUS = Pattern.compile("\"code\"\\s*:\\s*([1-5][0-9]{2})\\b");
  private static final Pattern RETRY =
      Pattern.compile("retry in ([0-9]{1,6}(?:\\.[0-9]{1,12})?) ?s", Pattern.CASE_INSENSITIVE);
  private static final List<String> DENIED =
      List.of("tool_not_registered", "policy_violation", "permission_denied");

  /// With these words, a mere warning, it breaks off a model that repeats itself, and calls the run
  /// a success.
  private static final String LOOP = "Loop detected";

  /// An exit code is the status of HTTP, of which a process can give eight bits only.
  private static final int EXIT_CODES = 256;

  private static final int STATUS_MIN = 400;

  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> tools = new HashMap<>();
  private final List<String> denied = new ArrayList<>();
  private Json.@Nullable Fields result;
  private boolean stoppedItself;
  private @Nullable String error;
  private @Nullable String session;
  private @Nullable String model;

  @Override
  public Signal line(String line) {
    Json.Fields event = JsonLines.event(line).orElse(null);
    if (event == null) {
      return Signal.GO_ON;
    }
    switch (event.text("type").orElse("")) {
      case "init" -> {
        session = event.text("session_id").orElse(session);
        model = event.text("model").orElse(model);
      }
      case "message" -> {
        if (event.text("role").orElse("").equals("assistant")) {
          text.append(event.text("content").orElse(""));
        }
      }
      case "tool_use" -> {
        // What it said on the way to a tool is no part of its answer.
        text.setLength(0);
        tools.put(event.text("tool_id").orElse(""), event.text("tool_name").orElse("a tool"));
      }
      case "tool_result" -> deny(event);
      case "error" -> {
        String message = event.text("message").orElse("");
        stoppedItself |= message.startsWith(LOOP);
        if (stoppedItself || event.text("severity").orElse("error").equals("error")) {
          error = message;
        }
      }
      case "result" -> {
        result = event;
        return Signal.FINISHED;
      }
      default -> {}
    }
    return Signal.GO_ON;
  }

  private void deny(Json.Fields event) {
    String type = event.object("error").flatMap(why -> why.text("type")).orElse("");
    String tool = tools.getOrDefault(event.text("tool_id").orElse(""), "a tool");
    if (DENIED.contains(type) && !denied.contains(tool)) {
      denied.add(tool);
    }
  }

  @Override
  public Transcript transcript(@Nullable Integer exitCode, String errors) {
    Json.Fields end = result;
    if (end == null) {
      return JsonLines.unfinished(exitCode, errors, text.toString(), denied, session, model);
    }
    boolean failed = stoppedItself || !end.text("status").orElse("").equals("success");
    String why = failed ? why(end) : null;
    return new Transcript(
        text.toString(),
        true,
        failed,
        why == null ? null : status(why, exitCode),
        null,
        why,
        denied,
        why == null ? null : retryAfter(why),
        usage(end),
        session,
        model);
  }

  private String why(Json.Fields end) {
    String said = error == null ? "it ended with an error and does not say which" : error;
    return end.object("error").flatMap(fields -> fields.text("message")).orElse(said);
  }

  private static @Nullable Integer status(String why, @Nullable Integer exitCode) {
    Matcher written = STATUS.matcher(why);
    if (written.find()) {
      return Integer.valueOf(written.group(1));
    }
    return exitCode != null && exitCode >= STATUS_MIN - EXIT_CODES && exitCode < EXIT_CODES
        ? Integer.valueOf(exitCode + EXIT_CODES)
        : null;
  }

  /// The provider says it in words, with a fraction of a second.
  private static @Nullable Duration retryAfter(String why) {
    Matcher words = RETRY.matcher(why);
    if (!words.find()) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(words.group(1));
    return Duration.ofSeconds(seconds.setScale(0, RoundingMode.CEILING).longValue());
  }

  /// What the model thought is in the total alone.
  private static Usage usage(Json.Fields end) {
    Json.Fields stats = end.object("stats").orElse(Json.fields());
    Long input = stats.integer("input_tokens").orElse(null);
    Long total = stats.integer("total_tokens").orElse(null);
    Long output = stats.integer("output_tokens").orElse(null);
    return Usage.ofTotal(
        input,
        stats.integer("cached").orElse(null),
        input == null || total == null ? output : Long.valueOf(Math.max(0, total - input)));
  }
}
