package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a work tree holds now, committed or not, as a tree of git: through an index of its own, so
/// that neither the user's index nor any file changes. Ignored files are left out.
///
/// The `.git` inside of another's work tree is never asked: whoever worked there may have changed
/// it.
public final class GitSnapshot implements AutoCloseable {
  private static final String REPLACED = "\uFFFD";

  private final Git git;
  private final Path tree;
  private final GitScratch scratch;

  private GitSnapshot(Git git, Path tree, GitScratch scratch) {
    this.git = git;
    this.tree = tree;
    this.scratch = scratch;
  }

  /// Of another work tree of a repository; its objects go into the repository.
  ///
  /// @param place the user's work tree
  /// @param tree the top folder of the other one
  /// @param base the commit that changes are told against
  public static GitSnapshot of(GitPlace place, Path tree, String base) throws InterruptedException {
    GitScratch scratch = GitScratch.open(place.common());
    Git own =
        place
            .git()
            .with(
                Map.of(
                    "GIT_DIR", place.common().toString(),
                    "GIT_WORK_TREE", tree.toString(),
                    "GIT_INDEX_FILE", scratch.folder().resolve("index").toString()));
    GitSnapshot snapshot = new GitSnapshot(own.guarded(tree), tree, scratch);
    snapshot.succeed("read-tree", base);
    return snapshot;
  }

  /// Of the user's own work tree; nothing of it stays in the repository.
  public static GitSnapshot of(GitPlace place) throws InterruptedException {
    GitScratch scratch = GitScratch.open(place.own());
    Path objects = scratch.folder().resolve("objects");
    Disk.makeFolders(objects);
    Path index = scratch.folder().resolve("index");
    Path current = place.own().resolve("index");
    boolean known = Disk.isFile(current) && Disk.copy(current, index);
    Git own =
        place
            .git()
            .with(
                Map.of(
                    "GIT_INDEX_FILE",
                    index.toString(),
                    "GIT_OBJECT_DIRECTORY",
                    objects.toString(),
                    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                    place.common().resolve("objects").toString()));
    GitSnapshot snapshot = new GitSnapshot(own.guarded(place.root()), place.root(), scratch);
    if (!known && place.git().head(place.root()).isPresent()) {
      snapshot.succeed("read-tree", "HEAD");
    }
    return snapshot;
  }

  /// What differs from the index. Paths are relative to the top folder, with slashes.
  ///
  /// @param gone tracked files that are no longer there
  /// @param present files and links that are new or other than before
  /// @param repositories folders that hold a repository of their own
  /// @param unnamed whether there are files whose names are no UTF-8; these are in no list
  public record Difference(
      Set<String> gone, Set<String> present, Set<String> repositories, boolean unnamed) {
    /// Only those whose paths hold.
    public Difference only(Predicate<String> wanted) {
      return new Difference(
          filtered(gone, wanted),
          filtered(present, wanted),
          filtered(repositories, wanted),
          unnamed);
    }

    private static Set<String> filtered(Set<String> paths, Predicate<String> wanted) {
      Set<String> kept = new LinkedHashSet<>(paths);
      kept.removeIf(wanted.negate());
      return kept;
    }

    /// All of its paths.
    public Set<String> paths() {
      Set<String> paths = new LinkedHashSet<>(gone);
      paths.addAll(present);
      paths.addAll(repositories);
      return paths;
    }
  }

