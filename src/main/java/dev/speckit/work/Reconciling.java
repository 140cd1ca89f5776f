package dev.speckit.work;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkSession;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings a context up to what git knows: commits of the session, commits that were rewritten or
/// are gone, changes to the spec itself.
final class Reconciling {
  private final Scene scene;
  private final Repository repository;
  private final Page page;
  private final SessionCommits rules;

  private Reconciling(Scene scene, Repository repository, Page page) {
    this.scene = scene;
    this.repository = repository;
    this.page = page;
    this.rules =
        new SessionCommits(SpecPaths.of(scene.entry()), scene.names(), repository.prefix());
  }

  /// Writes into the page what git knows of its session; nothing without git.
  static void reconcile(Scene scene, Page page) throws InterruptedException {
    if (scene.repository().isEmpty()) {
      return;
    }
    Reconciling reconciling = new Reconciling(scene, scene.repository().get(), page);
    page.become(new Rewritten(reconciling.repository.history()).follow(page.context()));
    reconciling.addCommits();
    page.become(reconciling.addSpecChanges(page.context(), page.number()));
  }

  /// The commits that the sessions of a context list and that are in the history, each once, with
  /// what they changed.
  static Collection<Commit> listed(Scene scene, ContextDocument context)
      throws InterruptedException {
    return listed(scene, context.sessions());
  }

  /// The same of some sessions only.
  static Collection<Commit> listed(Scene scene, List<WorkSession> sessions)
      throws InterruptedException {
    List<String> hashes =
        sessions.stream()
            .flatMap(session -> session.commits().stream())
            .filter(commit -> !commit.lost())
            .map(WorkSession.Commit::hash)
            .toList();
    if (scene.repository().isEmpty() || hashes.isEmpty()) {
      return List.of();
    }
    return new ByHash(scene.repository().get().history().named(hashes, true)).all();
  }

  private void addCommits() throws InterruptedException {
    WorkSession session = page.session();
    Optional<LocalDateTime> started = session.started();
    if (started.isEmpty()) {
      return;
    }
    warnOfUnknownStart(session);
    GitHistory history = repository.history();
    Instant from = Scene.instant(started.get());
    List<Commit> unlisted = unlisted(history.since(session.startCommit()));
    Map<String, String> added = new LinkedHashMap<>();
    Set<String> own = own(session, unlisted, from);
    for (Commit commit : unlisted) {
      boolean named = rules.names(commit) && !commit.written().isBefore(from);
      if (named || own.contains(commit.hash())) {
        added.put(commit.shortHash(), commit.subject());
      }
    }
    page.become(page.context().withCommits(page.number(), added));
  }

  /// Commits of any session of this spec are not listed twice.
  private List<Commit> unlisted(List<Commit> reachable) {
    ByHash commits = new ByHash(reachable);
    Set<String> listed = new HashSet<>();
    for (WorkSession session : page.context().sessions()) {
      for (WorkSession.Commit commit : session.commits()) {
        commits.find(commit.hash()).map(Commit::hash).ifPresent(listed::add);
      }
    }
    return reachable.stream().filter(commit -> !listed.contains(commit.hash())).toList();
  }

  /// The hashes of the person's commits that name no spec of this workspace and belong here.
  private Set<String> own(WorkSession session, List<Commit> unlisted, Instant from)
      throws InterruptedException {
    List<Commit> unnamed = new ArrayList<>();
    for (Commit commit : unlisted) {
      if (SessionCommits.isBy(commit, scene.worker().person(), from) && namesNoSpec(commit)) {
        unnamed.add(commit);
      }
    }
    if (unnamed.isEmpty()) {
      return Set.of();
    }
    Rivals rivals = Rivals.read(scene);
    unnamed.removeIf(commit -> rivals.has(commit, session));
    List<String> hashes = unnamed.stream().map(Commit::hash).toList();
    Set<String> own = new HashSet<>();
    for (Commit commit : repository.history().named(hashes, true)) {
      if (!rules.touchesOthersOnly(commit)) {
        own.add(commit.hash());
        warnOfUnknownSpec(commit);
      }
    }
    return own;
  }

  private boolean namesNoSpec(Commit commit) {
    return commit.specs().stream().noneMatch(this::isSpec);
  }

  private boolean isSpec(String name) {
    Optional<SpecId> id = SpecId.parse(name);
    if (id.isPresent()) {
      return scene.tree().locate(id.get()).isPresent();
    }
    return scene.tree().all().stream()
        .map(SpecEntry::aliases)
        .anyMatch(aliases -> aliases.stream().anyMatch(name::equalsIgnoreCase));
  }

  private void warnOfUnknownSpec(Commit commit) {
    if (!commit.specs().isEmpty()) {
      page.warn(
          Problem.of(
                  "unknown-spec",
                  "the commit "
                      + commit.shortHash()
                      + " names a spec that is not there, and counts here: Spec: "
                      + String.join(", ", commit.specs()))
              .remedy("git commit --amend, if another spec was meant"));
    }
  }

  private void warnOfUnknownStart(WorkSession session) throws InterruptedException {
    Optional<String> start = session.startCommit();
    if (start.isPresent() && !repository.history().has(start.get())) {
      page.warn(
          Problem.of(
                  "unknown-start",
                  "the commit "
                      + start.get()
                      + " that the session started from is not in this repository, so its commits"
                      + " are told by their times alone")
              .at(Place.of(scene.shown(scene.entry().contextPath()), session.line()))
              .remedy("write the hash that was there, or end the session and open a new one"));
    }
  }

  private ContextDocument addSpecChanges(ContextDocument context, int number)
      throws InterruptedException {
    Optional<String> start = page.session().startCommit();
    if (start.isEmpty()) {
      return context;
    }
    String path = scene.entry().path();
    Optional<String> before = repository.history().textAt(start.get(), repository.prefix() + path);
    if (before.isEmpty()) {
      return context;
    }
    String now = Disk.readText(scene.entry().documentPath());
    if (now.equals(before.get())) {
      return context;
    }
    ContextDocument changed = context;
    List<String> changes =
        SpecChanges.between(SpecDocument.parse(path, before.get()), SpecDocument.parse(path, now));
    for (String change : changes) {
      changed = changed.withSpecChange(number, change);
    }
    return changed;
  }
}
