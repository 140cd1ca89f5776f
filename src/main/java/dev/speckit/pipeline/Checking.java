package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.TreeState;
import dev.speckit.candidate.Worktrees;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.checks.CheckResult;
import dev.speckit.checks.CheckRun;
import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.host.GitReferences;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.spec.KnownSecrets;
import dev.speckit.spec.Redactor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the project's checks on a tree. What they say is a fact.
final class Checking {
  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;
  private final WatchedFiles watched;

  Checking(Journal journal, RunScene scene, Progress progress, WatchedFiles watched) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
    this.watched = watched;
  }

  void check(Run run, Stage stage, CheckedTree tree) throws InterruptedException {
    List<CheckDefinition> checks = scene.settings().checks(stage);
    WorkPlaces places = new WorkPlaces(scene, run.id());
    if (tree.equals(CheckedTree.WORKSPACE)) {
      workspace(run, stage, checks, places);
      return;
    }
    if (checks.isEmpty()) {
      journal.append(run.id(), new RunEvent.ChecksIntended(stage, tree, ""));
      journal.append(run.id(), new RunEvent.ChecksEnded(stage, tree, true, null));
      return;
    }
    Repository repository = places.repository();
    String commit = commit(run, tree);
    Worktrees worktrees = new Worktrees(repository);
    Path path = places.checks(tree);
    Path folder = worktrees.make(path, commit, run.id());
    journal.append(run.id(), new RunEvent.ChecksIntended(stage, tree, commit));
    boolean passed = passed(run, stage, tree, checks, folder);
    keepCandidates(run, tree, repository);
    journal.append(run.id(), new RunEvent.ChecksEnded(stage, tree, passed, null));
    List<Path> left = worktrees.removeUnused(path);
    if (!left.isEmpty()) {
      progress.note("could not be removed: " + scene.relative(path));
    }
  }

  /// A check may leave files that git did not know; what it knew must be afterwards what it was,
  /// else nobody can say what the check looked at.
  private void workspace(Run run, Stage stage, List<CheckDefinition> checks, WorkPlaces places)
      throws InterruptedException {
    CheckedTree tree = CheckedTree.WORKSPACE;
    Optional<Repository> repository =
        checks.isEmpty() ? places.findRepository() : Optional.of(places.repository());
    if (repository.isEmpty()) {
      journal.append(run.id(), new RunEvent.ChecksIntended(stage, tree, ""));
      journal.append(run.id(), new RunEvent.ChecksEnded(stage, tree, true, null));
      return;
    }
    TreeState.Files before = TreeState.files(repository.get());
    journal.append(run.id(), new RunEvent.ChecksIntended(stage, tree, before.hash()));
    boolean passed = passed(run, stage, tree, checks, scene.workspace());
    TreeState.Files after = checks.isEmpty() ? before : TreeState.files(repository.get());
    List<String> changed =
        before.changedUntil(after).stream().filter(before.tracked()::contains).toList();
    if (!changed.isEmpty()) {
      journal.append(run.id(), new RunEvent.FilesChanged(stage, changed));
    }
    watched.see(stage, after.knowing(before.tracked()));
    journal.append(run.id(), new RunEvent.ChecksEnded(stage, tree, passed, after.hash()));
  }

  /// A check runs what agents wrote, in a work tree of the user's own repository: it may have
  /// removed the names under which candidates are kept.
  private void keepCandidates(Run run, CheckedTree tree, Repository repository)
      throws InterruptedException {
    GitReferences references = new GitReferences(repository.git(), repository.root());
    for (RunEvent.CandidateTaken taken : run.implementation().candidates().values()) {
      boolean isKept =
          taken.reference().isEmpty()
              || references.commit(taken.reference()).equals(Optional.of(taken.commit()));
      if (!isKept) {
        references.keep(taken.reference(), taken.commit());
        RunEvent.CandidateKept kept =
            new RunEvent.CandidateKept(taken.agent(), taken.reference(), tree);
        journal.append(run.id(), kept);
        progress.note("implement  " + StageText.kept(kept));
      }
    }
  }

  /// A candidate is checked as it was kept, in a fresh tree: nothing that its agent left ignored
  /// helps it.
  private static String commit(Run run, CheckedTree tree) {
    AgentName agent = tree.agent();
    if (agent != null) {
      RunEvent.CandidateTaken taken = run.implementation().candidates().get(agent);
      if (taken != null) {
        return taken.commit();
      }
    }
    for (RunEvent.WorktreeIntended intended : run.implementation().worktrees().values()) {
      return intended.base();
    }
    throw new IllegalStateException("nothing to check: " + tree.name());
  }

  private boolean passed(
      Run run, Stage stage, CheckedTree tree, List<CheckDefinition> checks, Path folder)
      throws InterruptedException {
    boolean passed = true;
    for (CheckDefinition check : checks) {
      Progress.Lane lane = progress.lane(stage.word() + "  " + tree.name() + "  " + check.name());
      lane.phase("checking");
      CheckResult result = CheckRun.run(check, surroundings(run, stage, tree, check, folder));
      lane.end(
          result.passed() ? Tone.GOOD : Tone.WARNING,
          result.passed() ? "passed" : result.end().word() + ": " + result.reason());
      if (result.end() == CheckResult.End.CANCELLED) {
        throw new InterruptedException("cancelled while a check ran");
      }
      journal.append(run.id(), new RunEvent.CheckEnded(stage, tree, result));
      passed &= result.passed();
    }
    return passed;
  }

  private CheckRun.Surroundings surroundings(
      Run run, Stage stage, CheckedTree tree, CheckDefinition check, Path folder) {
    String place = stage.word() + "-" + tree.name().replace(' ', '-') + "-" + check.name();
    Path output = scene.folder(run).root().resolve("checks").resolve(place);
    Set<String> keys = keys();
    KnownSecrets secrets = KnownSecrets.of(scene.host().environment(), keys);
    return new CheckRun.Surroundings(
        folder,
        environment(run, stage, tree, keys),
        output,
        scene.relative(output),
        () -> new Redactor(secrets),
        scene.host().clock());
  }

  /// The user's own environment, for these are the user's own tools. They run what agents wrote,
  /// which has no business with the keys of agents.
  private Map<String, String> environment(
      Run run, Stage stage, CheckedTree tree, Set<String> keys) {
    Map<String, String> environment = new HashMap<>(scene.host().environment());
    environment.keySet().removeIf(name -> keys.contains(name) || name.startsWith("SPECKIT_"));
    environment.put("SPECKIT_RUN", run.id());
    environment.put("SPECKIT_SPEC", scene.spec().id().toString());
    environment.put("SPECKIT_STAGE", stage.word());
    environment.put("SPECKIT_TREE", tree.name());
    return environment;
  }

  private Set<String> keys() {
    Set<String> keys = new HashSet<>();
    for (AgentDefinition agent : scene.settings().agents().values()) {
      agent.secretVariable().ifPresent(keys::add);
    }
    return keys;
  }
}
