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
import dev.speckit.host.Together;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /// Makes the agents' work trees, all at the same time; those that are there stay as the agents
  /// left them.
  ///
  /// @return the folder each agent works in
  Map<AgentName, Path> workTrees(Run run, Run.PartState part, List<AgentName> agents)
      throws InterruptedException {
    WorkPlaces places = new WorkPlaces(scene, run.id());
    Repository repository = places.repository();
    String input = part.entered().input();
    String base = base(run, repository);
    Map<AgentName, Path> paths = new LinkedHashMap<>();
    for (AgentName agent : agents) {
      Path path = places.agent(input, agent);
      if (!run.implementation().worktrees().containsKey(agent)) {
        journal.append(
            run.id(), new RunEvent.WorktreeIntended(input, agent, scene.relative(path), base));
      }
      paths.put(agent, path);
    }
    new Worktrees(repository).makeAll(List.copyOf(paths.values()), base, run.id());
    paths.replaceAll((_, path) -> repository.workspaceIn(path));
    return paths;
  }

  /// All candidates of an input begin with the same commit.
  private static String base(Run run, Repository repository) throws InterruptedException {
    for (RunEvent.WorktreeIntended intended : run.implementation().worktrees().values()) {
      return intended.base();
    }
    return repository.head();
  }

  /// Keeps what agents left, of all who answered and whose candidates are not kept: at the same
  /// time, and written down in the order of the roster. What a kill leaves unwritten is taken
  /// again, and is the same commit.
  void take(Run run) throws InterruptedException {
    Run.PartState part = run.part(Part.own(Stage.IMPLEMENT)).orElseThrow();
    List<AgentName> agents =
        part.entered().roster().stream()
            .filter(part::hasAnswered)
            .filter(agent -> !run.implementation().candidates().containsKey(agent))
            .toList();
    Repository repository = new WorkPlaces(scene, run.id()).repository();
    List<Candidate> taken =
        Together.run(agents, agent -> new Snapshot(repository).take(request(run, agent)));
    for (int index = 0; index < agents.size(); index++) {
      record(run, agents.get(index), taken.get(index), repository);
    }
  }

  private Snapshot.Request request(Run run, AgentName agent) {
    RunEvent.WorktreeIntended intended = intended(run, agent);
    return new Snapshot.Request(
        run.id() + "-" + WorkPlaces.brief(intended.input()),
        agent.value(),
        scene.workspace().resolve(intended.path()),
        intended.base(),
        message(run, agent),
        answeredAt(run, agent),
        CANDIDATE_BYTES_MAX);
  }

  private void record(Run run, AgentName agent, Candidate taken, Repository repository)
      throws InterruptedException {
    RunEvent.WorktreeIntended intended = intended(run, agent);
    Path path = scene.workspace().resolve(intended.path());
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
    List<Choice.Judged> judged = judged(run);
    Choice choice = choice(run);
    Optional<RunEvent.CandidateChosen> standing =
        choice.chosen() == null ? standing(run, judged) : Optional.empty();
    if (standing.isPresent()) {
      return standing.get();
    }
    Candidate chosen = choice.chosen();
    return new RunEvent.CandidateChosen(
        chosen == null ? null : new AgentName(chosen.agent()),
        chosen == null ? "" : chosen.commit(),
        choice.explanation());
  }

  /// What facts say of the candidates of a run. Pure.
  public static Choice choice(Run run) {
    return Choice.of(results(run, CheckedTree.BASE), judged(run));
  }

  private static List<Choice.Judged> judged(Run run) {
    List<Choice.Judged> judged = new ArrayList<>();
    for (RunEvent.CandidateTaken taken : run.implementation().candidates().values()) {
      judged.add(
          new Choice.Judged(candidate(taken), results(run, CheckedTree.candidate(taken.agent()))));
    }
    return judged;
  }

  /// Why a candidate was not taken, one line; empty for the one that was, and before the choice.
  static Optional<String> lost(Run run, AgentName agent) {
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    return chosen == null || agent.equals(chosen.agent())
        ? Optional.empty()
        : Optional.ofNullable(choice(run).lost().get(agent.value()));
  }

  /// Where work of the run is on the branch already, its checks pass, and somebody who looked at it
  /// again left it as it is, it stands.
  private static Optional<RunEvent.CandidateChosen> standing(Run run, List<Choice.Judged> judged) {
    String commit = run.implementation().standing();
    boolean passes = results(run, CheckedTree.BASE).stream().allMatch(CheckResult::passed);
    if (commit == null || !passes) {
      return Optional.empty();
    }
    return judged.stream()
        .map(Choice.Judged::candidate)
        .filter(candidate -> candidate.rejected() == null && candidate.isEmpty())
        .findFirst()
        .map(candidate ->
            new RunEvent.CandidateChosen(
                new AgentName(candidate.agent()),
                commit,
                "The work that is on the branch stands: "
                    + candidate.agent()
                    + " changed nothing more."));
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
        journal.append(run.id(), new RunEvent.Applied(landed, chosen.commit(), null, null));
        progress.note(
            "implement  branch "
                + landed
                + " holds the change; `git reset --keep "
                + WorkPlaces.brief(base)
                + "` takes it back");
      }
      case Landing.Result.Refused(String refused, String reason, String remedy) ->
          journal.append(run.id(), new RunEvent.Applied(refused, chosen.commit(), reason, remedy));
    }
  }
}
