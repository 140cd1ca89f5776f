package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Session;
import dev.speckit.trace.TraceItem.Task;
import dev.speckit.trace.TraceItem.Test;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads what contexts record: sessions with the items they name, their tests and commits, and what
/// was delivered.
final class ContextsReader {
  private static final String MET = "Met criterion";

  private final SpecTree tree;
  private final FileTree files;
  private final Catalog catalog;
  private final TraceGraph.Draft draft;
  private final List<Kept> sessions = new ArrayList<>();
  private final List<Recorded> recorded = new ArrayList<>();
  private final Set<String> globs = new LinkedHashSet<>();
  private final Map<String, Set<Deliverable>> delivered = new LinkedHashMap<>();

  /// A session with what it lists.
  ///
  /// @param done the items that its entries say something was done for or met, each with the place
  ///   of the first one; a plan and an issue are no work
  record Kept(
      Session session, List<WorkSession.Commit> commits, Map<TraceItem, Place> done, String path) {}

  /// A test action with the session it belongs to.
  private record Recorded(RecordedTest test, Session session, String path) {}

  ContextsReader(SpecTree tree, FileTree files, Catalog catalog, TraceGraph.Draft draft) {
    this.tree = tree;
    this.files = files;
    this.catalog = catalog;
    this.draft = draft;
  }

  void read(List<SpecEntry> specs) {
    for (SpecEntry spec : specs) {
      if (files.stamp(spec.contextPath()).kind() != FileStamp.Kind.NOTHING) {
        SpecTree.Text text = tree.readText(spec.contextPath());
        if (text.problem() == null) {
          read(spec, text.text());
        } else {
          draft.tell(text.problem(), Set.of(spec.id()));
        }
      }
    }
    // The last one decides, also of those that sessions of different specs recorded.
    recorded.sort(Comparator.comparing(each -> each.test().at()));
    recorded.forEach(this::test);
  }

  /// All sessions, spec by spec.
  List<Kept> sessions() {
    return sessions;
  }

  /// The patterns of the reports that sessions have read.
  Set<String> globs() {
    return globs;
  }

  /// By path.
  Map<String, Set<Deliverable>> delivered() {
    return delivered;
  }

  private void read(SpecEntry spec, String text) {
    String path = SpecEntry.relative(tree.workspace(), spec.contextPath());
    ContextDocument context = ContextDocument.of(path, text);
    context.problems().forEach(each -> draft.tell(each, Set.of(spec.id())));
    for (WorkSession session : context.sessions()) {
      session(spec, session, path);
    }
    for (RegisteredDeliverable each : context.deliverables()) {
      deliverable(spec, each, path);
    }
  }

  private void deliverable(SpecEntry spec, RegisteredDeliverable each, String context) {
    Path folder =
        each.kind() == DeliverableKind.CODE
            ? tree.workspace()
            : spec.contextPath().resolveSibling(".");
    Optional<Path> file = ProjectFiles.resolve(folder, tree.workspace(), each.target());
    if (file.isEmpty()) {
      return;
    }
    String path = SpecEntry.relative(tree.workspace(), file.get());
    Place place = Place.of(context, each.line());
    Deliverable deliverable = draft.add(new Deliverable(spec.id(), path, place));
    TraceItem source = draft.add(new TraceItem.SourceFile(path, TestFiles.isTest(path)));
    draft.link(source, deliverable, "registered as a deliverable of " + spec.id(), place);
    delivered.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(deliverable);
  }

  private void session(SpecEntry spec, WorkSession session, String path) {
    Session item =
        draft.add(
            new Session(
                spec.id(), session.number(), session.title(), Place.of(path, session.line())));
    Map<TraceItem, Place> named = new LinkedHashMap<>();
    Map<TraceItem, Place> done = new LinkedHashMap<>();
    draft
        .find(spec.id().toString())
        .filter(Task.class::isInstance)
        .ifPresent(task -> named.put(task, item.place()));
    for (WorkSession.Entry entry : session.entries()) {
      if (entry.part() != SessionPart.COMMITS) {
        entry(spec, entry, path, named, done);
      }
    }
    named.forEach((each, place) ->
        draft.link(
            each,
            item,
            each instanceof Task task && task.id().isEmpty()
                ? "a session of " + task.spec()
                : "the session names " + each.shown(),
            place));
    for (RecordedTest test : RecordedTest.of(session)) {
      recorded.add(new Recorded(test, item, path));
      test.entries().forEach(entry -> RecordedTest.glob(entry).ifPresent(globs::add));
    }
    sessions.add(new Kept(item, session.commits(), done, path));
  }

  private void entry(
      SpecEntry spec,
      WorkSession.Entry entry,
      String path,
      Map<TraceItem, Place> named,
      Map<TraceItem, Place> done) {
    List<TraceItem> items = new ArrayList<>();
    for (Mention mention : Mention.in(entry.text(), catalog, Mention.Form.TEXT)) {
      TraceItem item = catalog.meant(spec.id(), mention.spec(), mention.id());
      if (item != null) {
        items.add(item);
      }
    }
    boolean meets = entry.part() == SessionPart.CHANGES && entry.text().startsWith(MET);
    if (meets && items.isEmpty()) {
      unnamed(spec, entry.text()).ifPresent(items::add);
    }
    boolean does =
        meets || entry.part() == SessionPart.IMPLEMENTATION || entry.part() == SessionPart.TESTING;
    for (TraceItem item : items) {
      Place place = Place.of(path, entry.line());
      named.putIfAbsent(item, place);
      if (does) {
        done.putIfAbsent(item, place);
      }
    }
  }

  /// A box without an id of its own is recorded by its text, a long one by its beginning.
  private Optional<Demand> unnamed(SpecEntry spec, String text) {
    String words = text.substring(MET.length()).replaceFirst("^:", "").strip();
    boolean cut = words.endsWith("…");
    String start = cut ? words.substring(0, words.length() - 1) : words;
    return spec.document().criteria().stream()
        .filter(each -> {
          String plain = each.text().replaceAll("\\s+", " ").strip();
          return cut ? plain.startsWith(start) : plain.equals(start);
        })
        .findFirst()
        .map(each -> catalog.item(spec.id(), each.id()))
        .filter(Criterion.class::isInstance)
        .map(Criterion.class::cast);
  }

  /// A test counts for what it names, and for nothing else that its session did.
  private void test(Recorded recorded) {
    Session session = recorded.session();
    RecordedTest told = recorded.test();
    String path = recorded.path();
    Place first = Place.of(path, told.entries().getFirst().line());
    Test test = draft.add(new Test(told.name(), told.result(), first, true));
    draft.link(session, test, "the session recorded the test", first);
    for (WorkSession.Entry entry : told.entries()) {
      for (Mention mention : Mention.in(entry.text(), catalog, Mention.Form.TEXT)) {
        TraceItem item = catalog.meant(session.spec(), mention.spec(), mention.id());
        if (item != null) {
          Place place = Place.of(path, entry.line());
          draft.link(item, test, "the recorded test names " + item.shown(), place);
        }
      }
    }
  }
}
