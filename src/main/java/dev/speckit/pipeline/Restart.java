package dev.speckit.pipeline;

import dev.speckit.candidate.Repository;
import dev.speckit.candidate.TreeState;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.Stage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a run that is resumed must begin again, because what it built on is not so any more.
final class Restart {
  private final RunScene scene;
  private final Journal journal;

  Restart(RunScene scene, Journal journal) {
    this.scene = scene;
    this.journal = journal;
  }

  /// The first part that must be asked again; null when the run goes on where it stopped.
  @Nullable Part of(String id) throws InterruptedException {
    Run run = journal.read(id).orElseThrow();
    EditChain answers = EditChain.of(run, AskedQuestion.of(journal, run));
    Optional<String> files = files(run);
    for (Part part : Part.order(run.started().from(), run.started().to())) {
      if (hasOtherInput(run, part, answers)
          || isLost(run, part)
          || (files.isPresent() && sawOtherFiles(run, part, files.get()))) {
        return part;
      }
    }
    return null;
  }

  /// Whether it was asked something else than it would be asked now. An answer of a person that was
  /// written into the spec is no reason to ask again what came before it.
  private boolean hasOtherInput(Run run, Part part, EditChain answers) {
    Run.PartState state = run.parts().get(part);
    if (state == null) {
      return false;
    }
    PartInput input = PartInput.of(scene, part, StageFacts.of(run, part, state.disputed()));
    return !input.key().equals(state.entered().input())
        && !answers.explains(state, input.documents());
  }

  /// A run that stopped because no candidate could be taken asks for others, with what became of
  /// these.
  private static boolean isLost(Run run, Part part) {
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    return part.equals(Part.own(Stage.IMPLEMENT))
        && run.stopped() != null
        && run.state() == RunState.BLOCKED
        && chosen != null
        && chosen.agent() == null;
  }

  /// What was proven of other files is not proven of these.
  private static boolean sawOtherFiles(Run run, Part part, String files) {
    return part.isOwn()
        && run.endedStages().contains(part.stage())
        && run.checked(part.stage(), CheckedTree.WORKSPACE)
            .filter(checked -> !checked.isOf(files))
            .isPresent();
  }

  /// The state of the user's files, where a stage that is over looked at them.
  private Optional<String> files(Run run) throws InterruptedException {
    boolean looked =
        List.of(Stage.VALIDATE, Stage.AUDIT).stream().anyMatch(run.endedStages()::contains);
    Optional<Repository> repository = looked ? scene.surroundings().find() : Optional.empty();
    return repository.isPresent() ? Optional.of(TreeState.of(repository.get())) : Optional.empty();
  }
}
