package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.Subject;
import java.nio.file.Path;
import java.util.List;

/// What an analyst says about a subject.
final class Analysis {
  private Analysis() {}

  /// Answers from the documents named `spec`, `plan` and `tasks`; a missing spec is an empty one.
  /// Validate and audit also look into files.
  ///
  /// @param workspace the folder that it was started in, absolute
  /// @throws IllegalArgumentException for what would change files: no rule writes code
  static Answer answer(
      Path workspace, Analyst analyst, Subject subject, List<PromptDocument> documents) {
    Material material = Material.of(documents);
    return switch (subject) {
      case CLARIFY -> Opinions.clarify(analyst, material);
      case CHECKLIST -> Opinions.checklist(analyst, material);
      case ANALYZE -> Opinions.analyze(analyst, material);
      case PLAN -> Planning.plan(analyst, material);
      case TASKS -> Tasking.tasks(analyst, material);
      case VALIDATE -> Proving.validate(workspace, material, documents);
      case AUDIT -> Inspecting.audit(workspace, documents);
      case UNLOCK -> Releasing.unlock(documents);
      case IMPLEMENT -> throw new IllegalArgumentException("no analyst answers " + subject.word());
    };
  }
}
