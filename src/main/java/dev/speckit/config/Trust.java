package dev.speckit.config;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which workspaces' settings files may start programs and use keys, by real path. Kept in the
/// user's own folder, where no repository can reach it. A folder inside a trusted one is not
/// trusted by that.
public final class Trust {
  private static final long BYTES_MAX = 4L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Host host;
  private final Path file;

  private Trust(Host host, Path file) {
    this.host = host;
    this.file = file;
  }

  public static Trust of(Host host) {
    return new Trust(host, Layers.home(host).resolve("trusted.json"));
  }

  /// @throws Failure.Invalid when the record is damaged: nothing is trusted by mistake
  public boolean isTrusted(Path workspace) {
    return read().containsKey(real(workspace));
  }

  /// @return false when it was trusted before
  public boolean trust(Path workspace) throws InterruptedException {
    String path = real(workspace);
    try (FileLock _ = lock()) {
      Map<String, String> trusted = read();
      if (trusted.containsKey(path)) {
        return false;
      }
      trusted.put(path, Json.timestamp(host.clock().instant()));
      write(trusted);
      return true;
    }
  }

  /// @return false when it was not trusted before
  public boolean untrust(Path workspace) throws InterruptedException {
    String path =
        Disk.realPath(workspace).orElse(workspace.toAbsolutePath().normalize()).toString();
    try (FileLock _ = lock()) {
      Map<String, String> trusted = read();
      if (trusted.remove(path) == null) {
        return false;
      }
      write(trusted);
      return true;
    }
  }

  private FileLock lock() throws InterruptedException {
    return FileLock.acquire(file.resolveSibling("trusted.lock"), PATIENCE);
  }

  private Map<String, String> read() {
    Map<String, String> trusted = new LinkedHashMap<>();
    if (!Disk.exists(file)) {
      return trusted;
    }
    List<Json> records =
        switch (Json.read(Disk.readText(file, BYTES_MAX))) {
          case Json.Reading.Malformed bad ->
              throw damaged(new Place(file.toString(), bad.line(), bad.column()));
          case Json.Reading.Value(Json.Fields fields)
              when fields.find("trusted").orElse(null) instanceof Json.Items items ->
              items.values();
          case Json.Reading.Value _ -> throw damaged(Place.of(file.toString()));
        };
    for (Json one : records) {
      if (!(one instanceof Json.Fields fields)
          || fields.text("path").isEmpty()
          || fields.text("at").isEmpty()) {
        throw damaged(Place.of(file.toString()));
      }
      trusted.put(fields.text("path").orElseThrow(), fields.text("at").orElseThrow());
    }
    return trusted;
  }

  private void write(Map<String, String> trusted) {
    List<Json> records =
        trusted.entrySet().stream()
            .map(one -> (Json) Json.fields().with("path", one.getKey()).with("at", one.getValue()))
            .toList();
    Disk.writePrivately(file, Json.fields().with("trusted", records).fileBytes());
  }

  private static Failure.Invalid damaged(Place place) {
    return new Failure.Invalid(
        Problem.of("trust-damaged", "the record of trusted workspaces cannot be read")
            .at(place)
            .remedy("mend or remove the file, then run `speckit trust` in each workspace again"));
  }

  private static String real(Path workspace) {
    return Disk.realPath(workspace)
        .filter(Disk::isFolder)
        .orElseThrow(() ->
            new Failure.Usage(
                Problem.of("no-workspace", "there is no such folder")
                    .at(workspace.toString())
                    .remedy("name the workspace's folder")))
        .toString();
  }
}
