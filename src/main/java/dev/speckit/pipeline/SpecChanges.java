package dev.speckit.pipeline;

import dev.speckit.candidate.Dirt;
import dev.speckit.candidate.Repository;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitReferences;
import dev.speckit.host.GitSnapshot;
import dev.speckit.host.GitTree;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What changed since the work on a spec began, committed or not, by whomever.
///
/// It began where the latest run that implemented it made its work trees, else before the first
/// commit that names the spec.
final class SpecChanges {
  private final Journal journal;
  private final RunScene scene;
  private final Repository repository;

  SpecChanges(Journal journal, RunScene scene, Repository repository) {
    this.journal = journal;
    this.scene = scene;
    this.repository = repository;
  }

  AuditNotes.Changed of(Run run) throws InterruptedException {
    Optional<String> begin = begin(run);
    Set<String> files = new TreeSet<>(Dirt.of(repository));
    if (begin.isPresent()) {
      try (GitSnapshot snapshot = GitSnapshot.of(repository.place())) {
        snapshot.changes(begin.get(), "HEAD").forEach(change -> files.add(change.path()));
      }
      files.removeIf(repository::isOwn);
    }
    List<String> inside = inside(files);
    Map<String, String> before = new HashMap<>();
    for (String file : inside) {
      if (begin.isPresent() && DependencyLines.isManifest(file)) {
        repository.text(begin.get(), file).ifPresent(text -> before.put(file, text));
      }
    }
    return new AuditNotes.Changed(
        inside,
        before,
        CheckPrograms.changed(repository, checks(), files),
        begin.isPresent() ? null : tracked());
  }

  private List<CheckDefinition> checks() {
    Map<String, CheckDefinition> checks = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      scene.settings().checks(stage).forEach(check -> checks.put(check.name(), check));
    }
    return List.copyOf(checks.values());
  }

  private List<String> inside(Set<String> files) {
    return files.stream().map(repository::inWorkspace).flatMap(Optional::stream).toList();
  }

  /// All files that git knows, where nothing tells which of them the spec changed.
  private List<String> tracked() throws InterruptedException {
    Set<String> files =
        new TreeSet<>(new GitTree(repository.git(), repository.root()).tracked(repository.root()));
    files.removeIf(repository::isOwn);
    return inside(files);
  }

  private Optional<String> begin(Run run) throws InterruptedException {
    List<Run> runs = new ArrayList<>(List.of(run));
    int spec = run.started().spec();
    for (RunTable.RunRow row :
        journal.store().read(transaction -> RunTable.ofSpec(transaction, spec))) {
      if (base(runs.getLast()).isPresent()) {
        break;
      }
      journal.read(row.run()).ifPresent(runs::add);
    }
    Optional<String> base = base(runs.getLast());
    GitReferences references = new GitReferences(repository.git(), repository.root());
    Optional<String> known = base.isEmpty() ? base : references.commit(base.get());
    return known.isPresent() ? known : beforeFirstNamed(references);
  }

  private static Optional<String> base(Run run) {
    return run.implementation().worktrees().values().stream()
        .map(RunEvent.WorktreeIntended::base)
        .findFirst();
  }

  private Optional<String> beforeFirstNamed(GitReferences references) throws InterruptedException {
    String id = scene.spec().id().toString();
    for (GitHistory.Commit commit :
        new GitHistory(repository.git(), repository.root()).since(Optional.empty())) {
      if (commit.specs().contains(id)) {
        return references.commit(commit.hash() + "^");
      }
    }
    return Optional.empty();
  }
}
