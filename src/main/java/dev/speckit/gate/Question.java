package dev.speckit.gate;

import dev.speckit.agent.Subject;
import dev.speckit.gate.GateIssue.ProposedAnswer;
import dev.speckit.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person must decide.
///
/// @param id `q-1a2b3c4d`, the same in every run for the same text and requirement
/// @param subject the gate that asks it first
/// @param requirement id it concerns, or null
/// @param section heading it concerns, or null
/// @param text untrusted
/// @param need whether an answer or only a yes is wanted
/// @param answers what agents proposed, most supported first
/// @param why one sentence: why speckit does not decide this itself
public record Question(
    String id,
    Subject subject,
    @Nullable String requirement,
    @Nullable String section,
    String text,
    Need need,
    List<ProposedAnswer> answers,
    String why) {
  public Question {
    answers = List.copyOf(answers);
  }

  public enum Need {
    ANSWER,
    APPROVAL;

    /// The word in JSON: `answer`, `approval`.
    public String word() {
      return this == ANSWER ? "answer" : "approval";
    }
  }

  /// The form in the journal. The list of a run says `stage` and `state` beside it.
  public Json.Fields json() {
    return Json.fields()
        .with("id", id)
        .with("subject", subject.word())
        .withPresent("requirement", requirement)
        .withPresent("section", section)
        .with("text", text)
        .with("need", need.word())
        .with("answers", answers.stream().map(ProposedAnswer::json).toList())
        .with("why", why);
  }
}
