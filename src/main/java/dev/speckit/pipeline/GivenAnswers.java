package dev.speckit.pipeline;

import dev.speckit.command.Arguments;
import dev.speckit.consensus.SafeText;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.run.RunEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a call answers, before it is held against the questions of a run.
///
/// @param texts by question
/// @param accepted questions whose leading proposal is taken
/// @param acceptsAll whether that is done for every open question with a proposal
/// @param rejected questions whose proposals are refused
/// @param reopened questions whose answer is taken back
record GivenAnswers(
    Map<String, String> texts,
    Set<String> accepted,
    boolean acceptsAll,
    Set<String> rejected,
    Set<String> reopened) {
  private static final Set<String> YES = Set.of("yes", "y", "true");
  private static final Set<String> NO = Set.of("no", "n", "false");

  /// What follows for the run.
  ///
  /// @param answers those that change something
  record Decisions(List<RunEvent.QuestionAnswered> answers, List<String> reopened) {
    Decisions {
      answers = List.copyOf(answers);
      reopened = List.copyOf(reopened);
    }
  }

  /// @param folder what the path of a file is relative to
  /// @throws Failure.Usage when the words are no answers
  /// @throws Failure.Invalid when the file holds none
  static GivenAnswers of(Arguments arguments, Path folder) {
    Map<String, String> texts = new LinkedHashMap<>();
    arguments.find("file").ifPresent(file -> texts.putAll(AnswerFile.read(folder, file)));
    for (String word : arguments.all("answer")) {
      int at = word.indexOf('=');
      if (at <= 0) {
        throw usage("not-an-answer", "`" + word + "` is not ID=TEXT", "say q-1a2b3c4d=\"...\"");
      }
      String id = word.substring(0, at).strip();
      if (texts.put(id, word.substring(at + 1)) != null) {
        throw twice(id);
      }
    }
    refuseRepeated(arguments, "accept");
    refuseRepeated(arguments, "reject");
    refuseRepeated(arguments, "undo");
    Set<String> accepted = new LinkedHashSet<>(arguments.all("accept"));
    boolean all = accepted.remove("all");
    return new GivenAnswers(
        texts,
        accepted,
        all,
        new LinkedHashSet<>(arguments.all("reject")),
        new LinkedHashSet<>(arguments.all("undo")));
  }

  private static void refuseRepeated(Arguments arguments, String option) {
    Set<String> ids = new HashSet<>();
    for (String id : arguments.all(option)) {
      if (!ids.add(id)) {
        throw twice(id);
      }
    }
  }

  private static Failure twice(String id) {
    return new Failure.Usage(answeredTwice(id));
  }

  private static Problem answeredTwice(String id) {
    return Problem.of(
            "answered-twice", "question " + Harmless.text(id) + " is answered twice in one call")
        .remedy("give one answer");
  }

  boolean isEmpty() {
    return texts.isEmpty()
        && accepted.isEmpty()
        && !acceptsAll
        && rejected.isEmpty()
        && reopened.isEmpty();
  }

  /// All or nothing: every problem is told, and one is enough to refuse the call.
  ///
  /// @param by who answers
  Decisions decide(List<AskedQuestion> questions, String by) {
    Map<String, AskedQuestion> known = new LinkedHashMap<>();
    questions.forEach(question -> known.put(question.id(), question));
    List<Problem> problems = new ArrayList<>();
    refuseTwice(problems);
    List<RunEvent.QuestionAnswered> answers = new ArrayList<>();
    texts.forEach((id, text) -> {
      AskedQuestion question = known(known, id, problems);
      if (question != null) {
        add(answers, question, said(question, text, by, problems), problems);
      }
    });
    for (String id : accepted) {
      AskedQuestion question = known(known, id, problems);
      if (question != null) {
        add(answers, question, leading(question, by, problems), problems);
      }
    }
    for (String id : rejected) {
      AskedQuestion question = known(known, id, problems);
      if (question != null) {
        add(answers, question, new RunEvent.QuestionAnswered(id, false, "", by), problems);
      }
    }
    for (String id : reopened) {
      AskedQuestion question = known(known, id, problems);
      if (question != null && question.isUnsettled()) {
        problems.add(
            Problem.of("not-answered", "question " + id + " is not answered")
                .remedy("there is nothing to take back"));
      }
    }
    if (acceptsAll) {
      questions.stream()
          .filter(question -> question.isUnsettled() && !question.proposals().isEmpty())
          .filter(question ->
              answers.stream().noneMatch(answer -> answer.question().equals(question.id())))
          .forEach(question -> add(answers, question, leading(question, by, problems), problems));
    }
    if (!problems.isEmpty()) {
      throw new Failure.Usage(problems.toArray(Problem[]::new));
    }
    return new Decisions(answers, List.copyOf(reopened));
  }

  private void refuseTwice(List<Problem> problems) {
    List<String> all = new ArrayList<>(texts.keySet());
    all.addAll(accepted);
    all.addAll(rejected);
    all.addAll(reopened);
    for (String id : new LinkedHashSet<>(all)) {
      if (all.stream().filter(id::equals).count() > 1) {
        problems.add(answeredTwice(id));
      }
    }
  }

  private static @Nullable AskedQuestion known(
      Map<String, AskedQuestion> known, String id, List<Problem> problems) {
    AskedQuestion question = known.get(id);
    if (question == null) {
      problems.add(
          Problem.of("unknown-question", "the run asks no question `" + Harmless.text(id) + "`")
              .remedy("`speckit questions` lists them"));
    }
    return question;
  }

  private static RunEvent.@Nullable QuestionAnswered said(
      AskedQuestion question, String text, String by, List<Problem> problems) {
    String answer = text.strip();
    if (SafeText.paragraph(answer).isBlank()) {
      problems.add(
          Problem.of("empty-answer", "the answer to " + question.id() + " is empty")
              .remedy("say it in words, or `--reject " + question.id() + "`"));
      return null;
    }
    if (answer.codePointCount(0, answer.length()) > SafeText.TEXT_MAX) {
      problems.add(
          Problem.of(
                  "long-answer",
                  "the answer to "
                      + question.id()
                      + " has more than "
                      + SafeText.TEXT_MAX
                      + " characters")
              .remedy("write it into the spec and answer with a short sentence"));
      return null;
    }
    if (!question.wantsApproval()) {
      return new RunEvent.QuestionAnswered(question.id(), true, answer, by);
    }
    String word = answer.toLowerCase(Locale.ROOT);
    if (NO.contains(word)) {
      return new RunEvent.QuestionAnswered(question.id(), false, "", by);
    }
    if (YES.contains(word) || question.proposals().contains(answer)) {
      return leading(question, by, problems);
    }
    problems.add(
        Problem.of("no-approval", "question " + question.id() + " wants `yes` or `no`")
            .remedy("`" + question.id() + "=yes` takes what is proposed"));
    return null;
  }

  private static RunEvent.@Nullable QuestionAnswered leading(
      AskedQuestion question, String by, List<Problem> problems) {
    if (question.proposals().isEmpty()) {
      problems.add(
          Problem.of("no-proposal", "nobody proposed an answer to " + question.id())
              .remedy("answer in your own words: `" + question.id() + "=\"...\"`"));
      return null;
    }
    return new RunEvent.QuestionAnswered(question.id(), true, question.proposals().getFirst(), by);
  }

  /// The same answer again changes nothing; another one has to be taken back first.
  private static void add(
      List<RunEvent.QuestionAnswered> answers,
      AskedQuestion question,
      RunEvent.@Nullable QuestionAnswered answer,
      List<Problem> problems) {
    RunEvent.QuestionAnswered settled = question.settled();
    if (answer == null) {
      return;
    }
    if (settled == null) {
      answers.add(answer);
      return;
    }
    if (settled.accepted() != answer.accepted() || !settled.answer().equals(answer.answer())) {
      problems.add(
          Problem.of(
                  "already-answered",
                  "question " + question.id() + " is answered already, by " + settled.by())
              .remedy("take the answer back first: `--undo " + question.id() + "`"));
    }
  }

  private static Failure usage(String code, String message, String remedy) {
    return new Failure.Usage(Problem.of(code, message).remedy(remedy));
  }

  /// Answers in a file: what `speckit questions --json` prints, with `answer` filled in, or one
  /// object of texts by id.
  private static final class AnswerFile {
    private AnswerFile() {}

    static Map<String, String> read(Path folder, String name) {
      Path file = path(folder, name);
      String text = Disk.readText(file);
      if (!(Json.read(text).value().orElse(null) instanceof Json.Fields fields)) {
        throw invalid(name, "the file is not one JSON object");
      }
      Json.Fields inner = fields.object("data").orElse(fields);
      Map<String, String> texts = new LinkedHashMap<>();
      if (inner.find("questions").isPresent()) {
        for (Json.Fields question : inner.objects("questions")) {
          String id = question.text("id").orElseThrow(() -> invalid(name, "a question has no id"));
          question.find("answer").ifPresent(answer -> texts.put(id, text(name, id, answer)));
        }
        return texts;
      }
      inner.values().forEach((id, answer) -> texts.put(id, text(name, id, answer)));
      return texts;
    }

    private static Path path(Path folder, String name) {
      try {
        return folder.resolve(name);
      } catch (java.nio.file.InvalidPathException _) {
        throw usage("no-file", "`" + Harmless.text(name) + "` is no path", "name a file");
      }
    }

    private static String text(String name, String id, Json answer) {
      return switch (answer) {
        case Json.Text text -> text.value();
        case Json.Truth truth -> truth.value() ? "yes" : "no";
        case Json.Fields _, Json.Items _, Json.Numeral _, Json.Null _ ->
            throw invalid(name, "the answer to " + Harmless.text(id) + " is no text");
      };
    }

    private static Failure invalid(String name, String what) {
      return new Failure.Invalid(
          Problem.of("not-answers", what)
              .at(name)
              .remedy("`speckit questions --json` prints the form; fill in `answer`"));
    }
  }
}
