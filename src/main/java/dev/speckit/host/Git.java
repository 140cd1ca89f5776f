package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `git` program, asked in its formats for programs.
///
/// A repository that came from elsewhere may carry settings that name programs: hooks, filters, a
/// file watcher, a signer. None of them is started by any call here, and nothing is fetched.
public final class Git {
  /// `git status --porcelain=v2` and `--literal-pathspecs` are older; what is tested starts here.
  public static final String VERSION_MIN = "2.30";

  /// What to do when git is missing.
  public static final String REMEDY = "install git " + VERSION_MIN + " or newer";

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int BYTES_MAX = 64 << 20;
  private static final Pattern VERSION = Pattern.compile("git version (\\d+)\\.(\\d+)\\S*");
  private static final Pattern FILTER =
      Pattern.compile("filter\\.(.+)\\.(clean|smudge|process|required)", Pattern.DOTALL);

  /// These read and write no file of the work tree, so that no filter could run. `ls-files` lists
  /// names only, as long as nobody asks it for what was modified. Whoever writes an index reads the
  /// files that were changed at the same moment: `write-tree` is none of these.
  private static final Set<String> FILTERLESS =
      Set.of(
          "cat-file",
          "commit-tree",
          "config",
          "for-each-ref",
          "log",
          "ls-files",
          "ls-tree",
          "merge-base",
          "rev-list",
          "rev-parse",
          "symbolic-ref",
          "update-ref");

  private static final List<String> QUIET_SETTINGS =
      List.of(
          "core.fsmonitor=false",
          "core.hooksPath=/dev/null",
          "core.quotePath=false",
          "commit.gpgSign=false",
          "gc.auto=0",
          "maintenance.auto=false");

  private final Path program;
  private final Map<String, String> environment;

  private final Path input;

  /// Filters that are put out of action; null when they are looked for before each call.
  private final @Nullable Set<String> filters;

  private Git(
      Path program, Map<String, String> environment, Path input, @Nullable Set<String> filters) {
    this.program = program;
    this.environment = environment;
    this.input = input;
    this.filters = filters;
  }

  /// The same git with more variables, such as the place of another index.
  Git with(Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(variables);
    return new Git(program, all, input, filters);
  }

  /// The same git for the calls of one operation: filters of the repository's own settings are
  /// looked for now, and not before each call. Never longer, for an agent may write settings
  /// between two operations.
  Git guarded(Path folder) throws InterruptedException {
    return filters == null ? new Git(program, environment, input, foreignFilters(folder)) : this;
  }

  /// The same git with a file as its standard input.
  Git reading(Path file) {
    return new Git(program, environment, file, filters);
  }

  /// A name and an address for commits.
  public record Identity(String name, String email) {}

  /// One path that differs from the last commit.
  ///
  /// @param state the two letters of `git status`: index, then work tree, `.` for unchanged; `??`
  ///   for a file that git does not know; `UU` and the like for a conflict
  /// @param path relative to the repository root
  public record Change(String state, String path) {}

  /// The git on this machine's `PATH`; empty when there is none.
  public static Optional<Git> find(Host host) {
    return Programs.find("git", host)
        .map(program -> new Git(program, environment(host), Probe.NOTHING, null));
  }

  /// @throws Failure.Unavailable when there is no git on the `PATH`
  public static Git require(Host host) {
    return find(host)
        .orElseThrow(() ->
            new Failure.Unavailable(
                Problem.of("git-missing", "no git was found on the PATH").remedy(REMEDY)));
  }

  public Path program() {
    return program;
  }

  /// Such as `2.39.5`; empty when the program does not answer like git.
  public Optional<String> version() throws InterruptedException {
    return switch (ask(Path.of("/"), List.of("--version"))) {
      case Probe.Ended ended when ended.exit() == 0 -> {
        Matcher matcher = VERSION.matcher(ended.out());
        yield matcher.find()
            ? Optional.of(matcher.group().substring("git version ".length()))
            : Optional.empty();
      }
      case Probe.Ended _, Probe.Late _, Probe.NotStarted _ -> Optional.empty();
    };
  }

  /// The top folder of the work tree that holds a folder, with links resolved; empty outside of any
  /// repository, in a bare one, and when the repository claims a work tree that is elsewhere.
  public Optional<Path> root(Path folder) throws InterruptedException {
    Probe.Ended ended = answer(folder, List.of("rev-parse", "--show-toplevel"));
    if (ended.exit() != 0) {
      refuseForeignOwner(folder, ended);
      return Optional.empty();
    }
    Path root = Path.of(withoutLineEnd(ended.out()));
    return Disk.realPath(folder).filter(real -> real.startsWith(root)).map(_ -> root);
  }

