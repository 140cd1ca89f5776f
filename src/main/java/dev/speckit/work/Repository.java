package dev.speckit.work;

import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitCommitting;
import dev.speckit.host.GitHistory;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.Optional;

/// The git repository around a workspace.
///
/// @param root its top folder, links resolved
/// @param folder the workspace, links resolved
record Repository(Git git, Path root, Path folder, GitHistory history, GitCommitting committing) {

  /// Empty without git, and where the workspace is in no repository.
  static Optional<Repository> of(Host host, Path workspace) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    if (git.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> root = git.get().root(workspace);
    Optional<Path> folder = Disk.realPath(workspace);
    if (root.isEmpty() || folder.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Repository(
            git.get(),
            root.get(),
            folder.get(),
            new GitHistory(git.get(), root.get()),
            new GitCommitting(git.get(), root.get())));
  }

  /// The workspace's folder in the repository with a slash at the end; empty when they are one.
  String prefix() {
    String relative = root.relativize(folder).toString();
    return relative.isEmpty() ? "" : relative + "/";
  }

  /// A path of git's as seen from the workspace; empty when it lies outside of it.
  Optional<String> inWorkspace(String path) {
    return path.startsWith(prefix())
        ? Optional.of(path.substring(prefix().length()))
        : Optional.empty();
  }
}
