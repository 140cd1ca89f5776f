package dev.speckit.handoff;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitBranches;
import dev.speckit.host.GitNow;
import dev.speckit.host.GitTree;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What git says of a workspace at this moment.
///
/// @param branch the one that is checked out; empty for a commit by itself
/// @param lastCommit short hash and subject; empty before the first commit
/// @param changes what `git status --short --untracked-files=all` prints in the workspace
/// @param branches all local ones
record GitFacts(
    Optional<String> branch,
    Optional<String> lastCommit,
    List<String> changes,
    List<String> branches) {
  static final String BRANCH = "git branch --show-current";
  static final String STATUS = "git status --short --untracked-files=all";
  static final String LAST_COMMIT = GitNow.LAST_COMMIT;

  GitFacts {
    changes = List.copyOf(changes);
    branches = List.copyOf(branches);
  }

  /// Empty without git and outside of a repository.
  ///
  /// @throws Failure.Unavailable when git cannot read the repository
  static Optional<GitFacts> of(Host host, Path workspace) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    if (git.isPresent()) {
      Optional<Problem> trouble = git.get().trouble(workspace);
      if (trouble.isPresent()) {
        throw new Failure.Unavailable(trouble.get());
      }
    }
    Optional<Path> root = git.isEmpty() ? Optional.empty() : git.get().root(workspace);
    Optional<Path> real = Disk.realPath(workspace);
    if (git.isEmpty() || root.isEmpty() || real.isEmpty()) {
      return Optional.empty();
    }
    Path top = root.get();
    GitNow now = new GitNow(git.get(), top);
    List<String> changes =
        git.get().status(top).stream()
            .map(change -> shown(change, real.get(), top.resolve(change.path())))
            .toList();
    return Optional.of(
        new GitFacts(
            new GitTree(git.get(), top).branch(),
            now.lastCommit(),
            changes,
            new GitBranches(git.get(), top)
                .local().stream().map(GitBranches.Branch::name).toList()));
  }

  /// Git shows paths as seen from where it is called.
  private static String shown(Git.Change change, Path workspace, Path file) {
    return change.state().replace('.', ' ') + " " + workspace.relativize(file);
  }
}
