package dev.speckit.pipeline;

import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.VerdictTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A question of a run as it stands now.
///
/// @param state `open`, `deferred` or `answered`
/// @param content the question as the gate made it, with `stage` and `checkpoint`
/// @param settled what a person said; null for nothing
record AskedQuestion(
    String id, String state, Fields content, RunEvent.@Nullable QuestionAnswered settled) {

  /// All of a run, in the order in which they were asked.
  static List<AskedQuestion> of(Journal journal, Run run) throws InterruptedException {
    List<AskedQuestion> questions = new ArrayList<>();
    for (VerdictTable.QuestionRow row :
        journal.store().read(transaction -> VerdictTable.questions(transaction, run.id()))) {
      questions.add(
          new AskedQuestion(
              row.question(), row.state(), row.content(), run.answered().get(row.question())));
    }
    return questions;
  }

  boolean isUnsettled() {
    return settled == null;
  }

  boolean wantsApproval() {
    return content.text("need").equals(Optional.of("approval"));
  }

  String text() {
    return content.text("text").orElse("");
  }

  /// What agents proposed, most supported first.
  List<String> proposals() {
    return content.objects("answers").stream()
        .map(each -> each.text("text").orElse(""))
        .filter(text -> !text.isBlank())
        .toList();
  }

  /// Where it was asked; empty when the row is of an older form.
  Optional<Checkpoint> checkpoint() {
    return content.text("checkpoint").flatMap(Checkpoint::parse);
  }

  /// The requirement whose text an answer replaces; empty when an answer is added beside the text.
  Optional<String> reworded(String answer) {
    return content.text("subject").equals(Optional.of("checklist")) && proposals().contains(answer)
        ? content.text("requirement")
        : Optional.empty();
  }

  Fields json() {
    Fields fields =
        Json.fields()
            .with("id", id)
            .with("stage", content.text("stage").orElse(""))
            .withPresent("subject", content.text("subject").orElse(null))
            .withPresent("requirement", content.text("requirement").orElse(null))
            .withPresent("section", content.text("section").orElse(null))
            .with("text", text())
            .with("answers", content.items("answers"))
            .withPresent("need", content.text("need").orElse(null))
            .withPresent("why", content.text("why").orElse(null))
            .with("state", state);
    if (settled == null) {
      return fields;
    }
    Fields said = fields.with("accepted", settled.accepted());
    return (settled.accepted() ? said.with("answer", settled.answer()) : said)
        .with("answered_by", settled.by());
  }
}
