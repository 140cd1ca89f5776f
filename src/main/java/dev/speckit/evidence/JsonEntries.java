package dev.speckit.evidence;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A JSON file that is one object with a list in it, to which entries are added over time.
public final class JsonEntries {
  private JsonEntries() {}

  /// The entries that stand in the file, oldest first; none when there is no file. One that cannot
  /// be read as such an object is kept beside under its name with `.unreadable` behind it, because
  /// the caller is about to replace it.
  ///
  /// @param list name of the list in the object
  /// @throws dev.speckit.failure.Failure when the file cannot be read at all
  public static List<Json> earlier(Path file, String list) {
    if (!Disk.isFile(file)) {
      return List.of();
    }
    byte[] bytes = Disk.read(file, Disk.TEXT_BYTES_MAX);
    Json.Reading reading = Json.read(new String(bytes, StandardCharsets.UTF_8));
    if (reading.value().orElse(null) instanceof Json.Fields fields) {
      return fields.items(list);
    }
    Disk.write(file.resolveSibling(file.getFileName() + ".unreadable"), bytes);
    return List.of();
  }
}
