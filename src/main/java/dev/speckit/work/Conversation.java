package dev.speckit.work;

import dev.speckit.command.Arguments;
import dev.speckit.command.Block;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Dialogue.Completion;
import dev.speckit.command.Dialogue.Question;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.work.Action.Word;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A session with a person at a terminal: an action, one or two questions, and it is on disk.
final class Conversation {
  private static final List<String> WAYS_OUT = List.of("quit", "exit", "q");
  private static final List<String> HELP = List.of("help", "?", "h");

  private final Scene scene;
  private final Progress progress;
  private final Optional<String> title;
  private final Dialogue dialogue;

  Conversation(Scene scene, Progress progress, Optional<String> title, Dialogue dialogue) {
    this.scene = scene;
    this.progress = progress;
    this.title = title;
    this.dialogue = dialogue;
  }

  /// Until the session is done or the person leaves, which leaves it open. What is on disk then is
  /// all that was answered.
  ///
  /// @param notes what the person must know before the first question
  Report hold(List<Problem> notes) throws InterruptedException {
    try {
      return converse(notes);
    } catch (InterruptedException cut) {
      sayThatItStaysOpen();
      throw cut;
    }
  }

  private Report converse(List<Problem> notes) throws InterruptedException {
    Journal.Acted acted = actions().act(new Action.Open());
    WorkReport report = WorkReport.of(scene.again(), acted.context(), acted.session());
    dialogue.show(report.joined(acted).blocks());
    List<Problem> first = new ArrayList<>(notes);
    first.addAll(acted.warnings());
    dialogue.show(first.stream().map(problem -> block("note: ", problem, Tone.WARNING)).toList());
    while (true) {
      Optional<Word> word = askAction(report);
      if (word.isEmpty()) {
        return left(report);
      }
      Optional<Journal.Acted> done = act(word.get());
      if (done.isPresent()) {
        acted = done.get();
        report = WorkReport.of(scene.again(), acted.context(), acted.session());
        if (word.get() == Word.DONE) {
          return report.acted(acted);
        }
        dialogue.show(shown(report, acted));
      }
    }
  }

  /// Each action sees the spec as it stands on disk now.
  private Actions actions() {
    return new Actions(scene.again(), progress, title);
  }

  private static List<Block> shown(WorkReport report, Journal.Acted acted) {
    List<Block> blocks = new ArrayList<>(report.actedBlocks(acted));
    acted.warnings().forEach(problem -> blocks.add(block("note: ", problem, Tone.WARNING)));
    return blocks;
  }

  private static Block block(String before, Problem problem, Tone tone) {
    String remedy = problem.remedy() == null ? "" : " (" + problem.remedy() + ")";
    String place = problem.place() == null ? "" : problem.place() + ": ";
    return new Block.Notes(
        List.of(Block.Cell.of(before + place + problem.message() + remedy, tone)));
  }

  private Report left(WorkReport report) {
    sayThatItStaysOpen();
    return new Report(
        List.of(),
        report.status().content(),
        dev.speckit.failure.ExitCode.OK,
        List.of(),
        List.of());
  }

  private void sayThatItStaysOpen() {
    dialogue.show(
        List.of(
            Block.Notes.of(
                "The session stays open. Go on with: speckit work "
                    + scene.entry().id()
                    + " --resume")));
  }

