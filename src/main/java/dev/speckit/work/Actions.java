package dev.speckit.work;

import dev.speckit.command.Progress;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.host.GitHistory;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.OpenIssue;
import dev.speckit.spec.context.SessionPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Does actions. What takes long happens before the lock of the spec is taken, and when this
/// returns the action is on disk.
final class Actions {
  private final Scene scene;
  private final Journal journal;
  private final Progress progress;

  /// @param title of a session that is opened; empty for the spec's own
  Actions(Scene scene, Progress progress, Optional<String> title) {
    this.scene = scene;
    this.journal = new Journal(scene, title);
    this.progress = progress;
  }

  /// @throws Failure.Usage when the action cannot be done now, such as `done` without a session
  Journal.Acted act(Action action) throws InterruptedException {
    List<Problem> warnings = new ArrayList<>();
    for (String text : Action.texts(action)) {
      EntryText.leftOut(text)
          .map(what ->
              Problem.of("text-changed", "not all of the text could be recorded: " + what)
                  .remedy("give it as plain UTF-8 text"))
          .ifPresent(warnings::add);
    }
    return perform(action).warned(warnings);
  }

  private Journal.Acted perform(Action action) throws InterruptedException {
    return switch (action) {
      case Action.Open _ -> journal.entered(_ -> {});
      case Action.Plan plan ->
          journal.entered(page -> text(page, SessionPart.PLANNING, plan.text()));
      case Action.Approve approve -> journal.entered(page -> approve(page, approve));
      case Action.Implement implement ->
          journal.entered(page -> new Implementing(scene).enter(page, implement));
      case Action.Test test -> test(test);
      case Action.Deliver deliver -> new Delivering(scene).deliver(journal, deliver);
      case Action.Commit commit -> new Committing(scene).commit(journal, commit);
      case Action.Note note -> journal.entered(page -> note(page, note));
      case Action.Issue issue -> journal.entered(page -> issue(page, issue));
      case Action.Decide decide -> journal.entered(page -> decide(page, decide));
      case Action.Done done -> done(done);
    };
  }

  private static void text(Page page, SessionPart part, String text) {
    page.entry(part, EntryText.given(text));
  }

  private void approve(Page page, Action.Approve approve) {
    if (!NextAction.isPlanned(page.context())) {
      page.warn(
          Problem.of("nothing-planned", "there is no plan that could be agreed to")
              .remedy("speckit work " + scene.entry().id() + " plan -m \"TEXT\""));
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

  /// An issue of the same text that is open gets the resolution; else it is a new one.
  private void issue(Page page, Action.Issue issue) throws InterruptedException {
    Optional<OpenIssue> open =
        issue.resolution().flatMap(_ -> page.context().openIssue(issue.text()));
    if (open.isPresent()) {
      Optional<String> commit = newCommit(page, open.get());
      page.become(
          page.context()
              .withResolution(open.get(), issue.resolution().orElseThrow(), commit, page.at()));
      page.tell("Resolved in session " + open.get().session() + ": " + oneLine(issue.text()));
      return;
    }
    page.become(
        page.context()
            .withIssue(
                page.number(), issue.text(), issue.resolution(), Optional.empty(), page.at()));
    page.tell(SessionPart.ISSUES.heading() + ": " + oneLine(issue.text()));
  }

  /// The newest commit of the session that was made at or after the minute in which the issue was
  /// recorded. Without one the next commit of the session is named where the issue stands in it.
  private Optional<String> newCommit(Page page, OpenIssue issue) throws InterruptedException {
    if (issue.at().isEmpty()) {
      return Optional.empty();
    }
    Instant recorded = Scene.instant(issue.at().get());
    return Reconciling.listed(scene, List.of(page.session())).stream()
        .filter(commit -> !commit.written().isBefore(recorded))
        .max(Comparator.comparing(GitHistory.Commit::written))
        .map(GitHistory.Commit::shortHash);
  }

  private static String oneLine(String text) {
    return String.join(" ", EntryText.asGiven(EntryText.given(text).text()).split("\\s+", -1));
  }

  /// The session is open on disk before the tests start: a crash in between leaves it so.
  private Journal.Acted test(Action.Test test) throws InterruptedException {
    boolean opened = test.run().isPresent() && journal.entered(_ -> {}).opened();
    Testing testing = Testing.of(scene, test, progress);
    Journal.Acted acted =
        journal.entered(page -> {
          for (String entry : testing.entries()) {
            text(page, SessionPart.TESTING, entry);
          }
          testing.warnings().forEach(page::warn);
        });
    return new Journal.Acted(
        acted.context(),
        acted.session(),
        opened || acted.opened(),
        acted.told(),
        acted.files(),
        testing.tail(),
        acted.warnings(),
        testing.data());
  }

  private Journal.Acted done(Action.Done done) throws InterruptedException {
    try (FileLock _ = journal.lock()) {
      return journal.write(page -> new Ending(scene).end(page, done), false);
    }
  }
}
