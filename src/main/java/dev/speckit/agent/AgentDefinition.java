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

  /// The word in settings: `command`, `claude`, `analyst`, `replay`.
  default String kind() {
    return switch (this) {
      case Program _ -> "command";
      case Cli cli -> cli.adapter().kind();
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

  /// An agent program that speckit knows.
  ///
  /// @param executable where it is: a path, or a name on the search path; null for the adapter's
  /// @param keySource the variable of ours that holds its key; null for the adapter's own name
  /// @param model the provider's name for the model; null for the program's choice
  /// @param modelName the canonical name of that model, for the record, or null
  /// @param baseUrl API root in the provider's own form; null for the maker's
  record Cli(
      AgentName name,
      Adapter adapter,
      @Nullable String executable,
      @Nullable String keySource,
      @Nullable String model,
      @Nullable String modelName,
      @Nullable String baseUrl,
      Clocks clocks,
      Origin origin)
      implements AgentDefinition {
    /// With the program, key and model of its own choice.
    public static Cli plain(AgentName name, Adapter adapter, Clocks clocks, Origin origin) {
      return new Cli(name, adapter, null, null, null, null, null, clocks, origin);
    }

    /// The variable of ours that holds the key.
    public String keyVariable() {
      return keySource == null ? adapter.keyVariable(baseUrl) : keySource;
    }

    /// What is looked for on the search path, or a path.
    public String program() {
      return executable == null ? adapter.program() : executable;
    }
  }

  /// A built-in rule-based reader, run as a child of the same launcher.
  record Analyst(AgentName name, Clocks clocks) implements AgentDefinition {
    @Override
    public Origin origin() {
      return Origin.BUILT_IN;
    }
  }

  /// Recorded answers: `<folder>/<subject>-<attempt>.txt`, else `<folder>/<subject>.txt`. Where
  /// files are to be changed, a patch beside it, `<subject>.patch`, says how: paths in it are
  /// relative to the workspace.
  record Replay(AgentName name, Path folder, Clocks clocks, Origin origin)
      implements AgentDefinition {}

  /// Whose limits its calls count against.
  default ProviderAccount account() {
    return switch (this) {
      case Program program ->
          new ProviderAccount(
              program.name().value(),
              program.keyVariable() == null ? ProviderAccount.SIGN_IN : program.keyVariable(),
              program.model() == null ? ProviderAccount.DEFAULT_MODEL : program.model());
      case Cli cli ->
          new ProviderAccount(
              cli.baseUrl() == null ? cli.adapter().provider() : cli.baseUrl(),
              cli.keyVariable(),
              cli.model() == null ? ProviderAccount.DEFAULT_MODEL : cli.model());
      case Analyst analyst -> new ProviderAccount("speckit", "none", analyst.name().value());
      case Replay replay -> new ProviderAccount("replay", "none", replay.name().value());
    };
  }

  /// The canonical name of the model it is to use, for the record; null when nobody chose one.
  default @Nullable String chosenModel() {
    return switch (this) {
      case Program program -> program.model();
      case Cli cli -> cli.modelName();
      case Analyst _, Replay _ -> null;
    };
  }

  /// The variables of ours whose values its process gets as secrets.
  default Optional<String> secretVariable() {
    return switch (this) {
      case Program program -> Optional.ofNullable(program.keyVariable());
      case Cli cli -> Optional.of(cli.keyVariable());
      case Analyst _, Replay _ -> Optional.empty();
    };
  }

  /// What starting it would do, in a few words.
  default String action() {
    return switch (this) {
      case Program program -> String.join(" ", program.command());
      case Cli cli ->
          cli.program() + (cli.baseUrl() == null ? "" : " speaking to " + cli.baseUrl());
      case Replay replay -> "recorded answers from " + replay.folder();
      case Analyst analyst -> "the built-in analyst " + analyst.name();
    };
  }

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
