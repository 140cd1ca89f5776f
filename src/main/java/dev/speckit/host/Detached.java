package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that goes on when we have ended: nobody waits for it, and a terminal that closes does
/// not end it.
public final class Detached {
  private Detached() {}

  /// Starts it without input, in a session of its own where the system has one.
  ///
  /// @param command the program as an absolute path, then its words
  /// @param environment all variables it gets; nothing is inherited
  /// @param output a file that takes both of its streams, from the start
  /// @return why it could not be started; empty when it runs
  public static Optional<String> start(
      List<String> command, Path directory, Map<String, String> environment, Path output) {
    List<String> words = new ArrayList<>();
    Programs.session().ifPresent(session -> words.add(session.toString()));
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectInput(Probe.NOTHING.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process _ = builder.start();
      return Optional.empty();
    } catch (IOException failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }
}
