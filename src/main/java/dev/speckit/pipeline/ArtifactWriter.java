package dev.speckit.pipeline;

import dev.speckit.evidence.StageFile;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.run.ArtifactTable;
import dev.speckit.run.EventTable;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Writes what a stage agreed on beside its spec. A file that speckit wrote and nobody touched is
/// replaced; one edited by hand is never overwritten: the new text goes to `plan.new.md`.
final class ArtifactWriter {
  private final Path workspace;
  private final Journal journal;

  ArtifactWriter(Path workspace, Journal journal) {
    this.workspace = workspace;
    this.journal = journal;
  }

  void write(Run run, Stage stage, Path file, String text) throws InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String sha256 = Disk.sha256(bytes);
    new Fence(workspace).refuseOutside(file);
    new Fence(workspace).refuseOutside(Fence.beside(file));
    boolean ours = isOurs(run, stage, file, sha256);
    Path target = ours ? file : free(run, stage, file, sha256);
    String written = relative(target);
    journal.append(run.id(), new RunEvent.ArtifactIntended(stage, relative(file), sha256));
    Disk.write(target, bytes);
    if (ours && isOurs(run, stage, Fence.beside(file), sha256)) {
      Disk.delete(Fence.beside(file));
    }
    journal.append(
        run.id(),
        new RunEvent.ArtifactWritten(stage, written, sha256, !ours),
        transaction ->
            ArtifactTable.written(transaction, run.id(), written, sha256, journal.now()));
  }

  /// `plan.new.md`; where a person works on that one too, `plan.new.2.md` and so on.
  private Path free(Run run, Stage stage, Path file, String sha256) throws InterruptedException {
    Path first = Fence.beside(file);
    Path target = first;
    String name = String.valueOf(first.getFileName());
    for (int number = 2; !isOurs(run, stage, target, sha256); number++) {
      target =
          first.resolveSibling(name.substring(0, name.length() - "md".length()) + number + ".md");
    }
    return target;
  }

  /// Ours: not there, already the new text, or one that speckit made: last, in an earlier run, as
  /// after a checkout of an older commit, or elsewhere, as in a clone, where the evidence tells.
  private boolean isOurs(Run run, Stage stage, Path file, String sha256)
      throws InterruptedException {
    if (!Disk.exists(file)) {
      return !Disk.isLink(file);
    }
    String now = Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX));
    if (now.equals(sha256)) {
      return true;
    }
    Run.Artifact artifact = run.artifacts().get(stage);
    if (artifact != null && artifact.intended().sha256().equals(now)) {
      return true;
    }
    int spec = run.started().spec();
    String path = relative(file);
    boolean last =
        journal
            .store()
            .read(transaction -> ArtifactTable.sha256(transaction, path))
            .filter(now::equals)
            .isPresent();
    return last
        || journal
            .store()
            .read(transaction -> EventTable.made(transaction, spec, path))
            .contains(now)
        || StageFile.artifact(workspace, String.valueOf(spec), stage.word(), path)
            .filter(now::equals)
            .isPresent();
  }

  private String relative(Path file) {
    return workspace.relativize(file).toString().replace('\\', '/');
  }

  static Json.Fields json(RunEvent.ArtifactWritten written) {
    return Json.fields()
        .with("path", written.path())
        .with("sha256", written.sha256())
        .with("conflict", written.conflict());
  }
}
