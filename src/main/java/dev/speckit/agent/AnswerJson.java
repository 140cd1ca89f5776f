package dev.speckit.agent;

import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers as JSON and back. Reading expects what satisfied the subject's schema; fields that the
/// schema does not name are passed over.
public final class AnswerJson {
  private static final String UNLOCK = "unlock";
  private static final String BLOCK = "block";

  private AnswerJson() {}

  /// The answer in the form of its subject's schema.
  public static Json.Fields write(Answer answer) {
    return switch (answer) {
      case Answer.Issues issues -> list("issues", issues.issues().stream().map(AnswerJson::issue));
      case Answer.Checklist checklist ->
          list("requirements", checklist.requirements().stream().map(AnswerJson::rating));
      case Answer.Plan plan ->
          list("work_items", plan.workItems().stream().map(AnswerJson::workItem))
              .with("risks", plan.risks().stream().map(AnswerJson::risk).toList())
              .with("questions", Json.texts(plan.questions()))
              .withPresent("confidence", word(plan.confidence()));
      case Answer.Tasks tasks ->
          list("tasks", tasks.tasks().stream().map(AnswerJson::task))
              .withPresent("confidence", word(tasks.confidence()));
      case Answer.Implement implement ->
          Json.fields()
              .with("summary", implement.summary())
              .with("files", Json.texts(implement.files()))
              .with("commands", Json.texts(implement.commands()))
              .withPresent("confidence", word(implement.confidence()));
      case Answer.Validate validate ->
          list("claims", validate.claims().stream().map(AnswerJson::claim))
              .with("verdict", validate.verdict().word())
              .withPresent("confidence", word(validate.confidence()));
      case Answer.Audit audit ->
          list("findings", audit.findings().stream().map(AnswerJson::finding))
              .with("verdict", audit.verdict().word());
      case Answer.Unlock unlock ->
          Json.fields()
              .with("verdict", unlock.verdict() == Vote.PASS ? UNLOCK : BLOCK)
              .with("reasons", Json.texts(unlock.reasons()));
    };
  }

  private static Json.Fields list(String name, java.util.stream.Stream<Json.Fields> items) {
    return Json.fields().with(name, items.toList());
  }

  private static Json.Fields issue(Answer.Issue issue) {
    return Json.fields()
        .with("question", issue.question())
        .with("answer", issue.answer())
        .with("confidence", issue.confidence().word())
        .with("magnitude", issue.magnitude().word())
        .with("resolvability", issue.resolvability().word())
        .withPresent("section", issue.section())
        .withPresent("requirement", issue.requirement())
        .withPresent("reasoning", issue.reasoning());
  }

  private static Json.Fields rating(Answer.Rating rating) {
    return Json.fields()
        .with("id", rating.id())
        .with("specificity", rating.specificity())
        .with("testability", rating.testability())
        .with("completeness", rating.completeness())
        .with("clarity", rating.clarity())
        .withPresent("suggestion", rating.suggestion());
  }

  private static Json.Fields workItem(Answer.WorkItem item) {
    return Json.fields()
        .with("title", item.title())
        .withPresent("detail", item.detail())
        .with("requirements", Json.texts(item.requirements()));
  }

  private static Json.Fields risk(Answer.Risk risk) {
    return Json.fields().with("text", risk.text()).with("magnitude", risk.magnitude().word());
  }

  private static Json.Fields task(Answer.Task task) {
    return Json.fields()
        .with("title", task.title())
        .with("requirements", Json.texts(task.requirements()))
        .with("depends_on", Json.texts(task.dependsOn()))
        .with("validation", task.validation())
        .with("files", Json.texts(task.files()));
  }

  private static Json.Fields claim(Answer.Claim claim) {
    return Json.fields()
        .with("requirement", claim.requirement())
        .with("status", claim.status().word())
        .with("evidence", claim.evidence().stream().map(AnswerJson::evidence).toList());
  }

  private static Json.Fields evidence(Answer.Evidence evidence) {
    return Json.fields()
        .with("file", evidence.file())
        .with("line", evidence.line())
        .with("quote", evidence.quote());
  }

  private static Json.Fields finding(Answer.AuditFinding finding) {
    Json.Fields json =
        Json.fields()
            .with("category", finding.category())
            .with("magnitude", finding.magnitude().word())
            .withPresent("file", finding.file());
    Integer line = finding.line();
    return (line == null ? json : json.with("line", line))
        .withPresent("quote", finding.quote())
        .with("recommendation", finding.recommendation());
  }

