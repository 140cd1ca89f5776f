package dev.speckit.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a repository knows about its commits. Nothing here writes.
public final class GitHistory {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{4,64}");

  /// A system takes so many arguments of this length at once.
  private static final int AT_ONCE = 1000;

  /// Starts a record; the fields behind it are read by their number, so a path or subject that
  /// holds this character does no harm.
  private static final String MARK = "\u0002";

  private static final String FORMAT =
      "%x02%H%x00%h%x00%ae%x00%at%x00%(trailers:key=Spec,valueonly,separator=%x1F)%x00%s";
  private static final int FIELDS = 6;
  private static final String MESSAGE =
      "%H%x00%at%x00%(trailers:key=Spec,valueonly,separator=%x1F)%x00%B";
  private static final Pattern COUNTS = Pattern.compile("([0-9]+|-)\\t([0-9]+|-)\\t.*");

  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitHistory(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// One commit that is no merge.
  ///
  /// @param hash 40 or 64 hexadecimal digits
  /// @param shortHash at least 7 of them, more where 7 would name two
  /// @param email of its author
  /// @param written when its author wrote it, to the second; an amended commit keeps it
  /// @param specs the values of its `Spec:` trailers
  /// @param subject its first line
  /// @param files what it changed, renames as one removed and one added
  public record Commit(
      String hash,
      String shortHash,
      String email,
      Instant written,
      List<String> specs,
      String subject,
      List<FileChange> files) {
    public Commit {
      specs = List.copyOf(specs);
      files = List.copyOf(files);
    }
  }

  /// What a commit that is no merge says.
  ///
  /// @param hash 40 or 64 hexadecimal digits
  /// @param specs the values of its `Spec:` trailers
  /// @param text all of its message
  public record Message(String hash, Instant written, List<String> specs, String text) {
    public Message {
      specs = List.copyOf(specs);
    }

    public String subject() {
      return text.lines().findFirst().orElse("");
    }
  }

  /// @param path relative to the root
  /// @param added lines; 0 for a binary file
  /// @param removed lines; 0 for a binary file
  public record FileChange(String path, Kind kind, long added, long removed) {
    public enum Kind {
      ADDED,
      MODIFIED,
      REMOVED
    }
  }

  /// The commits that can be reached from what is checked out, oldest first, whatever their dates;
  /// what they changed is left out.
  ///
  /// @param known a commit that is left out with all that it stands on; one that the repository
  ///   does not have takes nothing away
  public List<Commit> since(Optional<String> known) throws InterruptedException {
    if (git.head(root).isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("--reverse", "--topo-order", "HEAD"));
    Optional<String> hash = known.isEmpty() ? known : hash(known.get());
    hash.ifPresent(full -> words.add("^" + full));
    return parse(git.succeed(root, log(words)).out());
  }

  /// Commits by their full or short hashes, whether they can be reached or not, in the order of the
  /// hashes. Hashes that the repository does not have, or that name a merge, are left out.
  ///
  /// @param files whether what they changed is told too, which takes git far longer
  public List<Commit> named(Collection<String> hashes, boolean files) throws InterruptedException {
    List<String> sound = hashes.stream().filter(hash -> HASH.matcher(hash).matches()).toList();
    List<Commit> named = new ArrayList<>();
    for (int from = 0; from < sound.size(); from += AT_ONCE) {
      List<String> words = new ArrayList<>(List.of("--ignore-missing", "--no-walk=unsorted"));
      words.addAll(files ? List.of("--raw", "--numstat") : List.of());
      sound
          .subList(from, Math.min(sound.size(), from + AT_ONCE))
          .forEach(hash -> words.add(hash + "^{commit}"));
      named.addAll(parse(git.succeed(root, log(words)).out()));
    }
    return List.copyOf(named);
  }

  /// What all commits say that can be reached from what is checked out or a local branch, newest
  /// first; empty before the first commit. Merges are left out.
  public List<Message> messages() throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("-c", "log.showRoot=true", "log", "-z"));
    words.addAll(List.of("--no-merges", "--no-show-signature", "--no-color", "--encoding=UTF-8"));
    words.addAll(List.of("--no-mailmap", "--no-notes", "--format=tformat:" + MESSAGE));
    words.addAll(List.of("--branches", "HEAD", "--"));
    Probe.Ended ended = git.answer(root, words);
    if (ended.exit() != 0 && git.head(root).isEmpty()) {
      return List.of();
    }
    return parseMessages(ended.exit() == 0 ? ended.out() : git.succeed(root, words).out());
  }

  /// The commits that changed a file under one of its names, newest first; what they changed is
  /// left out. Git itself would follow a name, but takes a copied file for a renamed one.
  ///
  /// @param paths relative to the root, with slashes: see [GitTrail#origins]
  public List<Commit> touching(List<String> paths) throws InterruptedException {
    if (paths.isEmpty() || git.head(root).isEmpty()) {
      return List.of();
    }
    List<String> words = log(List.of("--full-history", "HEAD"));
    words.addAll(paths);
    return parse(git.succeed(root, words).out());
  }

  static List<Message> parseMessages(String text) {
    String[] fields = text.split("\0", -1);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i + 3 < fields.length; i += 4) {
      messages.add(
          new Message(
              fields[i],
              Instant.ofEpochSecond(Long.parseLong(fields[i + 1])),
              trailers(fields[i + 2]),
              fields[i + 3]));
    }
    return List.copyOf(messages);
  }

  /// Those of some commits that neither what is checked out nor any local branch stands on.
  ///
  /// @param hashes of commits that the repository has
  public Set<String> lost(Collection<String> hashes) throws InterruptedException {
    List<String> all = List.copyOf(hashes);
    Set<String> lost = new HashSet<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      List<String> words = new ArrayList<>(List.of("rev-list"));
      words.addAll(some);
      words.addAll(List.of("--not", "--branches", "HEAD", "--"));
      lost.addAll(git.succeed(root, words).out().lines().toList());
    }
    lost.retainAll(Set.copyOf(all));
    return lost;
  }

  /// Whether the repository has a commit of this full or short hash.
  public boolean has(String hash) throws InterruptedException {
    return hash(hash).isPresent();
  }

  /// Whether old commits were left out when the repository was cloned.
  public boolean isShallow() throws InterruptedException {
    List<String> words = List.of("rev-parse", "--is-shallow-repository");
    return Git.withoutLineEnd(git.succeed(root, words).out()).equals("true");
  }

  /// The oldest commits of a repository whose older ones were left out when it was cloned; empty
  /// when it is whole. Git shows them as if they had made every file.
  public Set<String> boundary() throws InterruptedException {
    // A linked work tree and a submodule have a file there, and only git knows where that leads.
    Path own = root.resolve(".git");
    List<String> words = List.of("rev-parse", "--git-path", "shallow");
    Path file =
        Disk.isFolder(own)
            ? own.resolve("shallow")
            : root.resolve(Git.withoutLineEnd(git.succeed(root, words).out()));
    return Disk.isFile(file) ? Set.copyOf(Disk.readText(file).lines().toList()) : Set.of();
  }

  /// One commit by its full or short hash, with what it changed; empty when the repository has none
  /// of this name, or it is a merge.
  public Optional<Commit> find(String hash) throws InterruptedException {
    return named(List.of(hash), true).stream().findFirst();
  }

  private Optional<String> hash(String written) throws InterruptedException {
    if (!HASH.matcher(written).matches()) {
      return Optional.empty();
    }
    List<String> words = List.of("rev-parse", "--verify", "--quiet", written + "^{commit}");
    Probe.Ended ended = git.answer(root, words);
    return ended.exit() == 0 ? Optional.of(Git.withoutLineEnd(ended.out())) : Optional.empty();
  }

  /// A file as it stood in a commit; empty when commit or file is not there.
  ///
  /// @param path relative to the root, with slashes
  public Optional<String> textAt(String commit, String path) throws InterruptedException {
    if (!HASH.matcher(commit).matches()) {
      return Optional.empty();
    }
    Probe.Ended ended = git.answer(root, List.of("cat-file", "blob", commit + ":" + path));
    return ended.exit() == 0 ? Optional.of(ended.out()) : Optional.empty();
  }

  /// Settings of the repository that would start a program or change the form are out of action.
  private static List<String> log(List<String> which) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-c", "log.showRoot=true", "-c", "diff.relative=false", "log"));
    words.addAll(List.of("-z", "--no-merges", "--no-show-signature", "--no-ext-diff"));
    words.addAll(List.of("--no-textconv", "--no-color", "--no-renames"));
    words.addAll(List.of("--abbrev=7", "--encoding=UTF-8", "--no-mailmap", "--no-notes"));
    words.add("--format=tformat:" + FORMAT);
    words.addAll(which);
    words.add("--");
    return words;
  }

  /// Records as `git log -z --raw --numstat` writes them: the fields of [#FORMAT], then for each
  /// file a raw line and its path, then for each file its counts with the path behind them.
  static List<Commit> parse(String text) {
    List<String> tokens = List.of(text.split("\0", -1));
    List<Commit> commits = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      if (!tokens.get(at).startsWith(MARK)) {
        at++;
        continue;
      }
      int fields = at;
      at += FIELDS;
      Map<String, FileChange> files = new LinkedHashMap<>();
      while (at < tokens.size() && !tokens.get(at).startsWith(MARK)) {
        at = addFile(tokens, at, files);
      }
      commits.add(commit(tokens.subList(fields, fields + FIELDS), List.copyOf(files.values())));
    }
    return List.copyOf(commits);
  }

  private static int addFile(List<String> tokens, int at, Map<String, FileChange> files) {
    String token = tokens.get(at);
    String line = token.startsWith("\n") ? token.substring(1) : token;
    if (line.startsWith(":")) {
      String path = tokens.get(at + 1);
      files.put(path, new FileChange(path, kind(line.charAt(line.length() - 1)), 0, 0));
      return at + 2;
    }
    if (COUNTS.matcher(line).matches()) {
      String[] parts = line.split("\t", 3);
      files.computeIfPresent(
          parts[2],
          (path, file) -> new FileChange(path, file.kind(), count(parts[0]), count(parts[1])));
    }
    return at + 1;
  }

  private static FileChange.Kind kind(char letter) {
    return switch (letter) {
      case 'A' -> FileChange.Kind.ADDED;
      case 'D' -> FileChange.Kind.REMOVED;
      default -> FileChange.Kind.MODIFIED;
    };
  }

  private static long count(String written) {
    return written.equals("-") ? 0 : Long.parseLong(written);
  }

  private static List<String> trailers(String field) {
    List<String> specs = new ArrayList<>();
    for (String spec : field.split("\u001F", -1)) {
      if (!spec.isBlank()) {
        specs.add(spec.strip());
      }
    }
    return specs;
  }

  private static Commit commit(List<String> fields, List<FileChange> files) {
    return new Commit(
        fields.get(0).substring(MARK.length()),
        fields.get(1),
        fields.get(2),
        Instant.ofEpochSecond(Long.parseLong(fields.get(3))),
        trailers(fields.get(4)),
        fields.get(5),
        files);
  }
}
