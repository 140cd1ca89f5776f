package dev.speckit.host;

import java.nio.file.Path;
import java.util.Optional;

/// What the last commit says of a file. Nothing here writes.
public final class GitHead {
  private GitHead() {}

  /// The text of a file in the last commit. Empty without git or a commit, and for a file that was
  /// not in it.
  ///
  /// @param workspace in a repository or not
  /// @param file in the workspace, there or not
  public static Optional<String> text(Host host, Path workspace, Path file)
      throws InterruptedException {
    Optional<Git> git = Git.find(host);
    Optional<Path> root = git.isEmpty() ? Optional.empty() : git.get().root(workspace);
    Optional<Path> real = Disk.realPath(workspace);
    if (root.isEmpty() || real.isEmpty() || git.get().head(root.get()).isEmpty()) {
      return Optional.empty();
    }
    Path path = root.get().relativize(real.get().resolve(workspace.relativize(file)));
    return new GitMoves(git.get(), root.get()).textAtHead(path.toString().replace('\\', '/'));
  }
}
