package dev.speckit.trace;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.spec.OutputFile;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files of a project as they are on the disk. No symbolic link is followed, no pipe is opened.
final class ProjectFiles {
  private static final int BYTES_MAX = 4 << 20;
  private static final int BINARY_LOOK = 8_000;

  private final Path workspace;
  private final Map<Path, Boolean> folders = new HashMap<>();

  ProjectFiles(Path workspace) {
    this.workspace = workspace;
  }

  /// What reading a file gave.
  sealed interface Content {}

  record Text(ByteBuffer bytes) implements Content {}

  /// Not read: no plain file, binary, not readable, or an output of speckit, which names all items.
  record Nothing() implements Content {}

  record TooLarge() implements Content {}

  /// @param path relative to the workspace
  Content read(String path) {
    Optional<Path> file = resolve(workspace, path);
    if (file.isEmpty() || !isBelowFolders(file.get().getParent())) {
      return new Nothing();
    }
    if (FileStamp.kindOf(file.get()) != FileStamp.Kind.FILE) {
      return new Nothing();
    }
    try {
      byte[] bytes = Disk.read(file.get(), BYTES_MAX);
      return isBinary(bytes) || OutputFile.isOurs(bytes)
          ? new Nothing()
          : new Text(ByteBuffer.wrap(bytes));
    } catch (Failure.Invalid _) {
      return new TooLarge();
    } catch (Failure.Unavailable _) {
      return new Nothing();
    }
  }

  private boolean isBelowFolders(@Nullable Path folder) {
    if (folder == null || folder.equals(workspace)) {
      return true;
    }
    Boolean known = folders.get(folder);
    if (known == null) {
      known =
          FileStamp.kindOf(folder) == FileStamp.Kind.FOLDER && isBelowFolders(folder.getParent());
      folders.put(folder, known);
    }
    return known;
  }

  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, BINARY_LOOK); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /// The file of a path below the workspace; empty for a path that leads out of it or is none.
  static Optional<Path> resolve(Path workspace, String path) {
    return resolve(workspace, workspace, path).filter(file -> !file.equals(workspace));
  }

  /// The file of a path from a folder of the workspace; empty when it leads out of that.
  static Optional<Path> resolve(Path folder, Path workspace, String path) {
    try {
      Path file = folder.resolve(path).normalize();
      return file.startsWith(workspace) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Whether a plain file stands there.
  static boolean isPlain(Path workspace, String path) {
    return resolve(workspace, path)
        .filter(file -> FileStamp.kindOf(file) == FileStamp.Kind.FILE)
        .isPresent();
  }
}
