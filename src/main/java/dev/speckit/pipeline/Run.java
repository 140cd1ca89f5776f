package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.gate.GateDecision.OnQuestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run as its journal tells it: the fold of its events. Pure; the same events give the same run.
///
/// @param id the run's id
/// @param started the first event
/// @param startedAt when it came
/// @param onQuestion of the start or of the last resume
/// @param parts by part, in the order in which they were entered
/// @param checkpoints decisions by checkpoint
/// @param artifacts by stage
/// @param endedStages stages that are over
/// @param cancelRequested whether somebody asked for the end since the last resume
/// @param stopped how it ended; null while it is under way
/// @param endedAt when it ended; null while it is under way
record Run(
    String id,
    RunEvent.Started started,
    Instant startedAt,
    OnQuestion onQuestion,
    Map<Part, PartState> parts,
    Map<Checkpoint, RunEvent.CheckpointDecided> checkpoints,
    Map<Stage, Artifact> artifacts,
    List<Stage> endedStages,
    boolean cancelRequested,
    RunEvent.@Nullable Stopped stopped,
    @Nullable Instant endedAt) {

  /// @param sequence 1-based, without a gap
  record Recorded(int sequence, Instant at, RunEvent event) {}

  /// @param asked whether the batch is over
  /// @param decided null until the answers were compared
  /// @param fresh the number of attempts made before the last resume that gave this part new
  ///   chances
  record PartState(
      RunEvent.PartEntered entered,
      List<Attempt> attempts,
      boolean asked,
      RunEvent.@Nullable PartDecided decided,
      int fresh) {
    PartState {
      attempts = List.copyOf(attempts);
    }

    List<Attempt> attempts(AgentName agent) {
      return attempts.stream().filter(attempt -> attempt.agent().equals(agent)).toList();
    }

    boolean hasAnswered(AgentName agent) {
      return attempts(agent).stream().anyMatch(attempt -> attempt.outcome() == Outcome.ANSWERED);
    }

    /// Outcomes that count against the agent's allowance: those since it was last given new
    /// chances, without attempts that died with speckit or met a rate limit.
    List<Outcome> spent(AgentName agent) {
      List<Outcome> spent = new ArrayList<>();
      for (int i = fresh; i < attempts.size(); i++) {
        Attempt attempt = attempts.get(i);
        if (attempt.agent().equals(agent)
            && attempt.outcome() != null
            && attempt.outcome() != Outcome.CANCELLED
            && attempt.outcome() != Outcome.RATE_LIMITED) {
          spent.add(attempt.outcome());
        }
      }
      return List.copyOf(spent);
    }

    /// Whether an agent has not answered and still has a chance: outcomes that are committed count.
    boolean mayBeAsked(AgentName agent, int attemptsMax) {
      List<Outcome> spent = spent(agent);
      return !hasAnswered(agent) && (spent.isEmpty() || again(spent, attemptsMax));
    }

    /// Whether one more attempt may follow these.
    static boolean again(List<Outcome> spent, int attemptsMax) {
      return switch (spent.getLast().again()) {
        case TO_THE_LIMIT -> spent.size() < attemptsMax;
        case ONCE -> spent.size() < attemptsMax && isFirst(spent);
        case NEVER -> false;
      };
    }

    /// Whether nothing before the last outcome was of those that are tried once more.
    private static boolean isFirst(List<Outcome> spent) {
      return spent.stream().filter(outcome -> outcome.again() == Outcome.Again.ONCE).count() <= 1;
    }

    /// Those who did not answer because of a rate limit, with what was said of it: `claude was rate
    /// limited until ...`.
    List<String> rateLimited() {
      List<String> limited = new ArrayList<>();
      for (AgentName agent : entered.roster()) {
        List<Attempt> all = attempts(agent);
        if (!all.isEmpty() && all.getLast().outcome() == Outcome.RATE_LIMITED) {
          limited.add(all.getLast().limited());
        }
      }
      return limited;
    }

    /// Whether no program of the roster could be started at all: then the machine is wrong, not the
    /// agents.
    boolean nobodyCouldStart() {
      return attempts.stream().allMatch(attempt -> attempt.outcome() == Outcome.NOT_INSTALLED);
    }

    /// The part after a person resumed a run that had stopped: one that did not pass is asked
    /// again, with new chances for those who have not answered.
    PartState reopened() {
      boolean passed = decided != null && decided.passes();
      return passed ? this : new PartState(entered, attempts, false, null, attempts.size());
    }

    /// The number that the agent's next attempt gets.
    int nextNumber(AgentName agent) {
      return attempts(agent).stream().mapToInt(Attempt::number).max().orElse(0) + 1;
    }
  }

  /// @param outcome null while it is under way, or when speckit was killed meanwhile
  /// @param endedAt never before the start; null likewise, and when the clock tells nothing
  ///   possible
  record Attempt(
      AgentName agent,
      int number,
      String folder,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Outcome outcome,
      String reason) {
    private static final String UNTIL = "rate limited until ";

    /// `claude was rate limited until 2026-11-22T12:00:00Z: it said "busy" (FOLDER/stdout.raw)`, of
    /// the parts of the reason what is there.
    private String limited() {
      String until = "";
      String where = "";
      List<String> said = new ArrayList<>();
      for (String part : reason.split("; ", -1)) {
        if (part.startsWith(UNTIL)) {
          until = " until " + part.substring(UNTIL.length());
        } else if (part.startsWith("/") && part.contains("/" + folder + "/")) {
          where = " (" + part.substring(part.lastIndexOf("/" + folder + "/") + 1) + ")";
        } else {
          said.add(part);
        }
      }
      return agent
          + " was rate limited"
          + until
          + (said.isEmpty() ? "" : ": " + String.join(", ", said))
          + where;
    }
  }

  /// @param written null between intent and outcome
  record Artifact(RunEvent.ArtifactIntended intended, RunEvent.@Nullable ArtifactWritten written) {}

  /// The run that a journal tells; empty when the journal does not begin with a start.
  static Optional<Run> fold(String id, List<Recorded> journal) {
    if (journal.isEmpty() || !(journal.getFirst().event() instanceof RunEvent.Started started)) {
      return Optional.empty();
    }
    Fold fold = new Fold(id, started, journal.getFirst().at());
    journal.stream().skip(1).forEach(fold::take);
    return Optional.of(fold.run());
  }

  RunState state() {
    return stopped == null ? RunState.RUNNING : stopped.state();
  }

  Optional<PartState> part(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /// The stages this run takes, in order.
  List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(started.from()) >= 0 && stage.compareTo(started.to()) <= 0) {
        stages.add(stage);
      }
    }
    return stages;
  }

  /// The running state of a fold: the one place where a run is built step by step.
  private static final class Fold {
    private final String id;
    private final RunEvent.Started started;
    private final Instant startedAt;
    private OnQuestion onQuestion;
    private final Map<Part, PartState> parts = new LinkedHashMap<>();
    private final Map<Checkpoint, RunEvent.CheckpointDecided> checkpoints = new LinkedHashMap<>();
    private final Map<Stage, Artifact> artifacts = new LinkedHashMap<>();
    private final List<Stage> endedStages = new ArrayList<>();
    private boolean cancelRequested;
    private RunEvent.@Nullable Stopped stopped;
    private @Nullable Instant endedAt;

    Fold(String id, RunEvent.Started started, Instant startedAt) {
      this.id = id;
      this.started = started;
      this.startedAt = startedAt;
      this.onQuestion = started.onQuestion();
    }

    void take(Recorded recorded) {
      switch (recorded.event()) {
        case RunEvent.Started _ -> throw new IllegalStateException("a run starts once: " + id);
        case RunEvent.Resumed resumed -> resume(resumed);
        case RunEvent.PartEntered entered ->
            parts.put(entered.part(), new PartState(entered, List.of(), false, null, 0));
        case RunEvent.AttemptStarted attempt -> startAttempt(attempt, recorded.at());
        case RunEvent.AttemptEnded attempt -> endAttempt(attempt, recorded.at());
        case RunEvent.PartAsked asked ->
            parts.computeIfPresent(
                asked.part(),
                (_, part) ->
                    new PartState(part.entered(), part.attempts(), true, null, part.fresh()));
        case RunEvent.PartDecided decided ->
            parts.computeIfPresent(
                decided.part(),
                (_, part) ->
                    new PartState(part.entered(), part.attempts(), true, decided, part.fresh()));
        case RunEvent.CheckpointDecided decided -> checkpoints.put(decided.checkpoint(), decided);
        case RunEvent.ArtifactIntended intended ->
            artifacts.put(intended.stage(), new Artifact(intended, null));
        case RunEvent.ArtifactWritten written ->
            artifacts.computeIfPresent(
                written.stage(), (_, artifact) -> new Artifact(artifact.intended(), written));
        case RunEvent.StageEnded ended -> endedStages.add(ended.stage());
        case RunEvent.CancelRequested _ -> cancelRequested = true;
        case RunEvent.Stopped stop -> {
          stopped = stop;
          endedAt = recorded.at();
        }
      }
    }

    private void startAttempt(RunEvent.AttemptStarted started, Instant at) {
      PartState part = parts.get(started.part());
      if (part == null || !part.entered().input().equals(started.input())) {
        return;
      }
      List<Attempt> attempts = new ArrayList<>(part.attempts());
      attempts.add(
          new Attempt(started.agent(), started.number(), started.folder(), at, null, null, ""));
      parts.put(
          started.part(),
          new PartState(part.entered(), attempts, part.asked(), part.decided(), part.fresh()));
    }

    private void endAttempt(RunEvent.AttemptEnded ended, Instant at) {
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
      parts.put(
          ended.part(),
          new PartState(part.entered(), attempts, part.asked(), part.decided(), part.fresh()));
    }

    /// A clock that was set back must not end an attempt before it began: what was measured counts,
    /// and without it an impossible time is no time.
    private static @Nullable Instant end(Instant from, @Nullable Long elapsedMillis, Instant at) {
      if (elapsedMillis != null) {
        return from.plusMillis(elapsedMillis);
      }
      return at.isBefore(from) ? null : at;
    }

    /// What a resume takes back: everything from a changed input on; a decision that stopped the
    /// run, so that it is made again; a file that waited for a person.
    private void resume(RunEvent.Resumed resumed) {
      onQuestion = resumed.onQuestion();
      if (resumed.restart() != null) {
        forgetFrom(resumed.restart());
      }
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

    private void forgetFrom(Part restart) {
      List<Part> order = Part.order(started.from(), started.to());
      int first = order.indexOf(restart);
      List<Part> stale = order.subList(Math.max(0, first), order.size());
      stale.forEach(parts::remove);
      checkpoints
          .keySet()
          .removeIf(checkpoint -> checkpoint.gates().stream().anyMatch(stale::contains));
      artifacts.keySet().removeIf(stage -> stale.contains(Part.own(stage)));
      endedStages.removeIf(stage -> stale.stream().anyMatch(part -> part.stage() == stage));
    }

    Run run() {
      return new Run(
          id,
          started,
          startedAt,
          onQuestion,
          new LinkedHashMap<>(parts),
          Map.copyOf(checkpoints),
          Map.copyOf(artifacts),
          List.copyOf(endedStages),
          cancelRequested,
          stopped,
          endedAt);
    }
  }
}