  /// Compares index and files.
  public Difference difference() throws InterruptedException {
    // Says by its exit code what differs, which is no failure.
    Probe.Ended _ = answer("update-index", "-q", "--refresh");
    List<String> changed =
        fields("diff-files", "--name-status", "-z", "--no-renames", "--ignore-submodules=all");
    Set<String> gone = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    List<String> staged = new ArrayList<>();
    // The first letter tells unknown files from entries of the index.
    for (String line : fields("ls-files", "-t", "-z", "-s", "--others", "--exclude-standard")) {
      boolean _ = (line.startsWith("? ") ? seen : staged).add(line.substring(2));
    }
    for (int i = 0; i + 1 < changed.size(); i += 2) {
      String path = changed.get(i + 1);
      boolean isGone = changed.get(i).equals("D") || (changed.get(i).equals("U") && !isThere(path));
      boolean _ = (isGone ? gone : seen).add(path);
    }
    boolean goneUnnamed = gone.removeIf(GitSnapshot::isUnnamed);
    boolean unnamed = seen.removeIf(GitSnapshot::isUnnamed) || goneUnnamed;
    Set<String> repositories = new LinkedHashSet<>();
    Set<String> present = new LinkedHashSet<>();
    for (String path : seen) {
      boolean isFolder = path.endsWith("/") || isFolder(path);
      boolean _ = (isFolder ? repositories : present).add(path);
    }
    repositories.addAll(repositoriesAround(present));
    repositories.addAll(filledSubmodules(entries(staged)));
    return new Difference(gone, present, repositories, unnamed);
  }

  private static boolean isUnnamed(String path) {
    return path.contains(REPLACED);
  }

  private boolean isThere(String path) {
    Path file = at(path);
    return Disk.exists(file) || Disk.isLink(file);
  }

  private boolean isFolder(String path) {
    Path file = at(path);
    return Disk.isFolder(file) && !Disk.isLink(file);
  }

  /// A repository may also have been made around files that were tracked before.
  private Set<String> repositoriesAround(Set<String> present) {
    Set<String> folders = new HashSet<>();
    Set<String> found = new LinkedHashSet<>();
    for (String path : present) {
      int slash = path.lastIndexOf('/');
      while (slash > 0 && folders.add(path.substring(0, slash))) {
        String folder = path.substring(0, slash);
        if (Disk.exists(at(folder).resolve(".git"))) {
          found.add(folder + "/");
        }
        slash = folder.lastIndexOf('/');
      }
    }
    return found;
  }

  /// Git says nothing of what lies in a submodule's folder.
  private Set<String> filledSubmodules(List<GitTree.Entry> entries) {
    Set<String> filled = new LinkedHashSet<>();
    for (GitTree.Entry entry : entries) {
      if (entry.mode().equals("160000") && !isUnnamed(entry.path())) {
        Path folder = at(entry.path());
        if (!Disk.isLink(folder) && !Disk.list(folder).isEmpty()) {
          filled.add(entry.path() + "/");
        }
      }
    }
    return filled;
  }

  /// Bytes of these files together.
  public long bytes(Set<String> present) {
    return present.stream().mapToLong(path -> Disk.ownSize(at(path))).sum();
  }

  /// Those of some paths that are symbolic links which lead out of the work tree.
  public List<String> outward(Set<String> present) {
    Optional<Path> top = Disk.realPath(tree);
    List<String> outward = new ArrayList<>();
    for (String path : present) {
      Optional<Path> target = Disk.linkTarget(at(path));
      if (target.isPresent() && top.isPresent() && leadsOut(top.get(), path, target.get())) {
        outward.add(path);
      }
    }
    return outward;
  }

  private boolean leadsOut(Path top, String path, Path target) {
    Path link = top.resolve(path);
    Path written = top.resolve(path).resolveSibling(target).normalize();
    boolean real = Disk.realPath(link).map(each -> !each.startsWith(top)).orElse(false);
    return target.isAbsolute() || !written.startsWith(top) || real;
  }

  /// Takes a difference into the index.
  public void stage(Difference difference) throws InterruptedException {
    if (!difference.gone().isEmpty()) {
      Path list = scratch.list(List.copyOf(difference.gone()));
      succeed(git.reading(list), List.of("update-index", "-z", "--force-remove", "--stdin"));
    }
    if (!difference.present().isEmpty()) {
      Path list = scratch.list(List.copyOf(difference.present()));
      succeed(
          git.reading(list),
          List.of("update-index", "-z", "--add", "--remove", "--replace", "--stdin"));
    }
  }

