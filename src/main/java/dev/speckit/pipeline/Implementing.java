package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Candidate;
import dev.speckit.candidate.Choice;
import dev.speckit.candidate.Landing;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.Snapshot;
import dev.speckit.candidate.Worktrees;
import dev.speckit.checks.CheckResult;
import dev.speckit.command.Progress;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Gives each agent that may change files a work tree of its own, keeps what it leaves there as one
/// commit, chooses by facts, and moves the branch on.
public final class Implementing {
  /// Of the changed files of one candidate together. More is a build that should have been ignored.
  static final long CANDIDATE_BYTES_MAX = 500L << 20;

  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;

  Implementing(Journal journal, RunScene scene, Progress progress) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
  }

  /// Makes the agent's work tree; one that is there stays as the agent left it.
  ///
  /// @return the folder the agent works in
  Path workTree(Run run, Run.PartState part, AgentName agent) throws InterruptedException {
    WorkPlaces places = new WorkPlaces(scene, run.id());
    Repository repository = places.repository();
    String input = part.entered().input();
    Path path = places.agent(input, agent);
    RunEvent.WorktreeIntended intended = run.implementation().worktrees().get(agent);
    if (intended == null) {
      intended =
          new RunEvent.WorktreeIntended(input, agent, scene.relative(path), base(run, repository));
      journal.append(run.id(), intended);
    }
    return new Worktrees(repository).make(path, intended.base(), run.id());
  }

  /// All candidates of an input begin with the same commit.
  private static String base(Run run, Repository repository) throws InterruptedException {
    for (RunEvent.WorktreeIntended intended : run.implementation().worktrees().values()) {
      return intended.base();
    }
    return repository.head();
  }

  void take(Run run, AgentName agent) throws InterruptedException {
    RunEvent.WorktreeIntended intended = intended(run, agent);
    Repository repository = new WorkPlaces(scene, run.id()).repository();
    Path path = scene.workspace().resolve(intended.path());
    Candidate taken =
        new Snapshot(repository)
            .take(
                new Snapshot.Request(
                    run.id() + "-" + WorkPlaces.brief(intended.input()),
                    agent.value(),
                    path,
                    intended.base(),
                    message(run, agent),
                    answeredAt(run, agent),
                    CANDIDATE_BYTES_MAX));
    journal.append(
        run.id(),
        new RunEvent.CandidateTaken(
            intended.input(),
            agent,
            taken.reference(),
            taken.commit(),
            taken.files(),
            taken.added(),
            taken.removed(),
            taken.leftOut(),
            CheckPrograms.changed(
                    repository, scene.settings().checks(Stage.IMPLEMENT), taken.files())
                .stream()
                .map(CheckPrograms.Program::toString)
                .toList(),
            taken.rejected()));
    progress.note("implement  " + agent + "  " + summary(taken));
    List<Path> left = new Worktrees(repository).remove(path, taken);
    if (!left.isEmpty()) {
      progress.note("implement  " + agent + "  its work tree stays: " + scene.relative(path));
    }
  }

  private static String summary(Candidate taken) {
    if (taken.rejected() != null) {
      return "cannot be taken: " + taken.rejected();
    }
    return taken.isEmpty()
        ? "changed nothing"
        : taken.files().size()
            + (taken.files().size() == 1 ? " file" : " files")
            + " changed, +"
            + taken.added()
            + " -"
            + taken.removed();
  }

  private static RunEvent.WorktreeIntended intended(Run run, AgentName agent) {
    RunEvent.WorktreeIntended intended = run.implementation().worktrees().get(agent);
    if (intended == null) {
      throw new IllegalStateException("nobody made a work tree for " + agent);
    }
    return intended;
  }

  private String message(Run run, AgentName agent) {
    String title = scene.spec().document().title().replaceAll("\\p{Cntrl}+", " ").strip();
    return "Implement "
        + (title.isEmpty() ? "spec " + scene.spec().id() : title)
        + "\n\nSpec: "
        + scene.spec().id()
        + "\nRun: "
        + run.id()
        + "\nAgent: "
        + agent
        + "\n";
  }

  /// The same whenever the candidate is taken, so that its commit is.
  private static Instant answeredAt(Run run, AgentName agent) {
    Run.PartState part = run.part(Part.own(Stage.IMPLEMENT)).orElseThrow();
    return part.attempts(agent).stream()
        .map(attempt -> attempt.endedAt() == null ? attempt.startedAt() : attempt.endedAt())
        .reduce(run.startedAt(), (one, other) -> one.isBefore(other) ? other : one);
  }

  void choose(Run run) throws InterruptedException {
    RunEvent.CandidateChosen chosen = chosen(run);
    journal.append(run.id(), chosen);
    progress.note("implement  " + chosen.explanation());
  }

  /// Which candidate of a run is taken. Pure.
  public static RunEvent.CandidateChosen chosen(Run run) {
    List<Choice.Judged> judged = new ArrayList<>();
    for (RunEvent.CandidateTaken taken : run.implementation().candidates().values()) {
      judged.add(
          new Choice.Judged(candidate(taken), results(run, CheckedTree.candidate(taken.agent()))));
    }
    Choice choice = Choice.of(results(run, CheckedTree.BASE), judged);
    Candidate chosen = choice.chosen();
    return new RunEvent.CandidateChosen(
        chosen == null ? null : new AgentName(chosen.agent()),
        chosen == null ? "" : chosen.commit(),
        choice.explanation());
  }

  private static List<CheckResult> results(Run run, CheckedTree tree) {
    return run.checked(Stage.IMPLEMENT, tree).map(Run.Checked::results).orElse(List.of());
  }

  static Candidate candidate(RunEvent.CandidateTaken taken) {
    return new Candidate(
        taken.agent().value(),
        taken.commit(),
        taken.reference(),
        taken.files(),
        taken.added(),
        taken.removed(),
        taken.leftOut(),
        taken.programs(),
        taken.rejected());
  }

  void apply(Run run) throws InterruptedException {
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    if (chosen == null || chosen.agent() == null) {
      throw new IllegalStateException("nothing was chosen");
    }
    Landing landing = new Landing(new WorkPlaces(scene, run.id()).repository());
    String base = intended(run, chosen.agent()).base();
    String branch = landing.branch().orElse("");
    journal.append(run.id(), new RunEvent.ApplyIntended(branch, base, chosen.commit()));
    RunEvent.CandidateTaken taken = run.implementation().candidates().get(chosen.agent());
    String reference = taken == null ? chosen.commit() : taken.reference();
    switch (landing.land(base, chosen.commit(), reference)) {
      case Landing.Result.Landed(String landed) -> {
        journal.append(run.id(), new RunEvent.Applied(landed, chosen.commit(), null));
        progress.note(
            "implement  branch "
                + landed
                + " holds the change; `git reset --keep "
                + WorkPlaces.brief(base)
                + "` takes it back");
      }
      case Landing.Result.Refused(String refused, String reason, String remedy) ->
          journal.append(
              run.id(), new RunEvent.Applied(refused, chosen.commit(), reason + "; " + remedy));
    }
  }
}
