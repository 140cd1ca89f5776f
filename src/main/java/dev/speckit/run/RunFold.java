package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.checks.CheckResult;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.run.Run.Artifact;
import dev.speckit.run.Run.Attempt;
import dev.speckit.run.Run.Checked;
import dev.speckit.run.Run.Edit;
import dev.speckit.run.Run.PartState;
import dev.speckit.run.Run.Recorded;
import dev.speckit.run.Run.StageTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The running state of a fold: the one place where a run is built step by step.
public final class RunFold {
  private static final RunEvent.@Nullable PartDecided NOT_DECIDED = null;

  /// What a part was asked, by the hash of its prompt.
  private record Question(Part part, String input) {}

  private final String id;
  private final RunEvent.Started started;
  private final Instant startedAt;
  private OnQuestion onQuestion;
  private final Map<Part, PartState> parts = new LinkedHashMap<>();
  private final Map<Question, List<Attempt>> earlier = new LinkedHashMap<>();
  private final Map<Checkpoint, RunEvent.CheckpointDecided> checkpoints = new LinkedHashMap<>();
  private final Map<Stage, Artifact> artifacts = new LinkedHashMap<>();
  private final List<Stage> endedStages = new ArrayList<>();
  private final Map<AgentName, RunEvent.WorktreeIntended> worktrees = new LinkedHashMap<>();
  private final Map<AgentName, RunEvent.CandidateTaken> candidates = new LinkedHashMap<>();
  private final List<RunEvent.CandidateKept> kept = new ArrayList<>();
  private RunEvent.@Nullable CandidateChosen chosen;
  private final List<String> lost = new ArrayList<>();
  private @Nullable String standing;
  private RunEvent.@Nullable ApplyIntended applying;
  private RunEvent.@Nullable Applied applied;
  private final Map<StageTree, Checked> checked = new LinkedHashMap<>();
  private final Map<Stage, RunEvent.FilesChanged> filesChanged = new LinkedHashMap<>();
  private final Map<Stage, String> lookedAt = new LinkedHashMap<>();

  /// Parts whose earlier answers were about other files.
  private final Set<Part> outdated = new LinkedHashSet<>();

  private final Map<Stage, RunEvent.Noted> notes = new LinkedHashMap<>();
  private final Map<String, RunEvent.QuestionAnswered> answered = new LinkedHashMap<>();
  private final Map<String, Checkpoint> asked = new LinkedHashMap<>();
  private final List<Edit> edits = new ArrayList<>();
  private long costMicros;
  private boolean cancelRequested;
  private RunEvent.@Nullable Stopped stopped;
  private @Nullable Instant endedAt;

  /// The run that a journal tells; empty when the journal does not begin with a start.
  public static Optional<Run> of(String id, List<Recorded> journal) {
    if (journal.isEmpty() || !(journal.getFirst().event() instanceof RunEvent.Started started)) {
      return Optional.empty();
    }
    RunFold fold = new RunFold(id, started, journal.getFirst().at());
    journal.stream().skip(1).forEach(fold::take);
    return Optional.of(fold.run());
  }

  public RunFold(String id, RunEvent.Started started, Instant startedAt) {
    this.id = id;
    this.started = started;
    this.startedAt = startedAt;
    this.onQuestion = started.onQuestion();
  }

