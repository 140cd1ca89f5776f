package dev.speckit.checks;

import dev.speckit.host.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/// A workspace with reports in it.
record Folder(Path path) {
  Folder with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Folder with(String name, byte[] bytes) {
    Disk.writeLightly(path.resolve(name), bytes);
    return this;
  }

  /// The report of a tool, as it wrote it.
  static byte[] report(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Folder.class.getResourceAsStream("/checks/" + name), name)) {
      return in.readAllBytes();
    }
  }
}
