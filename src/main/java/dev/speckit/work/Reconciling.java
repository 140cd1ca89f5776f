package dev.speckit.work;

import dev.speckit.host.Disk;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkSession;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings a context up to what git knows: commits of the session, commits that got another name by
/// an amendment or a rebase, changes to the spec itself.
final class Reconciling {
  private final Scene scene;
  private final Repository repository;
  private final SessionCommits rules;

  private Reconciling(Scene scene, Repository repository) {
    this.scene = scene;
    this.repository = repository;
    this.rules =
        new SessionCommits(SpecPaths.of(scene.entry()), scene.names(), repository.prefix());
  }

  /// The context with all that git knows of a session; the same without git.
  ///
  /// @param session its number
  static ContextDocument reconcile(Scene scene, ContextDocument context, int session)
      throws InterruptedException {
    if (scene.repository().isEmpty()) {
      return context;
    }
    Reconciling reconciling = new Reconciling(scene, scene.repository().get());
    ContextDocument renamed = reconciling.rename(context);
    ContextDocument committed = reconciling.addCommits(renamed, session);
    return reconciling.addSpecChanges(committed, session);
  }

  /// The commits that the sessions of a context list and the repository knows, each once.
  static Collection<Commit> listed(Scene scene, ContextDocument context)
      throws InterruptedException {
    if (scene.repository().isEmpty()) {
      return List.of();
    }
    GitHistory history = scene.repository().get().history();
    List<Commit> reachable = history.since(earliest(context));
    Map<String, Commit> found = new LinkedHashMap<>();
    for (String hash : hashes(context)) {
      Optional<Commit> commit = named(reachable, hash);
      if (commit.isEmpty()) {
        commit = history.find(hash);
      }
      commit.ifPresent(known -> found.put(known.hash(), known));
    }
    return found.values();
  }

  private ContextDocument rename(ContextDocument context) throws InterruptedException {
    Set<String> hashes = hashes(context);
    if (hashes.isEmpty()) {
      return context;
    }
    List<Commit> reachable = repository.history().sinceWithoutFiles(earliest(context));
    Map<String, Commit> gone = new LinkedHashMap<>();
    for (String hash : hashes) {
      if (named(reachable, hash).isEmpty()) {
        gone(hash).ifPresent(commit -> gone.put(hash, commit));
      }
    }
    if (gone.isEmpty()) {
      return context;
    }
    List<Commit> unlisted =
        reachable.stream()
            .filter(commit -> hashes.stream().noneMatch(known -> isNamed(commit, known)))
            .toList();
    Map<String, Commit> successors =
        SessionCommits.successors(List.copyOf(gone.values()), unlisted);
    ContextDocument changed = context;
    for (Map.Entry<String, Commit> entry : gone.entrySet()) {
      Commit successor = successors.get(entry.getValue().hash());
      if (successor != null) {
        changed = changed.withCommitReplaced(entry.getKey(), successor.shortHash());
      }
    }
    return changed;
  }

  /// A listed commit that the repository still has and that can no longer be reached.
  private Optional<Commit> gone(String hash) throws InterruptedException {
    Optional<Commit> known = repository.history().find(hash);
    if (known.isEmpty() || repository.history().isReachable(known.get().hash())) {
      return Optional.empty();
    }
    return known;
  }

  private ContextDocument addCommits(ContextDocument context, int number)
      throws InterruptedException {
    WorkSession session = session(context, number);
    Optional<LocalDateTime> started = session.started();
    if (started.isEmpty()) {
      return context;
    }
    Instant from = Scene.instant(started.get());
    List<Commit> reachable = repository.history().since(from, session.startCommit().orElse(""));
    Instant to = Instant.MAX;
    Set<String> elsewhere = hashesOfOthers(context, number);
    ContextDocument changed = context;
    for (Commit commit : rules.of(reachable, from, to, scene.worker().person())) {
      if (elsewhere.stream().noneMatch(hash -> isNamed(commit, hash))) {
        changed = changed.withCommit(number, commit.shortHash(), commit.subject());
      }
    }
    return changed;
  }

  private ContextDocument addSpecChanges(ContextDocument context, int number)
      throws InterruptedException {
    Optional<String> start = session(context, number).startCommit();
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

  /// What another session of the same spec lists is not this one's too.
  private static Set<String> hashesOfOthers(ContextDocument context, int number) {
    return context.sessions().stream()
        .filter(session -> session.number() != number)
        .flatMap(session -> session.commits().stream())
        .map(WorkSession.Commit::hash)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> hashes(ContextDocument context) {
    return context.sessions().stream()
        .flatMap(session -> session.commits().stream())
        .map(commit -> commit.hash().toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  private static Instant earliest(ContextDocument context) {
    List<LocalDateTime> moments = new ArrayList<>();
    context.sessions().forEach(session -> session.started().ifPresent(moments::add));
    return moments.stream().min(LocalDateTime::compareTo).map(Scene::instant).orElse(Instant.MAX);
  }

  private static Optional<Commit> named(List<Commit> commits, String hash) {
    return commits.stream().filter(commit -> isNamed(commit, hash)).findFirst();
  }

  private static boolean isNamed(Commit commit, String hash) {
    return commit.hash().startsWith(hash);
  }

  private static WorkSession session(ContextDocument context, int number) {
    return context.sessions().stream()
        .filter(session -> session.number() == number)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no session " + number));
  }
}
