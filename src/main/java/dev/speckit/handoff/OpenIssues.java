package dev.speckit.handoff;

import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.work.NextAction;
import dev.speckit.work.RecordedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What stands open on a spec, each as one line of Markdown with where it is recorded.
final class OpenIssues {
  private static final String ISSUE = "**Issue**:";
  private static final String RESOLUTION = "**Resolution**";
  private static final String COMMIT = "**Commit**";

  private OpenIssues() {}

  /// @param context of the spec
  /// @param runs the newest one of each test command
  static List<String> of(
      SpecEntry entry,
      ContextDocument context,
      List<Run> runs,
      List<OpenQuestion> questions,
      List<Problem> unproven) {
    List<String> open = new ArrayList<>();
    if (entry.status().startsWith("blocked")) {
      open.add("The spec is blocked (" + entry.path() + ")");
    }
    for (Run run : runs) {
      if (!run.run().passed()) {
        open.add("Failed test: %s (%s)".formatted(Plain.line(run.entry().text()), run.place()));
      }
    }
    open.addAll(failedTests(entry, context));
    open.addAll(unresolved(entry, context));
    for (OpenQuestion question : questions) {
      open.add(
          "Question %s of run %s: %s (answer it with `speckit answer %s`)"
              .formatted(
                  Plain.line(question.question()),
                  Plain.line(question.run()),
                  Plain.line(question.text()),
                  Plain.line(question.run())));
    }
    for (Problem problem : unproven) {
      String place = problem.place() == null ? "" : " (" + Plain.line("" + problem.place()) + ")";
      open.add(Plain.block(problem.message()) + place);
    }
    return List.copyOf(open);
  }

  /// The last reports and coverage that told of something bad, and the last words.
  private static List<String> failedTests(SpecEntry entry, ContextDocument context) {
    Map<String, WorkSession.Entry> last = new LinkedHashMap<>();
    for (WorkSession session : context.sessions()) {
      for (WorkSession.Entry tested : session.entries(SessionPart.TESTING)) {
        if (RecordedRun.of(tested).isEmpty()) {
          last.put(subject(tested), tested);
        }
      }
    }
    return last.values().stream()
        .filter(tested -> tested.text().contains(NextAction.FAILED))
        .map(tested ->
            "Failed test: %s (%s)"
                .formatted(Plain.line(tested.text()), place(entry, tested.line())))
        .toList();
  }

  /// What a later entry takes the place of: the same reports, other words.
  private static String subject(WorkSession.Entry tested) {
    String text = tested.text();
    int bracket = text.indexOf("): ");
    return bracket > 0 && text.indexOf('(') > 0 ? text.substring(0, bracket) : "";
  }

  static List<String> unresolved(SpecEntry entry, ContextDocument context) {
    List<String> open = new ArrayList<>();
    for (WorkSession session : context.sessions()) {
      List<WorkSession.Entry> issues = session.entries(SessionPart.ISSUES);
      for (int i = 0; i < issues.size(); i++) {
        boolean resolved = i + 1 < issues.size() && issues.get(i + 1).text().startsWith(RESOLUTION);
        if (!resolved && isIssue(issues.get(i).text())) {
          String text = issues.get(i).text();
          String words = text.startsWith(ISSUE) ? text.substring(ISSUE.length()) : text;
          open.add(
              "%s (%s)".formatted(Plain.block(words.strip()), place(entry, issues.get(i).line())));
        }
      }
    }
    return open;
  }

  static boolean isResolution(WorkSession.Entry entry) {
    return entry.text().startsWith(RESOLUTION);
  }

  /// What an issue or its resolution says, without the word for what it is.
  static String words(WorkSession.Entry entry) {
    String text = entry.text();
    for (String word : List.of(ISSUE, RESOLUTION + ":")) {
      text = text.startsWith(word) ? text.substring(word.length()) : text;
    }
    return Plain.block(text.strip());
  }

  private static boolean isIssue(String text) {
    return !text.isBlank() && !text.startsWith(RESOLUTION) && !text.startsWith(COMMIT);
  }

  private static String place(SpecEntry entry, int line) {
    return SpecEntry.relative(entry.workspace(), entry.contextPath()) + ":" + line;
  }
}
