package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the commits of a repository say about who changed which file when. Merges are left out.
public final class GitPast {
  private static final int AT_ONCE = 500;

  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitPast(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// One commit.
  ///
  /// @param moment of writing, in the author's own time zone, to the minute: `2026-11-21 14:05`
  /// @param specs the values of its `Spec:` trailers
  public record Commit(
      String hash, String moment, String name, String email, String subject, List<String> specs) {
    public Commit {
      specs = List.copyOf(specs);
    }
  }

  /// One file in one commit.
  ///
  /// @param added whether the commit made the file
  /// @param linesAdded 0 for binary files, as is `linesRemoved`
  public record Change(String path, boolean added, int linesAdded, int linesRemoved) {}

  /// All commits behind the one that is checked out, oldest first.
  public List<Commit> commits() throws InterruptedException {
    List<String> words =
        List.of(
            "log",
            "--no-merges",
            "--topo-order",
            "--reverse",
            "-z",
            "--date=format:%Y-%m-%d %H:%M",
            "--format=%H%x1f%ad%x1f%an%x1f%ae%x1f%s%x1f%(trailers:key=Spec,valueonly,separator=%x1e)");
    List<Commit> commits = new ArrayList<>();
    for (String record : Git.fields(git.succeed(root, words).out())) {
      String[] parts = record.split("\u001f", 6);
      List<String> specs =
          Arrays.stream(parts[5].split("\u001e", -1))
              .map(String::strip)
              .filter(each -> !each.isEmpty())
              .toList();
      commits.add(new Commit(parts[0], parts[1], parts[2], parts[3], parts[4], specs));
    }
    return commits;
  }

  /// The paths below a folder that each commit touched, by its hash.
  public Map<String, List<String>> touched(String folder) throws InterruptedException {
    List<String> words =
        List.of(
            "-c",
            "log.showRoot=true",
            "log",
            "--no-merges",
            "--no-renames",
            "-z",
            "--name-only",
            "--format=%x1e%H",
            "--",
            folder);
    Map<String, List<String>> touched = new HashMap<>();
    records(git.succeed(root, words).out())
        .forEach((hash, fields) -> touched.put(hash, fields.stream().map(GitPast::path).toList()));
    return touched;
  }

  /// What these commits changed, by hash.
  public Map<String, List<Change>> changes(List<String> hashes) throws InterruptedException {
    Map<String, List<Change>> changes = new HashMap<>();
    for (int i = 0; i < hashes.size(); i += AT_ONCE) {
      List<String> some = hashes.subList(i, Math.min(hashes.size(), i + AT_ONCE));
      Map<String, List<String>> states = show("--name-status", some);
      show("--numstat", some)
          .forEach((hash, fields) ->
              changes.put(hash, changes(fields, states.getOrDefault(hash, List.of()))));
    }
    return changes;
  }

  private Map<String, List<String>> show(String form, List<String> hashes)
      throws InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-c",
                "log.showRoot=true",
                "log",
                "--no-walk=unsorted",
                "--no-renames",
                "-z",
                form,
                "--format=%x1e%H"));
    words.addAll(hashes);
    return records(git.succeed(root, words).out());
  }

  private static List<Change> changes(List<String> numbers, List<String> states) {
    List<String> added = new ArrayList<>();
    for (int i = 0; i + 1 < states.size(); i += 2) {
      if (states.get(i).strip().equals("A")) {
        added.add(states.get(i + 1));
      }
    }
    List<Change> changes = new ArrayList<>();
    for (String each : numbers) {
      String[] parts = path(each).split("\t", 3);
      changes.add(new Change(parts[2], added.contains(parts[2]), count(parts[0]), count(parts[1])));
    }
    return changes;
  }

  /// Binary files have `-` for a number.
  private static int count(String number) {
    return number.equals("-") ? 0 : Integer.parseInt(number);
  }

  /// The first field of a commit's list starts on a line of its own.
  private static String path(String field) {
    return field.startsWith("\n") ? field.substring(1) : field;
  }

  /// Records that start with U+001E and a hash, and the fields behind it.
  private static Map<String, List<String>> records(String out) {
    Map<String, List<String>> records = new HashMap<>();
    for (String record : out.split("\u001e", -1)) {
      List<String> fields = Git.fields(record);
      if (!fields.isEmpty()) {
        records.put(fields.getFirst(), fields.subList(1, fields.size()));
      }
    }
    return records;
  }
}
