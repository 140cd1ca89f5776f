package dev.speckit.candidate;

import dev.speckit.failure.Failure;
import dev.speckit.host.Git;
import dev.speckit.host.GitLanding;
import dev.speckit.host.GitReferences;
import dev.speckit.host.GitTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings the chosen commit onto the branch that is checked out, by moving it on and never by a
/// merge: what was checked is what lands.
public final class Landing {
  private static final int NAMED_MAX = 5;
  private static final int HASH_DIGITS = 12;

  private final Repository repository;
  private final GitTree tree;
  private final GitLanding landing;
  private final GitReferences references;

  public Landing(Repository repository) {
    this.repository = repository;
    this.tree = new GitTree(repository.place());
    this.landing = new GitLanding(repository.place());
    this.references = new GitReferences(repository.git(), repository.root());
  }

  /// How it went.
  public sealed interface Result {
    /// The branch holds the commit.
    ///
    /// @param branch empty when a commit is checked out by itself
    record Landed(String branch) implements Result {}

    /// Nothing was changed.
    ///
    /// @param branch empty when a commit is checked out by itself
    /// @param reason one line
    /// @param remedy what a person can do, one line
    record Refused(String branch, String reason, String remedy) implements Result {}
  }

  /// The branch that is checked out; empty when a commit is checked out by itself.
  public Optional<String> branch() throws InterruptedException {
    return tree.branch();
  }

  /// Moves the branch from `base` to `commit`; done at once when the commit is on it already. After
  /// a kill it is called again.
  ///
  /// @param reference the name under which git keeps the commit
  public Result land(String base, String commit, String reference) throws InterruptedException {
    String branch = tree.branch().orElse("");
    String head = repository.head();
    if (references.isBehind(commit, head)) {
      landing.settle();
      return new Result.Landed(branch);
    }
    if (branch.isEmpty()) {
      return new Result.Refused(
          branch, "no branch is checked out", "check out a branch: git switch BRANCH");
    }
    if (!head.equals(base)) {
      return new Result.Refused(
          branch,
          "branch "
              + branch
              + " moved from "
              + brief(base)
              + " to "
              + brief(head)
              + " since the work began",
          "take the work over yourself: git merge " + reference);
    }
    Optional<String> operation = tree.operation();
    if (operation.isPresent()) {
      return new Result.Refused(
          branch,
          "git is in the middle of a " + operation.get(),
          "finish it, or end it with git " + operation.get() + " --abort");
    }
    if (landing.isLocked()) {
      return new Result.Refused(
          branch,
          "another git is at work in the repository, or was cut off",
          "wait for it; when no git runs, remove " + tree.folder().resolve("index.lock"));
    }
    return forward(branch, base, commit);
  }

  private Result forward(String branch, String base, String commit) throws InterruptedException {
    if (landing.wasCutOff(commit)) {
      landing.takeBack(base, commit);
    }
    List<String> inTheWay = inTheWay(landing.touched(base, commit));
    if (!inTheWay.isEmpty()) {
      return new Result.Refused(
          branch,
          (inTheWay.size() == 1 ? "a file that it changes is" : "files that it changes are")
              + " changed here and not committed: "
              + named(inTheWay),
          "commit, stash or discard the changes");
    }
    try {
      landing.forward(commit);
    } catch (Failure.Unavailable failure) {
      landing.settle();
      return new Result.Refused(
          branch,
          failure.problems().getFirst().message(),
          "mend what git names, or take the work over yourself: git merge " + commit);
    }
    return new Result.Landed(branch);
  }

  /// Changed and unknown files that the commit touches, or that stand where it needs a folder, or
  /// in a folder where it needs a file.
  private List<String> inTheWay(Set<String> touched) throws InterruptedException {
    return repository.git().status(repository.root()).stream()
        .map(Git.Change::path)
        .filter(path -> touched.stream().anyMatch(each -> collide(each, path)))
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean collide(String one, String other) {
    return one.equals(other) || one.startsWith(other + "/") || other.startsWith(one + "/");
  }

  private static String named(List<String> paths) {
    String some = paths.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
    return paths.size() > NAMED_MAX ? some + " and " + (paths.size() - NAMED_MAX) + " more" : some;
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(HASH_DIGITS, commit.length()));
  }
}
