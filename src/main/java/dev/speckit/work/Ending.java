package dev.speckit.work;

import dev.speckit.failure.Problem;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.Figures;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.SessionStatus;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.context.WorkTime;
import dev.speckit.spec.link.LinkResolver;
import dev.speckit.spec.link.WorkspaceLinks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The end of a session: its duration and status, the figures, who depends on the spec.
final class Ending {
  private final Scene scene;

  Ending(Scene scene) {
    this.scene = scene;
  }

  void end(Page page, Action.Done done) throws InterruptedException {
    WorkSession session = page.session();
    long open = openCriteria();
    boolean failed = LastTest.failed(page.context());
    SessionStatus status =
        done.status()
            .orElse(isAllMet() && !failed ? SessionStatus.COMPLETED : SessionStatus.PARTIAL);
    warn(page, open, failed);
    if (status == SessionStatus.COMPLETED) {
      new Completion(scene).doubts(page.context()).forEach(page::warn);
    }
    Duration duration = session.worked(page.at());
    page.become(page.context().endSession(page.number(), duration, status));
    done.summary().ifPresent(text -> summarise(page, text));
    setStatus(page, status, open);
    addDownstream(page);
    page.become(page.context().withFigures(figures(scene, page.context())));
    page.tell("Session " + page.number() + " ended: " + status.word());
    page.tell("Duration: " + WorkTime.written(duration));
  }

  /// A summary that a person wrote stays, and the text is kept beside what was built.
  private static void summarise(Page page, String text) {
    ContextDocument summarised = page.context().summary(text);
    if (summarised.text().equals(page.context().text())) {
      page.entry(SessionPart.IMPLEMENTATION, EntryText.given("Done: " + text));
      return;
    }
    page.become(summarised);
    page.tell("Summary: " + EntryText.given(text).firstLine());
  }

  /// The figures as far as they are known.
  static Figures figures(Scene scene, ContextDocument context) throws InterruptedException {
    Collection<Commit> commits = Reconciling.listed(scene, context);
    Optional<CommitFigures> changed =
        commits.isEmpty()
            ? Optional.empty()
            : scene.repository().map(known -> CommitFigures.of(commits, known.prefix()));
    return new Figures(
        Optional.of(context.sessions().size()),
        context.totalDuration(),
        changed.map(each -> new Figures.Lines(each.added(), each.removed())),
        changed.map(CommitFigures::created),
        changed.map(CommitFigures::modified),
        coverage(context),
        criteria(scene.entry()));
  }

  /// The latest one that was recorded.
  static Optional<Double> coverage(ContextDocument context) {
    return context.sessions().stream()
        .flatMap(session -> session.entries(SessionPart.TESTING).stream())
        .flatMap(entry -> Testing.coverage(entry.text()).stream())
        .reduce((_, later) -> later);
  }

  static Optional<Figures.Criteria> criteria(SpecEntry entry) {
    int total = entry.document().criteria().size();
    return total == 0
        ? Optional.empty()
        : Optional.of(new Figures.Criteria(entry.criteriaMet(), total));
  }

  /// Where nothing says when the spec is met, only a person can.
  private boolean isAllMet() {
    return !scene.entry().document().criteria().isEmpty() && openCriteria() == 0;
  }

  private long openCriteria() {
    return scene.entry().document().criteria().size() - scene.entry().criteriaMet();
  }

  private void warn(Page page, long open, boolean failed) {
    if (open > 0) {
      page.warn(
          Problem.of(
                  "open-criteria",
                  open == 1
                      ? "one acceptance criterion is open"
                      : open + " acceptance criteria are open")
              .at(scene.entry().path())
              .remedy("tick their boxes in the spec when they are met"));
    }
    if (failed) {
      page.warn(
          Problem.of("test-failed", "the last test that was recorded failed")
              .at(scene.shown(scene.entry().contextPath()))
              .remedy("speckit work " + scene.entry().id() + " test --run \"COMMAND\""));
    }
  }

  private void setStatus(Page page, SessionStatus session, long open) throws InterruptedException {
    Optional<String> status =
        switch (session) {
          case BLOCKED -> Optional.of("blocked");
          case PARTIAL -> Optional.empty();
          case COMPLETED ->
              open == 0 && childrenAreCompleted(page) ? Optional.of("completed") : Optional.empty();
        };
    if (status.isEmpty()) {
      return;
    }
    if (!scene.entry().status().equals(status.get())) {
      SpecStatus.set(scene, status.get()).forEach(page::warn);
      page.wrote(scene.entry().path());
    }
    page.become(page.context().withStatus(status.get()));
    page.tell("Status: " + status.get());
  }

  private boolean childrenAreCompleted(Page page) {
    List<String> open =
        scene.tree().layout().located().stream()
            .filter(each -> each.parent().equals(Optional.of(scene.entry().id())))
            .map(scene.tree()::read)
            .filter(child -> !child.status().startsWith("completed"))
            .map(child -> child.id().toString())
            .toList();
    if (!open.isEmpty()) {
      page.warn(
          Problem.of("open-children", "not completed yet: " + String.join(", ", open))
              .at(scene.entry().path())
              .remedy("the spec keeps its status until they are"));
    }
    return open.isEmpty();
  }

  /// Specs that name this one under Dependencies.
  private void addDownstream(Page page) {
    LinkResolver resolver =
        new LinkResolver(
            WorkspaceLinks.files(scene.tree()),
            LinkResolver.Elsewhere.nothing(),
            path -> WorkspaceLinks.document(scene.tree(), path));
    Path context = scene.entry().contextPath();
    for (SpecTree.Located located : scene.tree().layout().located()) {
      if (located.id().equals(scene.entry().id())) {
        continue;
      }
      SpecEntry other = scene.tree().read(located);
      if (dependsOnThis(resolver, other)) {
        String file = SpecEntry.relative(context.resolveSibling(""), other.documentPath());
        String target = file.endsWith(".md") ? file.substring(0, file.length() - 3) : file;
        String label = other.id() + " - " + other.shownTitle();
        page.become(page.context().withDownstream(target, label, ""));
      }
    }
  }

  private boolean dependsOnThis(LinkResolver resolver, SpecEntry other) {
    MarkdownLines lines = other.document().markdown();
    int level = 0;
    int next = 0;
    for (int line = 0; line < lines.lines().count(); line++) {
      List<MarkdownLines.Heading> headings = lines.headings();
      if (next < headings.size() && headings.get(next).line() == line) {
        MarkdownLines.Heading heading = headings.get(next++);
        boolean opens = heading.title().equalsIgnoreCase("Dependencies");
        level = opens ? heading.level() : level >= heading.level() ? 0 : level;
      }
      if (level > 0 && lines.kind(line) == MarkdownLines.Kind.TEXT) {
        for (Link link : Link.of(lines.linkable(line), line)) {
          if (leadsHere(resolver, other, link)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean leadsHere(LinkResolver resolver, SpecEntry other, Link link) {
    Optional<String> file =
        switch (resolver.resolve(other.path(), link)) {
          case LinkResolver.Resolution.Found found -> Optional.of(found.file());
          case LinkResolver.Resolution.Dead dead -> Optional.ofNullable(dead.file());
          case LinkResolver.Resolution.Ambiguous _ -> Optional.empty();
        };
    String context = scene.shown(scene.entry().contextPath());
    return file.filter(path -> path.equals(scene.entry().path()) || path.equals(context))
        .isPresent();
  }
}
