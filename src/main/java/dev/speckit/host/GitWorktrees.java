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

  private final GitPlace place;

  /// @param place the user's work tree
  public GitWorktrees(GitPlace place) {
    this.place = place;
  }

  /// @param top its top folder, there or not
  /// @param record where git keeps what it knows of it
  /// @param lock why it is locked; empty when it is not
  public record Worktree(Path top, Path record, Optional<String> lock) {}

  /// All further work trees, read from git's own records: its list of them cannot be read where a
  /// path holds a line end.
  public List<Worktree> all() {
    List<Worktree> all = new ArrayList<>();
    for (Path record : Disk.list(records())) {
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

  private Path records() {
    return place.common().resolve("worktrees");
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The one at a path.
  public Optional<Worktree> at(Path path) {
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
    if (isFinished(path)) {
      return;
    }
    clear(path);
    Probe.Ended _ = place.git().succeed(place.root(), adding(path, commit, reason));
    finish(path, reason);
  }

  /// [#make] for several at the same time. One that git does not make beside the others is made
  /// alone.
  public void makeAll(List<Path> paths, String commit, String reason) throws InterruptedException {
    List<Path> missing = paths.stream().filter(path -> !isFinished(path)).toList();
    if (missing.size() > 1) {
      List<List<String>> calls = new ArrayList<>();
      for (Path path : missing) {
        clear(path);
        calls.add(adding(path, commit, reason));
      }
      List<Integer> exits = place.git().together(place.root(), calls);
      for (int index = 0; index < exits.size(); index++) {
        if (exits.get(index) == 0) {
          finish(missing.get(index), reason);
        }
      }
    }
    for (Path path : missing) {
      make(path, commit, reason);
    }
  }

  private boolean isFinished(Path path) {
    Optional<Worktree> known = at(path);
    return known.isPresent()
        && !known.get().lock().orElse("").startsWith(UNFINISHED)
        && Disk.isFolder(path);
  }

  /// Removes one that was not finished, and sees that its folder can be made.
  private void clear(Path path) {
    Optional<Worktree> known = at(path);
    if (known.isPresent()) {
      refuseLeft(remove(path));
    } else if (Disk.exists(path) && !(Disk.isFolder(path) && Disk.list(path).isEmpty())) {
      throw new Failure.Unavailable(
          Problem.of("worktree-in-the-way", "something stands where a work tree is to be made")
              .at(path.toString())
              .remedy("look at it, keep what is of use, and move it away"));
    }
    Disk.makeFolders(path.toAbsolutePath().resolve("..").normalize());
  }

  private static List<String> adding(Path path, String commit, String reason) {
    return List.of(
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
        commit);
  }

  private void finish(Path path, String reason) {
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
        : new GitReferences(place.git(), place.root())
            .commit("worktrees/" + known.get().record().getFileName() + "/HEAD");
  }

  /// Removes a work tree with all it holds, and what git knows of it; harmless when it is gone.
  /// Links are removed, not followed.
  ///
  /// @return what could not be removed; then git still knows it
  public List<Path> remove(Path path) {
    Optional<Worktree> known = at(path);
    if (known.isEmpty()) {
      return List.of();
    }
    List<Path> left = Disk.deleteTree(path);
    return left.isEmpty() ? forget(known.get()) : left;
  }

  /// Removes git's record of a work tree that is gone, as `git worktree remove` does. The lock goes
  /// first: of what a kill leaves, git itself makes an end.
  private static List<Path> forget(Worktree gone) {
    Disk.delete(gone.record().resolve("locked"));
    return Disk.deleteTree(gone.record());
  }
}
