package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stream of JSON lines; `turn.completed` or `turn.failed` is the last. An item of type `error`
/// is a remark, and an event `error` may be followed by a success.
final class CodexReader implements Transcript.Reader {
  private static final Pattern STATUS =
      Pattern.compile(
          "\\b(?:unexpected status|last status:|status code:?|http) ([1-5][0-9]{2})\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DENIED =
      Pattern.compile("Read-only file system|Operation not permitted|sandbox denied");

  /// Without a network it tries for ever; the first tries bridge a short gap.
  private static final int WAITS_MAX = 3;

  private static final String WAITING = "waiting for network";

  private final Set<String> denied = new LinkedHashSet<>();
  private String text = "";
  private int waits;
  private @Nullable String lastError;
  private @Nullable String session;
  private @Nullable Usage usage;
  private boolean finished;
  private boolean failed;

  @Override
  public Signal line(String line) {
    Json.Fields event = JsonLines.event(line).orElse(null);
    if (event == null) {
      return Signal.GO_ON;
    }
    switch (event.text("type").orElse("")) {
      case "thread.started" -> session = event.text("thread_id").orElse(session);
      case "item.completed" -> event.object("item").ifPresent(this::item);
      case "error" -> error(event.text("message").orElse(""));
      case "turn.completed" -> {
        finished = true;
        usage = event.object("usage").map(CodexReader::usage).orElse(null);
      }
      case "turn.failed" -> {
        finished = true;
        failed = true;
        lastError = event.object("error").flatMap(error -> error.text("message")).orElse(lastError);
      }
      default -> {
        // Beginnings of items, and kinds of events that tell nothing about the end.
      }
    }
    return finished || waits >= WAITS_MAX ? Signal.FINISHED : Signal.GO_ON;
  }

  private void error(String message) {
    lastError = message;
    if (message.contains(WAITING)) {
      waits++;
    }
  }

  private void item(Json.Fields item) {
    switch (item.text("type").orElse("")) {
      case "agent_message" -> text = item.text("text").orElse(text);
      case "command_execution" -> command(item);
      default -> {
        // Thoughts, changes of files and remarks.
      }
    }
  }

  /// What the sandbox stops looks to the program like a command that failed.
  private void command(Json.Fields item) {
    boolean stopped = DENIED.matcher(item.text("aggregated_output").orElse("")).find();
    switch (item.text("status").orElse("")) {
      case "declined" -> denied.add("shell");
      case "failed" -> {
        if (stopped) {
          denied.add("shell");
        }
      }
      default -> {
        // It ran.
      }
    }
  }

  @Override
  public Transcript transcript(@Nullable Integer exitCode, String errors) {
    boolean bad = failed || (!finished && (lastError != null || !errors.isBlank()));
    String error = lastError == null && !errors.isBlank() ? errors : lastError;
    return new Transcript(
        failed ? "" : SchemaForms.fromStrict(text),
        finished,
        bad,
        bad && error != null ? status(error) : null,
        null,
        bad ? error : null,
        List.copyOf(denied),
        bad && error != null ? JsonLines.tryAgainIn(error).orElse(null) : null,
        usage == null ? Usage.UNKNOWN : usage,
        session,
        null);
  }

  private static @Nullable Integer status(String error) {
    Matcher status = STATUS.matcher(error);
    return status.find() ? Integer.valueOf(status.group(1)) : null;
  }

  /// It counts a whole thread, which is this run: none is ever gone on with.
  private static Usage usage(Json.Fields used) {
    Long written = used.integer("cache_write_input_tokens").orElse(null);
    Usage total =
        Usage.ofTotal(
            used.integer("input_tokens").orElse(null),
            used.integer("cached_input_tokens").orElse(null),
            used.integer("output_tokens").orElse(null));
    return new Usage(
        total.inputTokens(), total.cachedTokens(), written, total.outputTokens(), null, null);
  }
}
