package dev.speckit.gate;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Agreement;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something a gate found: what one or more agents asked about the same matter.
///
/// @param id `q-` and eight hexadecimal digits of its text and requirement: the same question has
///   the same id in every run
/// @param question the wording of one agent, chosen by rule; untrusted
/// @param section heading it concerns, or null
/// @param requirement id it concerns, or null
/// @param confidence by agreement, never above what the leading answer's own supporters claim
/// @param magnitude the greatest anyone gave
/// @param resolvability `need-human` when anyone says so, else the more careful one
/// @param answers what was proposed, most supported first; empty when nobody proposed anything
/// @param opinions every original, sorted by agent
public record GateIssue(
    String id,
    Subject subject,
    String question,
    @Nullable String section,
    @Nullable String requirement,
    Confidence confidence,
    Magnitude magnitude,
    Resolvability resolvability,
    Agreement agreement,
    List<ProposedAnswer> answers,
    List<Opinion> opinions) {
  public GateIssue {
    answers = List.copyOf(answers);
    opinions = List.copyOf(opinions);
  }

  /// @param text the wording of one supporter; untrusted
  /// @param supporters who said the same, sorted
  public record ProposedAnswer(String text, List<AgentName> supporters) {
    public ProposedAnswer {
      supporters = List.copyOf(supporters);
    }

    Json.Fields json() {
      return Json.fields()
          .with("text", text)
          .with("supporters", Json.texts(supporters.stream().map(AgentName::value).toList()));
    }
  }

  /// What one agent said.
  ///
  /// @param confidence as stated; null for a rating, which states none
  public record Opinion(
      AgentName agent,
      String question,
      String answer,
      @Nullable Confidence confidence,
      Magnitude magnitude,
      Resolvability resolvability,
      @Nullable String reasoning) {
    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("question", question)
          .with("answer", answer)
          .withPresent("confidence", confidence == null ? null : confidence.word())
          .with("magnitude", magnitude.word())
          .with("resolvability", resolvability.word())
          .withPresent("reasoning", reasoning);
    }
  }

  /// The most supported answer; empty when nobody proposed one.
  public Optional<String> leadingAnswer() {
    return answers.isEmpty() ? Optional.empty() : Optional.of(answers.getFirst().text());
  }

  public Json.Fields json() {
    return Json.fields()
        .with("id", id)
        .with("subject", subject.word())
        .with("question", question)
        .withPresent("section", section)
        .withPresent("requirement", requirement)
        .with("confidence", confidence.word())
        .with("magnitude", magnitude.word())
        .with("resolvability", resolvability.word())
        .with("agreement", agreement.json())
        .with("answers", answers.stream().map(ProposedAnswer::json).toList())
        .with("opinions", opinions.stream().map(Opinion::json).toList());
  }
}
