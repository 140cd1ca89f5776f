package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.Subject;
import java.util.List;

/// What an analyst says about a subject.
final class Analysis {
  private Analysis() {}

  /// Answers from the documents named `spec`, `plan` and `tasks`; a missing spec is an empty one.
  static Answer answer(Analyst analyst, Subject subject, List<PromptDocument> documents) {
    Material material = Material.of(documents);
    return switch (subject) {
      case CLARIFY -> Opinions.clarify(analyst, material);
      case CHECKLIST -> Opinions.checklist(analyst, material);
      case ANALYZE -> Opinions.analyze(analyst, material);
      case PLAN -> Planning.plan(analyst, material);
      case TASKS -> Tasking.tasks(analyst, material);
      case IMPLEMENT, VALIDATE, AUDIT, UNLOCK ->
          throw new IllegalArgumentException("no analyst answers " + subject.word());
    };
  }
}
