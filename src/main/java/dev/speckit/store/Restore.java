package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.host.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Puts a backup in the place of a store.
///
/// The new file is made and checked beside it. Then everybody else is kept out: those who open by
/// the lock file, those who have it open by SQLite's own lock. The old file gets a second name, and
/// the new one takes its first name, in one step each.
final class Restore {
  /// A connection of somebody else stays for as long as their command; to wait longer helps nobody.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration BETWEEN = Duration.ofMillis(50);

  /// The bytes that SQLite locks in every file (sqlite.org/fileformat.html, "lock-byte page"): who
  /// holds all of them is alone, even with a file that SQLite cannot read.
  private static final long LOCKED_FROM = 0x40000000L;

  private static final long LOCKED_COUNT = 512;

  private final Path file;
  private final Path backup;
  private final Host host;
  private final Schema schema;
  private final Pause pause = Pause.system();

  Restore(Path file, Path backup, Host host, Schema schema) {
    this.file = file;
    this.backup = backup;
    this.host = host;
    this.schema = schema;
  }

  Verified verify() throws InterruptedException {
    refuseMissing();
    return Aside.run(this::source, this::verified);
  }

  Restored run() throws InterruptedException {
    refuseMissing();
    if (Disk.isFolder(file)) {
      throw new Failure.Invalid(
          Problem.of("folder-not-file", "a folder stands where the store is to be")
              .at(file.toString())
              .remedy("move the folder away"));
    }
    Path made = Disk.createTemporary(file);
    try {
      Verified verified =
          Aside.run(
              this::source,
              session -> {
                Verified whole = verified(session);
                Backup.copy(session, made, file, schema);
                return whole;
              });
      letReadersIn(made);
      return new Restored(verified, replace(made));
    } finally {
      LeftCopies.discard(made);
    }
  }

  private void refuseMissing() {
    if (!Disk.isLink(backup)) {
      BackupTarget.refuseOddFile(
          backup, "where the backup is said to be", "name a file in it, the backup");
    }
    if (!Disk.isFile(backup)) {
      throw new Failure.Invalid(
          Problem.of("backup-missing", "there is no such backup")
              .at(backup.toString())
              .remedy("`speckit db backup` makes one; `.speckit/backups/` holds those of yours"));
    }
  }

  /// The commits of a backup may partly stand in a log beside it, as in the file that a former
  /// restore kept.
  private Session source() {
    return Session.look(backup, Disk.size(StorePaths.log(backup)) == 0);
  }

  private Verified verified(Session session) {
    try {
      long version = session.number("PRAGMA user_version");
      if (version > schema.version()) {
        throw Trouble.newer(backup, version, schema.version());
      }
      List<String> tables = Look.tables(session);
      if (version < 1 || !tables.contains("run") || !tables.contains("event")) {
        throw foreign();
      }
      List<String> problems = Look.problems(session, Depth.WHOLE, schema);
      if (!problems.isEmpty()) {
        throw damaged(problems.getFirst());
      }
      return new Verified(backup, Look.figures(session, backup));
    } catch (Failure.Unavailable failure) {
      throw switch (failure.problems().getFirst().code()) {
        case "store-corrupt" -> damaged("its pages do not fit together");
        case "store-not-a-database" -> foreign();
        default -> failure;
      };
    }
  }

  private Failure.Invalid foreign() {
    return new Failure.Invalid(
        Problem.of("backup-not-a-store", "the file is no speckit store; nothing was changed")
            .at(backup.toString())
            .remedy("name a file that `speckit db backup` made"));
  }

  private Failure.Invalid damaged(String why) {
    return new Failure.Invalid(
        Problem.of("backup-damaged", "the backup is damaged: " + why + "; nothing was changed")
            .at(backup.toString())
            .remedy("name another backup"));
  }

  /// In this mode every connection holds its lock from its first read on.
  private static void letReadersIn(Path made) {
    try (Session session = Session.connect(made)) {
      Optional<String> mode = session.ask("PRAGMA journal_mode=wal");
      if (!mode.equals(Optional.of("wal"))) {
        throw Trouble.setting(made, "journal_mode", "wal", mode.orElse("nothing"));
      }
    }
  }

  private Optional<Path> replace(Path made) throws InterruptedException {
    try (FileLock _ = FileLock.acquire(StorePaths.lock(file), Opening.PATIENCE)) {
      LeftCopies.removeTwins(file);
      Path kept = StorePaths.replaced(file, host.clock().instant());
      if (!Disk.exists(file)) {
        boolean log = setAside(kept);
        Disk.putInPlace(made, file);
        return log ? Optional.of(StorePaths.log(kept)) : Optional.empty();
      }
      try (AutoCloseableLock _ = alone()) {
        keep(kept);
        boolean _ = setAside(kept);
        Disk.putInPlace(made, file);
        return Optional.of(kept);
      }
    }
  }

  private interface AutoCloseableLock extends AutoCloseable {
    @Override
    void close();
  }

  private AutoCloseableLock alone() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Optional<AutoCloseableLock> alone = tryAlone();
    while (alone.isEmpty() && System.nanoTime() < until) {
      pause.pause(BETWEEN);
      alone = tryAlone();
    }
    return alone.orElseThrow(() -> Trouble.open(file, "it cannot be replaced meanwhile"));
  }

  /// A store that can be read is brought into one file first: its log would otherwise be taken for
  /// that of the new one. One that cannot be read keeps its log beside it under its second name.
  private Optional<AutoCloseableLock> tryAlone() {
    try {
      Optional<Session> session = Session.alone(file);
      session.ifPresent(this::intoOneFile);
      return session.map(open -> open::close);
    } catch (Failure.Unavailable failure) {
      if (!Trouble.isUnreadable(failure)) {
        throw failure;
      }
      return FileLock.tryBytes(file, LOCKED_FROM, LOCKED_COUNT).map(lock -> lock::close);
    }
  }

  private void intoOneFile(Session session) {
    try {
      Optional<String> mode = session.ask("PRAGMA journal_mode=delete");
      if (!mode.equals(Optional.of("delete"))) {
        throw Trouble.setting(file, "journal_mode", "delete", mode.orElse("nothing"));
      }
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  private void keep(Path kept) {
    if (!Disk.link(file, kept)) {
      throw new Failure.Unavailable(
          Problem.of("file-exists", "a file stands where the old store is to be kept")
              .at(kept.toString())
              .remedy("run the command again"));
    }
  }

  /// What SQLite would take for a part of the new file.
  ///
  /// @return whether there was anything
  private boolean setAside(Path kept) {
    boolean found = false;
    if (isSpent(StorePaths.journal(file))) {
      Disk.delete(StorePaths.journal(file));
    }
    for (UnaryOperator<Path> part :
        List.<UnaryOperator<Path>>of(StorePaths::log, StorePaths::journal)) {
      if (Disk.exists(part.apply(file))) {
        Disk.putInPlace(part.apply(file), part.apply(kept));
        found = true;
      }
    }
    Disk.delete(StorePaths.shared(file));
    return found;
  }

  /// Whoever is alone ends a transaction by zeros in place of the journal's beginning.
  private static boolean isSpent(Path journal) {
    return Disk.size(journal) == 0 || Disk.readHead(journal, 1).equals("\0");
  }
}
