package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.Map;

/// A settings file of this attempt that outranks those of the user and of the project, for the
/// programs that look for one at an address in a variable. Nothing of the user's is written.
///
/// @param variable that holds the address
/// @param administrator where the file of the machine's administrator would be; when there is one,
///   it stays in force and ours is left out
record SettingsFile(String variable, Path administrator, Json.Fields settings) {
  private static final String NAME = "settings.json";

  void addTo(Adapter.Request request, Map<String, String> environment, Map<Path, String> files) {
    if (Disk.exists(administrator)) {
      return;
    }
    Path file = request.scratch().resolve(NAME);
    environment.put(variable, file.toString());
    files.put(file, settings.write());
  }

  static Json.Fields off(String name) {
    return Json.fields().with(name, false);
  }
}
