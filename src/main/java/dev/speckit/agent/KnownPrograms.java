package dev.speckit.agent;

import dev.speckit.host.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Agents that need no settings: their command lines in the form that may read and answer, not
/// change. The prompt goes to stdin, the answer comes as plain text; usage, permissions and errors
/// of each program's own format are not read.
public final class KnownPrograms {
  private KnownPrograms() {}

  /// @param key the variable the program reads its key from, when it is set
  /// @param quiet switches that keep it from calling home
  private record Known(List<String> command, @Nullable String key, Map<String, String> quiet) {}

  private static final Map<String, Known> KNOWN =
      Map.of(
          "claude",
          new Known(
              List.of("claude", "-p", "--output-format", "text", "--permission-mode", "plan"),
              "ANTHROPIC_API_KEY",
              Map.of(
                  "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                  "DISABLE_TELEMETRY", "1",
                  "DISABLE_ERROR_REPORTING", "1",
                  "DISABLE_AUTOUPDATER", "1")),
          "codex",
          new Known(
              List.of(
                  "codex",
                  "exec",
                  "--skip-git-repo-check",
                  "-s",
                  "read-only",
                  "--ephemeral",
                  "--disable",
                  "plugins",
                  "-c",
                  "analytics.enabled=false",
                  "-c",
                  "check_for_update_on_startup=false",
                  "-c",
                  "otel.exporter=\"none\"",
                  "-"),
              "CODEX_API_KEY",
              Map.of()),
          "gemini",
          new Known(
              List.of("gemini", "-o", "text", "--approval-mode", "plan"),
              "GEMINI_API_KEY",
              Map.of(
                  "GEMINI_TELEMETRY_ENABLED", "false",
                  "GEMINI_CLI_TRUST_WORKSPACE", "true",
                  "GEMINI_CLI_NO_RELAUNCH", "true")),
          "opencode",
          new Known(
              List.of("opencode", "run", "--title", "speckit"),
              null,
              Map.of(
                  "OPENCODE_CONFIG_CONTENT",
                      "{\"autoupdate\":false,\"share\":\"disabled\",\"permission\":"
                          + "{\"bash\":\"deny\",\"edit\":\"deny\",\"webfetch\":\"deny\"}}",
                  "OPENCODE_DISABLE_AUTOUPDATE", "1",
                  "OPENCODE_DISABLE_MODELS_FETCH", "1",
                  "OPENCODE_DISABLE_SHARE", "1",
                  "OPENCODE_DISABLE_LSP_DOWNLOAD", "1")),
          "qwen",
          new Known(List.of("qwen", "-o", "text"), "OPENAI_API_KEY", Map.of()),
          "copilot",
          new Known(
              List.of(
                  "copilot",
                  "--no-auto-update",
                  "--disable-client-telemetry",
                  "--disable-builtin-mcps",
                  "--no-ask-user",
                  "--log-level",
                  "none"),
              "GITHUB_TOKEN",
              Map.of("COPILOT_AUTO_UPDATE", "false")));

  /// Names that need no settings, sorted.
  public static List<String> names() {
    return KNOWN.keySet().stream().sorted().toList();
  }

  /// The definition for a name, when its program is on the search path.
  ///
  /// @param path the value of `PATH`
  public static Optional<AgentDefinition.Program> find(AgentName name, String path) {
    Known known = KNOWN.get(name.value());
    if (known == null || Programs.find(known.command().getFirst(), Path.of("/"), path).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AgentDefinition.Program(
            name,
            known.command(),
            Clocks.DEFAULT,
            known.key(),
            null,
            AgentDefinition.Origin.BUILT_IN));
  }

  /// Variables that stop the program of that file name from reporting and updating itself; empty
  /// for a program nobody knows.
  static Map<String, String> quiet(String executable) {
    Path file = Path.of(executable).getFileName();
    Known known = file == null ? null : KNOWN.get(file.toString());
    return known == null ? Map.of() : known.quiet();
  }
}
