package dev.speckit.agent.analyst;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A text file of the folder that an analyst was started in.
///
/// @param path relative to that folder, with slashes
record SourceFile(String path, List<String> lines) {
  private static final int FILES_MAX = 2_000;
  private static final int ENTRIES_MAX = 50_000;
  private static final long BYTES_MAX = 1L << 20;

  /// What was made, what was fetched, and what tells of the work without being it.
  private static final Set<String> PASSED_OVER =
      Set.of(
          ".git",
          ".speckit",
          "build",
          "target",
          "node_modules",
          "dist",
          "out",
          "vendor",
          "specs",
          "evidence");

  SourceFile {
    lines = List.copyOf(lines);
  }

  /// The text files below a folder, at most 2,000 of at most 1 MiB. Links are not followed; what
  /// cannot be read is passed over.
  static List<SourceFile> below(Path folder) {
    List<SourceFile> files = new ArrayList<>();
    Deque<Path> open = new ArrayDeque<>(List.of(folder));
    int seen = 0;
    while (!open.isEmpty() && files.size() < FILES_MAX && seen < ENTRIES_MAX) {
      for (Path each : names(open.removeFirst())) {
        seen++;
        FileStamp.Kind kind = FileStamp.kindOf(each);
        if (kind == FileStamp.Kind.FOLDER
            && !PASSED_OVER.contains(String.valueOf(each.getFileName()))) {
          open.addLast(each);
        }
        if (kind == FileStamp.Kind.FILE && files.size() < FILES_MAX) {
          read(folder, each).ifPresent(files::add);
        }
      }
    }
    return files;
  }

  private static List<Path> names(Path folder) {
    try {
      return Disk.isFolder(folder) ? FileTree.names(folder) : List.of();
    } catch (Failure.Unavailable _) {
      return List.of();
    }
  }

  /// The file of that name below a folder; empty when it is not a small text file there.
  static Optional<SourceFile> named(Path folder, String name) {
    try {
      Path file = folder.resolve(name).normalize();
      Optional<Path> real = Disk.realPath(file);
      boolean inside =
          !name.isBlank()
              && file.startsWith(folder)
              && real.isPresent()
              && Disk.realPath(folder).filter(root -> real.get().startsWith(root)).isPresent();
      return inside && FileStamp.kindOf(file) == FileStamp.Kind.FILE
          ? read(folder, file)
          : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<SourceFile> read(Path folder, Path file) {
    if (Disk.size(file) > BYTES_MAX) {
      return Optional.empty();
    }
    try {
      String text = new String(Disk.read(file, BYTES_MAX), StandardCharsets.UTF_8);
      return text.indexOf('\0') >= 0
          ? Optional.empty()
          : Optional.of(
              new SourceFile(
                  folder.relativize(file).toString().replace('\\', '/'), text.lines().toList()));
    } catch (Failure.Invalid | Failure.Unavailable _) {
      return Optional.empty();
    }
  }

  /// By its name or that of a folder it stands in.
  boolean isTest() {
    return path.toLowerCase(Locale.ROOT).contains("test");
  }

  /// Documents tell of code and are none.
  boolean isProse() {
    return path.endsWith(".md") || path.endsWith(".txt") || path.endsWith(".adoc");
  }
}
