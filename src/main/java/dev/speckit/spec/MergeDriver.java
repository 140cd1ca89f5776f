package dev.speckit.spec;

import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitSettings;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// That git merges the documents of specs by speckit: an attribute, which is part of the project,
/// and a setting, which each clone of it needs for itself.
public final class MergeDriver {
  /// The command that git calls.
  public static final String COMMAND = "merge-driver";

  static final String FILE = ".gitattributes";
  private static final String SECTION = "merge.speckit";
  private static final String KEY = SECTION + ".driver";
  private static final String NAME = "speckit: work sessions of two branches";
  private static final String BEGIN = "# >>> speckit: merges what two branches wrote into specs";
  private static final String LINE = "specs/**/*.md merge=speckit";
  private static final String END = "# <<< speckit";

  private final GitSettings settings;

  private MergeDriver(GitSettings settings) {
    this.settings = settings;
  }

  /// How the setting stands in a repository.
  public enum State {
    SET("set"),
    NOT_SET("not set"),
    /// A person set a driver of this name that is not speckit's.
    OF_ANOTHER("set to another program");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// Empty without git, and where the folder is in no repository.
  public static Optional<MergeDriver> of(Host host, Path folder) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    Optional<Path> root = git.isEmpty() ? Optional.empty() : git.get().root(folder);
    return root.map(top -> new MergeDriver(new GitSettings(git.orElseThrow(), top)));
  }

  public State state() throws InterruptedException {
    Optional<String> driver = settings.value(KEY);
    if (driver.isEmpty()) {
      return State.NOT_SET;
    }
    return isOurs(driver.get()) ? State.SET : State.OF_ANOTHER;
  }

  /// Sets the driver, or sets it anew for a speckit that has moved; one of a person's own stays.
  ///
  /// @param launcher the words that start speckit, the first one absolute
  /// @return how it stands afterwards
  public State install(List<String> launcher) throws InterruptedException {
    State state = state();
    String driver = driver(launcher);
    if (state != State.OF_ANOTHER && !settings.own(KEY).equals(Optional.of(driver))) {
      settings.set(SECTION + ".name", NAME);
      settings.set(KEY, driver);
      return state();
    }
    return state;
  }

  /// Takes the setting away again; one of a person's own stays.
  public void remove() throws InterruptedException {
    if (settings.own(KEY).filter(MergeDriver::isOurs).isPresent()) {
      settings.removeSection(SECTION);
    }
  }

  /// Whether the project asks for the driver.
  public static boolean isWanted(Path workspace) {
    Path file = workspace.resolve(FILE);
    return Disk.isFile(file) && Disk.readText(file).contains("merge=speckit");
  }

  /// The text of a `.gitattributes` with the lines that ask for the driver, behind all others; as
  /// it is when they, or one that a person wrote, are in it.
  static String with(String text) {
    if (isIn(text)) {
      return text;
    }
    TextLines lines = TextLines.of(text);
    String end = lines.lineEnd();
    boolean ended = text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
    return text + (ended ? "" : end) + BEGIN + end + LINE + end + END + end;
  }

  private static boolean isIn(String text) {
    return text.lines()
        .map(String::strip)
        .anyMatch(line ->
            !line.startsWith("#")
                && line.matches("\\S*specs/\\S*\\s(?:.*\\s)?-?merge(?:[=\\s].*)?"));
  }

  private static boolean isOurs(String driver) {
    return driver.contains(" " + COMMAND + " %O %A %B ");
  }

  /// When speckit is gone, is killed or gives no answer, git merges the lines as it does without
  /// it. Only 0 and 1 are answers.
  static String driver(List<String> launcher) {
    String words =
        launcher.stream()
            .map(word -> "'" + word.replace("'", "'\\''").replace("%", "%%") + "'")
            .collect(Collectors.joining(" "));
    return words
        + " "
        + COMMAND
        + " %O %A %B %L %P </dev/null; code=$?; case $code in 0|1) exit $code;; esac;"
        + " git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B";
  }
}
