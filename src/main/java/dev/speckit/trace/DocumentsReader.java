package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.TaskBox;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what specs ask for and plan: requirements, criteria, tasks, specs below others.
final class DocumentsReader {
  private static final Pattern TASK_ID =
      Pattern.compile("\\**([A-Z]{1,16}(?:-[A-Z]+)*-?\\d+)\\**:?(?:\\s+(.*))?");
  private static final Pattern FILES = Pattern.compile("\\s+[-*+]\\s+files:\\s+(.*)");

  private final SpecTree tree;
  private final FileTree files;
  private final Catalog catalog;
  private final TraceGraph.Draft draft;
  private final Map<SpecId, SpecEntry> specs = new HashMap<>();
  private final Map<String, TraceLink> below = new LinkedHashMap<>();

  DocumentsReader(SpecTree tree, FileTree files, Catalog catalog, TraceGraph.Draft draft) {
    this.tree = tree;
    this.files = files;
    this.catalog = catalog;
    this.draft = draft;
  }

  /// @return all specs; of two with one id the first
  List<SpecEntry> read() {
    List<SpecEntry> all = new ArrayList<>();
    SpecTree.Layout layout = tree.layout(files);
    layout.problems().forEach(each -> draft.tell(each, Set.of()));
    for (SpecEntry spec : tree.all(layout)) {
      spec.document().problems().forEach(each -> draft.tell(each, Set.of(spec.id())));
      if (specs.putIfAbsent(spec.id(), spec) == null) {
        all.add(spec);
        demands(spec);
      }
    }
    for (SpecEntry spec : all) {
      criteriaNaming(spec);
      tasks(spec);
      namesOfParent(spec);
    }
    return all;
  }

  /// From requirements and criteria to the specs below theirs that name them.
  List<TraceLink> below() {
    return List.copyOf(below.values());
  }

  private void demands(SpecEntry spec) {
    draft.add(TracedSpec.of(spec));
    catalog.add(spec);
    for (Requirement each : spec.document().requirements()) {
      add(
          new TraceItem.Requirement(
              spec.id(), each.id(), each.text(), Place.of(spec.path(), each.line())));
    }
    for (Criterion each : spec.document().criteria()) {
      add(
          new TraceItem.Criterion(
              spec.id(), each.id(), each.text(), each.met(), Place.of(spec.path(), each.line())));
    }
  }

  private void add(Demand demand) {
    // Of two with one id the first is meant.
    catalog.add(demand.spec(), demand.id(), draft.add(demand));
  }

  /// A requirement is linked to the criteria whose text names it.
  private void criteriaNaming(SpecEntry spec) {
    for (Criterion each : spec.document().criteria()) {
      TraceItem criterion = catalog.item(spec.id(), each.id());
      if (!(criterion instanceof TraceItem.Criterion own)) {
        continue;
      }
      for (Demand named : named(spec.id(), each.text())) {
        if (named instanceof TraceItem.Requirement) {
          draft.link(named, own, "the criterion names " + named.id(), own.place());
        }
      }
    }
  }

  private List<Demand> named(SpecId spec, String text) {
    List<Demand> named = new ArrayList<>();
    for (Mention mention : Mention.in(Placeholders.blanked(text), catalog, Mention.Form.TEXT)) {
      if (catalog.meant(spec, mention.spec(), mention.id()) instanceof Demand demand) {
        named.add(demand);
      }
    }
    return named;
  }

  private void tasks(SpecEntry spec) {
    Path file = spec.artifact("tasks.md");
    if (files.stamp(file).kind() == FileStamp.Kind.NOTHING) {
      return;
    }
    SpecTree.Text text = tree.readText(file);
    if (text.problem() != null) {
      draft.tell(text.problem(), Set.of(spec.id()));
      return;
    }
    String path = SpecEntry.relative(tree.workspace(), file);
    MarkdownLines markdown = MarkdownLines.of(path, text.text());
    markdown.problems().forEach(each -> draft.tell(each, Set.of(spec.id())));
    int count = 0;
    for (TaskBox box : TaskBox.of(markdown)) {
      count++;
      Task task = task(spec, box, count, Place.of(path, box.line()));
      for (int line = box.line(); line < box.end() - 1; line++) {
        if (markdown.kind(line) == MarkdownLines.Kind.TEXT) {
          files(task, markdown.visible(line), Place.of(path, line + 1));
        }
      }
    }
  }

  private Task task(SpecEntry spec, TaskBox box, int count, Place place) {
    Matcher written = TASK_ID.matcher(box.text());
    boolean named = written.matches() && catalog.item(spec.id(), written.group(1)) == null;
    String id = named ? written.group(1) : "task-" + count;
    String title = named && written.group(2) != null ? written.group(2) : box.text();
    Task task = draft.add(new Task(spec.id(), id, title, box.done(), place));
    catalog.add(spec.id(), id, task);
    for (Demand demand : named(spec.id(), box.text())) {
      draft.link(demand, task, "the task names " + demand.id(), place);
    }
    return task;
  }

  /// Files that a task lists are linked when they are there.
  private void files(Task task, String content, Place place) {
    Matcher listed = FILES.matcher(content);
    if (!listed.matches()) {
      return;
    }
    for (String each : listed.group(1).split(",", -1)) {
      String path = each.strip().replace("`", "").replace("\\", "");
      if (ProjectFiles.isPlain(tree.workspace(), path)) {
        TraceItem file = draft.add(new TraceItem.SourceFile(path, TestFiles.isTest(path)));
        draft.link(task, file, "the task lists the file", place);
      }
    }
  }

  /// A spec is a task of the one above it when it names a requirement of that one.
  private void namesOfParent(SpecEntry spec) {
    Optional<SpecEntry> parent = spec.parent().map(specs::get);
    if (parent.isEmpty() || parent.get().document().requirements().isEmpty()) {
      return;
    }
    String text = Placeholders.blanked(spec.document().text());
    for (Mention mention : Mention.in(text, catalog, Mention.Form.TEXT)) {
      if (catalog.meant(spec.id(), mention.spec(), mention.id()) instanceof Demand demand
          && demand.spec().equals(parent.get().id())) {
        Place place = Place.of(spec.path(), mention.line());
        Task task = below(spec);
        String reason = "the spec below it names " + demand.id();
        draft.link(demand, task, reason, place);
        below.putIfAbsent(
            demand.key() + " " + task.key(), new TraceLink(demand, task, reason, place));
      }
    }
  }

  private Task below(SpecEntry spec) {
    return draft.add(
        new Task(
            spec.id(),
            "",
            spec.shownTitle(),
            spec.status().equals("completed"),
            Place.of(spec.path(), 1)));
  }
}