  private Optional<Word> askAction(WorkReport report) throws InterruptedException {
    List<Dialogue.Word> words = new ArrayList<>();
    for (Word word : Word.values()) {
      words.add(new Dialogue.Word(word.word(), word.meaning()));
    }
    words.add(new Dialogue.Word("status", "Show the session"));
    words.add(new Dialogue.Word("help", "Say what the actions do"));
    words.add(new Dialogue.Word("quit", "Leave; the session stays open"));
    String fallback = report.next().word().map(Word::word).orElse("");
    while (true) {
      Optional<String> answer = ask(new Question("action", fallback, new Completion.Words(words)));
      String given = answer.map(text -> text.toLowerCase(Locale.ROOT)).orElse("quit");
      if (WAYS_OUT.contains(given)) {
        return Optional.empty();
      }
      Optional<Word> word =
          Arrays.stream(Word.values()).filter(each -> each.word().equals(given)).findFirst();
      if (word.isPresent()) {
        return word;
      }
      if (HELP.contains(given)) {
        dialogue.show(List.of(help()));
        continue;
      }
      if (given.equals("status")) {
        dialogue.show(report.status().blocks());
        continue;
      }
      dialogue.show(
          List.of(
              Block.Notes.of(
                  "'"
                      + answer.orElseThrow()
                      + "' is no action. There are: "
                      + String.join(", ", Word.words())
                      + ", status, help, quit")));
    }
  }

