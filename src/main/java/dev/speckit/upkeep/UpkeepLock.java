package dev.speckit.upkeep;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One upkeep at a time in a workspace.
final class UpkeepLock {
  private static final String NAME = "upkeep";

  private UpkeepLock() {}

  /// The file that the lock is held on; its time says when upkeep last started.
  static Path file(Path workspace) {
    return workspace.resolve(".speckit").resolve("locks").resolve(NAME + ".lock");
  }

  /// Notes that upkeep started.
  static void touch(Path workspace, Instant now) {
    Path file = file(workspace);
    if (Disk.exists(file)) {
      Disk.setModifiedMillis(file, now.toEpochMilli());
    }
  }

  /// @return empty when another upkeep is going on
  static Optional<FileLock> tryAcquire(Path workspace) throws InterruptedException {
    try {
      return Optional.of(Workspace.lock(workspace, NAME, Duration.ZERO));
    } catch (Failure.Unavailable busy) {
      if (busy.problems().getFirst().code().equals("locked")) {
        return Optional.empty();
      }
      throw busy;
    }
  }
}
