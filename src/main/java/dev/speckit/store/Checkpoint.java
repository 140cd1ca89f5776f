package dev.speckit.store;

import dev.speckit.host.Disk;
import dev.speckit.host.Pause;
import java.nio.file.Path;
import java.time.Duration;

/// Brings commits from the log into the file.
final class Checkpoint {
  private static final int ATTEMPTS = 10;
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private Checkpoint() {}

  /// What can be brought without being in anybody's way.
  static void passive(Session session) {
    boolean _ = isWhole(session, "PRAGMA wal_checkpoint(PASSIVE)");
  }

  /// Also empties the log. It needs the write lock and no reader for a moment. While it waited for
  /// the readers it would keep the writers out; so it does not wait, but comes again.
  static Checkpointed truncating(Session session, Path file, Pause pause)
      throws InterruptedException {
    Path log = StorePaths.log(file);
    long before = Disk.size(log);
    passive(session);
    session.execute("PRAGMA busy_timeout=0");
    boolean whole = false;
    for (int attempt = 0; attempt < ATTEMPTS && !whole; attempt++) {
      if (attempt > 0) {
        pause.pause(BETWEEN);
        passive(session);
      }
      whole = isWhole(session, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
    session.execute("PRAGMA busy_timeout=" + Session.BUSY_MILLIS);
    return new Checkpointed(before, Disk.size(log), whole);
  }

  private static boolean isWhole(Session session, String sql) {
    return session.first(sql, Parameters.none(), row -> row.integer("busy")).orElse(1L) == 0;
  }
}
