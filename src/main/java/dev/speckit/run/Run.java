package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.checks.CheckResult;
import dev.speckit.gate.GateDecision.OnQuestion;
import java.time.Instant;
import java.util.ArrayList;
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
/// @param implementation what implement has come to
/// @param checked what the checks said of each tree, by stage
/// @param filesChanged files that changed while a stage looked at them, by stage
/// @param notes what speckit found by itself, by stage
/// @param answered what a person settled, by question
/// @param edits answers that were written into documents, in order
/// @param costMicros what its attempts cost as far as that is known, in millionths of a dollar
/// @param cancelRequested whether somebody asked for the end since the last resume
/// @param stopped how it ended; null while it is under way
/// @param endedAt when it ended; null while it is under way
public record Run(
    String id,
    RunEvent.Started started,
    Instant startedAt,
    OnQuestion onQuestion,
    Map<Part, PartState> parts,
    Map<Checkpoint, RunEvent.CheckpointDecided> checkpoints,
    Map<Stage, Artifact> artifacts,
    List<Stage> endedStages,
    Implementation implementation,
    Map<StageTree, Checked> checked,
    Map<Stage, RunEvent.FilesChanged> filesChanged,
    Map<Stage, RunEvent.Noted> notes,
    Map<String, RunEvent.QuestionAnswered> answered,
    List<Edit> edits,
    long costMicros,
    boolean cancelRequested,
    RunEvent.@Nullable Stopped stopped,
    @Nullable Instant endedAt) {

  /// @param sequence 1-based, without a gap
  public record Recorded(int sequence, Instant at, RunEvent event) {}

  /// @param asked whether the batch is over
  /// @param decided null until the answers were compared
  /// @param fresh the number of attempts made before the last resume that gave this part new
  ///   chances
  /// @param stale the number of attempts whose work was given up: their answers count no more
  /// @param first the round before, when this is the second one; else null
  public record PartState(
      RunEvent.PartEntered entered,
      List<Attempt> attempts,
      boolean asked,
      RunEvent.@Nullable PartDecided decided,
      int fresh,
      int stale,
      @Nullable PartState first) {
    public PartState {
      attempts = List.copyOf(attempts);
    }

    /// 1, or 2 when the roster was asked once more.
    public int round() {
      return first == null ? 1 : 2;
    }

    /// The claims that this round is about; empty in the first one, which is about everything.
    public List<String> disputed() {
      return first == null || first.decided == null ? List.of() : first.decided.disputed();
    }

    /// Whether the roster is to be asked once more: never a third time.
    public boolean asksOnceMore() {
      return first == null && decided != null && decided.passes() && !decided.disputed().isEmpty();
    }

    /// The claims that the part's next question is about; empty when it is about everything.
    public List<String> onceMore() {
      return asksOnceMore() && decided != null ? decided.disputed() : disputed();
    }

    public List<Attempt> attempts(AgentName agent) {
      return attempts.stream().filter(attempt -> attempt.agent().equals(agent)).toList();
    }

    public boolean hasAnswered(AgentName agent) {
      return attempts.stream()
          .skip(stale)
          .anyMatch(
              attempt -> attempt.agent().equals(agent) && attempt.outcome() == Outcome.ANSWERED);
    }

    /// Outcomes that count against the agent's allowance: those since it was last given new
    /// chances, without attempts that died with speckit or met a rate limit.
    public List<Outcome> spent(AgentName agent) {
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
    public boolean mayBeAsked(AgentName agent, int attemptsMax) {
      List<Outcome> spent = spent(agent);
      return !hasAnswered(agent) && (spent.isEmpty() || again(spent, attemptsMax));
    }

    /// Whether one more attempt may follow these.
    public static boolean again(List<Outcome> spent, int attemptsMax) {
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
    public List<String> rateLimited() {
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
    public boolean nobodyCouldStart() {
      return attempts.stream().allMatch(attempt -> attempt.outcome() == Outcome.NOT_INSTALLED);
    }

    /// The part after a person resumed a run that had stopped: one that did not pass is asked
    /// again, with new chances for those who have not answered.
    PartState reopened() {
      boolean passed = decided != null && decided.passes();
      return passed
          ? this
          : new PartState(entered, attempts, false, null, attempts.size(), stale, first);
    }

    /// The part when what was answered counts no more.
    PartState givenUp() {
      return new PartState(entered, attempts, false, null, attempts.size(), attempts.size(), first);
    }

    PartState with(List<Attempt> changed) {
      return new PartState(entered, changed, asked, decided, fresh, stale, first);
    }

    PartState with(RunEvent.@Nullable PartDecided outcome) {
      return new PartState(entered, attempts, true, outcome, fresh, stale, first);
    }

    /// The number that the agent's next attempt gets.
    public int nextNumber(AgentName agent) {
      return attempts(agent).stream().mapToInt(Attempt::number).max().orElse(0) + 1;
    }
  }

  /// @param outcome null while it is under way, or when speckit was killed meanwhile
  /// @param endedAt never before the start; null likewise, and when the clock tells nothing
  ///   possible
  public record Attempt(
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
  public record Artifact(
      RunEvent.ArtifactIntended intended, RunEvent.@Nullable ArtifactWritten written) {}

  /// What implement has come to, of the input it works on now.
  ///
  /// @param worktrees by agent
  /// @param candidates by agent, in the order in which they were taken
  /// @param kept names of candidates that checks had removed and that were given again
  /// @param applying null until the branch is about to be moved
  /// @param lost what became of candidates of earlier inputs, none of which could be taken
  /// @param standing the commit of an earlier input that is on the branch; null when there is none
  public record Implementation(
      Map<AgentName, RunEvent.WorktreeIntended> worktrees,
      Map<AgentName, RunEvent.CandidateTaken> candidates,
      List<RunEvent.CandidateKept> kept,
      RunEvent.@Nullable CandidateChosen chosen,
      RunEvent.@Nullable ApplyIntended applying,
      RunEvent.@Nullable Applied applied,
      List<String> lost,
      @Nullable String standing) {}

  /// A tree that the checks run on at a stage.
  public record StageTree(Stage stage, CheckedTree tree) {}

  /// @param results of those that have ended, in order
  /// @param passed null until all have ended
  /// @param after the state of the files when all had ended; null when it is not known
  public record Checked(
      RunEvent.ChecksIntended intended,
      List<CheckResult> results,
      @Nullable Boolean passed,
      @Nullable String after) {
    public Checked {
      results = List.copyOf(results);
    }

    /// Whether these are the files that were looked at: as they were before, or with what the
    /// checks wrote anew. Also when nobody can tell.
    public boolean isOf(String files) {
      return intended.state().isEmpty() || files.equals(intended.state()) || files.equals(after);
    }
  }

  /// @param done null between intent and outcome
  public record Edit(RunEvent.EditIntended intended, RunEvent.@Nullable Edited done) {}

  public RunState state() {
    return stopped == null ? RunState.RUNNING : stopped.state();
  }

  /// What the checks of a stage said of a tree; empty before they were asked.
  public Optional<Checked> checked(Stage stage, CheckedTree tree) {
    return Optional.ofNullable(checked.get(new StageTree(stage, tree)));
  }

  public Optional<PartState> part(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /// The stages this run takes, in order.
  public List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(started.from()) >= 0
          && stage.compareTo(started.to()) <= 0
          && !started.skipped().containsKey(stage)) {
        stages.add(stage);
      }
    }
    return stages;
  }
}
