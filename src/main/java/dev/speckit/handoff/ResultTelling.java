package dev.speckit.handoff;

import dev.speckit.host.Disk;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.TaskBox;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// What came of it and what must: deliverables, criteria, and the documents that tell more.
final class ResultTelling {
  private final Situation situation;
  private final SpecEntry entry;
  private final FileLinks links;
  private final Sheet sheet;

  private ResultTelling(Situation situation, FileLinks links, Sheet sheet) {
    this.situation = situation;
    this.entry = situation.entry();
    this.links = links;
    this.sheet = sheet;
  }

  static void tell(Situation situation, FileLinks links, Sheet sheet) {
    ResultTelling telling = new ResultTelling(situation, links, sheet);
    telling.deliverables();
    telling.criteria();
    telling.documents();
  }

  private void deliverables() {
    for (RegisteredDeliverable each : situation.context().deliverables()) {
      Optional<Path> file = file(each);
      String place = file.map(links::to).orElse(Plain.code(each.target()));
      boolean missing = file.isPresent() && !Disk.exists(file.get());
      sheet.add(
          Chapter.DELIVERABLES,
          Rank.DELIVERABLES,
          "- " + place + (missing ? " (missing)" : "") + ": ",
          Plain.line(each.description().isBlank() ? each.kind().word() : each.description()));
    }
  }

  private Optional<Path> file(RegisteredDeliverable each) {
    try {
      Path folder =
          each.kind() == DeliverableKind.CODE
              ? entry.workspace()
              : entry.contextPath().resolveSibling("");
      Path file = folder.resolve(each.target()).normalize();
      return Optional.of(file).filter(path -> path.startsWith(entry.workspace()));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private void criteria() {
    int open = 0;
    for (Criterion each : entry.document().criteria()) {
      Rank rank =
          each.met() ? Rank.THE_REST : open++ < Rank.FEW ? Rank.OPEN_CRITERIA : Rank.MORE_CRITERIA;
      sheet.add(Chapter.CRITERIA, rank, each.met() ? "- [x] " : "- [ ] ", Words.criterion(each));
    }
    for (TaskBox task : situation.tasks()) {
      sheet.add(
          Chapter.CRITERIA,
          task.done() ? Rank.THE_REST : Rank.MORE_CRITERIA,
          task.done() ? "- [x] Task: " : "- [ ] Task: ",
          Plain.line(task.text()));
    }
    if (entry.document().criteria().isEmpty() && situation.tasks().isEmpty()) {
      sheet.core(Chapter.CRITERIA, "- No criterion is written down.");
    }
  }

  private void documents() {
    document(entry.documentPath(), "what is asked");
    document(entry.contextPath(), "what was done");
    document(entry.artifact("plan.md"), "the plan");
    document(entry.artifact("tasks.md"), "the tasks");
    Optional<SpecEntry> above = situation.family().parent(entry);
    while (above.isPresent()) {
      SpecEntry up = above.get();
      document(up.documentPath(), up.kind() == SpecKind.EPIC ? "the epic" : "the feature");
      above = situation.family().parent(up);
    }
  }

  private void document(Path file, String what) {
    if (Disk.isFile(file) && Workspace.staysInside(entry.workspace(), file)) {
      int _ =
          sheet.addWhole(Chapter.DOCUMENTS, Rank.DOCUMENTS, "- " + links.to(file) + ": " + what);
    }
  }
}
