package dev.speckit.upkeep;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.RegisteredDeliverable;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.deliverable.DeliverableList;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /// What is not as it was at the upkeep before.
  ///
  /// @param sessions how many began since
  /// @param delivered paths registered since
  /// @param gone paths whose file was there and is not any more
  record Changes(long sessions, List<String> delivered, List<String> gone) {
    static final Changes NONE = new Changes(0, List.of(), List.of());

    Changes {
      delivered = List.copyOf(delivered);
      gone = List.copyOf(gone);
    }

    Json.Fields json() {
      return Json.fields()
          .with("sessions_begun", sessions)
          .with("delivered", Json.texts(delivered))
          .with("deliverables_gone", Json.texts(gone));
    }
  }

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

  /// Puts this in place of what the store knew.
  ///
  /// @return what differs; nothing when the store had no index yet
  Changes replace(Transaction transaction) {
    Set<String> sessionsBefore = new HashSet<>(WorkIndexTable.sessions(transaction));
    Map<String, Boolean> deliveredBefore = WorkIndexTable.deliverables(transaction);
    boolean first = sessionsBefore.isEmpty() && deliveredBefore.isEmpty();
    WorkIndexTable.replace(transaction, this);
    if (first) {
      return Changes.NONE;
    }
    long begun =
        sessions.stream()
            .filter(each -> !sessionsBefore.contains(each.spec() + "/" + each.number()))
            .count();
    Set<String> added = new TreeSet<>();
    Set<String> gone = new TreeSet<>();
    for (Delivered each : deliverables) {
      Boolean before = deliveredBefore.get(each.spec() + "/" + each.path());
      if (before == null) {
        added.add(each.path());
      } else if (before && !each.present()) {
        gone.add(each.path());
      }
    }
    return new Changes(begun, List.copyOf(added), List.copyOf(gone));
  }
}
