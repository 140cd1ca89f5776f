package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names under which a repository keeps commits that are on no branch.
public final class GitReferences {
  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitReferences(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// The commit behind a name; empty when there is no such name.
  public Optional<String> commit(String name) throws InterruptedException {
    Probe.Ended ended =
        git.answer(root, List.of("rev-parse", "--verify", "--quiet", name + "^{commit}"));
    return ended.exit() == 0 ? Optional.of(Git.withoutLineEnd(ended.out())) : Optional.empty();
  }

  /// Lets a name lead to a commit, whatever it led to before.
  public void keep(String name, String commit) throws InterruptedException {
    Probe.Ended _ = git.succeed(root, List.of("update-ref", name, commit));
  }

  /// Forgets a name; harmless when there is none.
  public void forget(String name) throws InterruptedException {
    if (commit(name).isPresent()) {
      Probe.Ended _ = git.succeed(root, List.of("update-ref", "-d", name));
    }
  }

  /// Whether a commit is another one or behind it.
  public boolean isBehind(String commit, String other) throws InterruptedException {
    return git.answer(root, List.of("merge-base", "--is-ancestor", commit, other)).exit() == 0;
  }

  /// Whether these files are the same in two commits.
  ///
  /// @param paths relative to the root; at least one
  public boolean sameFiles(String commit, String other, List<String> paths)
      throws InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("diff-tree", "-r", "--quiet", "--no-renames", commit, other, "--"));
    words.addAll(paths);
    return git.answer(root, words).exit() == 0;
  }
}
