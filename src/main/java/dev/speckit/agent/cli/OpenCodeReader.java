package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stream of JSON lines. Each step is one request to the model: `step_start`, the text whole,
/// `step_finish` with the reason and what the step used. A reason other than `tool-calls` and
/// `unknown` ends the run. It tries again without a word, and for ever where a provider ends its
/// answers too early: such steps finish as `unknown`.
final class OpenCodeReader implements Transcript.Reader {
  private static final int UNKNOWN_MAX = 2;
  private static final String TOOLS = "tool-calls";
  private static final Pattern REFUSED =
      Pattern.compile("unavailable tool|reject|denied|\\bpermission\\b|\\brule\\b");

  private final StringBuilder text = new StringBuilder();
  private final List<String> denied = new ArrayList<>();
  private Usage usage = Usage.UNKNOWN;
  private long steps;
  private int unknown;
  private Json.@Nullable Fields error;
  private @Nullable String stop;
  private @Nullable String session;

  @Override
  public Signal line(String line) {
    Json.Fields event = JsonLines.event(line).orElse(null);
    if (event == null) {
      return Signal.GO_ON;
    }
    session = event.text("sessionID").orElse(session);
    Json.Fields part = event.object("part").orElse(Json.fields());
    switch (event.text("type").orElse("")) {
      case "step_start" -> text.setLength(0);
      case "text" -> text.append(part.text("text").orElse(""));
      case "tool_use" -> deny(part);
      case "step_finish" -> {
        return finish(part);
      }
      case "error" -> {
        if (error == null) {
          error = event.object("error").orElse(Json.fields());
        }
      }
      default -> {}
    }
    return Signal.GO_ON;
  }

  private void deny(Json.Fields part) {
    Json.Fields state = part.object("state").orElse(Json.fields());
    String why = state.text("error").orElse("").toLowerCase(Locale.ROOT);
    String tool = part.text("tool").orElse("a tool");
    if (state.text("status").orElse("").equals("error")
        && REFUSED.matcher(why).find()
        && !denied.contains(tool)) {
      denied.add(tool);
    }
  }

  private Signal finish(Json.Fields part) {
    stop = part.text("reason").orElse("unknown");
    usage = usage.plus(usage(part));
    steps++;
    if (stop.equals("unknown")) {
      unknown++;
      return unknown >= UNKNOWN_MAX ? Signal.LOOPING : Signal.GO_ON;
    }
    return isLast() ? Signal.FINISHED : Signal.GO_ON;
  }

  private boolean isLast() {
    return stop != null && !stop.equals("unknown") && !stop.equals(TOOLS);
  }

  @Override
  public Transcript transcript(@Nullable Integer exitCode, String errors) {
    boolean finished = error != null || isLast() || refused(exitCode);
    boolean failed = error != null || (!finished && exitCode != null && exitCode == 1);
    return new Transcript(
        error == null && stop != null && stop.equals(TOOLS) ? "" : text.toString(),
        finished,
        failed,
        error == null ? null : status(error),
        stop,
        error == null ? (failed && !errors.isBlank() ? errors : null) : words(error),
        refused(exitCode) && denied.isEmpty() ? List.of("a tool") : denied,
        error == null ? null : retryAfter(error),
        steps == 0 ? Usage.UNKNOWN : usage.requests(steps),
        session,
        null);
  }

  /// When it would have to ask a person about a tool, it ends well and without an answer.
  private boolean refused(@Nullable Integer exitCode) {
    return error == null && exitCode != null && exitCode == 0 && TOOLS.equals(stop);
  }

  private static String words(Json.Fields error) {
    Json.Fields said = error.object("data").orElse(Json.fields());
    String name = error.text("name").orElse("error");
    return (name + ": " + said.text("message").orElse("")).strip();
  }

  private static @Nullable Integer status(Json.Fields error) {
    return error.object("data").flatMap(said -> JsonLines.status(said, "statusCode")).orElse(null);
  }

  private static @Nullable Duration retryAfter(Json.Fields error) {
    return error
        .object("data")
        .flatMap(said -> said.object("responseHeaders"))
        .flatMap(headers -> headers.text("retry-after"))
        .flatMap(JsonLines::seconds)
        .orElse(null);
  }

  private static Usage usage(Json.Fields part) {
    Json.Fields tokens = part.object("tokens").orElse(Json.fields());
    Json.Fields cache = tokens.object("cache").orElse(Json.fields());
    Long output = tokens.integer("output").orElse(null);
    Long reasoning = tokens.integer("reasoning").orElse(null);
    return new Usage(
        tokens.integer("input").orElse(null),
        cache.integer("read").orElse(null),
        cache.integer("write").orElse(null),
        output == null || reasoning == null ? output : Long.valueOf(output + reasoning),
        null,
        // It reckons with 0 where it does not know the price.
        JsonLines.micros(part, "cost").filter(micros -> micros > 0).orElse(null));
  }
}
