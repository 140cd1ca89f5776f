package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Codex, as of 0.169.0.
final class Codex implements Adapter {
  private static final String OWN_API = "https://api.openai.com/v1";
  private static final List<String> EXECUTABLE = List.of("vendor", "*", "bin", "codex");

  @Override
  public String kind() {
    return "codex";
  }

  @Override
  public String program() {
    return "codex";
  }

  @Override
  public String provider() {
    return "openai";
  }

  @Override
  public String keyVariable() {
    return "OPENAI_API_KEY";
  }

  @Override
  public String installation() {
    return "npm install -g @openai/codex";
  }

  @Override
  public Invocation invocation(Request request) {
    Path schema = request.scratch().resolve("schema.json");
    List<String> command = new ArrayList<>();
    command.add(NativeProgram.behind(request.program(), "codex", EXECUTABLE).toString());
    command.addAll(List.of("exec", "--json", "--skip-git-repo-check", "--ephemeral"));
    command.addAll(List.of("--ignore-user-config", "--ignore-rules", "--color", "never"));
    command.addAll(List.of("--disable", "plugins", "--disable", "hooks"));
    command.addAll(List.of("-s", sandbox(request.mode())));
    command.addAll(List.of("--output-schema", schema.toString()));
    if (request.model() != null) {
      command.addAll(List.of("-m", request.model()));
    }
    for (String setting : settings(request)) {
      command.addAll(List.of("-c", setting));
    }
    command.add("-");
    Path temporary = request.scratch().resolve("tmp");
    Map<String, String> environment = new HashMap<>();
    // It makes no links to its tools when its home lies in the temporary folder.
    environment.put("TMPDIR", temporary.toString());
    Map<Path, String> files = new HashMap<>();
    files.put(schema, SchemaForms.strict(request.schema()).write());
    files.put(temporary.resolve(".folder"), "");
    if (request.ownHome()) {
      // It refuses a home that is not there.
      environment.put("CODEX_HOME", home(request).toString());
      files.put(home(request).resolve("config.toml"), "");
    }
    return new Invocation(command, environment, files);
  }

  private static Path home(Request request) {
    return request.home().resolve(".codex");
  }

  private static String sandbox(Mode mode) {
    return switch (mode) {
      case READ_ONLY -> "read-only";
      case WRITE -> "workspace-write";
    };
  }

  /// A sign-in works with the program's own provider alone, whose retries cannot be set.
  private static List<String> settings(Request request) {
    List<String> settings = new ArrayList<>();
    settings.add("analytics.enabled=false");
    settings.add("check_for_update_on_startup=false");
    settings.add("otel.exporter=\"none\"");
    if (request.ownHome() || request.baseUrl() != null) {
      settings.add("model_provider=\"speckit\"");
      settings.add("model_providers.speckit=" + provider(request));
    }
    return settings;
  }

  private static String provider(Request request) {
    String baseUrl = request.baseUrl() == null ? OWN_API : request.baseUrl();
    String key = request.ownHome() ? ",env_key=\"OPENAI_API_KEY\"" : "";
    return "{name=\"speckit\",base_url="
        + Json.of(baseUrl).write()
        + ",wire_api=\"responses\",request_max_retries=0,stream_max_retries=0"
        + key
        + "}";
  }

  @Override
  public Transcript.Reader reader() {
    return new CodexReader();
  }
}
