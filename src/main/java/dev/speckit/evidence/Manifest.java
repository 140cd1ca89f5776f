package dev.speckit.evidence;

import dev.speckit.host.Disk;
import dev.speckit.host.FileStream;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run left on disk, with a SHA-256 for each file.
///
/// @param run the run's id
/// @param files sorted by path, the manifest itself left out
public record Manifest(String run, List<Entry> files) {
  private static final int SCHEMA_VERSION = 1;

  /// @param path relative to the run's folder, with `/`
  public record Entry(String path, long bytes, String sha256) {}

  /// A file that is not what the manifest says.
  public record Difference(String path, Kind kind) {
    public enum Kind {
      CHANGED,
      MISSING,
      ADDED
    }
  }

  public Manifest {
    files = List.copyOf(files);
  }

  /// Reads every file of the run's folder.
  public static Manifest of(RunFolder folder) {
    List<Entry> entries = new ArrayList<>();
    for (Path file : Disk.filesBelow(folder.root())) {
      if (file.equals(folder.manifest())) {
        continue;
      }
      String path = folder.root().relativize(file).toString().replace('\\', '/');
      entries.add(new Entry(path, Disk.size(file), FileStream.sha256(file)));
    }
    return new Manifest(folder.run(), entries);
  }

  /// Makes the manifest anew and writes it.
  public static Manifest write(RunFolder folder, Instant at) {
    Manifest manifest = of(folder);
    Disk.write(folder.manifest(), manifest.json(at).fileBytes());
    return manifest;
  }

  /// Reads the manifest of a run; empty when there is none or it is not one of ours.
  public static Optional<Manifest> read(RunFolder folder) {
    if (!Disk.isFile(folder.manifest())) {
      return Optional.empty();
    }
    return Json.read(Disk.readText(folder.manifest())).value().flatMap(Manifest::parse);
  }

  private static Optional<Manifest> parse(Json json) {
    if (!(json instanceof Json.Fields fields)) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (Json.Fields file : fields.objects("files")) {
      Optional<String> path = file.text("path");
      Optional<Long> bytes = file.integer("bytes");
      Optional<String> sha256 = file.text("sha256");
      if (path.isEmpty() || bytes.isEmpty() || sha256.isEmpty()) {
        return Optional.empty();
      }
      entries.add(new Entry(path.get(), bytes.get(), sha256.get()));
    }
    return fields.text("run").map(run -> new Manifest(run, entries));
  }

  /// What differs between this manifest and another one made of the same folder later.
  public List<Difference> differences(Manifest later) {
    Map<String, Entry> before = byPath();
    Map<String, Entry> after = later.byPath();
    List<Difference> differences = new ArrayList<>();
    for (Entry entry : files) {
      Entry now = after.get(entry.path());
      if (now == null) {
        differences.add(new Difference(entry.path(), Difference.Kind.MISSING));
      } else if (!now.equals(entry)) {
        differences.add(new Difference(entry.path(), Difference.Kind.CHANGED));
      }
    }
    for (Entry entry : later.files()) {
      if (!before.containsKey(entry.path())) {
        differences.add(new Difference(entry.path(), Difference.Kind.ADDED));
      }
    }
    return differences;
  }

  private Map<String, Entry> byPath() {
    Map<String, Entry> entries = new HashMap<>();
    files.forEach(each -> entries.put(each.path(), each));
    return entries;
  }

  private Json.Fields json(Instant at) {
    List<Json.Fields> entries = new ArrayList<>();
    for (Entry entry : files) {
      entries.add(
          Json.fields()
              .with("path", entry.path())
              .with("bytes", entry.bytes())
              .with("sha256", entry.sha256()));
    }
    return Json.fields()
        .with("schema_version", SCHEMA_VERSION)
        .with("run", run)
        .with("written_at", at)
        .with("files", entries);
  }
}
