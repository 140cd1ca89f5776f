package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitHead;
import dev.speckit.spec.Templates;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The context of a spec on the disk.
final class ContextFile {
  /// How often a change is made anew because a person saved the file meanwhile.
  private static final int ROUNDS_MAX = 5;

  private ContextFile() {}

  /// What is made of a context.
  interface Change {
    ContextDocument of(ContextDocument before) throws InterruptedException;
  }

  /// The context, or the template of one that was never there.
  ///
  /// @throws Failure.Invalid when the last commit has one: an empty one in its place would look as
  ///   if nothing had ever been done
  static ContextDocument read(Scene scene) {
    Path file = scene.entry().contextPath();
    if (Disk.exists(file)) {
      return ContextDocument.of(scene.shown(file), Disk.readText(file));
    }
    if (isCommitted(scene, file)) {
      throw new Failure.Invalid(
          Problem.of("context-deleted", "the context was deleted, but the last commit has it")
              .at(scene.shown(file))
              .remedy("git checkout HEAD -- " + scene.shown(file) + ", then call again"));
    }
    String fresh =
        Templates.context(scene.entry(), scene.parent(), WorkTime.written(scene.minute()));
    return ContextDocument.of(scene.shown(file), fresh);
  }

  private static boolean isCommitted(Scene scene, Path file) {
    try {
      return GitHead.text(scene.host(), scene.workspace(), file).isPresent();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure.Interrupted(
          Problem.of("interrupted", "interrupted while git was asked for the context"));
    }
  }

  /// Reads, changes and writes. A file that was saved by somebody else between the two is read
  /// again, so that nothing of it is lost. The caller holds the lock.
  static ContextDocument change(Scene scene, Change change) throws InterruptedException {
    Path file = scene.entry().contextPath();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      ContextDocument before = read(scene);
      boolean there = Disk.exists(file);
      ContextDocument after = change.of(before);
      if (there && after.text().equals(before.text())) {
        return after;
      }
      if (!there && Disk.create(file, after.text().getBytes(StandardCharsets.UTF_8))) {
        return after;
      }
      if (there && Disk.exists(file) && Disk.readText(file).equals(before.text())) {
        Disk.write(file, after.text());
        return after;
      }
    }
    throw new Failure.Unavailable(
        Problem.of("file-changing", "the context changes all the time")
            .at(scene.shown(file))
            .remedy("wait until the other program has saved it, then call again"));
  }
}
