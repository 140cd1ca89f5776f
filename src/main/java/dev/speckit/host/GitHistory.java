package dev.speckit.host;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a repository knows about the commits that can be reached from where it stands. Nothing here
/// writes.
public final class GitHistory {
  /// Commits are cut off by the date at which they were committed, which a clock set back puts
  /// before the date at which they were written.
  private static final Duration CLOCK_SLACK = Duration.ofDays(2);

  /// No commit is written after it.
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /// Starts a record; the fields behind it are read by their number, so a path or subject that
  /// holds this character does no harm.
  private static final String MARK = "\u0002";

  private static final String FORMAT =
      "%x02%H%x00%h%x00%ae%x00%at%x00%(trailers:key=Spec,valueonly,separator=%x1F)%x00%s";
  private static final int FIELDS = 6;
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

  /// The commits that can be reached and were written at or after a moment, oldest first.
  public List<Commit> since(Instant moment) throws InterruptedException {
    return since(moment, List.of("--raw", "--numstat"), List.of());
  }

  /// The same without a commit and all that could be reached from it; one that is not known takes
  /// nothing away.
  public List<Commit> since(Instant moment, String known) throws InterruptedException {
    Optional<String> hash = hash(known);
    return since(
        moment,
        List.of("--raw", "--numstat"),
        hash.map(full -> List.of("^" + full)).orElse(List.of()));
  }

  /// The same without what they changed, which takes git far longer to tell.
  public List<Commit> sinceWithoutFiles(Instant moment) throws InterruptedException {
    return since(moment, List.of(), List.of());
  }

  private List<Commit> since(Instant moment, List<String> more, List<String> without)
      throws InterruptedException {
    if (moment.isAfter(LAST) || git.head(root).isEmpty()) {
      return List.of();
    }
    long cut = Math.max(0, moment.getEpochSecond() - CLOCK_SLACK.toSeconds());
    List<String> words = new ArrayList<>(more);
    words.addAll(List.of("--reverse", "--topo-order", "--since=@" + cut, "HEAD"));
    words.addAll(without);
    return parse(git.succeed(root, log(words)).out()).stream()
        .filter(commit -> !commit.written().isBefore(moment))
        .toList();
  }

  /// One commit by its full or short hash, whether it can be reached or not; empty when the
  /// repository has none of this name, or it is a merge.
  public Optional<Commit> find(String hash) throws InterruptedException {
    Optional<String> full = hash(hash);
    if (full.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = log(List.of("--raw", "--numstat", "--no-walk", full.get()));
    return parse(git.succeed(root, words).out()).stream().findFirst();
  }

  private Optional<String> hash(String written) throws InterruptedException {
    if (!written.matches("[0-9a-f]{4,64}")) {
      return Optional.empty();
    }
    List<String> words = List.of("rev-parse", "--verify", "--quiet", written + "^{commit}");
    Probe.Ended ended = git.answer(root, words);
    return ended.exit() == 0 ? Optional.of(Git.withoutLineEnd(ended.out())) : Optional.empty();
  }

  /// Whether a commit can be reached from where the repository stands.
  ///
  /// @param hash of a commit that exists
  public boolean isReachable(String hash) throws InterruptedException {
    return git.answer(root, List.of("merge-base", "--is-ancestor", hash, "HEAD")).exit() == 0;
  }

  /// A file as it stood in a commit; empty when commit or file is not there.
  ///
  /// @param path relative to the root, with slashes
  public Optional<String> textAt(String commit, String path) throws InterruptedException {
    if (!commit.matches("[0-9a-f]{4,64}")) {
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
      List<FileChange> files = new ArrayList<>();
      while (at < tokens.size() && !tokens.get(at).startsWith(MARK)) {
        at = addFile(tokens, at, files);
      }
      commits.add(commit(tokens.subList(fields, fields + FIELDS), files));
    }
    return List.copyOf(commits);
  }

  private static int addFile(List<String> tokens, int at, List<FileChange> files) {
    String token = tokens.get(at);
    String line = token.startsWith("\n") ? token.substring(1) : token;
    if (line.startsWith(":")) {
      files.add(new FileChange(tokens.get(at + 1), kind(line.charAt(line.length() - 1)), 0, 0));
      return at + 2;
    }
    if (COUNTS.matcher(line).matches()) {
      String[] parts = line.split("\t", 3);
      files.replaceAll(file ->
          file.path().equals(parts[2])
              ? new FileChange(file.path(), file.kind(), count(parts[0]), count(parts[1]))
              : file);
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

  private static Commit commit(List<String> fields, List<FileChange> files) {
    List<String> specs = new ArrayList<>();
    for (String spec : fields.get(4).split("\u001F", -1)) {
      if (!spec.isBlank()) {
        specs.add(spec.strip());
      }
    }
    return new Commit(
        fields.get(0).substring(MARK.length()),
        fields.get(1),
        fields.get(2),
        Instant.ofEpochSecond(Long.parseLong(fields.get(3))),
        specs,
        fields.get(5),
        files);
  }
}
