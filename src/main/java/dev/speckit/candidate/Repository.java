package dev.speckit.candidate;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitPlace;
import dev.speckit.host.GitReferences;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The repository around a workspace.
///
/// @param place the user's work tree
/// @param inside the workspace relative to it, with slashes; empty when they are the same
public record Repository(GitPlace place, String inside) {
  private static final Git.Identity NOBODY = new Git.Identity("speckit", "speckit@speckit.invalid");

  /// Empty without git, outside of a repository, and before its first commit.
  public static Optional<Repository> find(Host host, Path workspace) throws InterruptedException {
    try {
      return Optional.of(around(host, workspace));
    } catch (Failure.Unavailable _) {
      return Optional.empty();
    }
  }

  /// @throws Failure.Unavailable without git, outside of a repository, and before its first commit
  public static Repository around(Host host, Path workspace) throws InterruptedException {
    Git git = Git.require(host);
    Path real = Disk.realPath(workspace).orElse(workspace);
    GitPlace place =
        GitPlace.find(git, real)
            .orElseThrow(() ->
                new Failure.Unavailable(
                    Problem.of("no-repository", "the workspace is in no git repository")
                        .at(workspace.toString())
                        .remedy("git init, then commit what is there")));
    Repository repository =
        new Repository(place, place.root().relativize(real).toString().replace('\\', '/'));
    String _ = repository.head();
    return repository;
  }

  public Git git() {
    return place.git();
  }

  /// The top folder of the user's work tree, links resolved.
  public Path root() {
    return place.root();
  }

  /// The commit that is checked out.
  ///
  /// @throws Failure.Unavailable before the first commit
  public String head() throws InterruptedException {
    return git()
        .head(root())
        .orElseThrow(() ->
            new Failure.Unavailable(
                Problem.of("no-commit", "the repository has no commit yet")
                    .at(root().toString())
                    .remedy("git add -A, then git commit")));
  }

  /// Whether the work of a commit is part of the last commit: by itself, or because the files it
  /// changed are the same there, as after a rebase.
  ///
  /// @param files that it changed, relative to the root
  public boolean holds(String commit, List<String> files) throws InterruptedException {
    GitReferences references = new GitReferences(git(), root());
    return references.isBehind(commit, "HEAD")
        || (!files.isEmpty()
            && references.commit(commit).isPresent()
            && references.sameFiles(commit, "HEAD", files));
  }

  /// The workspace's folder inside a work tree of this repository.
  public Path workspaceIn(Path tree) {
    return inside.isEmpty() ? tree : tree.resolve(inside);
  }

  /// Whether a path is one that speckit itself writes: it is never an agent's to change and never
  /// in the way of a run.
  ///
  /// @param path relative to the root, with slashes
  public boolean isOwn(String path) {
    String start = inside.isEmpty() ? "" : inside + "/";
    if (!path.startsWith(start)) {
      return false;
    }
    String name = path.substring(start.length());
    return name.equals("speckit.toml")
        || isIn(name, "specs")
        || isIn(name, "evidence")
        || isIn(name, ".speckit");
  }

  private static boolean isIn(String name, String folder) {
    return name.equals(folder) || name.startsWith(folder + "/");
  }

  /// A path as the workspace names it; empty when it lies outside.
  ///
  /// @param path relative to the root, with slashes
  public Optional<String> inWorkspace(String path) {
    if (inside.isEmpty()) {
      return Optional.of(path);
    }
    return path.startsWith(inside + "/")
        ? Optional.of(path.substring(inside.length() + 1))
        : Optional.empty();
  }

  /// The text of a file of the workspace as a commit has it; empty when it has none.
  ///
  /// @param path relative to the workspace, with slashes
  public Optional<String> text(String commit, String path) throws InterruptedException {
    return new GitHistory(git(), root())
        .textAt(commit, inside.isEmpty() ? path : inside + "/" + path);
  }

  /// By whom commits are made: by git's own setting, else by speckit.
  Git.Identity identity() throws InterruptedException {
    Optional<Git.Identity> set = git().identity(root());
    return set.orElse(NOBODY);
  }
}
