package dev.speckit.work;

import dev.speckit.command.Progress;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.json.Json;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.SessionStart;
import dev.speckit.spec.context.WorkSession;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does actions: each reads the context under a lock, brings it up to what git knows, adds its own
/// lines and writes it at once. What takes long happens before the lock is taken.
final class Journal {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Scene scene;
  private final Progress progress;
  private final Optional<String> title;

  /// @param title of a session that is opened; empty for the spec's own
  Journal(Scene scene, Progress progress, Optional<String> title) {
    this.scene = scene;
    this.progress = progress;
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
  }

  /// What an action does to the page.
  interface Entering {
    void on(Page page) throws InterruptedException;
  }

  /// @throws Failure.Usage when the action cannot be done now, such as `done` without a session
  Acted act(Action action) throws InterruptedException {
    return switch (action) {
      case Action.Open _ -> entered(_ -> {});
      case Action.Plan plan -> entered(page -> text(page, SessionPart.PLANNING, plan.text()));
      case Action.Approve approve -> entered(page -> approve(page, approve));
      case Action.Implement implement ->
          entered(page -> new Implementing(scene).enter(page, implement));
      case Action.Test test -> test(test);
      case Action.Deliver deliver -> new Delivering(scene).deliver(this, deliver);
      case Action.Commit commit -> new Committing(scene).commit(this, commit);
      case Action.Note note -> entered(page -> note(page, note));
      case Action.Issue issue -> entered(page -> issue(page, issue));
      case Action.Decide decide -> entered(page -> decide(page, decide));
      case Action.Done done -> done(done);
    };
  }

  /// One action under the lock of the spec.
  Acted entered(Entering entering) throws InterruptedException {
    try (FileLock _ = scene.lock(PATIENCE)) {
      return write(entering, true);
    }
  }

  /// The same for a caller that holds the lock.
  ///
  /// @param opening whether a session is opened when none is open
  Acted write(Entering entering, boolean opening) throws InterruptedException {
    List<Page> pages = new ArrayList<>();
    List<Boolean> opened = new ArrayList<>();
    ContextDocument after =
        ContextFile.change(
            scene,
            before -> {
              Optional<WorkSession> open = before.openSession(scene.worker().person());
              if (open.isEmpty() && !opening) {
                throw nothingOpen();
              }
              Page page = open(before, open);
              page.become(Reconciling.reconcile(scene, page.context(), page.number()));
              entering.on(page);
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
    return new Page(context, number, at);
  }

  private Optional<String> head() throws InterruptedException {
    return scene.repository().isEmpty()
        ? Optional.empty()
        : scene.repository().get().git().head(scene.repository().get().root());
  }

  Failure.Usage nothingOpen() {
    return new Failure.Usage(
        Problem.of("no-open-session", "no work session of yours is open on " + scene.entry().id())
            .remedy("speckit work " + scene.entry().id()));
  }

  private static void text(Page page, SessionPart part, String text) {
    page.entry(part, EntryText.given(text));
  }

  private static void approve(Page page, Action.Approve approve) {
    if (!NextAction.isPlanned(page.context())) {
      page.warn(
          Problem.of("nothing-planned", "there is no plan that could be agreed to")
              .remedy("speckit work ID plan -m \"TEXT\""));
    }
    String more = approve.text().map(text -> ": " + text).orElse("");
    text(page, SessionPart.PLANNING, NextAction.APPROVED + more);
  }

  private void note(Page page, Action.Note note) {
    page.become(page.context().withNote(note.text(), page.at()));
    page.tell("Notes & Learnings: " + oneLine(note.text()));
  }

  private void decide(Page page, Action.Decide decide) {
    page.become(page.context().withDecision(decide.text(), page.at()));
    page.tell("Technical Decisions: " + oneLine(decide.text()));
  }

  private void issue(Page page, Action.Issue issue) {
    page.become(
        page.context()
            .withIssue(
                page.number(), issue.text(), issue.resolution(), Optional.empty(), page.at()));
    page.tell(SessionPart.ISSUES.heading() + ": " + oneLine(issue.text()));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /// The session is open on disk before the tests start: a crash in between leaves it so.
  private Acted test(Action.Test test) throws InterruptedException {
    boolean opened = test.run().isPresent() && entered(_ -> {}).opened();
    Testing testing = Testing.of(scene, test, progress);
    Acted acted =
        entered(page -> {
          for (String entry : testing.entries()) {
            text(page, SessionPart.TESTING, entry);
          }
          testing.warnings().forEach(page::warn);
        });
    return new Acted(
        acted.context(),
        acted.session(),
        opened || acted.opened(),
        acted.told(),
        acted.files(),
        testing.tail(),
        acted.warnings(),
        testing.data());
  }

  private Acted done(Action.Done done) throws InterruptedException {
    try (FileLock _ = scene.lock(PATIENCE)) {
      return write(page -> new Ending(scene).end(page, done), false);
    }
  }
}
