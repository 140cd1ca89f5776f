package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// OpenCode, as of 1.18.33. One variable carries its whole configuration, and outranks the files of
/// the user. The maker's provider takes a key too; with a base URL the key goes there.
final class OpenCode implements Adapter {
  /// Under this name the configuration knows the provider at a base URL.
  private static final String PROVIDER = "speckit";

  private static final String KEY = "OPENCODE_API_KEY";

  /// A port nobody listens on: the program looks for a package of its own at each start, and no
  /// switch of its own keeps it from doing so.
  private static final String NOWHERE = "http://127.0.0.1:9/";

  @Override
  public String kind() {
    return "opencode";
  }

  @Override
  public String program() {
    return "opencode";
  }

  @Override
  public String provider() {
    return "opencode";
  }

  @Override
  public String keyVariable() {
    return KEY;
  }

  @Override
  public String installation() {
    return "npm install -g opencode-ai";
  }

  @Override
  public boolean needsModel() {
    return true;
  }

  @Override
  public Invocation invocation(Request request) {
    List<String> command = new ArrayList<>();
    command.add(request.program().toString());
    command.addAll(List.of("run", "--format", "json", "--title", "speckit"));
    String model = model(request);
    if (!model.isEmpty()) {
      command.addAll(List.of("--model", model));
    }
    Map<String, String> environment = environment(request);
    switch (request.mode()) {
      case READ_ONLY -> {
        command.add("--pure");
        environment.put("OPENCODE_DISABLE_PROJECT_CONFIG", "1");
      }
      case WRITE -> command.add("--auto");
    }
    environment.put("OPENCODE_CONFIG_CONTENT", configuration(request, model).write());
    return new Invocation(command, environment, Map.of());
  }

  /// With the name of its provider, as the program wants it; empty for its own choice.
  private static String model(Request request) {
    String model = request.model();
    if (request.baseUrl() == null) {
      return model == null ? "" : model;
    }
    if (model == null) {
      throw new IllegalArgumentException("opencode needs a model for " + request.baseUrl());
    }
    return PROVIDER + "/" + model;
  }

  private static Map<String, String> environment(Request request) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    environment.put("OPENCODE_DISABLE_LSP_DOWNLOAD", "1");
    environment.put("OPENCODE_DISABLE_SHARE", "1");
    // A summary on the way would end like an answer.
    environment.put("OPENCODE_DISABLE_AUTOCOMPACT", "1");
    environment.put("npm_config_registry", NOWHERE);
    if (request.baseUrl() != null) {
      // Without them it finds neither its list of models nor the ways to sign in.
      environment.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
      environment.put("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1");
    }
    return environment;
  }

  private static Json.Fields configuration(Request request, String model) {
    Json.Fields configuration =
        Json.fields()
            .with("autoupdate", false)
            .with("share", "disabled")
            .with("permission", permission(request.mode()));
    String baseUrl = request.baseUrl();
    if (baseUrl == null) {
      return configuration;
    }
    String name = model.substring(PROVIDER.length() + 1);
    Json.Fields provider =
        Json.fields()
            .with("npm", "@ai-sdk/openai-compatible")
            .with("name", PROVIDER)
            .with(
                "options",
                Json.fields().with("baseURL", baseUrl).with("apiKey", "{env:" + KEY + "}"))
            .with("models", Json.fields().with(name, Json.fields().with("name", name)));
    return configuration
        .with("provider", Json.fields().with(PROVIDER, provider))
        .with("model", model)
        .with("small_model", model);
  }

  /// Without asking for more it runs programs and writes files. What is denied is not even offered
  /// to the model, the servers of the user's configuration included.
  private static Json.Fields permission(Mode mode) {
    return switch (mode) {
      case READ_ONLY ->
          Json.fields()
              .with("*", "deny")
              .with("read", "allow")
              .with("glob", "allow")
              .with("grep", "allow")
              .with("list", "allow")
              .with("external_directory", "deny");
      case WRITE -> Json.fields().with("external_directory", "deny");
    };
  }

  @Override
  public Transcript.Reader reader() {
    return new OpenCodeReader();
  }
}