  /// Why git cannot read the repository around a folder; empty when it can, and when there is none.
  /// A folder `.git` that git takes for none of a repository is one that is broken.
  public Optional<Problem> trouble(Path folder) throws InterruptedException {
    Optional<Path> owner = folderWithGit(folder);
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    Probe.Ended top = answer(owner.get(), List.of("rev-parse", "--show-toplevel"));
    if (top.exit() != 0) {
      return top.error().contains("must be run in a work tree")
          ? Optional.empty()
          : Optional.of(failed(owner.get(), "rev-parse", firstLine(top.error())));
    }
    List<String> words = List.of("log", "-1", "--no-show-signature", "--format=%H");
    Probe.Ended last = answer(owner.get(), words);
    return last.exit() == 0 || last.error().contains("does not have any commits yet")
        ? Optional.empty()
        : Optional.of(failed(owner.get(), "log", firstLine(last.error())));
  }

  /// The nearest folder above, or this one, with a `.git` in it. An empty one is nobody's.
  private static Optional<Path> folderWithGit(Path folder) {
    Path real = Disk.realPath(folder).orElse(folder);
    for (Path each = real; each != null; each = each.getParent()) {
      Path git = each.resolve(".git");
      if (Disk.isFile(git) || (Disk.isFolder(git) && !isEmpty(git))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static boolean isEmpty(Path folder) {
    try {
      return Disk.list(folder).isEmpty();
    } catch (Failure.Unavailable _) {
      return false;
    }
  }

  /// Makes a repository, without hooks; harmless when there is one already.
  public void init(Path folder) throws InterruptedException {
    succeed(folder, List.of("init", "--quiet", "--template="));
  }

  /// Who a commit made here would be by; empty when no `user.name` and `user.email` are set.
  public Optional<Identity> identity(Path folder) throws InterruptedException {
    Map<String, String> set = new HashMap<>();
    List<String> words = List.of("config", "-z", "--get-regexp", "^user\\.(name|email)$");
    for (String line : fields(answer(folder, words).out())) {
      String[] parts = line.split("\n", 2);
      String _ = set.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    Optional<String> name = setting(set, "user.name", "GIT_AUTHOR_NAME");
    Optional<String> email = setting(set, "user.email", "GIT_AUTHOR_EMAIL");
    return name.flatMap(present -> email.map(address -> new Identity(present, address)));
  }

  /// The commit that is checked out, 40 or 64 hexadecimal digits; empty before the first commit.
  public Optional<String> head(Path folder) throws InterruptedException {
    Probe.Ended ended =
        answer(folder, List.of("rev-parse", "--verify", "--quiet", "HEAD^{commit}"));
    return ended.exit() == 0 ? Optional.of(withoutLineEnd(ended.out())) : Optional.empty();
  }

  /// Every changed and unknown file, in git's order; ignored files and submodules are left out.
  public List<Change> status(Path root) throws InterruptedException {
    List<String> words =
        List.of(
            "status",
            "--porcelain=v2",
            "-z",
            "--untracked-files=all",
            "--ignore-submodules=all",
            "--no-renames");
    return parseStatus(succeed(root, words).out());
  }

  /// The paths of all files below a folder on any local branch, relative to the root. Branches with
  /// the same content are read once.
  public Set<String> filesOnBranches(Path root, String folder) throws InterruptedException {
    Set<String> trees = new LinkedHashSet<>();
    List<String> branches = List.of("for-each-ref", "--format=%(tree)", "refs/heads");
    trees.addAll(succeed(root, branches).out().lines().filter(line -> !line.isBlank()).toList());
    Set<String> files = new LinkedHashSet<>();
    for (String tree : trees) {
      List<String> words =
          List.of("ls-tree", "-r", "-z", "--name-only", "--full-tree", tree, "--", folder);
      files.addAll(fields(succeed(root, words).out()));
    }
    return files;
  }

  /// Commits these files and nothing else; what is staged besides stays staged. No hook runs.
  ///
  /// @param paths relative to the root, or absolute below it; at least one
  /// @param identity by whom; empty for git's own setting
  /// @return the commit; empty when the files are as they were in the last commit
  /// @throws Failure.Unavailable when git refuses, with its reason
  public Optional<String> commit(
      Path root, List<Path> paths, String message, Optional<Identity> identity)
      throws InterruptedException {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a commit of no path would commit all that is staged");
    }
    List<String> names = paths.stream().map(path -> relative(root, path)).toList();
    succeed(root, joined(List.of("add", "--"), names));
    List<String> compare =
        joined(
            List.of("diff", "--cached", "--quiet", "--no-ext-diff", "--no-textconv", "--"), names);
    if (answer(root, compare).exit() == 0) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    identity.ifPresent(person -> {
      words.addAll(List.of("-c", "user.name=" + person.name()));
      words.addAll(List.of("-c", "user.email=" + person.email()));
    });
    words.addAll(
        List.of("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--only", "-m", message));
    words.add("--");
    words.addAll(names);
    succeed(root, words);
    return head(root);
  }

  static String relative(Path root, Path path) {
    Path name = path.isAbsolute() ? root.relativize(path) : path;
    if (name.normalize().startsWith("..")) {
      throw new IllegalArgumentException(path + " is outside of " + root);
    }
    return name.toString();
  }

  private Optional<String> setting(Map<String, String> set, String key, String variable) {
    String given = environment.getOrDefault(variable, "");
    return Optional.of(given.isBlank() ? set.getOrDefault(key, "") : given)
        .filter(value -> !value.isBlank());
  }

  /// The records of `git status --porcelain=v2 -z`: `1 XY` and six fields before the path, `u XY`
  /// and eight, `? ` and none.
  static List<Change> parseStatus(String text) {
    List<Change> changes = new ArrayList<>();
    for (String line : fields(text)) {
      switch (line.charAt(0)) {
        case '1' -> changes.add(change(line, 9));
        case 'u' -> changes.add(change(line, 11));
        case '?' -> changes.add(new Change("??", line.substring(2)));
        default -> {
          continue;
        }
      }
    }
    return List.copyOf(changes);
  }

  private static Change change(String line, int count) {
    String[] parts = line.split(" ", count);
    if (parts.length < count) {
      throw new IllegalStateException("not a record of git status: " + line);
    }
    return new Change(parts[1], parts[count - 1]);
  }

  /// Several calls at the same time, none of which needs another.
  ///
  /// @return exit codes, in the order of the calls
  List<Integer> together(Path folder, List<List<String>> calls) throws InterruptedException {
    Git guarded = guarded(folder);
    List<Probe.Request> requests = new ArrayList<>();
    for (List<String> words : calls) {
      requests.add(guarded.request(folder, guarded.guarding(folder, words)));
    }
    List<Integer> exits = new ArrayList<>();
    for (Probe.Ending ending : Probe.runAll(requests)) {
      exits.add(ended(folder, calls.get(exits.size()), ending).exit());
    }
    return List.copyOf(exits);
  }

  Probe.Ended succeed(Path folder, List<String> words) throws InterruptedException {
    Probe.Ended ended = answer(folder, words);
    if (ended.exit() == 0) {
      return ended;
    }
    refuseForeignOwner(folder, ended);
    throw unavailable(folder, verb(words), firstLine(ended.error()), "run it by hand to see more");
  }

  Probe.Ended answer(Path folder, List<String> words) throws InterruptedException {
    return ended(folder, words, ask(folder, guarding(folder, words)));
  }

  private List<String> guarding(Path folder, List<String> words) throws InterruptedException {
    if (FILTERLESS.contains(verb(words))) {
      return words;
    }
    List<String> guarded = new ArrayList<>();
    for (String filter : filters == null ? foreignFilters(folder) : filters) {
      for (String key : List.of("clean", "smudge", "process")) {
        guarded.addAll(List.of("-c", "filter." + filter + "." + key + "="));
      }
      guarded.addAll(List.of("-c", "filter." + filter + ".required=false"));
    }
    guarded.addAll(words);
    return guarded;
  }

  /// The filters that the repository's own settings define. Filters of the user's settings, such as
  /// for large files, are the user's will and stay.
  private Set<String> foreignFilters(Path folder) throws InterruptedException {
    List<String> words =
        List.of("config", "--show-scope", "--list", "--name-only", "-z", "--includes");
    Probe.Ended ended = ended(folder, words, ask(folder, words));
    List<String> parts = fields(ended.out());
    Set<String> filters = new LinkedHashSet<>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      Matcher matcher = FILTER.matcher(parts.get(i + 1));
      boolean foreign = parts.get(i).equals("local") || parts.get(i).equals("worktree");
      if (foreign && matcher.matches()) {
        filters.add(harmless(folder, matcher.group(1)));
      }
    }
    return filters;
  }

  /// `-c` ends a key at the first `=`, so that a filter with one in its name could not be put out
  /// of action.
  private static String harmless(Path folder, String filter) {
    if (filter.indexOf('=') < 0) {
      return filter;
    }
    throw new Failure.Invalid(
        Problem.of(
                "git-filter-name", "the repository's settings name a filter with '=' in its name")
            .at(folder.resolve(".git/config").toString())
            .remedy("remove the section [filter \"" + filter + "\"]"));
  }

  private Probe.Ended ended(Path folder, List<String> words, Probe.Ending ending) {
    return switch (ending) {
      case Probe.Ended ended when ended.truncated() ->
          throw unavailable(
              folder, verb(words), "it wrote more than is read", "split the repository");
      case Probe.Ended ended -> ended;
      case Probe.Late late ->
          throw unavailable(
              folder,
              verb(words),
              "it did not end within " + late.deadline().toSeconds() + " s",
              "check the disk, then run the command again");
      case Probe.NotStarted not -> throw unavailable(folder, verb(words), not.why(), REMEDY);
    };
  }

  /// Runs git as its user would have it: hooks, filters and signing of the repository act. Only for
  /// a workspace whose user trusts it.
  ///
  /// @param more variables besides the usual ones
  Probe.Ended trusted(Path folder, List<String> words, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("--no-pager", "--literal-pathspecs", "-c", "core.quotePath=false"));
    command.addAll(words);
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(more);
    return ended(
        folder,
        words,
        Probe.run(new Probe.Request(command, folder, variables, deadline, BYTES_MAX)));
  }

  private Probe.Ending ask(Path folder, List<String> words) throws InterruptedException {
    return Probe.run(request(folder, words));
  }

  private Probe.Request request(Path folder, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("--no-pager", "--literal-pathspecs"));
    for (String setting : QUIET_SETTINGS) {
      command.addAll(List.of("-c", setting));
    }
    command.addAll(words);
    return new Probe.Request(command, folder, environment, DEADLINE, BYTES_MAX, input);
  }