  private static Block help() {
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Word word : Word.values()) {
      rows.add(List.of(Block.Cell.of(word.word(), Tone.STRONG), Block.Cell.of(word.meaning())));
    }
    rows.add(List.of(Block.Cell.of("status", Tone.STRONG), Block.Cell.of("Show the session")));
    rows.add(
        List.of(
            Block.Cell.of("quit", Tone.STRONG), Block.Cell.of("Leave; the session stays open")));
    return new Block.Table("", List.of("action", "what it does"), rows);
  }

  /// Asks what the action needs and does it. What cannot be recorded is explained, and asked again.
  /// Ctrl-C takes back the action that is being asked for; at the question for an action it ends
  /// the conversation.
  ///
  /// @return empty when the person took it back
  private Optional<Journal.Acted> act(Word word) throws InterruptedException {
    while (true) {
      Optional<Arguments> arguments = askUnlessWithdrawn(word);
      if (arguments.isEmpty()) {
        return Optional.empty();
      }
      try {
        Action action = ActionReader.read(arguments.get(), scene.host().directory());
        return Optional.of(actions().act(action));
      } catch (Failure.Usage failure) {
        explain(failure);
      } catch (Failure.Invalid | Failure.Unavailable failure) {
        explain(failure);
        return Optional.empty();
      }
    }
  }

  private Optional<Arguments> askUnlessWithdrawn(Word word) throws InterruptedException {
    try {
      return askFor(word);
    } catch (Dialogue.Withdrawn _) {
      dialogue.show(List.of(Block.Notes.of("Nothing was recorded. Ctrl-C once more leaves.")));
      return Optional.empty();
    }
  }

  private void explain(Failure failure) {
    dialogue.show(
        failure.problems().stream().map(problem -> block("", problem, Tone.BAD)).toList());
  }

  private Optional<Arguments> askFor(Word word) throws InterruptedException {
    Answers answers = new Answers(word);
    switch (word) {
      case PLAN -> answers.text("plan", "message");
      case APPROVE -> {
        answers.agreed("approve the plan (yes/no)", "no");
        answers.optional("what for (empty for the plan as it stands)", "message");
      }
      case IMPLEMENT -> answers.optional("what was built (empty for the changed files)", "message");
      case TEST -> {
        answers.optional("test command (empty for words of your own)", "run");
        if (answers.isGiven("run")) {
          answers.optional("JUnit reports (empty for none)", "junit");
        } else {
          answers.text("how it went", "message");
        }
      }
      case DELIVER -> {
        answers.file("file");
        answers.choice("as", List.of("scripts", "docs", "config", "code"), answers.likelyKind());
      }
      case COMMIT -> {
        answers.optional("message (empty for the last thing built)", "message");
        answers.agreed("commit (yes/no)", "yes");
      }
      case NOTE -> answers.text("note", "message");
      case ISSUE -> {
        answers.text("issue", "message");
        answers.optional("resolution (empty for none yet)", "resolution");
      }
      case DECIDE -> answers.text("decision", "message");
      case DONE -> {
        answers.choice("status", List.of("", "completed", "partial", "blocked"), "");
        answers.agreed("close the session (yes/no)", "yes");
      }
    }
    return answers.arguments();
  }

  private Optional<String> ask(Question question) throws InterruptedException {
    return dialogue.ask(question);
  }

  /// Answers as the arguments of a call, so that both are read by the same rules. Ctrl-D takes the
  /// action back.
  private final class Answers {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private boolean takenBack;

    private Answers(Word word) {
      values.put("id", List.of(scene.entry().id().toString()));
      values.put("action", List.of(word.word()));
    }

    void text(String question, String name) throws InterruptedException {
      while (!takenBack && !isGiven(name)) {
        answer(name, new Question(question, "", new Completion.Nothing()));
        if (!takenBack && !isGiven(name)) {
          dialogue.show(List.of(Block.Notes.of("Say it in words; Ctrl-D goes back.")));
        }
      }
    }

    void optional(String question, String name) throws InterruptedException {
      answer(name, new Question(question, "", new Completion.Nothing()));
    }

    /// Goes on with a yes and takes the action back with a no: what was typed for something else
    /// must not count as consent.
    void agreed(String question, String fallback) throws InterruptedException {
      List<Dialogue.Word> words =
          List.of(new Dialogue.Word("yes", ""), new Dialogue.Word("no", ""));
      while (!takenBack) {
        Optional<String> answer =
            ask(new Question(question, fallback, new Completion.Words(words)));
        String given = answer.orElse("no").toLowerCase(Locale.ROOT);
        if (List.of("yes", "y").contains(given)) {
          return;
        }
        takenBack = List.of("no", "n").contains(given);
        dialogue.show(
            List.of(Block.Notes.of(takenBack ? "Nothing was recorded." : "Say yes or no.")));
      }
    }

    /// An empty answer goes back to the actions.
    void file(String question) throws InterruptedException {
      while (!takenBack && !isGiven("text")) {
        Path folder = scene.host().directory();
        answer("text", new Question(question, "", new Completion.Files(folder)));
        takenBack = takenBack || !isGiven("text");
        if (!takenBack && !isFile(folder)) {
          dialogue.show(
              List.of(
                  Block.Notes.of(
                      typed("text") + ": there is no such file; an empty answer goes back")));
          values.remove("text");
        }
      }
    }

    private boolean isFile(Path folder) {
      try {
        return Disk.isFile(folder.resolve(typed("text")));
      } catch (InvalidPathException _) {
        return false;
      }
    }

    private String typed(String name) {
      return values.getOrDefault(name, List.of("")).getFirst();
    }

    String likelyKind() {
      String file = typed("text");
      return DeliverableKind.likely(file).map(DeliverableKind::word).orElse("code");
    }

    void choice(String name, List<String> choices, String fallback) throws InterruptedException {
      List<Dialogue.Word> words =
          choices.stream()
              .filter(choice -> !choice.isEmpty())
              .map(choice -> new Dialogue.Word(choice, ""))
              .toList();
      while (!takenBack) {
        values.remove(name);
        answer(name, new Question(name, fallback, new Completion.Words(words)));
        String given = values.getOrDefault(name, List.of("")).getFirst();
        if (choices.contains(given)) {
          return;
        }
        dialogue.show(
            List.of(
                Block.Notes.of(
                    "It takes one of: "
                        + String.join(", ", words.stream().map(Dialogue.Word::word).toList()))));
      }
    }

    boolean isGiven(String name) {
      return values.containsKey(name);
    }

    Optional<Arguments> arguments() {
      return takenBack ? Optional.empty() : Optional.of(new Arguments(values));
    }

    private void answer(String name, Question question) throws InterruptedException {
      if (takenBack) {
        return;
      }
      Optional<String> answer = ask(question);
      takenBack = answer.isEmpty();
      answer.filter(text -> !text.isBlank()).ifPresent(text -> values.put(name, List.of(text)));
    }
  }
}
