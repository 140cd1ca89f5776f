package dev.speckit.agent;

import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// All that an agent's process sees of the environment: what a program needs to find itself and its
/// user, who it works for, and at most one secret.
record AgentEnvironment(AgentCall call, int attempt, Host host, Path scratch) {
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

  /// What every process sees.
  Map<String, String> common() {
    Map<String, String> environment = new HashMap<>();
    host.environment()
        .forEach((name, value) -> {
          if (ALLOWED.contains(name) || name.startsWith("LC_") || name.startsWith("XDG_")) {
            environment.put(name, value);
          }
        });
    environment.put("SPECKIT_RUN", call.task().run());
    environment.put("SPECKIT_SPEC", call.task().spec());
    environment.put("SPECKIT_STAGE", call.task().subject().word());
    environment.put("SPECKIT_AGENT", call.agent().value());
    environment.put("SPECKIT_ATTEMPT", Integer.toString(attempt));
    environment.put("TMPDIR", scratch.toAbsolutePath().toString());
    return environment;
  }

  Map<String, String> of(AgentDefinition.Program program) {
    Map<String, String> environment = common();
    String key = program.keyVariable();
    if (key != null) {
      host.variable(key).ifPresent(value -> environment.put(key, value));
    }
    return environment;
  }

  /// With a key the process gets a home of its own, and finds no sign-in of the user's there.
  ///
  /// @param added what the adapter asks for
  Map<String, String> of(
      AgentDefinition.Cli cli, boolean ownHome, Path home, Map<String, String> added) {
    Map<String, String> environment = common();
    // The programs take an unknown terminal for a reason to warn, and no language for ASCII.
    environment.put("TERM", "xterm-256color");
    environment.putIfAbsent("LANG", "C.UTF-8");
    if (ownHome) {
      environment.keySet().removeIf(name -> name.startsWith("XDG_"));
      environment.put("HOME", home.toAbsolutePath().toString());
    }
    environment.putAll(added);
    host.variable(cli.keyVariable())
        .ifPresent(value -> environment.put(cli.adapter().keyVariable(cli.baseUrl()), value));
    return environment;
  }
}
