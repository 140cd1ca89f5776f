package dev.speckit.gate;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Coverage;
import dev.speckit.consensus.Participation;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.util.List;

/// What a roster said at one gate.
public sealed interface GateAgreement {
  Subject subject();

  /// Who answered; when it does not pass, the gate decides nothing.
  Participation participation();

  /// What the gate found, the gravest first.
  List<GateIssue> issues();

  /// The verdict as it is stored and written to evidence.
  Json.Fields json();

  /// Of clarify or analyze.
  ///
  /// @param leftOut issues beyond the bound, which were not compared
  record Issues(
      Subject subject,
      Participation participation,
      List<GateIssue> issues,
      List<Coverage.LeftOut> leftOut)
      implements GateAgreement {
    public Issues {
      issues = List.copyOf(issues);
      leftOut = List.copyOf(leftOut);
    }

    @Override
    public Json.Fields json() {
      return opening(this).with("left_out", leftOut.stream().map(Coverage.LeftOut::json).toList());
    }
  }

  /// Of checklist.
  ///
  /// @param scores of the demands of the spec, in its order
  /// @param unrated demands nobody rated
  /// @param unknown ids that were rated and that the spec does not have
  record Checklist(
      Participation participation,
      List<Score> scores,
      List<String> unrated,
      List<String> unknown,
      List<GateIssue> issues)
      implements GateAgreement {
    public Checklist {
      scores = List.copyOf(scores);
      unrated = List.copyOf(unrated);
      unknown = List.copyOf(unknown);
      issues = List.copyOf(issues);
    }

    @Override
    public Subject subject() {
      return Subject.CHECKLIST;
    }

    @Override
    public Json.Fields json() {
      return opening(this)
          .with("scores", scores.stream().map(Score::json).toList())
          .with("unrated", Json.texts(unrated))
          .with("unknown_requirements", Json.texts(unknown));
    }
  }

  /// The merged scores of one demand: medians of the four scores, exact, 0 (worst) to 10.
  ///
  /// @param overall the mean of the four medians
  /// @param raters who rated it, sorted; at least one
  record Score(
      String id,
      BigDecimal specificity,
      BigDecimal testability,
      BigDecimal completeness,
      BigDecimal clarity,
      BigDecimal overall,
      List<AgentName> raters) {
    private static final BigDecimal ENOUGH = BigDecimal.valueOf(6);

    public Score {
      raters = List.copyOf(raters);
    }

    /// Whether the overall score is below 6.0.
    public boolean needsImprovement() {
      return overall.compareTo(ENOUGH) < 0;
    }

    Json.Fields json() {
      return Json.fields()
          .with("id", id)
          .withPresent("specificity", specificity)
          .withPresent("testability", testability)
          .withPresent("completeness", completeness)
          .withPresent("clarity", clarity)
          .withPresent("overall", overall)
          .with("needs_improvement", needsImprovement())
          .with("raters", Json.texts(raters.stream().map(AgentName::value).toList()));
    }
  }

  private static Json.Fields opening(GateAgreement agreement) {
    return Json.fields()
        .with("schema_version", 1)
        .with("subject", agreement.subject().word())
        .with("participation", agreement.participation().json())
        .with("issues", agreement.issues().stream().map(GateIssue::json).toList());
  }
}
