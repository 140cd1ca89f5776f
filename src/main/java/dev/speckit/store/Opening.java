package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Opens connections: looks before it writes, refuses what is not ours, sets and verifies every
/// setting.
final class Opening {
  /// SQLite's own wait for a lock. Short, because it blocks its thread and cannot be interrupted;
  /// the long wait is ours.
  static final int BUSY_MILLIS = 200;

  private static final Duration MIGRATION_PATIENCE = Duration.ofSeconds(30);

  /// What is checked whole after an unclean end; 16 MiB take about 20 ms. Larger stores are checked
  /// by upkeep.
  private static final long CHECKED_BYTES_MAX = 16L << 20;

  private final Path file;
  private final Host host;
  private final Schema schema;

  Opening(Path file, Host host, Schema schema) {
    this.file = file;
    this.host = host;
    this.schema = schema;
  }

  /// The first connection of a process: creates, checks and migrates.
  Session first() throws InterruptedException {
    if (Disk.isFolder(file)) {
      throw new Failure.Invalid(
          Problem.of("folder-not-file", "a folder stands where the store is to be")
              .at(file.toString())
              .remedy("move the folder away"));
    }
    Path folder = file.getParent();
    if (folder != null) {
      Disk.makeFolders(folder);
    }
    boolean created = Disk.createPrivateFile(file);
    boolean unclean = !created && Disk.size(wal()) > 0;
    Session session = current().orElse(null);
    if (session == null) {
      migrate();
      session = next();
    }
    try {
      if (unclean && Disk.size(file) <= CHECKED_BYTES_MAX) {
        check(session);
      }
      return session;
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  /// A connection when the store has this program's version; empty when it must be migrated.
  private Optional<Session> current() {
    Session session = Session.connect(file);
    try {
      set(session, "busy_timeout", Integer.toString(BUSY_MILLIS));
      if (version(session) != schema.version()) {
        session.close();
        return Optional.empty();
      }
      verify(session, "auto_vacuum", "2");
      configure(session);
      return Optional.of(session);
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  /// One more connection to a store that [#first] has opened.
  Session next() {
    return current()
        .orElseThrow(() ->
            new IllegalStateException(
                file + " is not at version " + schema.version() + " after its migrations"));
  }

  private Path wal() {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /// Reads only: a file that is not ours must not be changed by the look at it.
  private long version(Session session) {
    long version = number(session, "PRAGMA user_version");
    if (version > schema.version()) {
      throw Trouble.newer(file, version, schema.version());
    }
    boolean strange =
        version == 0
            && number(
                    session,
                    "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE '%schema_history%'")
                > 0;
    if (version < 0 || strange) {
      throw Trouble.notDatabase(file, null);
    }
    return version;
  }

  /// Two processes may come here at once: the second finds everything done.
  private void migrate() throws InterruptedException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileLock _ = FileLock.acquire(lock, MIGRATION_PATIENCE)) {
      long version;
      try (Session session = Session.connect(file)) {
        set(session, "busy_timeout", Integer.toString(BUSY_MILLIS));
        version = version(session);
        if (version == schema.version()) {
          return;
        }
        if (version == 0) {
          // Before the first table, or it stays off for ever.
          set(session, "auto_vacuum", "2");
        } else {
          Migration.backUp(session, file, version, host.clock().instant());
        }
        configure(session);
        if (version == 0 && !schema.scripts().isEmpty()) {
          Creation.run(session, schema.scripts());
          return;
        }
      }
      Migration.run(file, schema, version);
    }
  }

  private void configure(Session session) {
    set(session, "journal_mode", "wal");
    set(session, "synchronous", "1");
    set(session, "foreign_keys", "1");
    set(session, "temp_store", "2");
    // 4 MiB: the working set of a run; the file itself stays in the system's cache.
    set(session, "cache_size", "-4096");
  }

  private void check(Session session) {
    Optional<String> found = session.ask("PRAGMA quick_check(1)");
    if (!found.equals(Optional.of("ok"))) {
      throw Trouble.corrupt(file, found.orElse("it cannot be checked"), null);
    }
  }

  private void set(Session session, String name, String value) {
    session.execute("PRAGMA " + name + "=" + value);
    verify(session, name, value);
  }

  private void verify(Session session, String name, String wanted) {
    String found = session.ask("PRAGMA " + name).orElse("nothing");
    if (!found.equals(wanted)) {
      throw Trouble.setting(file, name, wanted, found);
    }
  }

  private static long number(Session session, String sql) {
    return Long.parseLong(session.ask(sql).orElse("0"));
  }
}
