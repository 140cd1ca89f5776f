package dev.speckit.pipeline;

import java.util.regex.Pattern;

/// Text of agents without anything a terminal would obey.
public final class Harmless {
  /// Commands with parameters (colours, cursor), texts for the terminal itself (title, links,
  /// clipboard), and the short ones; a text of the terminal that never ends takes its line along.
  private static final Pattern COMMANDS =
      Pattern.compile(
          "(?:\u001B\\[|\u009B)[0-?]*[ -/]*[@-~]?"
              + "|(?:\u001B[PX\\]^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C\n]*"
              + "(?:\u0007|\u001B\\\\|\u009C)?"
              + "|\u001B[ -/]*[0-~]?");

  /// Controls other than tab and line feed, and what hides or reorders text.
  private static final Pattern CONTROLS =
      Pattern.compile(
          "[\\p{Cntrl}&&[^\t\n]]|[\u0080-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F"
              + "\uFEFF\uFFF9-\uFFFB]|[\\x{E0000}-\\x{E007F}]");

  private Harmless() {}

  /// Carriage returns that end a line go; one that would write over a line begins a new one.
  public static String text(String text) {
    String lines = COMMANDS.matcher(text).replaceAll("").replaceAll("\r+\n", "\n");
    return CONTROLS.matcher(lines.replace('\r', '\n')).replaceAll("");
  }
}
