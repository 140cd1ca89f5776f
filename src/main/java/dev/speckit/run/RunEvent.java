package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.checks.CheckResult;
import dev.speckit.consensus.Agreement;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of a run's journal. The journal is append-only and the only truth about the run; every
/// effect on the world is an intent first and an outcome after.
public sealed interface RunEvent {

  /// @param spec id
  /// @param version of speckit
  /// @param skipped stages that are not taken, and why: those between the first and the last, of a
  ///   preset all
  /// @param payload SHA-256 of what the run works on: another run with the same one would do the
  ///   same again
  record Started(
      int spec,
      Stage from,
      Stage to,
      OnQuestion onQuestion,
      String version,
      Map<Stage, String> skipped,
      String payload)
      implements RunEvent {
    public Started {
      skipped = Map.copyOf(skipped);
    }
  }

  /// Somebody went on with the run.
  ///
  /// @param restart the first part whose input has changed since it was asked, or null
  record Resumed(OnQuestion onQuestion, @Nullable Part restart) implements RunEvent {}

  /// A roster is about to be asked.
  ///
  /// @param input SHA-256 of the prompt
  /// @param documents path to SHA-256 of what the prompt holds
  record PartEntered(
      Part part, String input, Map<String, String> documents, List<AgentName> roster, int need)
      implements RunEvent {
    /// The path under which a prompt holds the claims that its roster is asked about once more.
    public static final String DISPUTE = "fact:dispute";

    public PartEntered {
      documents = Map.copyOf(documents);
      roster = List.copyOf(roster);
    }

    /// Whether the roster is asked once more, about what its first answers differ in.
    public boolean isSecondRound() {
      return documents.containsKey(DISPUTE);
    }
  }

  /// Intent: an agent is about to be started.
  ///
  /// @param number 1-based, over the whole run
  /// @param reservedMicros what it may cost at most as far as can be told, in millionths of a
  ///   dollar; null when nobody knows a price
  record AttemptStarted(
      Part part,
      String input,
      AgentName agent,
      int number,
      String folder,
      @Nullable Long reservedMicros)
      implements RunEvent {}

  /// Outcome of [AttemptStarted].
  ///
  /// @param elapsedMillis measured from the decision to the end, whatever the time of day did
  ///   meanwhile; null when nobody saw the end
  /// @param costMicros what it cost, in millionths of a dollar; null when that is not known
  record AttemptEnded(
      Part part,
      String input,
      AgentName agent,
      int number,
      Outcome outcome,
      String reason,
      @Nullable Long elapsedMillis,
      @Nullable Long costMicros)
      implements RunEvent {}

  /// Everyone of the roster has answered or will not.
  record PartAsked(Part part) implements RunEvent {}

  /// The answers were compared.
  ///
  /// @param participation `full`, `degraded`, `insufficient` or `failed`
  /// @param passes whether enough answered
  /// @param agreement supporters: answers that stand behind something agreed
  /// @param objection why the stage does not pass although enough answered, one line; null when
  ///   nothing stands against it
  /// @param disputed claims that the roster is to be asked about once more; they name nobody
  record PartDecided(
      Part part,
      String participation,
      boolean passes,
      Agreement agreement,
      @Nullable String objection,
      List<String> disputed)
      implements RunEvent {
    public PartDecided {
      disputed = List.copyOf(disputed);
    }

    /// Where nobody is asked once more.
    public PartDecided(
        Part part,
        String participation,
        boolean passes,
        Agreement agreement,
        @Nullable String objection) {
      this(part, participation, passes, agreement, objection, List.of());
    }
  }

  /// The gates of a checkpoint were decided.
  ///
  /// @param decision `continue`, `stop`, `blocked` or `failed`
  /// @param exit the exit code of a run that ends here; OK for `continue`
  /// @param questions ids; open after `stop`, deferred after `continue`
  record CheckpointDecided(
      Checkpoint checkpoint, String decision, ExitCode exit, String reason, List<String> questions)
      implements RunEvent {
    public CheckpointDecided {
      questions = List.copyOf(questions);
    }
  }

  /// Intent: a file is about to be written.
  ///
  /// @param path relative to the workspace
  record ArtifactIntended(Stage stage, String path, String sha256) implements RunEvent {}

  /// Outcome of [ArtifactIntended].
  ///
  /// @param path where the text went: the artefact, or `plan.new.md` beside a file edited by hand
  record ArtifactWritten(Stage stage, String path, String sha256, boolean conflict)
      implements RunEvent {}

  record StageEnded(Stage stage) implements RunEvent {}

  /// Intent: a work tree is about to be made for an agent that changes files.
  ///
  /// @param path relative to the workspace
  /// @param base the commit it begins with
  record WorktreeIntended(String input, AgentName agent, String path, String base)
      implements RunEvent {}

  /// What an agent left in its work tree is kept as a commit.
  ///
  /// @param reference the name under which git keeps it; empty when there is nothing to keep
  /// @param commit hash; empty likewise
  /// @param files changed paths, relative to the repository
  /// @param leftOut paths it changed that are not taken, because they are speckit's own
  /// @param programs changed files that a check runs, with the check
  /// @param rejected why it cannot be chosen, or null
  record CandidateTaken(
      String input,
      AgentName agent,
      String reference,
      String commit,
      List<String> files,
      int added,
      int removed,
      List<String> leftOut,
      List<String> programs,
      @Nullable String rejected)
      implements RunEvent {
    public CandidateTaken {
      files = List.copyOf(files);
      leftOut = List.copyOf(leftOut);
      programs = List.copyOf(programs);
    }

    /// Of one that changes nothing that a check runs.
    public CandidateTaken(
        String input,
        AgentName agent,
        String reference,
        String commit,
        List<String> files,
        int added,
        int removed,
        List<String> leftOut,
        @Nullable String rejected) {
      this(input, agent, reference, commit, files, added, removed, leftOut, List.of(), rejected);
    }
  }

