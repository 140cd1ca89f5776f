package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Requests for tests of command lines.
final class Requests {
  static final Path SCRATCH = Path.of("/workspace/scratch");
  static final Path USER = Path.of("/home/user");
  static final String NONCE = "4f1d2c3b5a697788";
  static final String SCHEMA = "{\"type\":\"object\"}";

  private Requests() {}

  /// With a key of its own, hence a home of its own.
  static Adapter.Request keyed(
      String program, Adapter.Mode mode, @Nullable String model, @Nullable String baseUrl) {
    return of(Path.of("/usr/local/bin", program), true, mode, model, baseUrl);
  }

  /// With the sign-in that stands in the user's home.
  static Adapter.Request signedIn(String program, Adapter.Mode mode) {
    return of(Path.of("/usr/local/bin", program), false, mode, null, null);
  }

  static Adapter.Request of(
      Path program,
      boolean ownHome,
      Adapter.Mode mode,
      @Nullable String model,
      @Nullable String baseUrl) {
    return new Adapter.Request(
        program,
        Path.of("/workspace"),
        SCRATCH,
        ownHome,
        USER,
        mode,
        model,
        baseUrl,
        SCHEMA,
        NONCE);
  }
}
