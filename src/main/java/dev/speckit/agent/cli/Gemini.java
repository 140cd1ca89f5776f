package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gemini CLI, as of 0.61.0.
///
/// It refuses to run in a folder it was not told to trust, and reads settings, hooks and servers of
/// the project in a folder that it trusts. Hence a settings file of ours that outranks those of the
/// project, with hooks and commands for tools off. It takes that file only where none but the user
/// can write to a folder on the way.
final class Gemini implements Adapter {
  private static final Path ADMINISTRATOR = Path.of("/etc/gemini-cli/settings.json");

  private static final String READ_ONLY =
      """
      [[rule]]
      toolName = "*"
      decision = "deny"
      priority = 1
      denyMessage = "Only reading is allowed here."

      [[rule]]
      toolName = ["glob", "grep_search", "list_directory", "read_file", "read_many_files"]
      decision = "allow"
      priority = 2
      """;

  @Override
  public String kind() {
    return "gemini";
  }

  @Override
  public String program() {
    return "gemini";
  }

  @Override
  public String provider() {
    return "google";
  }

  @Override
  public String keyVariable() {
    return "GEMINI_API_KEY";
  }

  @Override
  public String installation() {
    return "npm install -g @google/gemini-cli";
  }

  @Override
  public Invocation invocation(Request request) {
    Map<Path, String> files = new HashMap<>();
    List<String> command = new ArrayList<>();
    command.add(request.program().toString());
    command.addAll(List.of("--output-format", "stream-json"));
    if (request.model() != null) {
      command.addAll(List.of("--model", request.model()));
    }
    switch (request.mode()) {
      case READ_ONLY -> {
        Path policy = request.scratch().resolve("read-only.toml");
        files.put(policy, READ_ONLY);
        command.addAll(List.of("--approval-mode", "default", "--admin-policy", policy.toString()));
        command.addAll(List.of("--extensions", "none"));
        // It has no word for no server; one that the project calls like this cannot be.
        command.addAll(List.of("--allowed-mcp-server-names", request.nonce()));
      }
      case WRITE -> command.addAll(List.of("--approval-mode", "yolo"));
    }
    Map<String, String> environment = environment(request);
    new SettingsFile("GEMINI_CLI_SYSTEM_SETTINGS_PATH", ADMINISTRATOR, settings(request))
        .addTo(request, environment, files);
    if (request.ownHome()) {
      Json.Fields auth = Json.fields().with("selectedType", "gemini-api-key");
      files.put(
          request.home().resolve(".gemini").resolve("settings.json"),
          settings(request).with("security", Json.fields().with("auth", auth)).write());
    }
    return new Invocation(command, environment, files);
  }

  private static Map<String, String> environment(Request request) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GEMINI_CLI_NO_RELAUNCH", "true");
    environment.put("GEMINI_CLI_TRUST_WORKSPACE", "true");
    environment.put("GEMINI_TELEMETRY_ENABLED", "false");
    // Empty is the maker's own; absent, a file .env of the project could say where the key goes.
    environment.put("GOOGLE_GEMINI_BASE_URL", request.baseUrl() == null ? "" : request.baseUrl());
    environment.put("COLORTERM", "truecolor");
    return environment;
  }

  private static Json.Fields settings(Request request) {
    Json.Fields settings =
        Json.fields()
            .with("privacy", SettingsFile.off("usageStatisticsEnabled"))
            .with("telemetry", SettingsFile.off("enabled"))
            .with(
                "general",
                SettingsFile.off("enableAutoUpdate")
                    .with("enableAutoUpdateNotification", false)
                    .with("maxAttempts", 1));
    return switch (request.mode()) {
      case READ_ONLY ->
          settings
              .with("hooksConfig", SettingsFile.off("enabled"))
              .with("tools", Json.fields().with("discoveryCommand", "").with("callCommand", ""));
      case WRITE -> settings;
    };
  }

  @Override
  public Transcript.Reader reader() {
    return new GeminiReader();
  }
}
