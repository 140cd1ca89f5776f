package dev.speckit.pipeline;

import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.checks.CheckResult;
import dev.speckit.json.Json;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.List;

/// What speckit found itself and tells the agents of a stage. Made from the journal alone, without
/// times, so that the same facts ask the same question.
final class StageFacts {
  private StageFacts() {}

  /// @param disputed claims that the roster is asked about once more; empty in a first round
  static List<PromptDocument> of(Run run, Part part, List<String> disputed) {
    List<PromptDocument> facts = new ArrayList<>(of(run, part));
    if (!disputed.isEmpty()) {
      facts.add(
          new PromptDocument(
              Prompt.DISPUTE,
              RunEvent.PartEntered.DISPUTE,
              "- " + String.join("\n- ", disputed) + "\n"));
    }
    return facts;
  }

  static List<PromptDocument> of(Run run, Part part) {
    if (!part.isOwn()) {
      return List.of();
    }
    return switch (part.stage()) {
      case PLAN, TASKS, UNLOCK -> List.of();
      case IMPLEMENT -> earlier(run);
      case VALIDATE -> checks(run);
      case AUDIT -> changes(run);
    };
  }

  /// What became of earlier candidates, none of which could be taken.
  private static List<PromptDocument> earlier(Run run) {
    List<String> lost = run.implementation().lost();
    return lost.isEmpty() ? List.of() : List.of(fact("earlier", String.join("\n\n", lost) + "\n"));
  }

  private static List<PromptDocument> checks(Run run) {
    return run.checked(Stage.VALIDATE, CheckedTree.WORKSPACE)
        .map(checked ->
            List.of(
                fact(
                    "checks",
                    "files " + checked.intended().state() + "\n" + lines(checked.results()))))
        .orElse(List.of());
  }

  /// `test passed: 12 tests, 12 passed`, a line each.
  static String lines(List<CheckResult> results) {
    StringBuilder lines = new StringBuilder();
    for (CheckResult result : results) {
      lines.append(result.name()).append(' ').append(result.end().word());
      if (result.reason() != null) {
        lines.append(": ").append(result.reason());
      }
      if (result.tests() != null) {
        lines.append(" (").append(tests(result)).append(')');
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  /// `12 tests: 11 passed, 1 failed`; empty without reports.
  static String tests(CheckResult result) {
    if (result.tests() == null) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    add(parts, result.tests().passed(), "passed");
    add(parts, result.tests().failed(), "failed");
    add(parts, result.tests().errors(), "with errors");
    add(parts, result.tests().skipped(), "skipped");
    add(parts, result.tests().repeated(), "reported again and counted once");
    int total = result.tests().total();
    return total + (total == 1 ? " test: " : " tests: ") + String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  private static List<PromptDocument> changes(Run run) {
    RunEvent.Noted noted = run.notes().get(Stage.AUDIT);
    return noted == null ? List.of() : List.of(fact("changes", changes(noted.content())));
  }

  private static String changes(Json.Fields content) {
    StringBuilder text = new StringBuilder();
    content.texts("files").forEach(file -> text.append(file).append('\n'));
    for (Json.Fields finding : content.objects("findings")) {
      text.append("found: ")
          .append(finding.text("magnitude").orElse(""))
          .append(' ')
          .append(finding.text("text").orElse(""))
          .append(finding.text("file").map(file -> " (" + file + ")").orElse(""))
          .append('\n');
    }
    return text.toString();
  }

  private static PromptDocument fact(String name, String text) {
    return new PromptDocument(name, PartInput.FACT + name, text);
  }
}
