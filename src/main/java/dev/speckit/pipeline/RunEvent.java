package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.consensus.Agreement;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of a run's journal. The journal is append-only and the only truth about the run; every
/// effect on the world is an intent first and an outcome after.
sealed interface RunEvent {

  /// @param spec id
  /// @param version of speckit
  record Started(int spec, Stage from, Stage to, OnQuestion onQuestion, String version)
      implements RunEvent {}

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
    public PartEntered {
      documents = Map.copyOf(documents);
      roster = List.copyOf(roster);
    }
  }

  /// Intent: an agent is about to be started.
  ///
  /// @param number 1-based, over the whole run
  record AttemptStarted(Part part, String input, AgentName agent, int number, String folder)
      implements RunEvent {}

  /// Outcome of [AttemptStarted].
  ///
  /// @param elapsedMillis measured from the decision to the end, whatever the time of day did
  ///   meanwhile; null when nobody saw the end
  record AttemptEnded(
      Part part,
      String input,
      AgentName agent,
      int number,
      Outcome outcome,
      String reason,
      @Nullable Long elapsedMillis)
      implements RunEvent {}

  /// Everyone of the roster has answered or will not.
  record PartAsked(Part part) implements RunEvent {}

  /// The answers were compared.
  ///
  /// @param participation `full`, `degraded`, `insufficient` or `failed`
  /// @param agreement supporters: answers that stand behind something agreed
  record PartDecided(Part part, String participation, boolean passes, Agreement agreement)
      implements RunEvent {}

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
      case CancelRequested _ -> "cancel-requested";
      case Stopped _ -> "stopped";
    };
  }
}
