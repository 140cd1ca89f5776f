package dev.speckit.consensus;

import dev.speckit.consensus.TasksAgreement.Broken;
import dev.speckit.consensus.TasksAgreement.Item;
import dev.speckit.consensus.TasksAgreement.Unresolved;
import java.util.List;
import java.util.Map;

/// `tasks.md`: a list of boxes in an order in which they can be done. Texts of agents are shown
/// through [SafeText] only; files are shown, never touched.
public final class TasksDocument {
  private final DocumentHead head;
  private final TasksAgreement tasks;
  private final DocumentParts parts = new DocumentParts();

  private TasksDocument(DocumentHead head, TasksAgreement tasks) {
    this.head = head;
    this.tasks = tasks;
  }

  /// The document; the same input gives the same text.
  public static String markdown(DocumentHead head, TasksAgreement tasks) {
    return new TasksDocument(head, tasks).rendered();
  }

  private String rendered() {
    parts.head("Tasks", head, tasks.participation());
    agreed();
    dissent();
    parts.coverage(tasks.coverage());
    dependencies();
    parts.questions(head);
    parts.leftOut(tasks.leftOut());
    trace();
    return parts.text();
  }

  private void agreed() {
    parts.section("## Tasks");
    if (tasks.agreed().isEmpty()) {
      parts.line(
          "No task has the support of " + tasks.participation().quorum().need() + " agents.");
    }
    for (Item item : tasks.agreed()) {
      parts.line("- [ ] " + described(item));
      particulars(item);
    }
  }

  private static String described(Item item) {
    String validation =
        item.validation().isBlank() ? "no validation named" : SafeText.paragraph(item.validation());
    return item.id()
        + " "
        + SafeText.title(item.title())
        + " ("
        + DocumentParts.ids(item.requirements())
        + ") - "
        + validation;
  }

  private void particulars(Item item) {
    parts.line(
        "  - agreement: " + item.agreement() + ": " + DocumentParts.names(item.supporters()));
    if (!item.dependsOn().isEmpty()) {
      parts.line("  - depends on: " + String.join(", ", item.dependsOn()));
    }
    if (!item.files().isEmpty()) {
      parts.line(
          "  - files: " + String.join(", ", item.files().stream().map(SafeText::title).toList()));
    }
  }

  private void dissent() {
    parts.section("## Dissent");
    if (tasks.dissent().isEmpty()) {
      parts.line("None: every task has enough supporters.");
    }
    for (Item item : tasks.dissent()) {
      parts.line("- " + described(item));
      particulars(item);
    }
  }

  private void dependencies() {
    if (tasks.broken().isEmpty() && tasks.unresolved().isEmpty()) {
      return;
    }
    parts.section("## Dependencies that do not hold");
    for (Broken broken : tasks.broken()) {
      parts.line(
          "- "
              + broken.task()
              + " was said to depend on "
              + broken.dependsOn()
              + ", which depends on it: the circle was cut here.");
    }
    for (Unresolved unresolved : tasks.unresolved()) {
      parts.line(
          "- "
              + unresolved.task()
              + ": "
              + unresolved.agent()
              + " names a task that its answer does not have: "
              + SafeText.title(unresolved.title()));
    }
  }

  private void trace() {
    Map<String, List<String>> items = DocumentParts.newIndex();
    for (Item item : tasks.agreed()) {
      DocumentParts.index(items, item.requirements(), item.id());
    }
    parts.trace(tasks.demands(), items);
  }
}
