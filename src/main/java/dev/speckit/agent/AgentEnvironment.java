package dev.speckit.agent;

import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// All that an agent's process sees of the environment: what a program needs to find itself and its
/// user, who it works for, and at most one secret.
final class AgentEnvironment {
  private static final Set<String> ALLOWED =
      Set.of(
          "HOME",
          "PATH",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "TERM",
          "TZ",
          "JAVA_HOME",
          "SPECKIT_JAVA_HOME");

  private AgentEnvironment() {}

  static Map<String, String> of(AgentCall call, int attempt, Host host, Path temporary) {
    Map<String, String> environment = new HashMap<>();
    host.environment()
        .forEach((name, value) -> {
          if (ALLOWED.contains(name) || name.startsWith("LC_") || name.startsWith("XDG_")) {
            environment.put(name, value);
          }
        });
    if (call.definition() instanceof AgentDefinition.Program program) {
      environment.putAll(KnownPrograms.quiet(program.command().getFirst()));
      String key = program.keyVariable();
      if (key != null) {
        host.variable(key).ifPresent(value -> environment.put(key, value));
      }
    }
    environment.put("SPECKIT_RUN", call.task().run());
    environment.put("SPECKIT_SPEC", call.task().spec());
    environment.put("SPECKIT_STAGE", call.task().subject().word());
    environment.put("SPECKIT_AGENT", call.agent().value());
    environment.put("SPECKIT_ATTEMPT", Integer.toString(attempt));
    environment.put("TMPDIR", temporary.toAbsolutePath().toString());
    return environment;
  }
}
