package dev.speckit.pipeline.replay;

import dev.speckit.pipeline.NextStep;
import dev.speckit.run.Part;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.util.Optional;

/// Which step an event is the outcome of.
final class RecordedStep {
  private RecordedStep() {}

  /// Empty for what comes from outside of the rules: persons, stops, and what follows from them.
  static Optional<NextStep> of(RunEvent event) {
    return switch (event) {
      case RunEvent.PartEntered each -> Optional.of(new NextStep.Ask(each.part()));
      case RunEvent.PartAsked each -> Optional.of(new NextStep.Ask(each.part()));
      case RunEvent.WorktreeIntended _ -> Optional.of(new NextStep.Ask(Part.own(Stage.IMPLEMENT)));
      case RunEvent.PartDecided each -> Optional.of(new NextStep.Compare(each.part()));
      case RunEvent.CheckpointDecided each -> Optional.of(new NextStep.Decide(each.checkpoint()));
      case RunEvent.CandidateTaken each -> Optional.of(new NextStep.TakeCandidate(each.agent()));
      case RunEvent.ChecksIntended each ->
          Optional.of(new NextStep.Check(each.stage(), each.tree()));
      case RunEvent.CheckEnded each -> Optional.of(new NextStep.Check(each.stage(), each.tree()));
      case RunEvent.ChecksEnded each -> Optional.of(new NextStep.Check(each.stage(), each.tree()));
      case RunEvent.CandidateChosen _ -> Optional.of(new NextStep.Choose());
      case RunEvent.ApplyIntended _, RunEvent.Applied _ -> Optional.of(new NextStep.Apply());
      case RunEvent.Noted each -> Optional.of(new NextStep.Note(each.stage()));
      case RunEvent.ArtifactIntended each -> Optional.of(new NextStep.Write(each.stage()));
      case RunEvent.StageEnded each -> Optional.of(new NextStep.EndStage(each.stage()));
      // An agent may still end after a person asked for the end; a person's own file is recorded
      // as written before a resume.
      case RunEvent.AttemptStarted _,
          RunEvent.AttemptEnded _,
          RunEvent.ArtifactWritten _,
          RunEvent.CandidateKept _,
          RunEvent.FilesChanged _,
          RunEvent.Started _,
          RunEvent.Resumed _,
          RunEvent.QuestionAnswered _,
          RunEvent.QuestionReopened _,
          RunEvent.EditIntended _,
          RunEvent.Edited _,
          RunEvent.CancelRequested _,
          RunEvent.Stopped _ ->
          Optional.empty();
    };
  }
}
