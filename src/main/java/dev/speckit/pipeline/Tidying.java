package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Candidate;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.Snapshot;
import dev.speckit.candidate.Worktrees;
import dev.speckit.host.Disk;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Removes the work trees of a run that nobody works in any more. Nothing is lost: what an agent
/// left is kept by git, and a tree whose content git does not keep stays.
final class Tidying {
  private final WorkPlaces places;

  Tidying(WorkPlaces places) {
    this.places = places;
  }

  /// Only while no agent and no check of the run is at work.
  ///
  /// @return work trees that stay, relative to the workspace
  List<String> tidy(Run run) throws InterruptedException {
    Optional<Repository> repository = places.findRepository();
    if (repository.isEmpty()) {
      return List.of();
    }
    Worktrees worktrees = new Worktrees(repository.get());
    List<String> stay = new ArrayList<>();
    for (RunEvent.WorktreeIntended intended : run.implementation().worktrees().values()) {
      Path path = places.workspace().resolve(intended.path());
      if (Disk.isFolder(path) && !removed(run, intended, path, repository.get())) {
        stay.add(intended.path());
      }
    }
    Path checks = Disk.realPath(places.checks()).orElse(places.checks());
    for (Path tree : worktrees.of(run.id())) {
      if (Disk.realPath(tree).orElse(tree).startsWith(checks)) {
        worktrees.removeUnused(tree).forEach(left -> stay.add(left.toString()));
      }
    }
    places.removeEmpty();
    return stay;
  }

  /// Who has answered and was not taken yet is taken when the run goes on: its tree stays.
  private static boolean removed(
      Run run, RunEvent.WorktreeIntended intended, Path path, Repository repository)
      throws InterruptedException {
    RunEvent.CandidateTaken taken = run.implementation().candidates().get(intended.agent());
    if (taken == null && hasAnswered(run, intended)) {
      return false;
    }
    Candidate kept =
        taken == null
            ? new Snapshot(repository).take(unfinished(run, intended, path))
            : Implementing.candidate(taken);
    return new Worktrees(repository).remove(path, kept).isEmpty();
  }

  private static boolean hasAnswered(Run run, RunEvent.WorktreeIntended intended) {
    return run.part(Part.own(Stage.IMPLEMENT))
        .filter(part -> part.entered().input().equals(intended.input()))
        .map(part -> part.hasAnswered(intended.agent()))
        .orElse(false);
  }

  /// What somebody left who never said that it is done. Nobody chooses it.
  private static Snapshot.Request unfinished(
      Run run, RunEvent.WorktreeIntended intended, Path path) {
    AgentName agent = intended.agent();
    return new Snapshot.Request(
        run.id() + "-" + WorkPlaces.brief(intended.input()),
        agent + "-unfinished",
        path,
        intended.base(),
        "Keep what " + agent + " left unfinished\n\nRun: " + run.id() + "\nAgent: " + agent + "\n",
        run.startedAt(),
        Implementing.CANDIDATE_BYTES_MAX);
  }
}
