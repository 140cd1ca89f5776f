package dev.speckit.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who can be asked, and how. One record per kind.
public sealed interface AgentDefinition {
  AgentName name();

  Clocks clocks();

  /// Which layer defined it. What a project file defines starts only in a trusted workspace.
  Origin origin();

  /// The word in settings: `command`, `analyst`, `replay`.
  default String kind() {
    return switch (this) {
      case Program _ -> "command";
      case Analyst _ -> "analyst";
      case Replay _ -> "replay";
    };
  }

  /// Any program: prompt on stdin, answer on stdout, run in the workspace.
  ///
  /// @param command executable and arguments, at least one; never a shell line
  /// @param keyVariable the one secret environment variable this process gets, or null
  /// @param model canonical model name for the record, or null
  record Program(
      AgentName name,
      List<String> command,
      Clocks clocks,
      @Nullable String keyVariable,
      @Nullable String model,
      Origin origin)
      implements AgentDefinition {
    public Program {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("an agent needs a command: " + name);
      }
    }
  }

  /// A built-in rule-based reader, run as a child of the same launcher.
  record Analyst(AgentName name, Clocks clocks) implements AgentDefinition {
    @Override
    public Origin origin() {
      return Origin.BUILT_IN;
    }
  }

  /// Recorded answers: `<folder>/<subject>-<attempt>.txt`, else `<folder>/<subject>.txt`.
  record Replay(AgentName name, Path folder, Clocks clocks, Origin origin)
      implements AgentDefinition {}

  enum Origin {
    BUILT_IN,
    USER,
    PROJECT
  }

  /// The three analysts, in the order of the default roster.
  List<AgentName> ANALYSTS =
      List.of(
          new AgentName("analyst-requirements"),
          new AgentName("analyst-consistency"),
          new AgentName("analyst-delivery"));

  static Optional<AgentDefinition> builtIn(AgentName name) {
    return ANALYSTS.contains(name)
        ? Optional.of(new Analyst(name, Clocks.DEFAULT))
        : Optional.empty();
  }
}
