package dev.speckit.pipeline;

import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.TreeState;
import dev.speckit.consensus.NativeFinding;
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
import java.util.LinkedHashMap;
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
    Json.Fields note = AuditNotes.of(scene.workspace(), changed);
    return (repository.isPresent() ? note : unseen(note))
        .with("files", Json.texts(changed.files()));
  }

  /// Without git nobody knows what was changed.
  private static Json.Fields unseen(Json.Fields note) {
    List<NativeFinding> findings = new ArrayList<>(NativeFinding.read(note));
    findings.addFirst(
        new NativeFinding(
            "files",
            Magnitude.IMPORTANT,
            null,
            null,
            "no changed files could be looked at: the workspace is in no git repository with a"
                + " commit"));
    return NativeFinding.note(findings);
  }

  private Json.Fields unlock(Run run) throws InterruptedException {
    return OpenPoint.note(OpenPoints.of(run, known(run)));
  }

  private OpenPoints.Known known(Run run) throws InterruptedException {
    LatestWork work = LatestWork.of(journal, run);
    Optional<Repository> repository = new WorkPlaces(scene, run.id()).findRepository();
    Map<Stage, String> artifacts = new EnumMap<>(Stage.class);
    List<String> waiting = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      Path file = scene.artifact(stage);
      artifacts.put(stage, scene.relative(file));
      if (Disk.isFile(Fence.beside(file))) {
        waiting.add(scene.relative(Fence.beside(file)));
      }
    }
    return new OpenPoints.Known(
        scene.spec().document(),
        scene.spec().path(),
        work,
        repository.isPresent() ? TreeState.of(repository.get()) : "",
        landed(work, repository),
        questions(run, work),
        verdicts(work),
        artifacts,
        waiting);
  }

  /// Whether the candidate that was chosen last is part of what is checked out.
  private static boolean landed(LatestWork work, Optional<Repository> repository)
      throws InterruptedException {
    Optional<Run> source = work.of(Stage.IMPLEMENT);
    RunEvent.CandidateChosen chosen = source.map(run -> run.implementation().chosen()).orElse(null);
    return chosen != null
        && chosen.agent() != null
        && repository.isPresent()
        && repository.get().holds(chosen.commit(), files(source.get()).orElse(List.of()));
  }

  private static Optional<List<String>> files(Run run) {
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    if (chosen == null || chosen.agent() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(run.implementation().candidates().get(chosen.agent()))
        .map(RunEvent.CandidateTaken::files);
  }

  /// Each once, of the runs that tell of the stages; what a person settled in any run is settled.
  private List<VerdictTable.QuestionRow> questions(Run run, LatestWork work)
      throws InterruptedException {
    Set<String> settled = Settled.of(journal, run).keySet();
    Map<String, VerdictTable.QuestionRow> rows = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      Optional<Run> source = work.of(stage);
      if (source.isPresent()) {
        journal
            .store()
            .read(transaction -> VerdictTable.questions(transaction, source.get().id()))
            .forEach(row -> rows.putIfAbsent(row.question(), row));
      }
    }
    rows.keySet().removeAll(settled);
    return List.copyOf(rows.values());
  }

  private Map<Stage, Json.Fields> verdicts(LatestWork work) throws InterruptedException {
    Map<Stage, Json.Fields> verdicts = new EnumMap<>(Stage.class);
    for (Stage stage : List.of(Stage.VALIDATE, Stage.AUDIT)) {
      Optional<Run> source = work.of(stage);
      Optional<Run.PartState> part = source.flatMap(run -> run.part(Part.own(stage)));
      if (source.isEmpty() || part.isEmpty()) {
        continue;
      }
      journal
          .store()
          .read(transaction ->
              VerdictTable.latest(
                  transaction,
                  source.get().id(),
                  stage.subject().word(),
                  part.get().entered().input()))
          .ifPresent(content -> verdicts.put(stage, content));
    }
    return verdicts;
  }
}