  private static @Nullable String word(@Nullable Confidence confidence) {
    return confidence == null ? null : confidence.word();
  }

  /// @throws IllegalArgumentException when the object never satisfied the subject's schema
  public static Answer read(Subject subject, Json.Fields json) {
    return switch (subject) {
      case CLARIFY, ANALYZE ->
          new Answer.Issues(json.objects("issues").stream().map(AnswerJson::issue).toList());
      case CHECKLIST ->
          new Answer.Checklist(
              json.objects("requirements").stream().map(AnswerJson::rating).toList());
      case PLAN ->
          new Answer.Plan(
              json.objects("work_items").stream().map(AnswerJson::workItem).toList(),
              json.objects("risks").stream().map(AnswerJson::risk).toList(),
              json.texts("questions"),
              confidence(json));
      case TASKS ->
          new Answer.Tasks(
              json.objects("tasks").stream().map(AnswerJson::task).toList(), confidence(json));
      case IMPLEMENT ->
          new Answer.Implement(
              text(json, "summary"), json.texts("files"), json.texts("commands"), confidence(json));
      case VALIDATE ->
          new Answer.Validate(
              json.objects("claims").stream().map(AnswerJson::claim).toList(),
              one(Vote.values(), json, "verdict"),
              confidence(json));
      case AUDIT ->
          new Answer.Audit(
              json.objects("findings").stream().map(AnswerJson::finding).toList(),
              one(Vote.values(), json, "verdict"));
      case UNLOCK ->
          new Answer.Unlock(
              text(json, "verdict").equals(UNLOCK) ? Vote.PASS : Vote.FAIL, json.texts("reasons"));
    };
  }

  private static Answer.Issue issue(Json.Fields json) {
    return new Answer.Issue(
        text(json, "question"),
        text(json, "answer"),
        one(Confidence.values(), json, "confidence"),
        one(Magnitude.values(), json, "magnitude"),
        one(Resolvability.values(), json, "resolvability"),
        json.text("section").orElse(null),
        json.text("requirement").orElse(null),
        json.text("reasoning").orElse(null));
  }

  private static Answer.Rating rating(Json.Fields json) {
    return new Answer.Rating(
        text(json, "id"),
        number(json, "specificity"),
        number(json, "testability"),
        number(json, "completeness"),
        number(json, "clarity"),
        json.text("suggestion").orElse(null));
  }

  private static Answer.WorkItem workItem(Json.Fields json) {
    return new Answer.WorkItem(
        text(json, "title"), json.text("detail").orElse(null), json.texts("requirements"));
  }

  private static Answer.Risk risk(Json.Fields json) {
    return new Answer.Risk(text(json, "text"), one(Magnitude.values(), json, "magnitude"));
  }

  private static Answer.Task task(Json.Fields json) {
    return new Answer.Task(
        text(json, "title"),
        json.texts("requirements"),
        json.texts("depends_on"),
        text(json, "validation"),
        json.texts("files"));
  }

  private static Answer.Claim claim(Json.Fields json) {
    return new Answer.Claim(
        text(json, "requirement"),
        one(Answer.ClaimStatus.values(), json, "status"),
        json.objects("evidence").stream().map(AnswerJson::evidence).toList());
  }

  private static Answer.Evidence evidence(Json.Fields json) {
    return new Answer.Evidence(text(json, "file"), number(json, "line"), text(json, "quote"));
  }

  private static Answer.AuditFinding finding(Json.Fields json) {
    return new Answer.AuditFinding(
        text(json, "category"),
        one(Magnitude.values(), json, "magnitude"),
        json.text("file").orElse(null),
        json.integer("line").map(Math::toIntExact).orElse(null),
        json.text("quote").orElse(null),
        text(json, "recommendation"));
  }

  private static @Nullable Confidence confidence(Json.Fields json) {
    return json.text("confidence").isPresent()
        ? one(Confidence.values(), json, "confidence")
        : null;
  }

  private static String text(Json.Fields json, String name) {
    return json.text(name).orElseThrow(() -> new IllegalArgumentException("no text: " + name));
  }

  private static int number(Json.Fields json, String name) {
    return json.integer(name)
        .map(Math::toIntExact)
        .orElseThrow(() -> new IllegalArgumentException("no whole number: " + name));
  }

  private static <E extends Enum<E>> E one(E[] values, Json.Fields json, String name) {
    String word = text(json, name);
    return List.of(values).stream()
        .filter(value -> value.name().equalsIgnoreCase(word.replace('-', '_')))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " cannot be " + word));
  }
}