  public void take(Recorded recorded) {
    switch (recorded.event()) {
      case RunEvent.Started _ -> throw new IllegalStateException("a run starts once: " + id);
      case RunEvent.Resumed resumed -> resume(resumed);
      case RunEvent.PartEntered entered -> parts.put(entered.part(), entered(entered));
      case RunEvent.AttemptStarted attempt -> startAttempt(attempt, recorded.at());
      case RunEvent.AttemptEnded attempt -> endAttempt(attempt, recorded.at());
      case RunEvent.PartAsked asked ->
          parts.computeIfPresent(asked.part(), (_, part) -> part.with(NOT_DECIDED));
      case RunEvent.PartDecided decided ->
          parts.computeIfPresent(decided.part(), (_, part) -> part.with(decided));
      case RunEvent.CheckpointDecided decided -> {
        checkpoints.put(decided.checkpoint(), decided);
        decided.questions().forEach(question -> asked.put(question, decided.checkpoint()));
      }
      case RunEvent.ArtifactIntended intended ->
          artifacts.put(intended.stage(), new Artifact(intended, null));
      case RunEvent.ArtifactWritten written ->
          artifacts.computeIfPresent(
              written.stage(), (_, artifact) -> new Artifact(artifact.intended(), written));
      case RunEvent.StageEnded ended -> endedStages.add(ended.stage());
      case RunEvent.WorktreeIntended intended -> worktrees.put(intended.agent(), intended);
      case RunEvent.CandidateTaken taken -> candidates.put(taken.agent(), taken);
      case RunEvent.CandidateKept again -> kept.add(again);
      case RunEvent.ChecksIntended intended -> beginChecks(intended);
      case RunEvent.CheckEnded ended ->
          checked.computeIfPresent(
              new StageTree(ended.stage(), ended.tree()), (_, before) -> with(before, ended));
      case RunEvent.ChecksEnded ended ->
          checked.computeIfPresent(
              new StageTree(ended.stage(), ended.tree()),
              (_, before) ->
                  new Checked(before.intended(), before.results(), ended.passed(), ended.state()));
      case RunEvent.FilesChanged changed -> filesChanged.put(changed.stage(), changed);
      case RunEvent.CandidateChosen choice -> chosen = choice;
      case RunEvent.ApplyIntended intended -> applying = intended;
      case RunEvent.Applied outcome -> applied = outcome;
      case RunEvent.Noted noted -> notes.put(noted.stage(), noted);
      case RunEvent.QuestionAnswered given -> answered.put(given.question(), given);
      case RunEvent.QuestionReopened reopened -> reopen(reopened.question());
      case RunEvent.EditIntended intended -> {
        edits.removeIf(
            edit -> edit.done() == null && edit.intended().question().equals(intended.question()));
        edits.add(new Edit(intended, null));
      }
      case RunEvent.Edited edited -> edits.replaceAll(edit -> done(edit, edited));
      case RunEvent.CancelRequested _ -> cancelRequested = true;
      case RunEvent.Stopped stop -> {
        stopped = stop;
        endedAt = recorded.at();
      }
    }
  }

  /// The checkpoint that asked it is decided again once the run gets there.
  private void reopen(String question) {
    // What was being written when speckit was killed is not wanted any more.
    edits.removeIf(edit -> edit.done() == null && edit.intended().question().equals(question));
    answered.remove(question);
    Checkpoint checkpoint = asked.get(question);
    if (checkpoint != null) {
      checkpoints.remove(checkpoint);
    }
  }

  /// A part that is asked again what it was asked before in the run goes on with its attempts. What
  /// was said of documents still holds; what was done to files was given up with its work tree, and
  /// what was said of other files is said of these by nobody.
  private PartState entered(RunEvent.PartEntered entered) {
    keepAttempts(entered.part());
    List<Attempt> before =
        earlier.getOrDefault(new Question(entered.part(), entered.input()), List.of());
    boolean isGivenUp = entered.part().subject().writes() || outdated.contains(entered.part());
    int stale = isGivenUp ? before.size() : 0;
    return new PartState(
        entered, before, false, null, before.size(), stale, firstRound(entered).orElse(null));
  }

  /// What a second round goes back to. One that is entered anew, because its documents have
  /// changed, still goes back to the same.
  private Optional<PartState> firstRound(RunEvent.PartEntered entered) {
    PartState before = parts.get(entered.part());
    if (!entered.isSecondRound() || before == null) {
      return Optional.empty();
    }
    return Optional.of(before.first() == null ? before : before.first());
  }

  private void keepAttempts(Part part) {
    PartState state = parts.get(part);
    if (state != null) {
      earlier.put(new Question(part, state.entered().input()), state.attempts());
    }
  }

  /// Answers about other files than those that are checked now count no more, and a text that was
  /// made of them is made anew.
  private void beginChecks(RunEvent.ChecksIntended intended) {
    checked.put(
        new StageTree(intended.stage(), intended.tree()),
        new Checked(intended, List.of(), null, null));
    if (!intended.tree().equals(CheckedTree.WORKSPACE)) {
      return;
    }
    Stage stage = intended.stage();
    artifacts.remove(stage);
    String before = lookedAt.put(stage, intended.state());
    boolean isOther = before != null && !before.equals(intended.state());
    for (Stage later : Stage.values()) {
      if (isOther && later.compareTo(stage) >= 0) {
        outdated.add(Part.own(later));
      }
    }
    if (filesChanged.remove(stage) != null || isOther) {
      parts.computeIfPresent(Part.own(stage), (_, part) -> part.givenUp());
    }
  }

  private static Checked with(Checked before, RunEvent.CheckEnded ended) {
    List<CheckResult> results = new ArrayList<>(before.results());
    results.add(ended.result());
    return new Checked(before.intended(), results, before.passed(), before.after());
  }

  private static Edit done(Edit edit, RunEvent.Edited edited) {
    RunEvent.EditIntended intended = edit.intended();
    boolean same =
        edit.done() == null
            && intended.question().equals(edited.question())
            && intended.after().equals(edited.after());
    return same ? new Edit(intended, edited) : edit;
  }

