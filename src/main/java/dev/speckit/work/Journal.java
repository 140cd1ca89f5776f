package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionStart;
import dev.speckit.spec.context.WorkSession;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes into a context: each time it is read under a lock, brought up to what git knows, and
/// written at once with the new lines.
final class Journal {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Scene scene;
  private final Optional<String> title;

  /// @param title of a session that is opened; empty for the spec's own
  Journal(Scene scene, Optional<String> title) {
    this.scene = scene;
    this.title = title;
  }

  /// What an action did.
  ///
  /// @param opened whether it opened the session
  /// @param data of this action only
  record Acted(
      ContextDocument context,
      int session,
      boolean opened,
      List<String> told,
      List<String> files,
      List<String> output,
      List<Problem> warnings,
      Json.Fields data) {
    Acted {
      told = List.copyOf(told);
      files = List.copyOf(files);
      output = List.copyOf(output);
      warnings = List.copyOf(warnings);
    }

    /// With more warnings behind those that are there.
    Acted warned(List<Problem> more) {
      List<Problem> all = new ArrayList<>(warnings);
      all.addAll(more);
      return new Acted(context, session, opened, told, files, output, all, data);
    }
  }

  /// What an action does to the page.
  interface Entering {
    void on(Page page) throws InterruptedException;
  }

  /// One action under the lock of the spec.
  Acted entered(Entering entering) throws InterruptedException {
    try (FileLock _ = scene.lock(PATIENCE)) {
      return write(entering, true);
    }
  }

  /// The same for a caller that holds the lock.
  ///
  /// @param mayOpen whether a session is opened when none is open
  Acted write(Entering entering, boolean mayOpen) throws InterruptedException {
    List<Page> pages = new ArrayList<>();
    List<Boolean> opened = new ArrayList<>();
    ContextDocument after =
        ContextFile.change(
            scene,
            before -> {
              Optional<WorkSession> open = before.openSession(scene.worker().person());
              if (open.isEmpty() && !mayOpen) {
                throw nothingOpen(scene);
              }
              Page page = open(before, open);
              String opening = page.context().text();
              Reconciling.reconcile(scene, page);
              entering.on(page);
              if (!page.context().text().equals(opening)) {
                page.become(withOverview(page.context()));
              }
              if (!page.context().text().equals(before.text())) {
                page.become(page.context().updated(page.at()));
                page.wrote(scene.shown(scene.entry().contextPath()));
              }
              pages.add(page);
              opened.add(open.isEmpty());
              return page.context();
            });
    Page page = pages.getLast();
    after.kept().forEach(page::warn);
    return new Acted(
        after,
        page.number(),
        opened.getLast(),
        page.told(),
        List.copyOf(page.files()),
        List.of(),
        page.warnings(),
        Json.fields());
  }

  /// The summary tells the status in words of its own until a person writes one.
  private ContextDocument withOverview(ContextDocument context) {
    SpecEntry spec = scene.entry();
    String file = SpecEntry.relative(spec.contextPath().resolveSibling(""), spec.documentPath());
    String target = file.endsWith(".md") ? file.substring(0, file.length() - 3) : file;
    String status = context.header().getOrDefault("status", spec.status());
    return context.withOverview(target, spec.id() + " - " + spec.shownTitle(), status);
  }

  FileLock lock() throws InterruptedException {
    return scene.lock(PATIENCE);
  }

  private Page open(ContextDocument before, Optional<WorkSession> open)
      throws InterruptedException {
    LocalDateTime at = scene.minute();
    int number = open.map(WorkSession::number).orElseGet(before::nextSession);
    ContextDocument context = before;
    if (open.isEmpty()) {
      context =
          before.startSession(
              new SessionStart(
                  at,
                  title.orElse(scene.entry().shownTitle()),
                  scene.worker().participants().getFirst(),
                  head()));
    }
    for (String participant : scene.worker().participants()) {
      context = context.withParticipant(number, participant);
    }
    Page page = new Page(context, number, at);
    open.filter(session -> title.filter(other -> !other.equals(session.title())).isPresent())
        .ifPresent(session -> page.warn(titleKept(session)));
    return page;
  }

  private Problem titleKept(WorkSession session) {
    return Problem.of("title-kept", "the session was opened before and keeps its title")
        .at(Place.of(scene.shown(scene.entry().contextPath()), session.line()))
        .remedy("change its heading by hand, or end it and open a new one");
  }

  private Optional<String> head() throws InterruptedException {
    return scene.repository().isEmpty()
        ? Optional.empty()
        : scene.repository().get().git().head(scene.repository().get().root());
  }

  static Failure.Usage nothingOpen(Scene scene) {
    return new Failure.Usage(
        Problem.of("no-open-session", "no work session of yours is open on " + scene.entry().id())
            .remedy("speckit work " + scene.entry().id()));
  }
}
