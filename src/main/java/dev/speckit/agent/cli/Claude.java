package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Claude Code, as of 2.1.329.
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
    command.add("--disable-slash-commands");
    command.addAll(permissions(request.mode()));
    if (request.model() != null) {
      command.addAll(List.of("--model", request.model()));
    }
    // It knows no dialect of schemas by its address.
    command.addAll(
        List.of("--json-schema", SchemaForms.without(request.schema(), "$schema").write()));
    return new Invocation(command, environment(request), Map.of());
  }

  /// Settings of a repository may name programs to run and an address to send the key to, and the
  /// program follows them without asking. Neither mode reads them.
  private static List<String> permissions(Mode mode) {
    return switch (mode) {
      case READ_ONLY ->
          List.of("--restricted", "--permission-mode", "plan", "--tools", "Read,Grep,Glob");
      case WRITE ->
          List.of(
              "--setting-sources",
              "user",
              "--permission-mode",
              "acceptEdits",
              "--allowedTools",
              "Bash");
    };
  }

  private static Map<String, String> environment(Request request) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    environment.put("DISABLE_TELEMETRY", "1");
    environment.put("DISABLE_ERROR_REPORTING", "1");
    environment.put("DISABLE_AUTOUPDATER", "1");
    environment.put("CLAUDE_CODE_MAX_RETRIES", "0");
    if (request.baseUrl() != null) {
      environment.put("ANTHROPIC_BASE_URL", request.baseUrl());
    }
    return environment;
  }

  @Override
  public Transcript.Reader reader() {
    return new ClaudeReader();
  }
}
