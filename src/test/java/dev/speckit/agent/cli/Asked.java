package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Requests as tests make them.
record Asked(
    Path program,
    boolean ownHome,
    Adapter.Mode mode,
    @Nullable String model,
    @Nullable String baseUrl) {
  static final Path SCRATCH = Path.of("/scratch");
  static final Path USER_HOME = Path.of("/home/someone");
  static final String SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "properties":{"note":{"type":"string"}}}
      """;

  /// To read, with a key, the program's own model and its maker's address.
  static Asked plain(String program) {
    return new Asked(Path.of("/bin", program), true, Adapter.Mode.READ_ONLY, null, null);
  }

  Asked mode(Adapter.Mode newMode) {
    return new Asked(program, ownHome, newMode, model, baseUrl);
  }

  Asked model(String newModel) {
    return new Asked(program, ownHome, mode, newModel, baseUrl);
  }

  Asked baseUrl(String newBaseUrl) {
    return new Asked(program, ownHome, mode, model, newBaseUrl);
  }

  Asked signedIn() {
    return new Asked(program, false, mode, model, baseUrl);
  }

  Adapter.Request request() {
    return new Adapter.Request(
        program,
        Path.of("/workspace"),
        SCRATCH,
        ownHome,
        USER_HOME,
        mode,
        model,
        baseUrl,
        SCHEMA,
        Requests.NONCE);
  }

  Adapter.Invocation of(Adapter adapter) {
    return adapter.invocation(request());
  }

  /// The argument behind a word.
  static Optional<String> after(String word, Adapter.Invocation invocation) {
    int index = invocation.command().indexOf(word);
    return index < 0 ? Optional.empty() : Optional.of(invocation.command().get(index + 1));
  }
}
