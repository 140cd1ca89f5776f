package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Qwen Code, as of 0.24.4.
///
/// The program that npm installs starts another one and passes no signal on to it. So that other
/// one is started, in the way of the first.
final class Qwen implements Adapter {
  private static final Path ADMINISTRATOR = Path.of("/etc/qwen-code/settings.json");
  private static final Path ENV = Path.of("/usr/bin/env");

  private static final String READING = "read_file,list_directory,glob,grep_search";

  /// Offered whatever the list of tools says, beside those that change things.
  private static final String OTHERS =
      String.join(
          ",",
          "edit",
          "write_file",
          "notebook_edit",
          "run_shell_command",
          "web_fetch",
          "agent",
          "skill",
          "tool_call",
          "tool_search",
          "list_agents",
          "get_goal",
          "update_goal",
          "enter_worktree",
          "exit_worktree",
          "record_artifact",
          "report_findings",
          "send_message",
          "task_stop");

  @Override
  public String kind() {
    return "qwen";
  }

  @Override
  public String program() {
    return "qwen";
  }

  @Override
  public String provider() {
    return "qwen";
  }

  @Override
  public String keyVariable() {
    return "OPENAI_API_KEY";
  }

  @Override
  public String installation() {
    return "npm install -g @qwen-code/qwen-code";
  }

  @Override
  public boolean needsModel() {
    return true;
  }

  @Override
  public Invocation invocation(Request request) {
    Map<Path, String> files = new HashMap<>();
    List<String> command = new ArrayList<>(start(request.program()));
    command.addAll(List.of("--output-format", "stream-json", "--chat-recording=false"));
    if (request.ownHome() || request.baseUrl() != null) {
      command.addAll(List.of("--auth-type", "openai"));
    }
    if (request.model() != null) {
      command.addAll(List.of("--model", request.model()));
    }
    command.addAll(
        switch (request.mode()) {
          case READ_ONLY ->
              List.of(
                  "--approval-mode",
                  "default",
                  "--core-tools",
                  READING,
                  "--exclude-tools",
                  OTHERS,
                  "--extensions",
                  "none",
                  // It has no word for no server; one that the project calls like this cannot be.
                  "--allowed-mcp-server-names",
                  request.nonce());
          case WRITE -> List.of("--approval-mode", "yolo");
        });
    command.addAll(List.of("--json-schema", request.schema()));
    Map<String, String> environment = environment(request);
    new SettingsFile("QWEN_CODE_SYSTEM_SETTINGS_PATH", ADMINISTRATOR, settings(request.mode()))
        .addTo(request, environment, files);
    return new Invocation(command, environment, files);
  }

  /// Around the starter of the package as npm installs it; any other program is started itself.
  private static List<String> start(Path program) {
    Optional<Path> starter =
        Disk.realPath(program).filter(file -> file.endsWith("@qwen-code/qwen-code/cli-entry.js"));
    Optional<Path> cli = starter.map(file -> file.resolveSibling("cli.js")).filter(Disk::isFile);
    return cli.isPresent() && Disk.isExecutable(ENV)
        ? List.of(ENV.toString(), "node", "--expose-gc", cli.orElseThrow().toString())
        : List.of(program.toString());
  }

  private static Map<String, String> environment(Request request) {
    Map<String, String> environment = new HashMap<>();
    environment.put("QWEN_CODE_NO_RELAUNCH", "true");
    environment.put("QWEN_CODE_SUPPRESS_YOLO_WARNING", "1");
    if (request.baseUrl() != null) {
      environment.put("OPENAI_BASE_URL", request.baseUrl());
    }
    if (request.model() != null) {
      environment.put("OPENAI_MODEL", request.model());
    }
    return environment;
  }

  private static Json.Fields settings(Mode mode) {
    Json.Fields settings =
        Json.fields()
            .with("privacy", SettingsFile.off("usageStatisticsEnabled"))
            .with("telemetry", SettingsFile.off("enabled"))
            .with("general", SettingsFile.off("enableAutoUpdate"))
            // It asks the model a second time what is worth remembering.
            .with("memory", SettingsFile.off("enableManagedAutoMemory"))
            .with(
                "model",
                Json.fields().with("generationConfig", Json.fields().with("maxRetries", 0)));
    return switch (mode) {
      case READ_ONLY -> settings.with("disableAllHooks", true);
      case WRITE -> settings;
    };
  }

  @Override
  public Transcript.Reader reader() {
    return new QwenReader();
  }
}