  private void startAttempt(RunEvent.AttemptStarted started, Instant at) {
    PartState part = parts.get(started.part());
    if (part == null || !part.entered().input().equals(started.input())) {
      return;
    }
    List<Attempt> attempts = new ArrayList<>(part.attempts());
    attempts.add(
        new Attempt(started.agent(), started.number(), started.folder(), at, null, null, ""));
    parts.put(started.part(), part.with(attempts));
  }

  private void endAttempt(RunEvent.AttemptEnded ended, Instant at) {
    costMicros += ended.costMicros() == null ? 0 : ended.costMicros();
    PartState part = parts.get(ended.part());
    if (part == null || !part.entered().input().equals(ended.input())) {
      return;
    }
    List<Attempt> attempts = new ArrayList<>(part.attempts());
    attempts.replaceAll(attempt ->
        attempt.agent().equals(ended.agent()) && attempt.number() == ended.number()
            ? new Attempt(
                attempt.agent(),
                attempt.number(),
                attempt.folder(),
                attempt.startedAt(),
                end(attempt.startedAt(), ended.elapsedMillis(), at),
                ended.outcome(),
                ended.reason())
            : attempt);
    parts.put(ended.part(), part.with(attempts));
  }

  /// A clock that was set back must not end an attempt before it began: what was measured counts,
  /// and without it an impossible time is no time.
  private static @Nullable Instant end(Instant from, @Nullable Long elapsedMillis, Instant at) {
    if (elapsedMillis != null) {
      return from.plusMillis(elapsedMillis);
    }
    return at.isBefore(from) ? null : at;
  }

  /// What a resume takes back: everything from a changed input on; a decision that stopped the run,
  /// so that it is made again; a file that waited for a person.
  private void resume(RunEvent.Resumed resumed) {
    onQuestion = resumed.onQuestion();
    if (resumed.restart() != null) {
      forgetFrom(resumed.restart());
    }
    takeBackRefusals();
    boolean newChances = stopped != null;
    parts.replaceAll((_, part) -> newChances ? part.reopened() : part);
    checkpoints.values().removeIf(decided -> !decided.decision().equals("continue"));
    artifacts
        .values()
        .removeIf(artifact ->
            artifact.written() != null
                && artifact.written().conflict()
                && !endedStages.contains(artifact.written().stage()));
    cancelRequested = false;
    stopped = null;
    endedAt = null;
  }

  /// What said no is looked at again: facts of a stage that is not over may have changed.
  private void takeBackRefusals() {
    checked
        .entrySet()
        .removeIf(entry ->
            entry.getKey().stage() != Stage.IMPLEMENT
                && !endedStages.contains(entry.getKey().stage()));
    notes.keySet().removeIf(stage -> !endedStages.contains(stage));
    if (applied != null && applied.refused() != null) {
      applied = null;
      applying = null;
    }
  }

  private void forgetFrom(Part restart) {
    List<Part> order = Part.order(started.from(), started.to());
    int first = order.indexOf(restart);
    List<Part> stale = order.subList(Math.max(0, first), order.size());
    stale.forEach(part -> {
      keepAttempts(part);
      parts.remove(part);
    });
    checkpoints
        .keySet()
        .removeIf(checkpoint -> checkpoint.gates().stream().anyMatch(stale::contains));
    artifacts.keySet().removeIf(stage -> stale.contains(Part.own(stage)));
    checked.keySet().removeIf(tree -> stale.contains(Part.own(tree.stage())));
    notes.keySet().removeIf(stage -> stale.contains(Part.own(stage)));
    filesChanged.keySet().removeIf(stage -> stale.contains(Part.own(stage)));
    if (stale.contains(Part.own(Stage.IMPLEMENT))) {
      if (chosen != null && chosen.agent() == null) {
        lost.add(chosen.explanation());
      }
      if (applied != null && applied.refused() == null) {
        standing = applied.commit();
      }
      worktrees.clear();
      candidates.clear();
      kept.clear();
      chosen = null;
      applying = null;
      applied = null;
    }
    endedStages.removeIf(stage -> stale.stream().anyMatch(part -> part.stage() == stage));
  }

  public Run run() {
    return new Run(
        id,
        started,
        startedAt,
        onQuestion,
        new LinkedHashMap<>(parts),
        Map.copyOf(checkpoints),
        Map.copyOf(artifacts),
        List.copyOf(endedStages),
        new Run.Implementation(
            new LinkedHashMap<>(worktrees),
            new LinkedHashMap<>(candidates),
            List.copyOf(kept),
            chosen,
            applying,
            applied,
            List.copyOf(lost),
            standing),
        Collections.unmodifiableMap(new LinkedHashMap<>(checked)),
        Map.copyOf(filesChanged),
        Map.copyOf(notes),
        new LinkedHashMap<>(answered),
        List.copyOf(edits),
        costMicros,
        cancelRequested,
        stopped,
        endedAt);
  }
}
