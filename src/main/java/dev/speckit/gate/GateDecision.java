package dev.speckit.gate;

import dev.speckit.failure.ExitCode;
import dev.speckit.json.Json;
import java.util.List;

/// What the gates of one checkpoint decide together.
public sealed interface GateDecision {

  /// Enough agents answered at every gate.
  ///
  /// @param rulings each issue once, the gravest first
  record Decided(List<Ruling> rulings) implements GateDecision {
    public Decided {
      rulings = List.copyOf(rulings);
    }
  }

  /// Some gate had fewer answers than its quorum needs.
  record Blocked(Verdict.Block verdict) implements GateDecision {}

  /// Some gate had no answer at all. Never passes.
  record Failed(String reason) implements GateDecision {}

  record Ruling(GateIssue issue, Verdict verdict) {}

  /// An answer taken without asking.
  ///
  /// @param id of the question it answers
  record Assumption(String id, String question, String answer, String explanation) {
    public Json.Fields json() {
      return Json.fields()
          .with("id", id)
          .with("question", question)
          .with("answer", answer)
          .with("explanation", explanation);
    }
  }

  /// `--on-question`, where nobody can be asked at once.
  enum OnQuestion {
    STOP,
    DEFER
  }

  /// How the run goes on after a checkpoint.
  sealed interface Onward {
    List<Question> questions();

    List<Assumption> assumptions();

    /// @param questions deferred ones: they stay open
    record Continue(List<Question> questions, List<Assumption> assumptions) implements Onward {}

    /// @param exit needs-input when any question wants an answer, needs-approval when all want a
    ///   yes
    record Stop(ExitCode exit, List<Question> questions, List<Assumption> assumptions)
        implements Onward {}
  }
}
