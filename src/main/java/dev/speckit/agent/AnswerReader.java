package dev.speckit.agent;

import dev.speckit.json.Json;
import dev.speckit.spec.KnownSecrets;
import dev.speckit.spec.Redactor;
import java.util.ArrayList;
import java.util.List;

/// From what an agent wrote to an answer: finds the JSON in it, checks it against the subject's
/// schema, and turns it into values. The last part of the text that satisfies the schema wins.
public final class AnswerReader {
  /// Parts of a text that are tried; a text with more JSON objects than this is no answer.
  private static final int CANDIDATES_MAX = 200;

  /// What a person and the agent are told of one part that fails.
  private static final int REASONS_MAX = 10;

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

  /// As with the secrets of a run, of which none is known.
  public static Reading read(Subject subject, String text, String prompt) {
    return read(subject, text, prompt, KnownSecrets.NONE);
  }

  /// @param text the agent's final text
  /// @param prompt what it was asked; JSON that stands in it as it is, is no answer
  /// @param secrets taken out of the answer: escapes of JSON may have hidden one in the text
  public static Reading read(Subject subject, String text, String prompt, KnownSecrets secrets) {
    List<String> closest = List.of();
    int tried = 0;
    boolean echoed = false;
    List<String> seen = new ArrayList<>();
    for (String candidate : Candidates.of(text)) {
      if (seen.contains(candidate) || ++tried > CANDIDATES_MAX) {
        continue;
      }
      seen.add(candidate);
      if (!(Json.read(candidate).value().orElse(null) instanceof Json.Fields fields)) {
        continue;
      }
      if (prompt.contains(candidate) || isSchema(fields)) {
        echoed = true;
        continue;
      }
      List<String> wrong = AnswerValidation.check(subject, candidate);
      if (wrong.isEmpty()) {
        return accepted(subject, candidate, fields, secrets);
      }
      if (closest.isEmpty()) {
        closest = wrong.subList(0, Math.min(wrong.size(), REASONS_MAX));
      }
    }
    if (!closest.isEmpty()) {
      return new Reading.Rejected(closest);
    }
    return new Reading.Rejected(List.of(why(text, echoed)));
  }

  private static Reading accepted(
      Subject subject, String candidate, Json.Fields fields, KnownSecrets secrets) {
    if (candidate.indexOf('\\') >= 0
        && Redactor.redacted(fields, secrets) instanceof Json.Fields clean
        && !clean.equals(fields)) {
      List<String> wrong = AnswerValidation.check(subject, clean.write());
      return wrong.isEmpty()
          ? new Reading.Accepted(AnswerJson.read(subject, clean), clean.writeIndented())
          : new Reading.Rejected(wrong.subList(0, Math.min(wrong.size(), REASONS_MAX)));
    }
    return new Reading.Accepted(AnswerJson.read(subject, fields), fields.writeIndented());
  }

  /// Our own schema file in other spacing.
  private static boolean isSchema(Json.Fields fields) {
    return fields.find("$schema").isPresent() && fields.find("properties").isPresent();
  }

  private static String why(String text, boolean echoed) {
    if (echoed) {
      return "the only JSON in the text is copied from the prompt";
    }
    if (text.indexOf('{') < 0) {
      return "the text has no JSON object";
    }
    return Json.read(text.strip()) instanceof Json.Reading.Malformed malformed
            && text.strip().startsWith("{")
        ? "the JSON cannot be read: "
            + malformed.message()
            + " (line "
            + malformed.line()
            + ", column "
            + malformed.column()
            + ")"
        : "the text has no complete JSON object";
  }
}
