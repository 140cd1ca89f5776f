package dev.speckit.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Knows one agent program: which command line asks it, and what its output means. Running, clocks,
/// killing, retries and recording are done by [Attempt] and its neighbours, once for all.
///
/// What an adapter says of outcomes stands in `agent/outcome/<kind>.json`; see [OutcomeTable].
public interface Adapter {
  /// The word in settings, and the name of an agent that needs no settings: `claude`.
  String kind();

  /// The program looked for on the search path.
  String program();

  /// Whose limits count: `anthropic`, `openai`, `google`. An agent with another base URL has its
  /// own.
  String provider();

  /// The variable in which the program takes its one secret.
  String keyVariable();

  /// The same for a program that takes its key elsewhere when it is to speak to another provider.
  ///
  /// @param baseUrl of that provider, or null
  default String keyVariable(@Nullable String baseUrl) {
    return keyVariable();
  }

  /// One sentence: how a person installs the program.
  String installation();

  /// Whether it cannot be asked without a model when the base URL is not its maker's.
  default boolean needsModel() {
    return false;
  }

  /// What is started for a task.
  Invocation invocation(Request request);

  /// For one attempt.
  Transcript.Reader reader();

  /// What the agent may do.
  enum Mode {
    /// Read the workspace and answer.
    READ_ONLY,
    /// Also change files of the workspace and run programs there.
    WRITE
  }

  /// @param program the executable found, absolute
  /// @param workspace the folder it runs in
  /// @param scratch a folder of this attempt alone, removed after it
  /// @param ownHome whether `scratch/home` is the home of the process; else the user's own is, with
  ///   the sign-in that stands there
  /// @param userHome home of the user; for caches that are dear to make
  /// @param model the provider's name for the model, or null for the program's choice
  /// @param baseUrl API root in the provider's own form, or null
  /// @param schema of the answer, JSON Schema as a text
  /// @param nonce letters and digits by chance: a name that nothing in the workspace can have
  record Request(
      Path program,
      Path workspace,
      Path scratch,
      boolean ownHome,
      Path userHome,
      Mode mode,
      @Nullable String model,
      @Nullable String baseUrl,
      String schema,
      String nonce) {
    public Path home() {
      return ownHome ? scratch.resolve("home") : userHome;
    }
  }

  /// @param command executable and arguments; the prompt comes on stdin
  /// @param environment added to what every agent gets
  /// @param files written before the start, readable for the user only; all inside the scratch
  ///   folder
  record Invocation(
      List<String> command, Map<String, String> environment, Map<Path, String> files) {
    public Invocation {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      files = Map.copyOf(files);
    }
  }
}
