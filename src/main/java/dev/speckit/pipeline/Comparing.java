package dev.speckit.pipeline;

import dev.speckit.consensus.Lookup;
import dev.speckit.evidence.VerdictFile;
import dev.speckit.json.Json;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.VerdictTable;
import java.util.List;
import java.util.Optional;

/// Compares the answers of a part and records the verdict, in one transaction with references to
/// exactly the answers it was made from.
final class Comparing {
  private final Journal journal;
  private final RunScene scene;
  private final WatchedFiles watched;

  Comparing(Journal journal, RunScene scene, WatchedFiles watched) {
    this.journal = journal;
    this.scene = scene;
    this.watched = watched;
  }

  void compare(Run run, Part part) throws InterruptedException {
    Answers answers = Answers.read(journal, run, part);
    Compared compared =
        new Judging(journal, SpecSeen.of(scene)).compared(part, answers, lookup(run, part));
    Optional<Round> round =
        Round.of(
            part, answers.state(), compared.disputed(), scene.settings().rosters().secondRound());
    RunEvent.PartDecided decided = compared.event(part, round);
    Json.Fields content = compared.json(round);
    String input = answers.state().entered().input();
    Json.Fields verdict =
        Json.fields()
            .with("schema_version", 1)
            .with("run", run.id())
            .with("spec", scene.spec().id().toString())
            .with("stage", part.stage().word())
            .with("subject", part.subject().word())
            .with("input", input)
            .with("decided_at", journal.now())
            .with("status", decided.participation())
            .with("agreement", decided.agreement().json())
            .with("content", content);
    VerdictFile.write(scene.workspace(), scene.spec().id().toString(), part.name(), verdict);
    journal.append(
        run.id(),
        decided,
        transaction ->
            VerdictTable.insert(
                transaction,
                run.id(),
                part,
                input,
                journal.now(),
                decided.participation(),
                decided.agreement(),
                compared.participation().quorum().need(),
                content,
                answers.ids()));
  }

  /// What was asked about files holds only when they are still the same.
  private Lookup lookup(Run run, Part part) throws InterruptedException {
    List<String> changed = WatchedFiles.isAbout(part) ? watched.changed(part.stage()) : List.of();
    if (!changed.isEmpty()) {
      journal.append(run.id(), new RunEvent.FilesChanged(part.stage(), changed));
    }
    return watched.lookup(part, changed);
  }
}
