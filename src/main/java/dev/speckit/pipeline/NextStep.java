package dev.speckit.pipeline;

import dev.speckit.failure.ExitCode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a run does next, as a value. Decided by a pure function, carried out by the [Engine].
sealed interface NextStep {

  /// Ask the roster of a part, or those of it who have not answered.
  record Ask(Part part) implements NextStep {}

  /// Compare the answers of a part.
  record Compare(Part part) implements NextStep {}

  /// Decide the gates of a checkpoint together.
  record Decide(Checkpoint checkpoint) implements NextStep {}

  /// Write what a stage agreed on.
  record Write(Stage stage) implements NextStep {}

  record EndStage(Stage stage) implements NextStep {}

  /// End the run, for now or for good.
  record Stop(RunState state, ExitCode exit, String reason) implements NextStep {}

  /// Nothing is left to do: the run has stopped.
  record Nothing() implements NextStep {}

  /// The next step of a run. The order of a stage: gates before it, its own work, its artefact,
  /// gates after it.
  static NextStep of(Run run) {
    if (run.stopped() != null) {
      return new Nothing();
    }
    if (run.cancelRequested()) {
      return new Stop(RunState.CANCELLED, ExitCode.INTERRUPTED, "cancelled");
    }
    for (Stage stage : run.stages()) {
      NextStep step = of(run, stage);
      if (step != null) {
        return step;
      }
    }
    return new Stop(RunState.DONE, ExitCode.OK, "every stage is done");
  }

  private static @Nullable NextStep of(Run run, Stage stage) {
    if (run.endedStages().contains(stage)) {
      return null;
    }
    NextStep before = gates(run, new Checkpoint(stage, true));
    if (before != null) {
      return before;
    }
    NextStep own = own(run, stage);
    if (own != null) {
      return own;
    }
    NextStep after = gates(run, new Checkpoint(stage, false));
    return after == null ? new EndStage(stage) : after;
  }

  private static @Nullable NextStep gates(Run run, Checkpoint checkpoint) {
    List<Part> gates = checkpoint.gates();
    for (Part gate : gates) {
      NextStep step = asking(run, gate);
      if (step != null) {
        return step;
      }
    }
    if (gates.isEmpty()) {
      return null;
    }
    RunEvent.CheckpointDecided decided = run.checkpoints().get(checkpoint);
    if (decided == null) {
      return new Decide(checkpoint);
    }
    return switch (decided.decision()) {
      case "continue" -> null;
      case "stop" -> new Stop(RunState.WAITING, decided.exit(), decided.reason());
      case "blocked" -> new Stop(RunState.BLOCKED, decided.exit(), decided.reason());
      default -> new Stop(RunState.FAILED, decided.exit(), decided.reason());
    };
  }

  private static @Nullable NextStep own(Run run, Stage stage) {
    Part part = Part.own(stage);
    NextStep asking = asking(run, part);
    if (asking != null) {
      return asking;
    }
    RunEvent.PartDecided decided = run.part(part).map(Run.PartState::decided).orElseThrow();
    if (!decided.passes()) {
      return tooFew(run, part, decided);
    }
    Run.Artifact artifact = run.artifacts().get(stage);
    if (artifact == null || artifact.written() == null) {
      return new Write(stage);
    }
    if (artifact.written().conflict()) {
      return new Stop(
          RunState.WAITING,
          ExitCode.NEEDS_APPROVAL,
          "the file of the stage was edited by hand; the new text is in "
              + artifact.written().path());
    }
    return null;
  }

  private static NextStep tooFew(Run run, Part part, RunEvent.PartDecided decided) {
    String reason =
        decided.agreement().responders()
            + " of "
            + decided.agreement().roster()
            + " agents answered "
            + part.name()
            + run.part(part).orElseThrow().rateLimited().stream()
                .map(agent -> "; " + agent)
                .collect(Collectors.joining());
    if (decided.agreement().responders() > 0) {
      return new Stop(RunState.BLOCKED, ExitCode.BLOCKED, reason);
    }
    boolean nobodyCouldStart = run.part(part).orElseThrow().nobodyCouldStart();
    return new Stop(
        RunState.FAILED, nobodyCouldStart ? ExitCode.ENVIRONMENT : ExitCode.BLOCKED, reason);
  }

  private static @Nullable NextStep asking(Run run, Part part) {
    Run.PartState state = run.parts().get(part);
    if (state == null || !state.asked()) {
      return new Ask(part);
    }
    return state.decided() == null ? new Compare(part) : null;
  }
}
