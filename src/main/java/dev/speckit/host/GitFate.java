package dev.speckit.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What became of files that a repository knew and that are no longer where they were. Nothing here
/// writes.
public final class GitFate {
  private final Git git;
  private final Path root;
  private final GitTrail trail;

  private GitFate(Git git, Path root, GitTrail trail) {
    this.git = git;
    this.root = root;
    this.trail = trail;
  }

  /// @param root the top folder of the work tree
  public static GitFate of(Git git, Path root) throws InterruptedException {
    return new GitFate(git, root, new GitMoves(git, root).trail());
  }

  /// Where the file that last stood at a path is now; empty when it was never renamed, or is gone
  /// from there too.
  ///
  /// @param path relative to the root, with slashes
  public Optional<String> movedTo(String path) {
    return trail.follow(path).filter(to -> Disk.isFile(root.resolve(to)));
  }

  /// How a file went, in one clause: `deleted in a1b2c3d`, or that the deletion is not committed.
  /// Empty when no commit that can be reached ever had it.
  public Optional<String> deleted(String path) throws InterruptedException {
    if (git.head(root).isEmpty()) {
      return Optional.empty();
    }
    if (git.answer(root, List.of("cat-file", "-e", "HEAD:" + path)).exit() == 0) {
      return Optional.of("deleted, not committed yet");
    }
    List<String> words =
        List.of(
            "log",
            "--max-count=1",
            "--diff-filter=D",
            "--no-renames",
            "--no-show-signature",
            "--abbrev=7",
            "--format=%h",
            "--",
            path);
    String hash = Git.withoutLineEnd(git.succeed(root, words).out());
    return hash.isBlank() ? Optional.empty() : Optional.of("deleted in " + hash);
  }
}
