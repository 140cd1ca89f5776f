package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.failure.ExitCode;
import dev.speckit.json.Json;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a run does next, as a value. Decided by a pure function, carried out by the [Engine].
public sealed interface NextStep {
  RunEvent.Noted NOTHING = new RunEvent.Noted(Stage.UNLOCK, Json.fields());

  /// Ask the roster of a part, or those of it who have not answered.
  record Ask(Part part) implements NextStep {}

  /// Compare the answers of a part.
  record Compare(Part part) implements NextStep {}

  /// Decide the gates of a checkpoint together.
  record Decide(Checkpoint checkpoint) implements NextStep {}

  /// Keep what an agent left in its work tree.
  record TakeCandidate(AgentName agent) implements NextStep {}

  /// Run the project's checks on a tree.
  record Check(Stage stage, CheckedTree tree) implements NextStep {}

  /// Choose among the candidates.
  record Choose() implements NextStep {}

  /// Bring the chosen candidate onto the branch that is checked out.
  record Apply() implements NextStep {}

  /// Find what speckit can find by itself.
  record Note(Stage stage) implements NextStep {}

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
    return switch (stage) {
      case PLAN, TASKS -> first(agreed(run, stage), written(run, stage));
      case IMPLEMENT -> implement(run);
      case VALIDATE -> validate(run);
      case AUDIT -> audit(run);
      case UNLOCK -> unlock(run);
    };
  }

  private static @Nullable NextStep first(@Nullable NextStep... steps) {
    for (NextStep step : steps) {
      if (step != null) {
        return step;
      }
    }
    return null;
  }

  /// Candidates are kept, checked and compared; the best one moves the branch.
  private static @Nullable NextStep implement(Run run) {
    NextStep agreed = agreed(run, Stage.IMPLEMENT);
    if (agreed != null) {
      return agreed;
    }
    Run.Implementation work = run.implementation();
    Run.PartState part = run.part(Part.own(Stage.IMPLEMENT)).orElseThrow();
    List<AgentName> answered = part.entered().roster().stream().filter(part::hasAnswered).toList();
    for (AgentName agent : answered) {
      if (!work.candidates().containsKey(agent)) {
        return new TakeCandidate(agent);
      }
    }
    if (work.chosen() == null) {
      NextStep check = checked(run, Stage.IMPLEMENT, CheckedTree.BASE);
      for (RunEvent.CandidateTaken candidate : work.candidates().values()) {
        if (check == null && candidate.rejected() == null && !candidate.commit().isEmpty()) {
          check = checked(run, Stage.IMPLEMENT, CheckedTree.candidate(candidate.agent()));
        }
      }
      return check == null ? new Choose() : check;
    }
    if (work.chosen().agent() == null) {
      return first(
          written(run, Stage.IMPLEMENT),
          new Stop(RunState.BLOCKED, ExitCode.BLOCKED, work.chosen().explanation()));
    }
    if (work.applied() == null) {
      return new Apply();
    }
    String refused = work.applied().refused();
    return first(
        written(run, Stage.IMPLEMENT),
        refused == null ? null : new Stop(RunState.WAITING, ExitCode.NEEDS_APPROVAL, refused));
  }

  /// A failed check is a fact that no opinion can outweigh: nobody is asked.
  private static @Nullable NextStep validate(Run run) {
    NextStep check = checked(run, Stage.VALIDATE, CheckedTree.WORKSPACE);
    if (check != null) {
      return check;
    }
    Run.Checked checked = run.checked(Stage.VALIDATE, CheckedTree.WORKSPACE).orElseThrow();
    if (!Boolean.TRUE.equals(checked.passed())) {
      return first(
          written(run, Stage.VALIDATE),
          new Stop(RunState.BLOCKED, ExitCode.BLOCKED, failedChecks(checked)));
    }
    return first(
        changed(run, Stage.VALIDATE),
        agreed(run, Stage.VALIDATE),
        written(run, Stage.VALIDATE),
        objection(run, Stage.VALIDATE, ExitCode.BLOCKED));
  }

  /// What was said of files that are not there any more as they were is said of nothing.
  private static @Nullable NextStep changed(Run run, Stage stage) {
    RunEvent.FilesChanged changed = run.filesChanged().get(stage);
    boolean isAsked = run.part(Part.own(stage)).map(part -> part.asked()).orElse(false);
    boolean isCompared = run.part(Part.own(stage)).map(part -> part.decided() != null).orElse(true);
    if (changed == null || (isAsked && !isCompared)) {
      return null;
    }
    return first(
        written(run, stage),
        new Stop(
            RunState.BLOCKED,
            ExitCode.BLOCKED,
            "files changed while they were "
                + (stage == Stage.VALIDATE ? "validated" : "audited")
                + ": "
                + changed.names()));
  }

  private static String failedChecks(Run.Checked checked) {
    return checked.results().stream()
        .filter(result -> !result.passed())
        .map(result ->
            "check " + result.name() + (result.reason() == null ? "" : ": " + result.reason()))
        .collect(Collectors.joining("; "));
  }

  /// What is critical by a rule needs no opinion: nobody is asked. Checks that the audit has of its
  /// own come first.
  private static @Nullable NextStep audit(Run run) {
    NextStep found =
        first(checked(run, Stage.AUDIT, CheckedTree.WORKSPACE), noted(run, Stage.AUDIT));
    if (found != null) {
      return found;
    }
    Run.Checked checked = run.checked(Stage.AUDIT, CheckedTree.WORKSPACE).orElseThrow();
    Optional<String> against =
        Boolean.TRUE.equals(checked.passed())
            ? AuditNotes.objection(run.notes().getOrDefault(Stage.AUDIT, NOTHING).content())
            : Optional.of(failedChecks(checked));
    if (against.isPresent()) {
      return first(
          written(run, Stage.AUDIT), new Stop(RunState.BLOCKED, ExitCode.BLOCKED, against.get()));
    }
    return first(
        changed(run, Stage.AUDIT),
        agreed(run, Stage.AUDIT),
        written(run, Stage.AUDIT),
        objection(run, Stage.AUDIT, ExitCode.BLOCKED));
  }

  /// As long as a point is open nobody is asked whether to open the lock.
  private static @Nullable NextStep unlock(Run run) {
    NextStep noted = noted(run, Stage.UNLOCK);
    if (noted != null) {
      return noted;
    }
    int open =
        run.notes().getOrDefault(Stage.UNLOCK, NOTHING).content().objects("open_points").size();
    if (open > 0) {
      return first(
          written(run, Stage.UNLOCK),
          new Stop(
              RunState.BLOCKED,
              ExitCode.SHIP_BLOCKED,
              open == 1 ? "1 point is open" : open + " points are open"));
    }
    return first(
        agreed(run, Stage.UNLOCK),
        written(run, Stage.UNLOCK),
        objection(run, Stage.UNLOCK, ExitCode.SHIP_BLOCKED));
  }

  private static @Nullable NextStep noted(Run run, Stage stage) {
    return run.notes().containsKey(stage) ? null : new Note(stage);
  }

  private static @Nullable NextStep checked(Run run, Stage stage, CheckedTree tree) {
    boolean over = run.checked(stage, tree).map(state -> state.passed() != null).orElse(false);
    return over ? null : new Check(stage, tree);
  }

  /// What stands against the stage although enough answered.
  private static @Nullable NextStep objection(Run run, Stage stage, ExitCode exit) {
    return run.part(Part.own(stage))
        .map(Run.PartState::decided)
        .map(RunEvent.PartDecided::objection)
        .map(objection -> new Stop(RunState.BLOCKED, exit, objection))
        .orElse(null);
  }

  /// The roster is asked and its answers are compared; null when enough answered.
  private static @Nullable NextStep agreed(Run run, Stage stage) {
    Part part = Part.own(stage);
    NextStep asking = asking(run, part);
    if (asking != null) {
      return asking;
    }
    RunEvent.PartDecided decided = run.part(part).map(Run.PartState::decided).orElseThrow();
    return decided.passes() ? null : tooFew(run, part, decided);
  }

  private static @Nullable NextStep written(Run run, Stage stage) {
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
    if (state.decided() == null) {
      return new Compare(part);
    }
    return state.asksOnceMore() ? new Ask(part) : null;
  }
}
