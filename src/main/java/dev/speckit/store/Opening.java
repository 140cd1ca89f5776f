package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens connections: looks before it writes, refuses what is not ours, sets and verifies every
/// setting.
final class Opening {
  /// Half of what is usual: rows are removed here and there, and a page is given back only when
  /// nothing is left on it. With 5 % of the rows left at random the file is 1.13 times their bytes,
  /// with pages of 4096 bytes 1.23 times.
  private static final String PAGE_BYTES = "2048";

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What every database begins with, sqlite.org/fileformat.html.
  private static final long HEADER_BYTES = 100;

  private static final int CONNECTIONS_MAX = 3;

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
    refuseFolder();
    refuseLogAlone();
    if (Disk.exists(file) && isReadOnly()) {
      return readOnly();
    }
    Path folder = file.getParent();
    if (folder != null) {
      Disk.makeFolders(folder);
    }
    boolean created = Disk.createPrivateFile(file);
    long bytes = Disk.size(file);
    if (bytes > 0 && bytes < HEADER_BYTES) {
      // SQLite would take it for an empty file and write over it.
      throw Trouble.notDatabase(file, null);
    }
    removeTwins();
    boolean unclean = !created && Disk.size(StorePaths.log(file)) > 0;
    if (unclean && Disk.size(StorePaths.journal(file)) == 0) {
      // Not on the connection that stays: one that can write brings the log into the file when it
      // is closed, damaged or not.
      String _ = shared(this::checked);
    }
    return connected();
  }

  private void refuseFolder() {
    if (Disk.isFolder(file)) {
      throw new Failure.Invalid(
          Problem.of("folder-not-file", "a folder stands where the store is to be")
              .at(file.toString())
              .remedy("move the folder away"));
    }
  }

  /// SQLite would remove the log, and with it commits that stand nowhere else.
  private void refuseLogAlone() {
    if (Disk.size(file) == 0 && Disk.size(StorePaths.log(file)) > 0) {
      throw Trouble.corrupt(
          file, "only its log is left, " + StorePaths.log(file).getFileName(), null);
    }
  }

  /// Whether nothing can be made beside the file, a lock neither.
  private boolean isReadOnly() {
    Path folder = file.getParent();
    return folder != null && !Disk.isWritable(folder);
  }

  /// Only what stands there already can be used.
  private Session readOnly() {
    Session session = look(Disk.size(StorePaths.log(file)) == 0);
    try {
      long version = version(session);
      if (version != schema.version()) {
        throw Trouble.readOnly(
            file, "it has version " + version + " and cannot be brought to " + schema.version());
      }
      return session;
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  private String checked() {
    try (Session session = look(false)) {
      refuseCutOff(session);
      if (Disk.size(file) <= CHECKED_BYTES_MAX) {
        List<String> found = Look.structure(session, "quick_check");
        if (!found.isEmpty()) {
          throw Trouble.corrupt(file, found.getFirst(), null);
        }
      }
      return "";
    }
  }

  /// The log can hold pages behind the end of the file, but not more than it has room for.
  private void refuseCutOff(Session session) {
    long pageBytes = session.number("PRAGMA page_size");
    long pages = session.number("PRAGMA page_count");
    long logged = Disk.size(StorePaths.log(file)) / pageBytes;
    if (Disk.size(file) / pageBytes + logged < pages) {
      throw Trouble.corrupt(file, "its end is cut off", null);
    }
  }

  /// As [LeftCopies#removeTwins], while no restore is under way.
  void removeTwins() throws InterruptedException {
    if (Disk.linkCount(file) > 1 && !isReadOnly()) {
      String _ =
          shared(() -> {
            LeftCopies.removeTwins(file);
            return "";
          });
    }
  }

  Schema schema() {
    return schema;
  }

  /// An older backup may be put back between the migration and the connection after it, but not
  /// again and again.
  private Session connected() throws InterruptedException {
    for (int attempt = 0; attempt < CONNECTIONS_MAX; attempt++) {
      Optional<Session> session = shared(this::current);
      if (session.isPresent()) {
        return session.get();
      }
      Migrated _ = migrate();
    }
    throw new IllegalStateException(
        file + " is not at version " + schema.version() + " after its migrations");
  }

  /// Opens while no restore can put another file in place: a connection that was opened to the old
  /// file must not read the log of the new one. As soon as it has read, it holds a lock of
  /// SQLite's, which keeps a restore away until it is closed.
  private <T> T shared(Supplier<T> opened) throws InterruptedException {
    try (FileLock _ = FileLock.acquireShared(StorePaths.lock(file), PATIENCE)) {
      return opened.get();
    }
  }

  /// A connection for looking, whatever version the store has.
  ///
  /// @throws Failure.Unavailable when it is damaged, newer, or no store
  Session look() throws InterruptedException {
    refuseFolder();
    refuseLogAlone();
    if (isReadOnly()) {
      // No restore can happen there, and no lock file be made.
      return look(Disk.size(StorePaths.log(file)) == 0);
    }
    return shared(() -> look(false));
  }

  private Session look(boolean alone) {
    Session session = Session.look(file, alone);
    try {
      set(session, "busy_timeout", Integer.toString(Session.BUSY_MILLIS));
      long _ = version(session);
      return session;
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  /// A connection when the store has this program's version and form; empty when it must be brought
  /// there.
  private Optional<Session> current() {
    Session session = Session.connect(file);
    try {
      set(session, "busy_timeout", Integer.toString(Session.BUSY_MILLIS));
      if (version(session) != schema.version() || !canShrink(session)) {
        session.close();
        return Optional.empty();
      }
      configure(session);
      return Optional.of(session);
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  /// One more connection to a store that [#first] has opened.
  Session next() {
    if (isReadOnly()) {
      return readOnly();
    }
    return current()
        .orElseThrow(() ->
            new IllegalStateException(
                file + " is not at version " + schema.version() + " after its migrations"));
  }

  /// Reads only: a file that is not ours must not be changed by the look at it.
  private long version(Session session) {
    long version = session.number("PRAGMA user_version");
    if (version > schema.version()) {
      throw Trouble.newer(file, version, schema.version());
    }
    boolean strange =
        version == 0
            && session.number(
                    "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE '%schema_history%'")
                > 0;
    if (version < 0 || strange) {
      throw Trouble.notDatabase(file, null);
    }
    return version;
  }

  /// Two processes may come here at once: the second finds everything done.
  Migrated migrate() throws InterruptedException {
    try (FileLock _ = FileLock.acquire(StorePaths.lock(file), PATIENCE)) {
      long _ = LeftCopies.sweep(file, host.clock().instant().minus(LeftCopies.AGE));
      long version;
      boolean converting;
      try (Session session = Session.connect(file)) {
        set(session, "busy_timeout", Integer.toString(Session.BUSY_MILLIS));
        version = version(session);
        converting = version > 0 && !canShrink(session);
        if (version == 0) {
          // Both before the first table, or never.
          set(session, "page_size", PAGE_BYTES);
          set(session, "auto_vacuum", "2");
          configure(session);
        }
      }
      Optional<Path> backup = Optional.empty();
      if (converting) {
        backup = Optional.of(convert(version));
      } else if (version > 0 && version < schema.version()) {
        backup = Optional.of(backUp(version));
      }
      if (version < schema.version()) {
        Migration.run(file, schema);
      }
      return new Migrated(version, schema.version(), converting, backup);
    }
  }

  private Path backUp(long version) {
    try (Session session = Session.connect(file)) {
      set(session, "busy_timeout", Integer.toString(Session.BUSY_MILLIS));
      configure(session);
      return Backup.beside(session, file, schema, version, host.clock().instant());
    }
  }

  /// The whole file is written anew, in one transaction.
  private Path convert(long version) {
    try (Session session =
        Session.alone(file)
            .orElseThrow(() -> Trouble.open(file, "it must be converted once, alone"))) {
      Path backup = Backup.beside(session, file, schema, version, host.clock().instant());
      session.execute("PRAGMA auto_vacuum=2");
      session.execute("VACUUM");
      verify(session, "auto_vacuum", "2");
      return backup;
    }
  }

  static boolean isCurrent(Session session, Schema schema) {
    return session.number("PRAGMA user_version") == schema.version() && canShrink(session);
  }

  /// Whether pages that hold nothing can be given back; set before the first table, or never.
  private static boolean canShrink(Session session) {
    return session.ask("PRAGMA auto_vacuum").equals(Optional.of("2"));
  }

  private void configure(Session session) {
    set(session, "journal_mode", "wal");
    set(session, "synchronous", "1");
    set(session, "foreign_keys", "1");
    set(session, "temp_store", "2");
    // 4 MiB: the working set of a run; the file itself stays in the system's cache.
    set(session, "cache_size", "-4096");
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
}
