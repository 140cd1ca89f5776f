package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Brings a commit that lies ahead of the one checked out into branch, index and files.
public final class GitLanding {
  /// Names the commit as long as not all of it may have reached the disk.
  private static final String PENDING = "refs/speckit/landing";

  private final GitPlace place;
  private final Git git;
  private final Path root;
  private final GitReferences references;

  public GitLanding(GitPlace place) {
    this.place = place;
    this.git = place.git();
    this.root = place.root();
    this.references = new GitReferences(git, root);
  }

  /// The paths that differ between two commits.
  public Set<String> touched(String from, String to) throws InterruptedException {
    List<String> words = List.of("diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to);
    return new TreeSet<>(Git.fields(git.succeed(root, words).out()));
  }

  /// Whether an earlier [#forward] to this commit may have been cut off.
  public boolean wasCutOff(String commit) throws InterruptedException {
    return references.commit(PENDING).filter(commit::equals).isPresent();
  }

  /// Whether another git is at work here, or was killed at it.
  public boolean isLocked() {
    return Disk.exists(place.own().resolve("index.lock"));
  }

  /// Moves branch, index and files on. Git first checks that nothing of the user's would be
  /// overwritten, writes the files, and moves the branch last. No hook runs.
  ///
  /// @throws dev.speckit.failure.Failure.Unavailable when git refuses; then nothing has changed
  public void forward(String commit) throws InterruptedException {
    references.keep(PENDING, commit);
    succeed(
        "-c",
        "submodule.recurse=false",
        "merge",
        "--ff-only",
        "--no-squash",
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
    references.forget(PENDING);
  }

  /// Takes back what a cut-off [#forward] wrote: each touched file that holds what the new commit
  /// says gets what the old one says, or goes. A file that holds something else is a person's and
  /// stays.
  public void takeBack(String from, String to) throws InterruptedException {
    Map<String, String> before = entries(from);
    Map<String, String> after = entries(to);
    Map<String, String> now;
    Set<String> touched = touched(from, to);
    try (GitSnapshot snapshot = GitSnapshot.of(place)) {
      snapshot.stage(snapshot.difference().only(touched::contains));
      now = snapshot.entries();
    }
    List<String> old = new ArrayList<>();
    for (String path : touched) {
      boolean isOurs = now.containsKey(path) && now.get(path).equals(after.get(path));
      boolean isGone = !now.containsKey(path);
      if (before.containsKey(path) && (isOurs || isGone)) {
        old.add(path);
      } else if (!before.containsKey(path) && isOurs) {
        Disk.delete(root.resolve(path));
      }
    }
    if (!old.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("checkout", "--quiet", from, "--"));
      words.addAll(old);
      Probe.Ended _ = git.succeed(root, words);
    }
  }

  private Map<String, String> entries(String commit) throws InterruptedException {
    Map<String, String> entries = new HashMap<>();
    List<String> words = List.of("ls-tree", "-r", "-z", "--full-tree", commit);
    for (String line : Git.fields(git.succeed(root, words).out())) {
      int tab = line.indexOf('\t');
      String[] parts = line.substring(0, tab).split(" ", 3);
      entries.put(line.substring(tab + 1), parts[0] + " " + parts[2]);
    }
    return entries;
  }

  private void succeed(String... words) throws InterruptedException {
    Probe.Ended _ = git.succeed(root, List.of(words));
  }
}
