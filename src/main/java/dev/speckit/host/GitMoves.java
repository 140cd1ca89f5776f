package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Which files of a repository were renamed or deleted: in its history, as git finds it by
/// likeness, and since the last commit. Nothing here writes.
public final class GitMoves {
  /// Newer commits count; a rename before them is forgotten.
  private static final int COMMITS_MAX = 5000;

  private static final int FILES_AT_ONCE = 200;
  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitMoves(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// All that can be reached from what is checked out, what is not committed yet last; paths are
  /// relative to the root. Empty before the first commit.
  public GitTrail trail() throws InterruptedException {
    if (git.head(root).isEmpty()) {
      return new GitTrail(List.of());
    }
    List<GitTrail.Move> moves = new ArrayList<>(committed());
    moves.addAll(uncommitted());
    return new GitTrail(moves);
  }

  /// A file as it was in the last commit; empty when it was not in it.
  public Optional<String> textAtHead(String path) throws InterruptedException {
    Probe.Ended ended = git.answer(root, List.of("cat-file", "blob", "HEAD:" + path));
    return ended.exit() == 0 ? Optional.of(ended.out()) : Optional.empty();
  }

  private List<GitTrail.Move> committed() throws InterruptedException {
    List<String> words =
        List.of(
            "log",
            "--reverse",
            "--topo-order",
            "--max-count=" + COMMITS_MAX,
            "--diff-filter=RD",
            "--find-renames",
            "--name-status",
            "--no-ext-diff",
            "--no-textconv",
            "--format=",
            "-z");
    return moves(Git.fields(git.succeed(root, words).out()));
  }

  /// `R100`, the old path, the new one; or `D` and the path.
  private static List<GitTrail.Move> moves(List<String> fields) {
    List<GitTrail.Move> moves = new ArrayList<>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      boolean renamed = fields.get(i).strip().startsWith("R") && i + 2 < fields.size();
      moves.add(new GitTrail.Move(fields.get(i + 1), renamed ? fields.get(i + 2) : ""));
      i += renamed ? 1 : 0;
    }
    return moves;
  }

  /// A file that is gone and a new one belong together when both have the same bytes, or git finds
  /// them alike, or they have the same name, and no other two do. What is left is deleted.
  private List<GitTrail.Move> uncommitted() throws InterruptedException {
    List<String> gone = new ArrayList<>();
    List<String> come = new ArrayList<>();
    for (Git.Change change : git.status(root)) {
      if (change.state().contains("D")) {
        gone.add(change.path());
      } else if (change.state().equals("??") || change.state().startsWith("A")) {
        come.add(change.path());
      }
    }
    gone.removeAll(come);
    List<GitTrail.Move> moves = new ArrayList<>();
    if (!gone.isEmpty() && !come.isEmpty()) {
      pair(moves, gone, come);
    }
    gone.forEach(path -> moves.add(new GitTrail.Move(path, "")));
    return moves;
  }

  private void pair(List<GitTrail.Move> moves, List<String> gone, List<String> come)
      throws InterruptedException {
    Map<String, String> blobs = blobsAtHead();
    blobs.putAll(blobsNow(come));
    take(moves, paired(gone, come, path -> blobs.getOrDefault(path, "")), gone, come);
    take(moves, alike(gone, come), gone, come);
    take(moves, paired(gone, come, path -> path.substring(path.lastIndexOf('/') + 1)), gone, come);
  }

  private static void take(
      List<GitTrail.Move> moves, List<GitTrail.Move> found, List<String> gone, List<String> come) {
    for (GitTrail.Move move : found) {
      moves.add(move);
      gone.remove(move.from());
      come.remove(move.to());
    }
  }

  /// Those that git finds alike. It looks only at files that are staged.
  private List<GitTrail.Move> alike(List<String> gone, List<String> come)
      throws InterruptedException {
    if (gone.isEmpty() || come.isEmpty()) {
      return List.of();
    }
    List<String> words =
        List.of(
            "diff",
            "--diff-filter=R",
            "--find-renames",
            "--name-status",
            "--no-ext-diff",
            "--no-textconv",
            "-z",
            "HEAD");
    return moves(Git.fields(git.succeed(root, words).out())).stream()
        .filter(move -> gone.contains(move.from()) && come.contains(move.to()))
        .toList();
  }

  private static List<GitTrail.Move> paired(
      List<String> gone, List<String> come, Function<String, String> mark) {
    Map<String, List<String>> from = grouped(gone, mark);
    Map<String, List<String>> to = grouped(come, mark);
    List<GitTrail.Move> moves = new ArrayList<>();
    from.forEach((key, paths) -> {
      List<String> targets = to.getOrDefault(key, List.of());
      if (!key.isEmpty() && paths.size() == 1 && targets.size() == 1) {
        moves.add(new GitTrail.Move(paths.getFirst(), targets.getFirst()));
      }
    });
    return moves;
  }

  private static Map<String, List<String>> grouped(
      List<String> paths, Function<String, String> mark) {
    Map<String, List<String>> groups = new HashMap<>();
    paths.forEach(
        path -> groups.computeIfAbsent(mark.apply(path), _ -> new ArrayList<>()).add(path));
    return groups;
  }

  /// `mode type hash`, a tab, and the path.
  private Map<String, String> blobsAtHead() throws InterruptedException {
    Map<String, String> blobs = new HashMap<>();
    List<String> words = List.of("ls-tree", "-r", "-z", "--full-tree", "HEAD");
    for (String field : Git.fields(git.succeed(root, words).out())) {
      int tab = field.indexOf('\t');
      String[] parts = field.substring(0, Math.max(0, tab)).split(" ", 3);
      if (parts.length == 3) {
        blobs.put(field.substring(tab + 1), parts[2]);
      }
    }
    return blobs;
  }

  private Map<String, String> blobsNow(List<String> paths) throws InterruptedException {
    List<String> plain =
        paths.stream()
            .filter(path -> !path.contains("\n"))
            .filter(path -> Disk.isFile(root.resolve(path)) && !Disk.isLink(root.resolve(path)))
            .toList();
    Map<String, String> blobs = new HashMap<>();
    for (int from = 0; from < plain.size(); from += FILES_AT_ONCE) {
      List<String> some = plain.subList(from, Math.min(plain.size(), from + FILES_AT_ONCE));
      List<String> words = new ArrayList<>(List.of("hash-object", "--no-filters", "--"));
      words.addAll(some);
      List<String> hashes = git.succeed(root, words).out().lines().toList();
      for (int i = 0; i < some.size() && i < hashes.size(); i++) {
        blobs.put(some.get(i), hashes.get(i));
      }
    }
    return blobs;
  }
}