  /// Takes entries out of the index.
  public void leaveOut(Predicate<String> unwanted) throws InterruptedException {
    Set<String> gone = new LinkedHashSet<>(entries().keySet());
    gone.removeIf(unwanted.negate());
    stage(new Difference(gone, Set.of(), Set.of(), false));
  }

  /// Entries of the index by path: mode and hash of the content.
  public Map<String, String> entries() throws InterruptedException {
    Map<String, String> entries = new TreeMap<>();
    entries(fields("ls-files", "-s", "-z"))
        .forEach(entry -> entries.put(entry.path(), entry.mode() + " " + entry.object()));
    return entries;
  }

  private static List<GitTree.Entry> entries(List<String> lines) {
    return lines.stream()
        .map(line -> {
          int tab = line.indexOf('\t');
          String[] parts = line.substring(0, tab).split(" ", 3);
          return new GitTree.Entry(parts[0], parts[1], line.substring(tab + 1));
        })
        .toList();
  }

  /// The tree of what the index holds now, by its hash.
  public String tree() throws InterruptedException {
    return line("write-tree");
  }

  /// The tree of a commit, by its hash.
  public String treeOf(String commit) throws InterruptedException {
    return line("rev-parse", "--verify", commit + "^{tree}");
  }

  /// Makes a commit, on no branch. The same values make the same commit.
  ///
  /// @param parent its only one
  /// @param at when, to the second
  public String commit(
      String tree, String parent, String message, Git.Identity identity, Instant at)
      throws InterruptedException {
    Map<String, String> variables = new HashMap<>();
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      variables.put("GIT_" + role + "_NAME", identity.name());
      variables.put("GIT_" + role + "_EMAIL", identity.email());
      variables.put("GIT_" + role + "_DATE", at.getEpochSecond() + " +0000");
    }
    List<String> words =
        List.of(
            "-c",
            "i18n.commitEncoding=UTF-8",
            "commit-tree",
            "--no-gpg-sign",
            "-p",
            parent,
            "-F",
            scratch.file(message).toString(),
            tree);
    return Git.withoutLineEnd(git.with(variables).succeed(this.tree, words).out());
  }

  /// What a commit changes against another.
  public List<GitPast.Change> changes(String from, String to) throws InterruptedException {
    List<GitPast.Change> changes = new ArrayList<>();
    for (String each :
        fields(
            "diff-tree",
            "-r",
            "-z",
            "--numstat",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            from,
            to)) {
      String[] parts = each.split("\t", 3);
      changes.add(new GitPast.Change(parts[2], false, count(parts[0]), count(parts[1])));
    }
    return changes;
  }

  private static int count(String number) {
    return number.equals("-") ? 0 : Integer.parseInt(number);
  }

  /// @throws Failure.Unavailable when this program's language settings cannot name the file
  private Path at(String path) {
    try {
      return tree.resolve(path);
    } catch (InvalidPathException failure) {
      throw new Failure.Unavailable(
          Problem.of("locale", "this locale cannot name the file " + failure.getInput())
              .remedy("call again with LC_ALL=C.UTF-8 in the environment"));
    }
  }

  private String line(String... words) throws InterruptedException {
    return Git.withoutLineEnd(git.succeed(tree, List.of(words)).out());
  }

  private List<String> fields(String... words) throws InterruptedException {
    return Git.fields(git.succeed(tree, List.of(words)).out());
  }

  private Probe.Ended answer(String... words) throws InterruptedException {
    return git.answer(tree, List.of(words));
  }

  private void succeed(String... words) throws InterruptedException {
    succeed(git, List.of(words));
  }

  private void succeed(Git asked, List<String> words) throws InterruptedException {
    Probe.Ended _ = asked.succeed(tree, words);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
