package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.host.Disk;
import dev.speckit.run.ArtifactTable;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.spec.UnifiedDiff;
import dev.speckit.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stage's file that a person edited, and the text beside it that speckit would have written.
///
/// @param written the event that says so
/// @param edited the person's file, relative to the workspace
record HandEdit(Path workspace, RunEvent.ArtifactWritten written, String edited) {

  /// Those that a run waits for.
  static List<HandEdit> of(Path workspace, Run run) {
    List<HandEdit> edits = new ArrayList<>();
    for (Stage stage : run.stages()) {
      Run.Artifact artifact = run.artifacts().get(stage);
      if (artifact != null
          && artifact.written() != null
          && artifact.written().conflict()
          && !run.endedStages().contains(stage)) {
        edits.add(new HandEdit(workspace, artifact.written(), artifact.intended().path()));
      }
    }
    return edits;
  }

  /// Records the person's file as what the stage wrote, once the new text beside it is gone: the
  /// person has taken from it what was wanted. A file that is the new text is speckit's again.
  void settle(Journal journal, String run) throws InterruptedException {
    Path file = workspace.resolve(edited);
    if (Disk.exists(workspace.resolve(written.path())) || !Disk.isFile(file)) {
      return;
    }
    String sha256 = Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX));
    journal.append(
        run,
        new RunEvent.ArtifactWritten(written.stage(), edited, sha256, false),
        transaction -> own(transaction, run, sha256, journal));
  }

  private void own(Transaction transaction, String run, String sha256, Journal journal) {
    if (sha256.equals(written.sha256())) {
      ArtifactTable.written(transaction, run, edited, sha256, journal.now());
    }
  }

  /// From the person's text to the new one; empty when either is gone.
  Optional<Block> difference() {
    Path before = workspace.resolve(edited);
    Path after = workspace.resolve(written.path());
    if (!Disk.isFile(before) || !Disk.isFile(after)) {
      return Optional.empty();
    }
    return Optional.of(
        new Block.Diff(
            UnifiedDiff.of(edited, lines(before), written.path(), lines(after)).shortened()));
  }

  /// A person's file may hold any bytes; what is no text is shown as such.
  private static List<String> lines(Path file) {
    byte[] bytes = Disk.read(file, Disk.TEXT_BYTES_MAX);
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
