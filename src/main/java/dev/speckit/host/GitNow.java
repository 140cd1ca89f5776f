package dev.speckit.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a repository looks like at this moment. Nothing here writes.
public final class GitNow {
  /// Prints what [#lastCommit] tells.
  public static final String LAST_COMMIT = "git log -1 --abbrev=12 --format=\"%h %s\"";

  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitNow(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// The commit that is checked out: its hash, shortened to 12 digits, and its subject. Empty
  /// before the first commit.
  public Optional<String> lastCommit() throws InterruptedException {
    Probe.Ended ended =
        git.answer(
            root, List.of("log", "-1", "--abbrev=12", "--no-show-signature", "--format=%h %s"));
    return ended.exit() == 0 ? Optional.of(Git.withoutLineEnd(ended.out())) : Optional.empty();
  }
}
