package dev.speckit.handoff;

import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.TaskBox;
import java.util.ArrayList;
import java.util.List;

/// How far a spec is: its acceptance criteria, and the boxes of `tasks.md` where it has none.
record Standing(long criteriaMet, long criteria, long tasksDone, long tasks) {
  static final Standing NOTHING = new Standing(0, 0, 0, 0);

  static Standing of(SpecTree tree, SpecEntry entry) {
    int criteria = entry.document().criteria().size();
    if (criteria > 0) {
      return new Standing(entry.criteriaMet(), criteria, 0, 0);
    }
    List<TaskBox> boxes = TaskBox.of(tree, entry);
    return new Standing(0, 0, boxes.stream().filter(TaskBox::done).count(), boxes.size());
  }

  Standing plus(Standing other) {
    return new Standing(
        criteriaMet + other.criteriaMet,
        criteria + other.criteria,
        tasksDone + other.tasksDone,
        tasks + other.tasks);
  }

  /// Whether there is something to count, and all of it is done.
  boolean isAll() {
    return criteria + tasks > 0 && criteriaMet == criteria && tasksDone == tasks;
  }

  /// Such as `2/5`, `3/7 tasks` or `2/5, 3/7 tasks`; a dash when there is nothing to count.
  String shown() {
    List<String> parts = new ArrayList<>();
    if (criteria > 0) {
      parts.add(criteriaMet + "/" + criteria);
    }
    if (tasks > 0) {
      parts.add(tasksDone + "/" + tasks + " tasks");
    }
    return parts.isEmpty() ? "–" : String.join(", ", parts) + (isAll() ? " ✅" : "");
  }

  Json.Fields json() {
    Json.Fields fields = Json.fields();
    if (criteria > 0) {
      fields =
          fields.with("criteria", Json.fields().with("met", criteriaMet).with("total", criteria));
    }
    return tasks == 0
        ? fields
        : fields.with("tasks", Json.fields().with("done", tasksDone).with("total", tasks));
  }
}
