package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A small valid answer to each subject, about the requirements that the prompt lists.
final class LabAnswers {
  private static final Pattern LISTED = Pattern.compile("Requirement ids: ([^\\n\\\\\"]*)");
  private static final Pattern ID = Pattern.compile("[A-Z][A-Za-z]*-[0-9]+");
  private static final int IDS_MAX = 50;

  private LabAnswers() {}

  /// @return JSON that satisfies the schema of the subject; a short verdict when none is asked
  static String to(LabRequest request) {
    List<String> ids = ids(request.body());
    return switch (request.subject().orElse("")) {
      case "plan" -> plan(ids).write();
      case "tasks" -> tasks(ids).write();
      case "clarify", "analyze" -> Json.fields().with("issues", List.of()).write();
      case "checklist" -> checklist(ids).write();
      default -> Json.fields().with("verdict", "agree").with("confidence", "high").write();
    };
  }

  private static List<String> ids(String body) {
    Matcher listed = LISTED.matcher(body);
    TreeSet<String> ids = new TreeSet<>();
    if (listed.find()) {
      ID.matcher(listed.group(1)).results().limit(IDS_MAX).forEach(id -> ids.add(id.group()));
    }
    return List.copyOf(ids);
  }

  private static Json.Fields plan(List<String> ids) {
    return Json.fields()
        .with(
            "work_items",
            List.of(
                Json.fields()
                    .with("title", "Build what the spec asks for")
                    .with("requirements", Json.texts(ids))))
        .with("confidence", "high");
  }

  private static Json.Fields tasks(List<String> ids) {
    return Json.fields()
        .with(
            "tasks",
            List.of(
                Json.fields()
                    .with("title", "Build what the spec asks for")
                    .with("requirements", Json.texts(ids))
                    .with("depends_on", List.of())
                    .with("validation", "the tests of the spec pass")))
        .with("confidence", "high");
  }

  private static Json.Fields checklist(List<String> ids) {
    return Json.fields()
        .with(
            "requirements",
            ids.stream()
                .map(id ->
                    Json.fields()
                        .with("id", id)
                        .with("specificity", 9)
                        .with("testability", 9)
                        .with("completeness", 9)
                        .with("clarity", 9))
                .toList());
  }
}
