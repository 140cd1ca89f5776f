package dev.speckit.pipeline;

import dev.speckit.candidate.Repository;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.run.VerdictTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what speckit can find by itself at audit and unlock, before anybody is asked.
final class Noting {
  private final Journal journal;
  private final RunScene scene;

  Noting(Journal journal, RunScene scene) {
    this.journal = journal;
    this.scene = scene;
  }

  void note(Run run, Stage stage) throws InterruptedException {
    Json.Fields content =
        switch (stage) {
          case AUDIT -> audit(run);
          case UNLOCK -> unlock(run);
          case PLAN, TASKS, IMPLEMENT, VALIDATE ->
              throw new IllegalArgumentException("nothing is noted at " + stage.word());
        };
    journal.append(run.id(), new RunEvent.Noted(stage, content));
  }

  private Json.Fields audit(Run run) throws InterruptedException {
    Optional<Repository> repository = new WorkPlaces(scene, run.id()).findRepository();
    AuditNotes.Changed changed =
        repository.isPresent()
            ? new SpecChanges(journal, scene, repository.get()).of(run)
            : AuditNotes.Changed.NOTHING;
    return AuditNotes.of(scene.workspace(), changed).with("files", Json.texts(changed.files()));
  }

  private Json.Fields unlock(Run run) throws InterruptedException {
    return OpenPoint.note(OpenPoints.of(run, known(run)));
  }

  private OpenPoints.Known known(Run run) throws InterruptedException {
    Map<Stage, String> artifacts = new EnumMap<>(Stage.class);
    Set<Stage> written = EnumSet.noneOf(Stage.class);
    List<String> waiting = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      Path file = scene.artifact(stage);
      artifacts.put(stage, scene.relative(file));
      if (stage != Stage.UNLOCK && Disk.isFile(file)) {
        written.add(stage);
      }
      if (Disk.isFile(Fence.beside(file))) {
        waiting.add(scene.relative(Fence.beside(file)));
      }
    }
    return new OpenPoints.Known(
        scene.spec().document(),
        scene.spec().path(),
        journal.store().read(transaction -> VerdictTable.questions(transaction, run.id())),
        verdicts(run),
        artifacts,
        written,
        waiting);
  }

  /// Of this run; of a stage that it does not take, the latest of the spec.
  private Map<Stage, Json.Fields> verdicts(Run run) throws InterruptedException {
    Map<Stage, Json.Fields> verdicts = new EnumMap<>(Stage.class);
    for (Stage stage : List.of(Stage.VALIDATE, Stage.AUDIT)) {
      Optional<Run.PartState> part = run.part(Part.own(stage));
      Optional<Json.Fields> content =
          run.stages().contains(stage)
              ? part.isEmpty()
                  ? Optional.empty()
                  : journal
                      .store()
                      .read(transaction ->
                          VerdictTable.latest(
                              transaction,
                              run.id(),
                              stage.subject().word(),
                              part.get().entered().input()))
              : journal
                  .store()
                  .read(transaction ->
                      VerdictTable.latestOfSpec(
                          transaction, run.started().spec(), stage.subject().word()));
      content.ifPresent(fields -> verdicts.put(stage, fields));
    }
    return verdicts;
  }
}