  /// The name of a candidate was gone or led elsewhere after checks had run, and leads to it again.
  ///
  /// @param tree that the checks had run on
  record CandidateKept(AgentName agent, String reference, CheckedTree tree) implements RunEvent {}

  /// Intent: the project's checks are about to run on a tree.
  ///
  /// @param state what the tree holds, as git's hash of it
  record ChecksIntended(Stage stage, CheckedTree tree, String state) implements RunEvent {}

  /// One check has ended.
  record CheckEnded(Stage stage, CheckedTree tree, CheckResult result) implements RunEvent {}

  /// All checks of a tree have ended.
  ///
  /// @param state as in [ChecksIntended], with what the checks wrote anew; null where it is not
  ///   known or nobody asks
  record ChecksEnded(Stage stage, CheckedTree tree, boolean passed, @Nullable String state)
      implements RunEvent {}

  /// Files that a stage looks at changed meanwhile: under its checks, or while agents were asked.
  /// What was said of them counts no more.
  ///
  /// @param files relative to the repository, sorted; at most [#FILES_MAX] of them
  /// @param count how many they are
  record FilesChanged(Stage stage, List<String> files, int count) implements RunEvent {
    static final int FILES_MAX = 20;

    public FilesChanged {
      files = List.copyOf(files.subList(0, Math.min(FILES_MAX, files.size())));
    }

    public FilesChanged(Stage stage, List<String> files) {
      this(stage, files, files.size());
    }

    /// `src/A.java, src/B.java and 7 more`.
    public String names() {
      int shown = Math.min(NAMED_MAX, files.size());
      String names = String.join(", ", files.subList(0, shown));
      return count > shown ? names + " and " + (count - shown) + " more" : names;
    }

    private static final int NAMED_MAX = 5;
  }

  /// @param agent whose candidate it is; null when none can be taken
  /// @param commit of the candidate; empty for none
  /// @param explanation why this one and none of the others
  record CandidateChosen(@Nullable AgentName agent, String commit, String explanation)
      implements RunEvent {}

  /// Intent: the branch that is checked out is about to be moved on.
  ///
  /// @param from the commit it stands at
  /// @param to the chosen one
  record ApplyIntended(String branch, String from, String to) implements RunEvent {}

  /// Outcome of [ApplyIntended].
  ///
  /// @param refused why the branch was not moved; null when it was
  /// @param remedy what a person can do, one line; null when nothing was refused, and in journals
  ///   of earlier versions, whose `refused` holds it
  record Applied(String branch, String commit, @Nullable String refused, @Nullable String remedy)
      implements RunEvent {}

  /// What speckit found by itself at a stage, before anybody was asked.
  record Noted(Stage stage, Json.Fields content) implements RunEvent {}

  /// A person settled a question.
  ///
  /// @param accepted whether the proposal is taken; a refusal keeps the text as it was
  /// @param answer the text, as proposed or in the person's own words
  record QuestionAnswered(String question, boolean accepted, String answer, String by)
      implements RunEvent {}

  /// A person took an answer back: the question is open again.
  record QuestionReopened(String question, String by) implements RunEvent {}

  /// Intent: an answer is about to be written into a document, or taken out of it again.
  ///
  /// @param before SHA-256 of the document
  /// @param after likewise
  /// @param removed the text that goes
  /// @param inserted the text that comes in its place
  record EditIntended(
      String question, String path, String before, String after, String removed, String inserted)
      implements RunEvent {}

  /// Outcome of [EditIntended]. The first one of a question puts its answer in, the next takes it
  /// out, and so on.
  record Edited(String question, String path, String before, String after) implements RunEvent {}

  /// A person asked for the end from elsewhere.
  record CancelRequested(String by) implements RunEvent {}

  /// The run ends here, for now or for good.
  record Stopped(RunState state, ExitCode exit, String reason) implements RunEvent {}

  /// The word in the store: `attempt-started`.
  default String kind() {
    return switch (this) {
      case Started _ -> "started";
      case Resumed _ -> "resumed";
      case PartEntered _ -> "part-entered";
      case AttemptStarted _ -> "attempt-started";
      case AttemptEnded _ -> "attempt-ended";
      case PartAsked _ -> "part-asked";
      case PartDecided _ -> "part-decided";
      case CheckpointDecided _ -> "checkpoint-decided";
      case ArtifactIntended _ -> "artifact-intended";
      case ArtifactWritten _ -> "artifact-written";
      case StageEnded _ -> "stage-ended";
      case WorktreeIntended _ -> "worktree-intended";
      case CandidateTaken _ -> "candidate-taken";
      case CandidateKept _ -> "candidate-kept";
      case ChecksIntended _ -> "checks-intended";
      case CheckEnded _ -> "check-ended";
      case ChecksEnded _ -> "checks-ended";
      case FilesChanged _ -> "files-changed";
      case CandidateChosen _ -> "candidate-chosen";
      case ApplyIntended _ -> "apply-intended";
      case Applied _ -> "applied";
      case Noted _ -> "noted";
      case QuestionAnswered _ -> "question-answered";
      case QuestionReopened _ -> "question-reopened";
      case EditIntended _ -> "edit-intended";
      case Edited _ -> "edited";
      case CancelRequested _ -> "cancel-requested";
      case Stopped _ -> "stopped";
    };
  }
}
