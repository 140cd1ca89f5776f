package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Claude Code, as of 2.1.329. A stream of JSON lines; the last, `result`, says how it ended, with
/// `is_error` and not with `subtype`.
final class Claude implements Adapter {
  @Override
  public String kind() {
    return "claude";
  }

  @Override
  public String program() {
    return "claude";
  }

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public String keyVariable() {
    return "ANTHROPIC_API_KEY";
  }

  @Override
  public String installation() {
    return "npm install -g @anthropic-ai/claude-code";
  }

  @Override
  public Invocation invocation(Request request) {
    List<String> command = new ArrayList<>();
    command.add(request.program().toString());
    command.addAll(List.of("-p", "--output-format", "stream-json", "--verbose"));
    command.addAll(List.of("--no-session-persistence", "--strict-mcp-config"));
    if (request.model() != null) {
      command.addAll(List.of("--model", request.model()));
    }
    command.addAll(
        switch (request.mode()) {
          case READ_ONLY -> List.of("--permission-mode", "plan", "--tools", "Read,Grep,Glob");
          case WRITE -> List.of("--permission-mode", "acceptEdits", "--allowedTools", "Bash");
        });
    command.addAll(List.of("--json-schema", request.schema()));
    Map<String, String> environment = new HashMap<>();
    environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    environment.put("DISABLE_TELEMETRY", "1");
    environment.put("DISABLE_ERROR_REPORTING", "1");
    environment.put("DISABLE_AUTOUPDATER", "1");
    environment.put("CLAUDE_CODE_MAX_RETRIES", "0");
    if (request.baseUrl() != null) {
      environment.put("ANTHROPIC_BASE_URL", request.baseUrl());
    }
    return new Invocation(command, environment, Map.of());
  }

  @Override
  public Transcript.Reader reader() {
    return new Reader();
  }

  private static final class Reader implements Transcript.Reader {
    private Json.@Nullable Fields result;
    private @Nullable String model;

    @Override
    public Signal line(String line) {
      Json.Fields event = JsonLines.event(line).orElse(null);
      if (event == null) {
        return Signal.GO_ON;
      }
      return switch (event.text("type").orElse("")) {
        case "system" -> {
          model = event.text("model").orElse(model);
          yield Signal.GO_ON;
        }
        case "result" -> {
          result = event;
          yield Signal.FINISHED;
        }
        default -> Signal.GO_ON;
      };
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
            List.of(),
            null,
            Usage.UNKNOWN,
            null,
            model);
      }
      boolean failed = end.truth("is_error").orElse(false);
      String text = end.text("result").orElse("");
      return new Transcript(
          end.object("structured_output").map(Json.Fields::write).orElse(failed ? "" : text),
          true,
          failed,
          end.integer("api_error_status").map(Math::toIntExact).orElse(null),
          end.text("stop_reason").orElse(null),
          failed ? error(end, text) : null,
          end.objects("permission_denials").stream()
              .flatMap(each -> each.text("tool_name").stream())
              .distinct()
              .toList(),
          null,
          usage(end),
          end.text("session_id").orElse(null),
          model);
    }

    private static String error(Json.Fields end, String text) {
      String reason = end.text("terminal_reason").orElse("");
      String subtype = end.text("subtype").orElse("");
      return String.join(" ", List.of(subtype, reason, text)).strip();
    }

    /// Its cost is that of the whole session, which is this run: none is ever gone on with.
    private static Usage usage(Json.Fields end) {
      Json.Fields used = end.object("usage").orElse(Json.fields());
      return new Usage(
          used.integer("input_tokens").orElse(null),
          used.integer("cache_read_input_tokens").orElse(null),
          used.integer("cache_creation_input_tokens").orElse(null),
          used.integer("output_tokens").orElse(null),
          end.integer("num_turns").orElse(null),
          micros(end));
    }

    private static @Nullable Long micros(Json.Fields end) {
      return end.find("total_cost_usd").orElse(null) instanceof Json.Numeral cost
          ? Long.valueOf(cost.value().multiply(BigDecimal.valueOf(1_000_000)).longValue())
          : null;
    }
  }
}
