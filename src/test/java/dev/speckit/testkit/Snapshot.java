package dev.speckit.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What stands below a folder, so that "nothing was changed" can be asserted.
public final class Snapshot {
  /// Larger files are compared by size and time.
  private static final long READ_MAX = 4L << 20;

  private Snapshot() {}

  /// Path to content. Lock files are left out: they are empty and stay.
  public static Map<String, String> of(Path folder) {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder, new FileVisitOption[0])) {
      for (Path path : paths.toList()) {
        String name = folder.relativize(path).toString();
        if (!name.contains("locks") && !name.endsWith(".lock")) {
          found.put(name, content(path));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    // A lock makes its folder, which hides itself from git, and nothing else may.
    found.remove(".speckit/.gitignore", java.util.Arrays.hashCode("*\n".getBytes(UTF_8)) + " of 2");
    if (found.keySet().stream().noneMatch(name -> name.startsWith(".speckit/"))) {
      found.remove(".speckit", "folder");
    }
    return found;
  }

  private static String content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "folder";
    }
    return Files.size(path) > READ_MAX
        ? Files.size(path) + " bytes of " + Files.getLastModifiedTime(path)
        : java.util.Arrays.hashCode(Files.readAllBytes(path)) + " of " + Files.size(path);
  }
}
