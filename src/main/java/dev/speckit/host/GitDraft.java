package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A commit that is prepared beside the work tree: in an index of its own, so that nothing the user
/// sees changes before all of it is there.
public final class GitDraft implements AutoCloseable {
  private final Git plain;
  private final Git git;
  private final Path root;
  private final GitScratch scratch;

  private GitDraft(Git plain, Git git, Path root, GitScratch scratch) {
    this.plain = plain;
    this.git = git;
    this.root = root;
    this.scratch = scratch;
  }

  /// A draft that starts as the tree of the commit that is checked out.
  ///
  /// @param lasting whether its objects go into the repository; otherwise they are gone when it is
  ///   closed
  public static GitDraft open(Git git, Path root, boolean lasting) throws InterruptedException {
    GitScratch scratch = GitScratch.open(new GitTree(git, root).folder());
    Map<String, String> variables = new HashMap<>();
    variables.put("GIT_INDEX_FILE", scratch.folder().resolve("index").toString());
    if (!lasting) {
      Path objects = scratch.folder().resolve("objects");
      Disk.makeFolders(objects);
      String real =
          Git.withoutLineEnd(
              git.succeed(root, List.of("rev-parse", "--git-path", "objects")).out());
      variables.put("GIT_OBJECT_DIRECTORY", objects.toString());
      variables.put("GIT_ALTERNATE_OBJECT_DIRECTORIES", root.resolve(real).toString());
    }
    GitDraft draft = new GitDraft(git, git.with(variables), root, scratch);
    draft.reset();
    return draft;
  }

  /// Back to the tree of the commit that is checked out.
  public void reset() throws InterruptedException {
    succeed(git, List.of("read-tree", "HEAD"));
  }

  /// What shall stand at a path.
  public sealed interface Placed {
    /// Relative to the root, with slashes.
    String path();
  }

  /// An object that is there already, at another path.
  public record Moved(String path, GitTree.Entry from) implements Placed {}

  /// A text; a tracked one as it shall stand in the work tree.
  ///
  /// @param from where it stood before; empty for a new file
  public record Written(String path, String text, Optional<GitTree.Entry> from) implements Placed {}

  /// A symbolic link that leads elsewhere.
  ///
  /// @param target as it is written into the link
  public record Retargeted(String path, String target) implements Placed {}

  /// Replaces entries: all that goes is removed before anything is placed.
  public void change(List<GitTree.Entry> gone, List<Placed> placed) throws InterruptedException {
    StringBuilder records = new StringBuilder();
    for (GitTree.Entry each : gone) {
      records.append("0 ").append(each.object()).append('\t').append(each.path()).append('\0');
    }
    Map<String, String> objects = objects(placed);
    for (Placed each : placed) {
      String record =
          switch (each) {
            case Moved moved -> moved.from().mode() + " " + moved.from().object();
            case Written written ->
                written.from().map(GitTree.Entry::mode).orElse("100644")
                    + " "
                    + objects.get(written.path());
            case Retargeted link -> "120000 " + objects.get(link.path());
          };
      records.append(record).append('\t').append(each.path()).append('\0');
    }
    Path file = scratch.file(records.toString());
    succeed(git.reading(file), List.of("update-index", "-z", "--index-info"));
  }

  /// The draft's tree, by its hash.
  public String tree() throws InterruptedException {
    return Git.withoutLineEnd(git.succeed(root, List.of("write-tree")).out());
  }

  /// The unified diff from the commit that is checked out, moves recognised.
  public String diff(String tree) throws InterruptedException {
    List<String> words =
        List.of("diff-tree", "-p", "-r", "-M50%", "-l0", "--no-ext-diff", "--no-textconv");
    return git.succeed(root, with(words, "HEAD", tree)).out();
  }

  /// The new paths of all files that git takes for moved, which is what `git log --follow` follows.
  public Set<String> followed(String tree) throws InterruptedException {
    List<String> words =
        List.of("diff-tree", "-r", "-M50%", "-l0", "-z", "--name-status", "--diff-filter=R");
    List<String> fields = Git.fields(git.succeed(root, with(words, "HEAD", tree)).out());
    Set<String> paths = new HashSet<>();
    for (int i = 2; i < fields.size(); i += 3) {
      paths.add(fields.get(i));
    }
    return paths;
  }

  /// Makes the commit, on no branch yet.
  public String commit(String tree, String message, Git.Identity identity)
      throws InterruptedException {
    List<String> words =
        List.of(
            "-c",
            "user.name=" + identity.name(),
            "-c",
            "user.email=" + identity.email(),
            "commit-tree",
            "--no-gpg-sign",
            "-p",
            "HEAD",
            "-F",
            scratch.file(message).toString(),
            tree);
    return Git.withoutLineEnd(git.succeed(root, words).out());
  }

  @Override
  public void close() {
    scratch.close();
  }

  /// Writes all texts, and returns their objects by path. Where git keeps a file as it stands in
  /// the work tree, so is the new one; otherwise it passes the same conversions.
  private Map<String, String> objects(List<Placed> placed) throws InterruptedException {
    List<Written> written = new ArrayList<>();
    for (Placed each : placed) {
      if (each instanceof Written text) {
        written.add(text);
      }
    }
    Set<String> converted = converted(written);
    Map<String, String> objects = new HashMap<>();
    List<String> plainly = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (Placed each : placed) {
      if (each instanceof Retargeted link) {
        plainly.add(link.path());
        files.add(scratch.file(link.target()).toString());
      }
    }
    for (Written each : written) {
      Path file = scratch.file(each.text());
      if (converted.contains(each.path())) {
        List<String> words = List.of("hash-object", "-w", "--path=" + each.path(), file.toString());
        objects.put(each.path(), Git.withoutLineEnd(git.succeed(root, words).out()));
      } else {
        plainly.add(each.path());
        files.add(file.toString());
      }
    }
    List<String> hashes = hashes(git, List.of("-w"), files);
    for (int i = 0; i < plainly.size(); i++) {
      objects.put(plainly.get(i), hashes.get(i));
    }
    return objects;
  }

  private Set<String> converted(List<Written> written) throws InterruptedException {
    Set<String> converted = new HashSet<>();
    List<Written> known = new ArrayList<>();
    for (Written each : written) {
      String from = each.from().map(GitTree.Entry::path).orElse("");
      if (from.indexOf('\n') >= 0) {
        converted.add(each.path());
      } else if (!from.isEmpty()) {
        known.add(each);
      }
    }
    List<String> files =
        known.stream().map(each -> root + "/" + each.from().orElseThrow().path()).toList();
    List<String> hashes = hashes(plain, List.of(), files);
    for (int i = 0; i < known.size(); i++) {
      if (!hashes.get(i).equals(known.get(i).from().orElseThrow().object())) {
        converted.add(known.get(i).path());
      }
    }
    return converted;
  }

  private List<String> hashes(Git asked, List<String> options, List<String> files)
      throws InterruptedException {
    if (files.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("hash-object", "--no-filters", "--stdin-paths"));
    words.addAll(options);
    Path list = scratch.file(String.join("\n", files) + "\n");
    return asked.reading(list).succeed(root, words).out().lines().toList();
  }

  private void succeed(Git asked, List<String> words) throws InterruptedException {
    Probe.Ended _ = asked.succeed(root, words);
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
