package dev.speckit.cli;

import dev.speckit.command.Tone;

/// Tones as terminal colours, or as nothing.
record Paint(boolean coloured) {
  private static final String RESET = "\u001b[0m";

  String paint(String text, Tone tone) {
    String code =
        switch (tone) {
          case PLAIN -> "";
          case GOOD -> "\u001b[32m";
          case WARNING -> "\u001b[33m";
          case BAD -> "\u001b[31m";
          case MUTED -> "\u001b[2m";
          case STRONG -> "\u001b[1m";
        };
    return !coloured || code.isEmpty() || text.isEmpty() ? text : code + text + RESET;
  }
}