  /// A git started from inside a hook inherits variables that point to another repository; they are
  /// left out, like everything else that starts with `GIT_`, apart from the person and the user's
  /// own settings file.
  private static Map<String, String> environment(Host host) {
    Map<String, String> variables = new LinkedHashMap<>();
    host.environment()
        .forEach((name, value) -> {
          if (!name.startsWith("GIT_") || isKept(name)) {
            variables.put(name, value);
          }
        });
    variables.put("LC_ALL", "C");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("GIT_OPTIONAL_LOCKS", "0");
    // A repository cloned in part fetches what is missing: over no protocol at all.
    variables.put("GIT_ALLOW_PROTOCOL", "none");
    variables.put("GIT_NO_LAZY_FETCH", "1");
    // A commit is what its hash says, whatever somebody wants it to be taken for.
    variables.put("GIT_NO_REPLACE_OBJECTS", "1");
    variables.put("GIT_GRAFT_FILE", "/dev/null/none");
    return variables;
  }

  private static boolean isKept(String name) {
    return name.startsWith("GIT_AUTHOR_")
        || name.startsWith("GIT_COMMITTER_")
        || name.equals("GIT_CEILING_DIRECTORIES")
        || name.equals("GIT_CONFIG_GLOBAL")
        || name.equals("GIT_CONFIG_SYSTEM")
        || name.equals("GIT_CONFIG_NOSYSTEM");
  }

  private static void refuseForeignOwner(Path folder, Probe.Ended ended) {
    if (ended.error().contains("dubious ownership")) {
      throw unavailable(
          folder,
          "rev-parse",
          "the repository belongs to another user",
          "make it yours, or: git config --global --add safe.directory " + folder);
    }
  }

  static Failure.Unavailable unavailable(Path folder, String verb, String why, String remedy) {
    return new Failure.Unavailable(failed(folder, verb, why).remedy(remedy));
  }

  private static Problem failed(Path folder, String verb, String why) {
    return Problem.of("git-failed", "git " + verb + " failed: " + why)
        .at(folder.toString())
        .remedy("call git " + verb + " there by hand, and mend what it names");
  }

  private static String verb(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("-c")) {
        i++;
        continue;
      }
      return words.get(i);
    }
    return "";
  }

  private static List<String> joined(List<String> words, List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }

  static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    for (String field : text.split("\0", -1)) {
      if (!field.isEmpty()) {
        fields.add(field);
      }
    }
    return fields;
  }

  static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("it gave no reason");
  }

  static String withoutLineEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
