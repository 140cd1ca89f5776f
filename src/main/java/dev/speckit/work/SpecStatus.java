package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.ContextDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The status in a spec's own document.
final class SpecStatus {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private SpecStatus() {}

  /// Changes the value of the document's `Status`, in its header or its front matter, and nothing
  /// else of it.
  ///
  /// @return why it could not be changed; empty when it is what it should be
  static List<Problem> set(Scene scene, String status) throws InterruptedException {
    Path file = scene.entry().documentPath();
    String name = scene.entry().path();
    try (FileLock _ = scene.documentsLock(PATIENCE)) {
      String text = Disk.readText(file);
      // Header and front matter have one form in specs and contexts.
      ContextDocument after = ContextDocument.of(name, text).withStatus(status);
      if (!after.text().equals(text)) {
        Disk.write(file, after.text());
      }
      SpecEntry now = scene.tree().find(scene.entry().id().toString());
      if (now.status().startsWith(status) || !after.kept().isEmpty()) {
        return after.kept();
      }
      return List.of(
          Problem.of("no-status", "the spec has no status that could be set to " + status)
              .at(name)
              .remedy("write **Status**: " + status + " under its title"));
    } catch (Failure.Invalid failure) {
      return failure.problems();
    }
  }
}
