package dev.speckit.work;

import dev.speckit.command.Arguments;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.SessionStatus;
import dev.speckit.work.Action.Word;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes an action of the words of a call, and refuses what does not go together.
final class ActionReader {
  /// Options that mean something to some actions only.
  private static final Map<Word, Set<String>> TAKEN = new EnumMap<>(Word.class);

  private static final List<String> OPTIONS =
      List.of(
          "message",
          "run",
          "junit",
          "coverage",
          "timeout",
          "as",
          "copy",
          "generate",
          "all",
          "resolution",
          "status");

  static {
    TAKEN.put(Word.PLAN, Set.of("message"));
    TAKEN.put(Word.APPROVE, Set.of("message"));
    TAKEN.put(Word.IMPLEMENT, Set.of("message"));
    TAKEN.put(Word.TEST, Set.of("message", "run", "junit", "coverage", "timeout"));
    TAKEN.put(Word.DELIVER, Set.of("message", "as", "copy", "generate"));
    TAKEN.put(Word.COMMIT, Set.of("message", "all"));
    TAKEN.put(Word.NOTE, Set.of("message"));
    TAKEN.put(Word.ISSUE, Set.of("message", "resolution"));
    TAKEN.put(Word.DECIDE, Set.of("message"));
    TAKEN.put(Word.DONE, Set.of("message", "status"));
  }

  private final Arguments arguments;
  private final Path directory;

  private ActionReader(Arguments arguments, Path directory) {
    this.arguments = arguments;
    this.directory = directory;
  }

  /// @param directory what a relative path is relative to
  /// @throws Failure.Usage when something is missing, or given that the action does not take
  static Action read(Arguments arguments, Path directory) {
    return new ActionReader(arguments, directory).read();
  }

  private Action read() {
    if (arguments.find("action").isEmpty()) {
      refuseOptions("without an action", EnumSet.noneOf(Word.class), OPTIONS_OF_NOTHING);
      return new Action.Open();
    }
    Word word = Word.valueOf(arguments.get("action").toUpperCase(Locale.ROOT));
    refuseOptions(word.word(), EnumSet.of(word), TAKEN.getOrDefault(word, Set.of()));
    return switch (word) {
      case PLAN -> new Action.Plan(text(word));
      case APPROVE -> new Action.Approve(words());
      case IMPLEMENT -> implement();
      case TEST -> test();
      case DELIVER -> deliver();
      case COMMIT -> new Action.Commit(words(), arguments.has("all"));
      case NOTE -> new Action.Note(text(word));
      case ISSUE -> new Action.Issue(text(word), arguments.find("resolution"));
      case DECIDE -> new Action.Decide(text(word));
      case DONE -> new Action.Done(status(), words());
    };
  }

  private static final Set<String> OPTIONS_OF_NOTHING = Set.of("status");

  private void refuseOptions(String where, Set<Word> words, Set<String> taken) {
    for (String option : OPTIONS) {
      if (arguments.has(option) && !taken.contains(option)) {
        List<String> owners =
            TAKEN.entrySet().stream()
                .filter(entry -> entry.getValue().contains(option))
                .map(entry -> entry.getKey().word())
                .toList();
        throw usage(
            "option-not-taken",
            "--" + option + " means nothing " + (words.isEmpty() ? "" : "to ") + where,
            "it goes with: " + String.join(", ", owners));
      }
    }
  }

  private Action implement() {
    List<Path> files = new ArrayList<>();
    Optional<String> message = arguments.find("message");
    List<String> given = arguments.all("text");
    boolean sentence = message.isEmpty() && given.size() == 1 && given.getFirst().contains(" ");
    if (sentence) {
      return new Action.Implement(List.of(), Optional.of(given.getFirst()));
    }
    given.forEach(name -> files.add(file(name)));
    return new Action.Implement(files, message);
  }

  private Action test() {
    Optional<String> text = words();
    Optional<String> run = arguments.find("run");
    Optional<String> junit = arguments.find("junit");
    Optional<String> coverage = arguments.find("coverage");
    if (text.isEmpty() && run.isEmpty() && junit.isEmpty() && coverage.isEmpty()) {
      throw usage(
          "nothing-to-record",
          "there is no test to record",
          "give --run \"COMMAND\", --junit GLOB, --coverage FILE or -m TEXT");
    }
    for (String option : List.of("run", "junit", "coverage")) {
      if (arguments.find(option).filter(String::isBlank).isPresent()) {
        throw usage(
            "empty-option", "--" + option + " is empty", "give it a value, or leave it out");
      }
    }
    return new Action.Test(text, run, junit, coverage, deadline());
  }

  private Duration deadline() {
    String minutes = arguments.find("timeout").orElse("60");
    if (!minutes.matches("[1-9][0-9]{0,3}")) {
      throw usage(
          "bad-timeout", "not a number of minutes from 1 to 9999: " + minutes, "--timeout 60");
    }
    return Duration.ofMinutes(Integer.parseInt(minutes));
  }

  private Action deliver() {
    List<String> given = arguments.all("text");
    if (given.size() != 1) {
      throw usage(
          "no-file",
          given.isEmpty() ? "there is no file to deliver" : "one file is delivered at a time",
          "speckit work ID deliver FILE --as scripts|docs|config|code");
    }
    return new Action.Deliver(
        file(given.getFirst()),
        arguments.find("as").flatMap(DeliverableKind::of),
        arguments.find("message"),
        arguments.has("copy"),
        arguments.has("generate"));
  }

  private Optional<SessionStatus> status() {
    Optional<String> given = arguments.find("status");
    List<String> words = arguments.all("text");
    if (given.filter("true"::equals).isPresent()) {
      if (words.size() == 1) {
        throw usage(
            "no-status",
            "'" + words.getFirst() + "' is no status of a session",
            "--status completed|partial|blocked");
      }
      throw usage("no-status", "--status needs a value here", "--status completed|partial|blocked");
    }
    return given.flatMap(SessionStatus::of);
  }

  private String text(Word word) {
    return words()
        .orElseThrow(() ->
            usage(
                "no-text",
                "there is no text to record",
                "speckit work ID " + word.word() + " -m \"TEXT\""));
  }

  /// What stands behind the action or after `-m`; several words are one text.
  private Optional<String> words() {
    List<String> given = arguments.all("text");
    Optional<String> message = arguments.find("message");
    if (given.isEmpty()) {
      return message;
    }
    if (message.isPresent()) {
      throw usage(
          "two-texts", "a text is given twice", "give it after the action or after -m, not both");
    }
    return Optional.of(String.join(" ", given));
  }

  private Path file(String name) {
    try {
      return directory.resolve(name).normalize();
    } catch (InvalidPathException _) {
      throw usage("bad-path", "this cannot be a path", "give the path of a file");
    }
  }

  private Failure.Usage usage(String code, String message, String remedy) {
    String named = remedy.replace("work ID ", "work " + arguments.find("id").orElse("ID") + " ");
    return new Failure.Usage(Problem.of(code, message).remedy(named));
  }
}
