package dev.speckit.gate;

import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Resolvability;

/// Who decides an issue, from confidence, magnitude and resolvability. Whatever is critical, of low
/// confidence or said to need a person goes to a person.
enum DecisionMatrix {
  APPLY,
  CONFIRM,
  ASK;

  static DecisionMatrix of(
      Confidence confidence, Magnitude magnitude, Resolvability resolvability) {
    if (resolvability == Resolvability.NEED_HUMAN || magnitude == Magnitude.CRITICAL) {
      return ASK;
    }
    boolean suggested = resolvability == Resolvability.SUGGEST_FIX;
    return switch (confidence) {
      case HIGH -> suggested && magnitude == Magnitude.IMPORTANT ? CONFIRM : APPLY;
      case MEDIUM -> magnitude == Magnitude.IMPORTANT ? ASK : suggested ? CONFIRM : APPLY;
      case LOW -> ASK;
    };
  }

  static Verdict verdict(GateIssue issue) {
    DecisionMatrix cell =
        issue.leadingAnswer().isEmpty()
            ? ASK
            : of(issue.confidence(), issue.magnitude(), issue.resolvability());
    String answer = issue.leadingAnswer().orElse("");
    return switch (cell) {
      case APPLY ->
          new Verdict.Apply(answer, grades(issue) + " Taken without asking, as an assumption.");
      case CONFIRM -> new Verdict.Confirm(answer, grades(issue) + " It is taken once you approve.");
      case ASK -> new Verdict.Ask(issue.question(), issue.answers(), grades(issue) + reason(issue));
    };
  }

  private static String grades(GateIssue issue) {
    return "Raised by "
        + issue.agreement()
        + " agents; confidence "
        + issue.confidence().word()
        + ", magnitude "
        + issue.magnitude().word()
        + ", "
        + issue.resolvability().word()
        + ".";
  }

  private static String reason(GateIssue issue) {
    if (issue.leadingAnswer().isEmpty()) {
      return " You decide: no agent proposed an answer.";
    }
    if (issue.resolvability() == Resolvability.NEED_HUMAN) {
      return " You decide: an agent says that this needs a person.";
    }
    if (issue.magnitude() == Magnitude.CRITICAL) {
      return " You decide: critical matters are never decided without you.";
    }
    return " You decide: the agents do not agree enough for a matter of this weight.";
  }
}
