package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Further work trees of a repository, each with a commit checked out by itself, and locked, so
/// that nobody's clean-up takes it for forgotten.
public final class GitWorktrees {
  /// What a work tree is locked with as long as not all of it is there.
  private static final String UNFINISHED = "speckit has not finished making it: ";

  private final Git git;
  private final Path root;

  /// @param root the top folder of the user's work tree
  public GitWorktrees(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// @param top its top folder, there or not
  /// @param record where git keeps what it knows of it
  /// @param lock why it is locked; empty when it is not
  public record Worktree(Path top, Path record, Optional<String> lock) {}

  /// The folder that all work trees of the repository share, absolute.
  public Path folder() throws InterruptedException {
    String folder =
        Git.withoutLineEnd(git.succeed(root, List.of("rev-parse", "--git-common-dir")).out());
    return root.resolve(folder).normalize();
  }

  /// All further work trees, read from git's own records: its list of them cannot be read where a
  /// path holds a line end.
  public List<Worktree> all() throws InterruptedException {
    List<Worktree> all = new ArrayList<>();
    for (Path record : Disk.list(folder().resolve("worktrees"))) {
      Path place = record.resolve("gitdir");
      if (!Disk.isFile(place)) {
        continue;
      }
      Path lock = record.resolve("locked");
      path(Git.withoutLineEnd(Disk.readText(place)))
          .map(written -> record.resolve(written).normalize().getParent())
          .ifPresent(top ->
              all.add(
                  new Worktree(
                      top,
                      record,
                      Disk.isFile(lock)
                          ? Optional.of(Disk.readText(lock).strip())
                          : Optional.empty())));
    }
    return all;
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The one at a path.
  public Optional<Worktree> at(Path path) throws InterruptedException {
    Path real = real(path);
    return all().stream().filter(each -> real(each.top()).equals(real)).findFirst();
  }

  /// The path as git writes it: links on the way resolved, also when its end is not there.
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      return absolute;
    }
    Optional<Path> real = Disk.realPath(parent);
    return real.isPresent() ? real.get().resolve(name) : real(parent).resolve(name);
  }

  /// Makes a work tree; nothing happens when it is there. One that a killed speckit did not finish
  /// is made anew.
  ///
  /// @param commit what is checked out in it
  /// @param reason it is locked for, one line
  /// @throws Failure.Unavailable when something else stands at the path
  public void make(Path path, String commit, String reason) throws InterruptedException {
    Optional<Worktree> known = at(path);
    boolean isFinished = known.isPresent() && !known.get().lock().orElse("").startsWith(UNFINISHED);
    if (isFinished && Disk.isFolder(path)) {
      return;
    }
    if (known.isPresent()) {
      refuseLeft(remove(path));
    } else if (Disk.exists(path) && !(Disk.isFolder(path) && Disk.list(path).isEmpty())) {
      throw new Failure.Unavailable(
          Problem.of("worktree-in-the-way", "something stands where a work tree is to be made")
              .at(path.toString())
              .remedy("look at it, keep what is of use, and move it away"));
    }
    Disk.makeFolders(path.toAbsolutePath().resolve("..").normalize());
    Probe.Ended _ =
        git.succeed(
            root,
            List.of(
                "-c",
                "core.sparseCheckout=false",
                "-c",
                "submodule.recurse=false",
                "worktree",
                "add",
                "--quiet",
                "--force",
                "--detach",
                "--lock",
                "--reason",
                UNFINISHED + reason,
                path.toString(),
                commit));
    Worktree made =
        at(path).orElseThrow(() -> new IllegalStateException("git made no work tree: " + path));
    Disk.write(made.record().resolve("locked"), reason + "\n");
  }

  private static void refuseLeft(List<Path> left) {
    if (!left.isEmpty()) {
      throw new Failure.Unavailable(
          Problem.of("worktree-in-the-way", "a part of a work tree could not be removed")
              .at(left.getFirst().toString())
              .remedy("remove it by hand"));
    }
  }

  /// The commit that is checked out in one; empty when git knows none there.
  public Optional<String> head(Path path) throws InterruptedException {
    Optional<Worktree> known = at(path);
    return known.isEmpty()
        ? Optional.empty()
        : new GitReferences(git, root)
            .commit("worktrees/" + known.get().record().getFileName() + "/HEAD");
  }

  /// Removes a work tree with all it holds, and what git knows of it; harmless when it is gone.
  /// Links are removed, not followed.
  ///
  /// @return what could not be removed; then git still knows it
  public List<Path> remove(Path path) throws InterruptedException {
    Optional<Worktree> known = at(path);
    if (known.isEmpty()) {
      return List.of();
    }
    List<Path> left = Disk.deleteTree(path);
    if (left.isEmpty()) {
      Probe.Ended _ =
          git.succeed(
              root,
              List.of("worktree", "remove", "--force", "--force", known.get().top().toString()));
    }
    return left;
  }
}
