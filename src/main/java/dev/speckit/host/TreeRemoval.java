package dev.speckit.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Removes a folder with all it holds, also one nested so deep that the system takes none of the
/// names inside: such a part is moved up and removed in the next round.
final class TreeRemoval extends SimpleFileVisitor<Path> {
  /// Below it every name is short enough for any system, and every folder on the way can be open.
  private static final int DEPTH_MAX = 60;

  private static final int LENGTH_MAX = 2000;
  private static final int ROUNDS_MAX = 10_000;

  private final Path root;
  private final int round;
  private final List<Path> left = new ArrayList<>();
  private int moved;

  private TreeRemoval(Path root, int round) {
    this.root = root;
    this.round = round;
  }

  /// @return what could not be removed
  static List<Path> of(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    for (int round = 0; ; round++) {
      TreeRemoval removal = new TreeRemoval(folder, round);
      try {
        Files.walkFileTree(folder, removal);
      } catch (IOException | UncheckedIOException _) {
        removal.left.add(folder);
      }
      if (removal.moved == 0 || round == ROUNDS_MAX) {
        return List.copyOf(removal.left);
      }
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
    if (path.equals(root)
        || (path.getNameCount() - root.getNameCount() < DEPTH_MAX
            && path.toString().length() - root.toString().length() < LENGTH_MAX)) {
      return FileVisitResult.CONTINUE;
    }
    try {
      Files.move(path, root.resolve(".deep-" + round + "-" + moved));
      moved++;
    } catch (IOException _) {
      left.add(path);
    }
    return FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
    return delete(path);
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException failure) {
    return delete(path);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) {
    return delete(path);
  }

  private FileVisitResult delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      left.add(path);
    }
    return FileVisitResult.CONTINUE;
  }
}
