package dev.speckit.upkeep;

import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.RegisteredDeliverable;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.deliverable.DeliverableList;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What all contexts say of work sessions and deliverables, read from the files. The store keeps a
/// copy, so that retention knows when a spec was last worked on and a summary can say what is new.
///
/// @param sessions those that tell when they began
/// @param deliverables by spec and path
/// @param problems contexts that could not be read, one line each
record WorkIndex(List<Session> sessions, List<Delivered> deliverables, List<String> problems) {
  WorkIndex {
    sessions = List.copyOf(sessions);
    deliverables = List.copyOf(deliverables);
    problems = List.copyOf(problems);
  }

  /// @param lastAt of its last entry with a time, at least its start
  /// @param minutes as counted; null when the context does not say
  record Session(
      int spec,
      int number,
      @Nullable String person,
      Instant startedAt,
      Instant lastAt,
      boolean open,
      @Nullable Long minutes) {}

  /// @param path relative to the workspace
  /// @param present whether the file is there
  record Delivered(int spec, String path, boolean present) {}

  /// Reads every context of the tree.
  static WorkIndex read(SpecTree tree) {
    Map<String, Session> sessions = new LinkedHashMap<>();
    Map<String, Delivered> deliverables = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (SpecEntry spec : tree.all()) {
      if (!Disk.exists(spec.contextPath())) {
        continue;
      }
      String name = SpecEntry.relative(tree.workspace(), spec.contextPath());
      SpecTree.Text text = tree.readText(spec.contextPath());
      if (text.problem() != null) {
        problems.add(name + ": " + text.problem().message());
        continue;
      }
      ContextDocument context = ContextDocument.of(name, text.text());
      for (WorkSession session : context.sessions()) {
        session(spec, session)
            .ifPresent(each -> sessions.putIfAbsent(each.spec() + "/" + each.number(), each));
      }
      for (RegisteredDeliverable entry : context.deliverables()) {
        delivered(tree, spec, entry)
            .ifPresent(each -> deliverables.putIfAbsent(each.spec() + "/" + each.path(), each));
      }
    }
    return new WorkIndex(
        List.copyOf(sessions.values()), List.copyOf(deliverables.values()), problems);
  }

  private static Optional<Session> session(SpecEntry spec, WorkSession session) {
    return session
        .started()
        .filter(_ -> session.number() > 0)
        .map(WorkIndex::instant)
        .filter(start -> start.toEpochMilli() >= 0)
        .map(start ->
            new Session(
                spec.id().number(),
                session.number(),
                session.participants().stream().findFirst().orElse(null),
                start,
                lastEntry(session, start),
                session.open(),
                session
                    .counted()
                    .map(Duration::toMinutes)
                    .filter(minutes -> minutes >= 0)
                    .orElse(null)));
  }

  private static Instant lastEntry(WorkSession session, Instant start) {
    Instant last = start;
    for (WorkSession.Entry entry : session.entries()) {
      Optional<Instant> at = entry.at().map(WorkIndex::instant);
      if (at.isPresent() && at.get().isAfter(last)) {
        last = at.get();
      }
    }
    return last;
  }

  /// A context is written in the time of its place.
  private static Instant instant(LocalDateTime local) {
    return local.atZone(ZoneId.systemDefault()).toInstant();
  }

  private static Optional<Delivered> delivered(
      SpecTree tree, SpecEntry spec, RegisteredDeliverable entry) {
    return DeliverableList.file(spec, entry)
        .filter(file -> file.startsWith(tree.workspace()) && !file.equals(tree.workspace()))
        .map(file ->
            new Delivered(
                spec.id().number(), SpecEntry.relative(tree.workspace(), file), isThere(file)));
  }

  private static boolean isThere(Path file) {
    return Disk.exists(file);
  }
}
