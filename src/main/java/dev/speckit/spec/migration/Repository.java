package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitTree;
import dev.speckit.host.Host;
import dev.speckit.spec.Workspace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The repository whose files are to be moved.
///
/// @param tracked all entries by path, relative to the root
/// @param ignored files below `specs/` that git ignores
/// @param unready why nothing can be moved now, such as files that are not committed
record Repository(
    Git git,
    GitTree tree,
    Places places,
    Map<Path, GitTree.Entry> tracked,
    List<Path> ignored,
    List<Problem> unready) {
  private static final long SEARCHED_BYTES_MAX = 1 << 20;

  private static final String CUT_OFF =
      "nothing of yours is lost, all was committed; when no git runs, go back with: find"
          + " \"$(git rev-parse --absolute-git-dir)\" -name '*.lock' -delete; git reset --hard; git"
          + " clean -fd specs";

  /// @throws Failure.Unavailable without git or a repository
  /// @throws Failure.Invalid when an earlier move was cut off
  static Repository open(Host host) throws InterruptedException {
    if (Workspace.search(host).isEmpty()) {
      refuseCutOff(host);
    }
    Path found = Workspace.find(host);
    Path workspace = Disk.realPath(found).orElse(found);
    Git git = Git.require(host);
    Path root =
        git.root(workspace)
            .orElseThrow(() ->
                new Failure.Unavailable(
                    Problem.of("no-repository", "the workspace lies in no git repository")
                        .at(workspace.toString())
                        .remedy("git init, then commit everything: the move is one commit")));
    GitTree tree = new GitTree(git, root);
    List<Problem> unready = unready(git, tree, root);
    try {
      Path inside = root.equals(workspace) ? Path.of("") : root.relativize(workspace);
      Path specs = inside.resolve("specs");
      Map<Path, GitTree.Entry> tracked = new LinkedHashMap<>();
      for (GitTree.Entry each : tree.entries()) {
        tracked.put(Path.of(each.path()), each);
      }
      List<Path> ignored = tree.ignored(specs.toString()).stream().map(Path::of).toList();
      return new Repository(git, tree, new Places(root, inside, specs), tracked, ignored, unready);
    } catch (InvalidPathException failure) {
      throw new Failure.Unavailable(
          Problem.of("locale", "this locale cannot name the file " + failure.getInput())
              .remedy("call again with LC_ALL=C.UTF-8 in the environment"));
    }
  }

  /// While files move there are moments in which nothing tells a workspace any more.
  private static void refuseCutOff(Host host) throws InterruptedException {
    Optional<Git> found = Git.find(host);
    if (found.isEmpty()) {
      return;
    }
    Git git = found.get();
    Optional<Path> root = git.root(host.directory());
    if (root.isPresent()
        && new GitTree(git, root.get()).wasCutOff()
        && !git.status(root.get()).isEmpty()) {
      throw cutOff();
    }
  }

  private static Failure.Invalid cutOff() {
    return new Failure.Invalid(
        Problem.of("move-cut-off", "an earlier move of specs was cut off half-way")
            .remedy(CUT_OFF));
  }

  private static List<Problem> unready(Git git, GitTree tree, Path root)
      throws InterruptedException {
    List<Problem> unready = new ArrayList<>();
    Optional<String> operation = tree.operation();
    operation.ifPresent(each ->
        unready.add(
            Problem.of("unfinished-operation", "git is in the middle of a " + each)
                .remedy("finish it or abort it: git " + each + " --abort")));
    List<Git.Change> changes = git.status(root);
    boolean locked = Disk.exists(tree.folder().resolve("index.lock"));
    if (operation.isEmpty() && tree.wasCutOff() && (locked || !changes.isEmpty())) {
      throw cutOff();
    }
    if (!changes.isEmpty()) {
      String some =
          changes.stream().limit(5).map(Git.Change::path).collect(Collectors.joining(", "));
      unready.add(
          Problem.of(
                  "uncommitted-changes",
                  changes.size() + " files are changed or unknown to git: " + some)
              .remedy(
                  "commit, stash or ignore them, so that the move can be reverted as one commit"));
    }
    if (tree.branch().isEmpty()) {
      unready.add(
          Problem.of("no-branch", "no branch is checked out, so the commit would be lost")
              .remedy("check out a branch: git switch BRANCH"));
    }
    if (!unready.isEmpty()) {
      return unready;
    }
    if (locked) {
      throw new Failure.Unavailable(
          Problem.of("index-locked", "another git is at work in the repository, or was cut off")
              .at(tree.folder().resolve("index.lock").toString())
              .remedy("wait for it; when no git runs, remove the file"));
    }
    tree.settle();
    return List.of();
  }

  /// Brings the prepared commit into the work tree.
  void advance(String commit) throws InterruptedException {
    try {
      tree.advance(commit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure.Interrupted(
          Problem.of("move-cut-off", "interrupted while the files were being moved")
              .remedy(CUT_OFF));
    } catch (Failure.Unavailable failure) {
      if (git.status(places.root()).isEmpty()) {
        tree.settle();
      }
      throw failure;
    }
  }

  List<Path> files() {
    return tracked.values().stream()
        .filter(GitTree.Entry::isFile)
        .map(each -> Path.of(each.path()))
        .toList();
  }

  /// Whether git tracks it as a plain file.
  boolean isFile(Path path) {
    GitTree.Entry entry = tracked.get(path);
    return entry != null && entry.isFile();
  }

  /// Symbolic links and submodules.
  Set<Path> odd() {
    Set<Path> odd = new LinkedHashSet<>();
    tracked.forEach((path, entry) -> {
      if (!entry.isFile()) {
        odd.add(path);
      }
    });
    return odd;
  }

  /// What stands somewhere and is never moved: links, submodules, ignored files.
  Set<Path> others() {
    Set<Path> others = new LinkedHashSet<>(ignored);
    others.addAll(odd());
    return others;
  }

  /// Whether a file is small enough to be searched for what is no link.
  boolean isSmall(Path file) {
    return Disk.size(places.root().resolve(file)) <= SEARCHED_BYTES_MAX;
  }

  /// Why something is never moved.
  String whyLeft(Path path) {
    GitTree.Entry entry = tracked.get(path);
    if (entry == null) {
      return "git ignores it";
    }
    return entry.mode().equals("160000") ? "it is a submodule" : "it is a symbolic link";
  }

  String text(Path file) {
    return Disk.readText(places.root().resolve(file));
  }
}
