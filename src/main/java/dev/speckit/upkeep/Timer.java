package dev.speckit.upkeep;

import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is to happen every day, whichever scheduler of the machine sees to it.
///
/// @param workspace absolute
/// @param command the words that start speckit, the first one absolute
/// @param environment what the launcher needs and a scheduler does not know
/// @param at local time of day
record Timer(Path workspace, List<String> command, Map<String, String> environment, LocalTime at) {
  Timer {
    command = List.copyOf(command);
    environment = new LinkedHashMap<>(environment);
  }

  /// Tells the timers of several workspaces of one user apart.
  String name() {
    byte[] path = workspace.toString().getBytes(StandardCharsets.UTF_8);
    return "speckit-upkeep-" + Disk.sha256(path).substring(0, 10);
  }

  /// All words of the daily call.
  List<String> words() {
    List<String> words = new java.util.ArrayList<>(command);
    words.addAll(List.of("-C", workspace.toString(), "upkeep", "run", "--reason", "timer"));
    return List.copyOf(words);
  }
}
