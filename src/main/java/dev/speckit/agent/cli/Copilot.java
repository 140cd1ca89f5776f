package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// GitHub Copilot CLI, as of 1.0.102. With a base URL it speaks to that provider, with a key of
/// that provider; without one to GitHub.
final class Copilot implements Adapter {
  static final String USAGE_FILE = "usage.json";

  private static final List<String> EXECUTABLE = List.of("copilot");

  @Override
  public String kind() {
    return "copilot";
  }

  @Override
  public String program() {
    return "copilot";
  }

  @Override
  public String provider() {
    return "github";
  }

  @Override
  public String keyVariable() {
    return "COPILOT_GITHUB_TOKEN";
  }

  @Override
  public String keyVariable(@Nullable String baseUrl) {
    return baseUrl == null ? keyVariable() : "COPILOT_PROVIDER_API_KEY";
  }

  @Override
  public String installation() {
    return "npm install -g @github/copilot";
  }

  @Override
  public boolean needsModel() {
    return true;
  }

  @Override
  public Invocation invocation(Request request) {
    List<String> command = new ArrayList<>();
    command.add(NativeProgram.behind(request.program(), "copilot", EXECUTABLE).toString());
    command.addAll(List.of("--output-format", "json", "--log-level", "none", "--no-color"));
    command.addAll(List.of("--no-auto-update", "--disable-client-telemetry", "--no-remote"));
    command.addAll(List.of("--disable-builtin-mcps", "--no-custom-instructions", "--no-ask-user"));
    command.addAll(
        switch (request.mode()) {
          case READ_ONLY -> List.of("--available-tools", "view,grep,glob", "--disallow-temp-dir");
          case WRITE -> List.of("--allow-tool", "write", "--allow-tool", "shell");
        });
    command.addAll(
        List.of("--usage-output-file", request.scratch().resolve(USAGE_FILE).toString()));
    if (request.model() != null) {
      command.addAll(List.of("--model", request.model()));
    }
    return new Invocation(command, environment(request), Map.of());
  }

  private static Map<String, String> environment(Request request) {
    Map<String, String> environment = new HashMap<>();
    environment.put("COPILOT_AUTO_UPDATE", "false");
    if (request.ownHome()) {
      // It unpacks 235 MiB into its cache; one for all runs will do.
      environment.put("XDG_CACHE_HOME", request.userHome().resolve(".cache").toString());
    }
    if (request.baseUrl() != null) {
      environment.put("COPILOT_OFFLINE", "true");
      environment.put("COPILOT_PROVIDER_TYPE", "openai");
      environment.put("COPILOT_PROVIDER_BASE_URL", request.baseUrl());
    }
    return environment;
  }

  @Override
  public Transcript.Reader reader() {
    return new CopilotReader();
  }
}
