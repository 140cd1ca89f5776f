package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Dialogue.Completion;
import dev.speckit.command.Dialogue.Question;
import dev.speckit.command.Tone;
import dev.speckit.json.Json.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks the person at the terminal one question of a run after the other. An empty line skips one,
/// Ctrl-D and Ctrl-C skip the rest; what was answered before counts.
final class AskingPerson {
  private static final Set<String> YES = Set.of("yes", "y");
  private static final Set<String> NO = Set.of("no", "n");
  private static final List<Dialogue.Word> WORDS =
      List.of(
          new Dialogue.Word("yes", "Take what is proposed"), new Dialogue.Word("no", "Refuse it"));

  private final Answering answering;
  private final Dialogue dialogue;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Set<String> rejected = new LinkedHashSet<>();

  AskingPerson(Answering answering, Dialogue dialogue) {
    this.answering = answering;
    this.dialogue = dialogue;
  }

  /// @return empty when nothing was answered, or the person does not want it written
  Optional<GivenAnswers> ask() throws InterruptedException {
    List<AskedQuestion> open =
        answering.questions().stream().filter(AskedQuestion::isUnsettled).toList();
    try {
      for (int i = 0; i < open.size(); i++) {
        show(open.get(i), i + 1, open.size());
        if (!ask(open.get(i))) {
          break;
        }
      }
      GivenAnswers given = given();
      return !given.isEmpty() && isWanted(given) ? Optional.of(given) : Optional.empty();
    } catch (Dialogue.Withdrawn _) {
      GivenAnswers given = given();
      return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }
  }

  private GivenAnswers given() {
    return new GivenAnswers(texts, Set.of(), false, rejected, Set.of());
  }

  private void show(AskedQuestion question, int number, int of) throws InterruptedException {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Facts(
            List.of(
                Block.Facts.fact("question", number + " of " + of + ": " + question.id()),
                Block.Facts.fact(
                    "about", question.content().text("requirement").orElse("the whole spec")),
                Block.Facts.fact("asks", question.text(), Tone.STRONG),
                Block.Facts.fact("why you", question.content().text("why").orElse("")))));
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields answer : question.content().objects("answers")) {
      rows.add(
          List.of(
              Cell.of(Integer.toString(rows.size() + 1)),
              Cell.of(answer.text("text").orElse("")),
              Cell.of(String.join(", ", answer.texts("supporters")), Tone.MUTED)));
    }
    if (!rows.isEmpty()) {
      blocks.add(new Block.Table("", List.of("", "proposed", "supporters"), rows));
    }
    if (question.wantsApproval() && !question.proposals().isEmpty()) {
      difference(
              new GivenAnswers(Map.of(question.id(), "yes"), Set.of(), false, Set.of(), Set.of()))
          .ifPresent(blocks::add);
    }
    dialogue.show(blocks);
  }

  private Optional<Block> difference(GivenAnswers given) throws InterruptedException {
    return switch (answering.look(given.decide(answering.questions(), ""))) {
      case SpecEdits.Look.NoPlace place -> Optional.of(place.diff());
      case SpecEdits.Look.Ready ready ->
          ready.steps().isEmpty()
              ? Optional.empty()
              : Optional.of(new Block.Diff(ready.difference().shortened()));
    };
  }

  /// @return false when the person ends the conversation
  private boolean ask(AskedQuestion question) throws InterruptedException {
    return question.wantsApproval() ? askApproval(question) : askAnswer(question);
  }

  private boolean askApproval(AskedQuestion question) throws InterruptedException {
    while (true) {
      Optional<String> said =
          dialogue.ask(
              new Question("approve (yes/no, empty skips)", "", new Completion.Words(WORDS)));
      String word = said.orElse("").toLowerCase(Locale.ROOT);
      if (word.isEmpty()) {
        return said.isPresent();
      }
      if (YES.contains(word)) {
        texts.put(question.id(), "yes");
        return true;
      }
      if (NO.contains(word)) {
        rejected.add(question.id());
        return true;
      }
      dialogue.show(List.of(Block.Notes.of("Say yes or no, or nothing to skip it.")));
    }
  }

  private boolean askAnswer(AskedQuestion question) throws InterruptedException {
    List<String> proposals = question.proposals();
    String asked =
        proposals.isEmpty()
            ? "answer (empty skips)"
            : "answer (a number takes what is proposed, empty skips)";
    Optional<String> said = dialogue.ask(new Question(asked, "", new Completion.Nothing()));
    String text = said.orElse("");
    if (text.isEmpty()) {
      return said.isPresent();
    }
    texts.put(question.id(), proposal(proposals, text));
    return true;
  }

  private static String proposal(List<String> proposals, String text) {
    if (!text.matches("[0-9]{1,3}")) {
      return text;
    }
    int number = Integer.parseInt(text);
    return number >= 1 && number <= proposals.size() ? proposals.get(number - 1) : text;
  }

  /// What will change is shown before it does.
  private boolean isWanted(GivenAnswers given) throws InterruptedException {
    Optional<Block> difference = difference(given);
    if (difference.isEmpty()) {
      return true;
    }
    dialogue.show(List.of(difference.get()));
    while (true) {
      Optional<String> said =
          dialogue.ask(
              new Question(
                  "write this into the spec (yes/no)", "yes", new Completion.Words(WORDS)));
      String word = said.orElse("no").toLowerCase(Locale.ROOT);
      if (YES.contains(word)) {
        return true;
      }
      if (NO.contains(word)) {
        dialogue.show(List.of(Block.Notes.of("Nothing was recorded.")));
        return false;
      }
    }
  }
}
