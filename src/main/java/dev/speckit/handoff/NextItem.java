package dev.speckit.handoff;

import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.Secrets;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.TaskBox;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.work.NextAction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the next sitting begins with.
///
/// @param call to type; null when nothing is left, and when the context cannot be read
/// @param why one clause
/// @param task the first open box of `tasks.md`; null when there is none
/// @param criterion the first one that is not met; null when there is none
/// @param child the spec below to go on with; null when there is none
record NextItem(
    @Nullable String call,
    String why,
    @Nullable TaskBox task,
    @Nullable Criterion criterion,
    @Nullable SpecEntry child) {

  static NextItem of(
      SpecEntry entry,
      ContextDocument context,
      List<SpecEntry> children,
      List<TaskBox> tasks,
      boolean git,
      boolean issues) {
    TaskBox task = tasks.stream().filter(box -> !box.done()).findFirst().orElse(null);
    Criterion criterion =
        entry.document().criteria().stream().filter(each -> !each.met()).findFirst().orElse(null);
    SpecEntry child = nextChild(children).orElse(null);
    Optional<WorkSession> open =
        context.sessions().stream().filter(WorkSession::open).reduce((_, later) -> later);
    boolean left = task != null || criterion != null || child != null || issues;
    if (isCompleted(entry) && open.isEmpty() && !left) {
      return new NextItem(null, "the spec is completed", null, null, null);
    }
    String work = "speckit work " + entry.id();
    if (open.isEmpty() && child != null && entry.parent().isEmpty()) {
      return new NextItem(
          "speckit handoff " + child.id(), "what is left stands below", task, criterion, child);
    }
    if (open.isPresent()) {
      NextAction next = NextAction.of(context, open, git);
      String call = next.typed().map(word -> work + " " + word).orElse(work);
      return new NextItem(call, next.why(), task, criterion, child);
    }
    if (isCompleted(entry)) {
      return new NextItem(
          work, "the spec is completed, but something stands open", task, criterion, child);
    }
    if (!left && !entry.document().criteria().isEmpty()) {
      return new NextItem(work + " done", "all criteria are met", null, null, null);
    }
    NextAction next = NextAction.atOpening(context);
    String call = next.typed().map(word -> work + " " + word).orElse(work);
    return new NextItem(call, next.why() + "; it opens a session", task, criterion, child);
  }

  /// Nobody can say what comes next before the context can be read.
  static NextItem afterMending(Problem problem) {
    String place = problem.place() == null ? "" : problem.place() + ": ";
    String remedy = problem.remedy() == null ? "" : "; " + problem.remedy();
    return new NextItem(
        null,
        "the context cannot be read (" + place + problem.message() + remedy + ")",
        null,
        null,
        null);
  }

  /// One that was begun before one that was not.
  private static Optional<SpecEntry> nextChild(List<SpecEntry> children) {
    List<SpecEntry> left = children.stream().filter(child -> !isCompleted(child)).toList();
    return left.stream()
        .filter(child -> child.status().startsWith("implementing"))
        .findFirst()
        .or(() -> left.stream().findFirst());
  }

  private static boolean isCompleted(SpecEntry entry) {
    return entry.status().startsWith("completed");
  }

  Json.Fields json() {
    return Json.fields()
        .withPresent("call", call)
        .with("why", why)
        .withPresent("task", task == null ? null : Secrets.redacted(task.text()))
        .withPresent("criterion", criterion == null ? null : criterion.id())
        .withPresent("child", child == null ? null : child.id().toString());
  }
}
