package dev.speckit.agent;

import java.util.List;

/// From what an agent wrote to an answer: finds the JSON in it, checks it against the subject's
/// schema, and turns it into values.
public final class AnswerReader {
  private AnswerReader() {}

  /// What reading gave.
  public sealed interface Reading {
    /// @param json the answer as the agent gave it, unknown fields included, indented
    record Accepted(Answer answer, String json) implements Reading {}

    /// @param reasons at least one, each a sentence for a person and for the agent's repair turn
    record Rejected(List<String> reasons) implements Reading {
      public Rejected {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /// @param text the agent's final text
  /// @param prompt what it was asked; JSON that stands in it as it is, is no answer
  public static Reading read(Subject subject, String text, String prompt) {
    throw new IllegalStateException(subject + text + prompt);
  }
}
