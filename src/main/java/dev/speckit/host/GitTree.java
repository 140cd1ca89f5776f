package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a repository tracks, ignores and is in the middle of.
public final class GitTree {
  /// Names the commit of a change of the tree until all of it has reached the disk.
  private static final String PENDING = "refs/speckit/pending";

  private final Git git;
  private final Path root;
  private final Optional<GitPlace> place;

  /// @param root the top folder of the work tree
  public GitTree(Git git, Path root) {
    this.git = git;
    this.root = root;
    this.place = Optional.empty();
  }

  public GitTree(GitPlace place) {
    this.git = place.git();
    this.root = place.root();
    this.place = Optional.of(place);
  }

  /// One entry of the index.
  ///
  /// @param mode such as `100644`, `120000` for a symbolic link, `160000` for a submodule
  /// @param object the hash of its content
  /// @param path relative to the root, with slashes
  public record Entry(String mode, String object, String path) {
    public boolean isFile() {
      return mode.startsWith("100");
    }

    public boolean isLink() {
      return mode.equals("120000");
    }
  }

  /// What the repository is in the middle of, such as `merge`; empty when of nothing.
  public Optional<String> operation() throws InterruptedException {
    Path folder = folder();
    for (String[] each :
        new String[][] {
          {"MERGE_HEAD", "merge"},
          {"rebase-merge", "rebase"},
          {"rebase-apply", "rebase"},
          {"CHERRY_PICK_HEAD", "cherry-pick"},
          {"REVERT_HEAD", "revert"},
          {"BISECT_LOG", "bisect"}
        }) {
      if (Disk.exists(folder.resolve(each[0]))) {
        return Optional.of(each[1]);
      }
    }
    return Optional.empty();
  }

  /// The branch that is checked out; empty for a commit that is checked out by itself.
  public Optional<String> branch() throws InterruptedException {
    Probe.Ended ended = git.answer(root, List.of("symbolic-ref", "--quiet", "--short", "HEAD"));
    return ended.exit() == 0 ? Optional.of(Git.withoutLineEnd(ended.out())) : Optional.empty();
  }

  /// All entries of the index, in git's order.
  ///
  /// @throws Failure.Invalid when a name is no UTF-8 (the user renames the file)
  public List<Entry> entries() throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Git.fields(git.succeed(root, List.of("ls-files", "-s", "-z")).out())) {
      int tab = line.indexOf('\t');
      String[] parts = line.substring(0, tab).split(" ", 3);
      String path = line.substring(tab + 1);
      if (path.indexOf('\uFFFD') >= 0) {
        throw new Failure.Invalid(
            Problem.of("not-utf-8", "the name of the file is not UTF-8")
                .at(path)
                .remedy("rename it with git mv"));
      }
      entries.add(new Entry(parts[0], parts[1], path));
    }
    return entries;
  }

  /// The files below a folder that are tracked or would be added, relative to the root; those that
  /// are deleted but still tracked too.
  public List<String> present(Path folder) throws InterruptedException {
    List<String> words =
        List.of("ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard");
    return Git.fields(git.succeed(folder, words).out());
  }

  /// The tracked files below a folder, relative to that folder.
  public List<String> tracked(Path folder) throws InterruptedException {
    return Git.fields(git.succeed(folder, List.of("ls-files", "-z", "--cached", "--", ".")).out());
  }

  /// The ignored files below a folder, relative to the root.
  public List<String> ignored(String folder) throws InterruptedException {
    List<String> words = List.of("ls-files", "-z", "-o", "-i", "--exclude-standard", "--", folder);
    return Git.fields(git.succeed(root, words).out());
  }

  /// What a symbolic link leads to, as written.
  public String linkTarget(Entry link) throws InterruptedException {
    return git.succeed(root, List.of("cat-file", "blob", link.object())).out();
  }

  /// The tracked text files with a line in which one of these words stands.
  public List<String> filesWith(List<String> words) throws InterruptedException {
    List<String> call = new ArrayList<>(List.of("grep", "-I", "-l", "-z", "-F"));
    words.forEach(word -> call.addAll(List.of("-e", word)));
    return Git.fields(git.answer(root, call).out());
  }

  /// Whether an earlier change of the tree may have reached the disk in part.
  public boolean wasCutOff() throws InterruptedException {
    return git.answer(root, List.of("rev-parse", "--verify", "--quiet", PENDING)).exit() == 0;
  }

  /// Brings a prepared commit on top of the one checked out into index, work tree and branch. Git
  /// first checks that nothing unknown to it would be overwritten, writes the files, and moves the
  /// branch last; [#wasCutOff] is true in between.
  ///
  /// @throws Failure.Unavailable when git refuses; then nothing has changed
  public void advance(String commit) throws InterruptedException {
    succeed("update-ref", PENDING, commit);
    succeed(
        "-c",
        "submodule.recurse=false",
        "merge",
        "--ff-only",
        "--quiet",
        "--no-stat",
        "--no-autostash",
        "--no-verify-signatures",
        "--no-overwrite-ignore",
        commit);
    settle();
  }

  /// Forgets that a change was under way.
  public void settle() throws InterruptedException {
    if (wasCutOff()) {
      succeed("update-ref", "-d", PENDING);
    }
  }

  private void succeed(String... words) throws InterruptedException {
    Probe.Ended _ = git.succeed(root, List.of(words));
  }

  /// Git's own folder of this work tree, absolute.
  public Path folder() throws InterruptedException {
    if (place.isPresent()) {
      return place.get().own();
    }
    return Path.of(
        Git.withoutLineEnd(git.succeed(root, List.of("rev-parse", "--absolute-git-dir")).out()));
  }
}
