package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// What an error of the database means: who must act, and how. The numbers are SQLite's primary
/// result codes (sqlite.org/rescode.html).
final class Trouble {
  private static final int ERROR = 1;
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int CONSTRAINT = 19;
  private static final int MISMATCH = 20;
  private static final int MISUSE = 21;
  private static final int RANGE = 25;
  private static final int NOTADB = 26;

  /// What is known of a damaged file that SQLite refuses.
  static final String UNREADABLE_PAGES = "its pages do not fit together";

  /// Less than SQLite needs for what its connections share, its smallest file beside a store.
  private static final long FREE_BYTES_MIN = 64L << 10;

  private Trouble() {}

  static RuntimeException of(SQLException failure, Path file, String what) {
    return switch (kind(failure, file)) {
      case BUSY, LOCKED -> locked(file, failure);
      case FULL -> full(file, failure);
      case PERM, READONLY ->
          unavailable(failure, readOnlyProblem(file, "the store cannot be written"));
      case CANTOPEN ->
          unavailable(
              failure,
              problem(file, "store-unavailable", "the store cannot be opened")
                  .remedy("check the owner and the permissions of the file and its folder"));
      case CORRUPT -> corrupt(file, UNREADABLE_PAGES, failure);
      case NOTADB -> notDatabase(file, failure);
      case IOERR ->
          unavailable(
              failure,
              problem(
                      file,
                      "store-unavailable",
                      "the disk failed while " + what + ": " + text(failure))
                  .remedy("check the disk and run the command again"));
      case ERROR, CONSTRAINT, MISMATCH, MISUSE, RANGE ->
          new IllegalStateException(text(failure) + " while " + what, failure);
      default ->
          unavailable(
              failure,
              problem(
                      file,
                      "store-unavailable",
                      "the database failed while " + what + ": " + text(failure))
                  .remedy("run the command again; if it stays so, check the file and its disk"));
    };
  }

  /// SQLite tells some failures of a full or read-only disk as others.
  private static int kind(SQLException failure, Path file) {
    int code = primary(failure);
    if (code == IOERR && isFull(failure, file)) {
      return FULL;
    }
    return code == CANTOPEN && isInReadOnlyFolder(file) ? READONLY : code;
  }

  private static Failure.Unavailable full(Path file, SQLException failure) {
    return unavailable(
        failure,
        problem(file, "store-full", "the store cannot grow: the disk or its quota is full")
            .remedy("free some space and run the command again; nothing written before is lost"));
  }

  private static boolean isFull(SQLException failure, Path file) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return false;
    }
    return switch (sqlite.getResultCode()) {
      case SQLITE_IOERR,
          SQLITE_IOERR_WRITE,
          SQLITE_IOERR_FSYNC,
          SQLITE_IOERR_DIR_FSYNC,
          SQLITE_IOERR_TRUNCATE,
          SQLITE_IOERR_CLOSE,
          SQLITE_IOERR_SHMOPEN,
          SQLITE_IOERR_SHMSIZE,
          SQLITE_IOERR_SHMMAP ->
          Disk.freeBytes(file).orElse(FREE_BYTES_MIN) < FREE_BYTES_MIN;
      default -> false;
    };
  }

  static Failure.Unavailable locked(Path file, @Nullable Throwable cause) {
    Problem problem =
        problem(file, "store-locked", "another program holds the store's write lock")
            .remedy("wait until it has ended, or end it, and run the command again");
    return cause == null ? new Failure.Unavailable(problem) : unavailable(cause, problem);
  }

  static Failure.Unavailable readOnly(Path file, String why) {
    return new Failure.Unavailable(
        readOnlyProblem(file, "the store's folder is read-only: " + why));
  }

  private static Problem readOnlyProblem(Path file, String message) {
    return problem(file, "store-read-only", message)
        .remedy(
            "make the file and its folder writable for you, or move the workspace to a disk that"
                + " is");
  }

  private static boolean isInReadOnlyFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null && Disk.isFolder(folder) && !Disk.isWritable(folder);
  }

  /// Whether nothing can be read of the file, whatever is wrong with it.
  static boolean isUnreadable(Failure failure) {
    String code = failure.problems().getFirst().code();
    return code.equals("store-not-a-database") || isCorrupt(failure);
  }

  static boolean isCorrupt(Failure failure) {
    return failure.problems().getFirst().code().equals("store-corrupt");
  }

  /// Another connection is there; what is to be done needs the store for itself.
  static Failure.Unavailable open(Path file, String what) {
    return new Failure.Unavailable(
        problem(file, "store-locked", "another program has the store open, and " + what)
            .remedy("wait until it has ended, or end it, and run the command again"));
  }

  static Failure.Unavailable corrupt(Path file, String why, @Nullable Throwable cause) {
    Problem problem =
        problem(file, "store-corrupt", "the store is damaged: " + why + "; nothing was changed")
            .remedy(restoring(file));
    return cause == null ? new Failure.Unavailable(problem) : unavailable(cause, problem);
  }

  static Failure.Unavailable notDatabase(Path file, @Nullable Throwable cause) {
    Problem problem =
        problem(file, "store-not-a-database", "the file is no speckit store; nothing was changed")
            .remedy(restoring(file));
    return cause == null ? new Failure.Unavailable(problem) : unavailable(cause, problem);
  }

  private static String restoring(Path file) {
    return StorePaths.newestBackup(file)
            .map(newest -> "`speckit db restore " + newest + "` puts back the newest backup")
            .orElse("`speckit db restore FILE` puts back a backup of yours")
        + " and keeps this file beside it; or move the file away to start with an empty store";
  }

  static Failure.Unavailable newer(Path file, long theirs, long ours) {
    return new Failure.Unavailable(
        problem(
                file,
                "store-newer",
                "the store has version "
                    + theirs
                    + ", newer than this program knows ("
                    + ours
                    + ")")
            .remedy("update speckit"));
  }

  static Failure.Unavailable setting(Path file, String name, String wanted, String found) {
    return new Failure.Unavailable(
        problem(
                file,
                "store-setting",
                "the store does not accept the setting "
                    + name
                    + "="
                    + wanted
                    + ", it has "
                    + found)
            .remedy(
                "move the workspace to a local disk, or move the file away to start with an empty"
                    + " store"));
  }

  /// Whether the database itself failed, and not the work that used it.
  static boolean isEnvironment(Throwable failure) {
    return failure instanceof Failure.Unavailable && failure.getCause() instanceof SQLException;
  }

  /// Whether another writer was in the way somewhere below; then the whole transaction is repeated.
  static boolean isBusy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        int code = primary(sql);
        return code == BUSY || code == LOCKED;
      }
    }
    return false;
  }

  private static int primary(SQLException failure) {
    return failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
  }

  private static Failure.Unavailable unavailable(Throwable cause, Problem problem) {
    return new Failure.Unavailable(problem, cause);
  }

  private static Problem problem(Path file, String code, String message) {
    return Problem.of(code, message).at(Place.of(file.toString()));
  }

  private static String text(SQLException failure) {
    String message = failure.getMessage();
    return message == null ? "an error without a message" : message;
  }
}
