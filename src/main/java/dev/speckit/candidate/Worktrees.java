package dev.speckit.candidate;

import dev.speckit.host.GitReferences;
import dev.speckit.host.GitWorktrees;
import java.nio.file.Path;
import java.util.List;

/// The work trees of agents who change files.
public final class Worktrees {
  private final Repository repository;
  private final GitWorktrees git;

  public Worktrees(Repository repository) {
    this.repository = repository;
    this.git = new GitWorktrees(repository.place());
  }

  /// Makes a work tree, locked for a run; nothing happens when it is there. One that a killed
  /// speckit did not finish is made anew.
  ///
  /// @param base the commit that is checked out in it
  /// @return the folder an agent works in: the workspace inside of the tree
  /// @throws dev.speckit.failure.Failure.Unavailable when something else stands there, or git
  ///   refuses
  public Path make(Path path, String base, String run) throws InterruptedException {
    git.make(path, base, lock(run));
    return repository.workspaceIn(path);
  }

  /// [#make] for several trees of the same commit, at the same time.
  public void makeAll(List<Path> paths, String base, String run) throws InterruptedException {
    git.makeAll(paths, base, lock(run));
  }

  /// Removes the work tree of a candidate that is kept, and of one that changed nothing.
  ///
  /// @return what is still there: all of it when the candidate is in it only
  public List<Path> remove(Path path, Candidate taken) throws InterruptedException {
    return isSafe(taken) ? git.remove(path) : List.of(path);
  }

  /// Removes a work tree in which nobody worked, such as one that only checks ran in.
  public List<Path> removeUnused(Path path) {
    return git.remove(path);
  }

  private boolean isSafe(Candidate taken) throws InterruptedException {
    if (taken.isEmpty()) {
      return true;
    }
    return !taken.isOnlyInItsWorkTree()
        && new GitReferences(repository.git(), repository.root())
            .commit(taken.reference())
            .filter(taken.commit()::equals)
            .isPresent();
  }

  /// Those that are locked for a run, also unfinished ones.
  public List<Path> of(String run) {
    return git.all().stream()
        .filter(each -> each.lock().map(lock -> lock.endsWith(lock(run))).orElse(false))
        .map(GitWorktrees.Worktree::top)
        .sorted()
        .toList();
  }

  private static String lock(String run) {
    return "speckit run " + run;
  }
}
