package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The file of a store as such, which may be old, damaged or missing. What only looks here neither
/// migrates nor mends it, as opening a [Store] would.
public final class StoreFile {
  private final Path file;
  private final Host host;
  private final Schema schema;

  private StoreFile(Path file, Host host, Schema schema) {
    this.file = file;
    this.host = host;
    this.schema = schema;
  }

  public static StoreFile of(Path file, Host host) {
    return of(file, host, Schema.CURRENT);
  }

  static StoreFile of(Path file, Host host, Schema schema) {
    Path absolute = file.toAbsolutePath().normalize();
    return new StoreFile(Disk.realPath(absolute).orElse(absolute), host, schema);
  }

  public Path path() {
    return file;
  }

  /// Whether there is something of a store, be it only commits whose file is gone.
  public boolean exists() {
    return Disk.exists(file) || Disk.size(StorePaths.log(file)) > 0;
  }

  /// The version to which this program brings a store.
  public long programVersion() {
    return schema.version();
  }

  /// Where a backup goes when nobody says where.
  public Path backupPath() {
    return StorePaths.asked(file, host.clock().instant());
  }

  /// As [Store#figures].
  ///
  /// @throws Failure.Unavailable when it is damaged, newer, or no store
  public StoreFigures figures() throws InterruptedException {
    return Aside.run(this::look, session -> Look.figures(session, file));
  }

  /// Reads one consistent snapshot of a store of any version that this program knows.
  public <T> T read(Work<T> work) throws InterruptedException {
    return Aside.run(
        this::look,
        session -> {
          session.execute("BEGIN");
          T value = work.run(session);
          session.execute("ROLLBACK");
          return value;
        });
  }

  /// As [Store#check]; a file so damaged that it cannot be opened is told as well.
  ///
  /// @throws Failure.Unavailable when it is newer, or no store
  public List<String> check(Depth depth) throws InterruptedException {
    List<String> found = new ArrayList<>();
    try {
      found.addAll(Aside.run(this::look, session -> Look.problems(session, depth, schema)));
    } catch (Failure.Unavailable failure) {
      if (!Trouble.isCorrupt(failure)) {
        throw failure;
      }
      found.add(Trouble.UNREADABLE_PAGES);
    }
    return found;
  }

  /// What to tell of a store in which [#check] found something.
  public Problem damaged(String found) {
    return Trouble.corrupt(file, found, null).problems().getFirst();
  }

  /// As [Store#backup], of a store of any version that this program knows.
  public void backup(Path target, boolean replace) throws InterruptedException {
    Path absolute = target.toAbsolutePath().normalize();
    BackupTarget.refuseItself(file, absolute);
    Instant before = host.clock().instant().minus(LeftCopies.AGE);
    long _ = sweep(before);
    long _ = LeftCopies.sweepOf(absolute, before);
    String _ =
        Aside.run(
            this::look,
            session -> {
              Backup.write(session, absolute, schema, replace);
              return "";
            });
  }

  /// Brings the store to this program's version, as opening it would.
  public Migrated migrate() throws InterruptedException {
    return new Opening(file, host, schema).migrate();
  }

  /// Whether [#migrate] would change anything.
  public boolean isCurrent() throws InterruptedException {
    return Aside.run(this::look, session -> Opening.isCurrent(session, schema));
  }

  /// Checks a backup as [#restore] does first, and changes nothing.
  ///
  /// @throws Failure.Invalid when it is missing, damaged, or no store
  /// @throws Failure.Unavailable when it is newer than this program
  public Verified verify(Path backup) throws InterruptedException {
    return restoring(backup).verify();
  }

  /// Puts a backup in the place of the store, after a check, and keeps what stood there beside it,
  /// whatever it was. Killed at any moment, the old store or the new one is there.
  ///
  /// @throws Failure.Invalid when the backup is missing, damaged, or no store
  /// @throws Failure.Unavailable when the backup is newer than this program, when another program
  ///   has the store open, or when the disk is full; then nothing was changed
  public Restored restore(Path backup) throws InterruptedException {
    Restore restore = restoring(backup);
    long _ = sweep(host.clock().instant().minus(LeftCopies.AGE));
    return restore.run();
  }

  /// Removes copies of the store that killed programs left beside it and in the folder of its
  /// backups, and second names of the store itself.
  ///
  /// @param before only copies that were last written before then; an hour ago is safe
  /// @return bytes that became free
  public long sweep(Instant before) throws InterruptedException {
    new Opening(file, host, schema).removeTwins();
    return LeftCopies.sweep(file, before);
  }

  private Restore restoring(Path backup) {
    Path absolute = backup.toAbsolutePath().normalize();
    if (Disk.isOneFile(absolute, file)) {
      throw new Failure.Usage(
          Problem.of("backup-is-store", "the backup is the store itself")
              .at(absolute.toString())
              .remedy("name another file"));
    }
    return new Restore(file, absolute, host, schema);
  }

  private Session look() throws InterruptedException {
    return new Opening(file, host, schema).look();
  }
}
