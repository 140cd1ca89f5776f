package dev.speckit.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commits of what is staged, and the hooks of a repository.
public final class GitCommitting {
  /// Hooks test and format; a git that waits for ever must end all the same.
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private static final long INDEX_BYTES_MAX = 1L << 30;

  private static final Map<String, String> IN_PROGRESS =
      Map.of(
          "MERGE_HEAD", "merge",
          "CHERRY_PICK_HEAD", "cherry-pick",
          "REVERT_HEAD", "revert",
          "rebase-merge", "rebase",
          "rebase-apply", "rebase");

  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitCommitting(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// How a commit is made.
  ///
  /// @param all whether everything that changed goes in
  /// @param trusted whether hooks, filters and signing of the repository may act
  /// @param variables more variables for the hooks
  public record Request(
      List<Path> paths,
      boolean all,
      String message,
      boolean trusted,
      Map<String, String> variables) {
    public Request {
      paths = List.copyOf(paths);
      variables = Map.copyOf(variables);
    }
  }

  /// What is under way and must be ended first, such as `rebase`; empty when nothing is.
  public Optional<String> inProgress() throws InterruptedException {
    Path folder = folder();
    return IN_PROGRESS.entrySet().stream()
        .filter(entry -> Disk.exists(folder.resolve(entry.getKey())))
        .map(Map.Entry::getValue)
        .sorted()
        .findFirst();
  }

  /// Those of some paths that the repository ignores.
  public List<Path> ignored(List<Path> paths) throws InterruptedException {
    if (paths.isEmpty()) {
      return List.of();
    }
    List<String> words =
        new ArrayList<>(
            List.of("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--"));
    paths.forEach(path -> words.add(Git.relative(root, path)));
    List<String> named = Git.fields(git.succeed(root, words).out());
    return paths.stream().filter(path -> named.contains(Git.relative(root, path))).toList();
  }

  /// Stages the paths (or everything) and commits all that is staged.
  ///
  /// @return the commit; empty when nothing is staged
  /// @throws dev.speckit.failure.Failure.Unavailable when git or a hook refuses, with its reason;
  ///   then as much is staged as before
  public Optional<String> commit(Request request) throws InterruptedException {
    Path index = index();
    Optional<byte[]> staged =
        Disk.exists(index) ? Optional.of(Disk.read(index, INDEX_BYTES_MAX)) : Optional.empty();
    Optional<String> before = git.head(root);
    boolean ended = false;
    try {
      Optional<String> made = stageAndCommit(request);
      ended = true;
      return made;
    } finally {
      if (!ended && git.head(root).equals(before)) {
        restore(index, staged);
      }
    }
  }

  private static void restore(Path index, Optional<byte[]> staged) {
    if (staged.isPresent()) {
      Disk.write(index, staged.get());
    } else if (Disk.exists(index)) {
      Disk.delete(index);
    }
  }

  private Path index() throws InterruptedException {
    String path =
        Git.withoutLineEnd(git.succeed(root, List.of("rev-parse", "--git-path", "index")).out());
    return root.resolve(path);
  }

  private Optional<String> stageAndCommit(Request request) throws InterruptedException {
    if (request.all()) {
      succeed(request, List.of("add", "--all"));
      leaveOutTemporaries(request);
    }
    if (!request.paths().isEmpty()) {
      List<String> words = new ArrayList<>(List.of("add", "--"));
      request.paths().forEach(path -> words.add(Git.relative(root, path)));
      succeed(request, words);
    }
    List<String> compare = List.of("diff", "--cached", "--quiet", "--no-ext-diff", "--no-textconv");
    if (git.answer(root, compare).exit() == 0) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of("commit", "--quiet", "--cleanup=whitespace"));
    if (!request.trusted()) {
      words.addAll(List.of("--no-verify", "--no-gpg-sign"));
    }
    words.addAll(List.of("-m", request.message()));
    succeed(request, words);
    return git.head(root);
  }

  /// What a write that was killed left behind is never committed.
  private void leaveOutTemporaries(Request request) throws InterruptedException {
    List<String> added =
        List.of("diff", "--cached", "--name-only", "--diff-filter=A", "--no-renames", "-z");
    List<String> temporary =
        Git.fields(git.succeed(root, added).out()).stream().filter(Disk::isTemporary).toList();
    if (!temporary.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("rm", "--cached", "--quiet", "--"));
      words.addAll(temporary);
      succeed(request, words);
    }
  }

  /// Where the repository's hooks stand, its own setting respected.
  public Path hooks() throws InterruptedException {
    Probe.Ended ended =
        git.trusted(root, List.of("rev-parse", "--git-path", "hooks"), Map.of(), DEADLINE);
    if (ended.exit() != 0) {
      throw Git.unavailable(
          root, "rev-parse", Git.firstLine(ended.error()), "run it by hand to see more");
    }
    return root.resolve(Git.withoutLineEnd(ended.out())).normalize();
  }

  /// Whether the repository has hooks that a commit would run.
  public boolean hasHooks() throws InterruptedException {
    Path hooks = hooks();
    return List.of("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit").stream()
        .anyMatch(name -> Disk.isExecutable(hooks.resolve(name)));
  }

  private Path folder() throws InterruptedException {
    return Path.of(
        Git.withoutLineEnd(git.succeed(root, List.of("rev-parse", "--absolute-git-dir")).out()));
  }

  private void succeed(Request request, List<String> words) throws InterruptedException {
    if (!request.trusted()) {
      git.succeed(root, words);
      return;
    }
    Probe.Ended ended = git.trusted(root, words, request.variables(), DEADLINE);
    if (ended.exit() != 0) {
      String said = ended.error().isBlank() ? ended.out() : ended.error();
      throw Git.unavailable(
          root, words.getFirst(), Git.firstLine(said), "mend what it says, then call again");
    }
  }
}
