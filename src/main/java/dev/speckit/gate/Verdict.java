package dev.speckit.gate;

import dev.speckit.gate.GateIssue.ProposedAnswer;
import java.util.List;

/// What follows from an issue. Each explains itself in one sentence.
public sealed interface Verdict {
  String explanation();

  /// The answer is taken without asking and recorded as an assumption.
  record Apply(String answer, String explanation) implements Verdict {}

  /// The answer is taken once a person says yes to it.
  record Confirm(String answer, String explanation) implements Verdict {}

  /// A person must answer.
  record Ask(String question, List<ProposedAnswer> answers, String explanation) implements Verdict {
    public Ask {
      answers = List.copyOf(answers);
    }
  }

  /// The gate says no: too few answers to judge anything.
  record Block(String reason) implements Verdict {
    @Override
    public String explanation() {
      return reason;
    }
  }

  /// The word in JSON and in the store: `apply`, `confirm`, `ask`, `block`.
  default String word() {
    return switch (this) {
      case Apply _ -> "apply";
      case Confirm _ -> "confirm";
      case Ask _ -> "ask";
      case Block _ -> "block";
    };
  }
}
