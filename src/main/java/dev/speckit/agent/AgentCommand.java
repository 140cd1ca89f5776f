package dev.speckit.agent;

import java.nio.file.Path;
import java.util.List;

/// The command line of an agent.
final class AgentCommand {
  private AgentCommand() {}

  static List<String> of(AgentDefinition definition) {
    return switch (definition) {
      case AgentDefinition.Program program -> program.command();
      case AgentDefinition.Analyst analyst -> analyst(analyst.name());
      case AgentDefinition.Replay replay ->
          throw new IllegalArgumentException("a recording is not started: " + replay.name());
    };
  }

  /// The launcher that started this program; without one, this very program again.
  private static List<String> analyst(AgentName name) {
    String launcher = System.getProperty("speckit.launcher");
    if (launcher != null && !launcher.isBlank()) {
      return List.of(launcher, "analyst", name.value());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.speckit.Main",
        "analyst",
        name.value());
  }
}
