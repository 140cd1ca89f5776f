package dev.speckit.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The local branches of a repository, its work trees, and where two of them parted.
public final class GitBranches {
  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitBranches(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// A name for a commit, such as a local branch.
  ///
  /// @param commit its hash
  public record Branch(String name, String commit) {}

  /// Another work tree of the repository.
  ///
  /// @param top its top folder
  /// @param branch empty when a commit is checked out by itself
  public record WorkTree(Path top, Optional<String> branch) {}

  /// All local branches, sorted by name.
  public List<Branch> local() throws InterruptedException {
    return refs("refs/heads");
  }

  private List<Branch> refs(String... words) throws InterruptedException {
    List<String> call =
        new ArrayList<>(List.of("for-each-ref", "--format=%(objectname) %(refname:short)"));
    call.addAll(List.of(words));
    List<Branch> branches = new ArrayList<>();
    for (String line : git.succeed(root, call).out().lines().toList()) {
      String[] parts = line.split(" ", 2);
      branches.add(new Branch(parts[1], parts[0]));
    }
    return branches;
  }

  /// The commits that an unfinished merge brings in, by a branch's name where one leads there.
  public List<Branch> merging() throws InterruptedException {
    Path file = new GitTree(git, root).folder().resolve("MERGE_HEAD");
    if (!Disk.isFile(file)) {
      return List.of();
    }
    List<Branch> merging = new ArrayList<>();
    for (String commit : Disk.readText(file).lines().filter(each -> !each.isBlank()).toList()) {
      List<Branch> names = refs("--points-at=" + commit, "refs/heads", "refs/remotes");
      merging.add(names.isEmpty() ? new Branch(commit, commit) : names.getFirst());
    }
    return merging;
  }

  /// The last commit that both have; empty when they have none in common.
  public Optional<String> parted(String one, String other) throws InterruptedException {
    Probe.Ended ended = git.answer(root, List.of("merge-base", one, other));
    return ended.exit() == 0 ? Optional.of(Git.withoutLineEnd(ended.out())) : Optional.empty();
  }

  /// The paths of all files below a folder in a commit, relative to the root.
  public List<String> files(String commit, String folder) throws InterruptedException {
    List<String> words =
        List.of("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", folder);
    return Git.fields(git.succeed(root, words).out());
  }

  /// The work trees of this repository besides this one. One whose folder is gone is left out.
  public List<WorkTree> others() throws InterruptedException {
    List<WorkTree> trees = new ArrayList<>();
    String out = git.succeed(root, List.of("worktree", "list", "--porcelain")).out();
    for (String record : out.split("\n\n", -1)) {
      Optional<String> top = value(record, "worktree ");
      Optional<String> branch = value(record, "branch refs/heads/");
      top.filter(each -> !record.contains("\nbare"))
          .flatMap(GitBranches::path)
          .filter(each -> Disk.isFolder(each) && !each.equals(root))
          .ifPresent(each -> trees.add(new WorkTree(each, branch)));
    }
    return trees;
  }

  private static Optional<String> value(String record, String key) {
    return record
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst();
  }

  private static Optional<Path> path(String text) {
    try {
      Path path = Path.of(text);
      return Optional.of(Disk.realPath(path).orElse(path));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
