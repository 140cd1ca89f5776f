package dev.speckit.handoff;

import java.util.List;
import java.util.regex.Pattern;

/// A check of the project's settings. Its command is only shown.
///
/// @param name as the settings call it
/// @param command program and arguments
public record ProjectCheck(String name, List<String> command) {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  public ProjectCheck {
    command = List.copyOf(command);
  }

  /// The command as it can be pasted into a shell.
  String pasted() {
    return String.join(" ", command.stream().map(ProjectCheck::quoted).toList());
  }

  private static String quoted(String word) {
    return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
