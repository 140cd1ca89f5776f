package dev.speckit.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/// Where a call's words come out, and what is known about it.
///
/// @param out what was asked for; nothing else is written here
/// @param err progress, warnings and failures
/// @param environment variables by name; `NO_COLOR`, `TERM` and `COLUMNS` are read
/// @param inputIsTerminal whether a person can type
/// @param outIsTerminal whether a person reads [#out]
/// @param errIsTerminal whether a person reads [#err]
/// @param columns width of the terminal in cells; 0 when it is not known
public record Console(
    OutputStream out,
    OutputStream err,
    Map<String, String> environment,
    boolean inputIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns) {
  private static final int COLUMNS_DEFAULT = 80;
  private static final int COLUMNS_MIN = 20;

  public Console {
    environment = Map.copyOf(environment);
  }

  /// A console for another program: pipes on all sides, no colour.
  public static Console piped(OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Console(out, err, environment, false, false, false, 0);
  }

  /// Cells of a line where something is drawn.
  int width() {
    return knownWidth().orElse(COLUMNS_DEFAULT);
  }

  /// Cells of a line: `COLUMNS` wins over what was measured; empty when neither says it.
  OptionalInt knownWidth() {
    String named = environment.getOrDefault("COLUMNS", "");
    int width = named.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(named) : columns;
    return width <= 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(COLUMNS_MIN, width));
  }

  boolean allowsColour() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /// Nobody is left to be told when stderr is gone.
  static void write(OutputStream err, String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException _) {
      return;
    }
  }
}
