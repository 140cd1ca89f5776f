package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whole copies of a store, made while others write, and in place only after they were checked.
final class Backup {
  private Backup() {}

  /// Copies a store beside itself before it is changed as a whole.
  static Path beside(Session session, Path store, Schema schema, long version, Instant now) {
    Path copy = StorePaths.besideBefore(store, version, now);
    write(session, copy, schema, false);
    return copy;
  }

  /// @throws Failure.NeedsApproval when something is there and may not be replaced
  static void write(Session session, Path target, Schema schema, boolean replace) {
    BackupTarget.refuseUnfit(target, replace);
    if (session.number("PRAGMA user_version") == 0) {
      throw new Failure.Usage(
          Problem.of("no-store", "the store is an empty file, so there is nothing to back up")
              .remedy("the first `speckit run` fills it"));
    }
    Path temporary = Disk.createTemporary(target);
    try {
      copy(session, temporary, target, schema);
      if (replace) {
        Disk.putInPlace(temporary, target);
      } else if (!Disk.putIfAbsent(temporary, target)) {
        BackupTarget.refuseStanding(target);
      }
    } finally {
      LeftCopies.discard(temporary);
    }
  }

  /// Fills an empty file with a copy and checks what stands in it then.
  ///
  /// @param target for whom it is meant, in what is told
  static void copy(Session session, Path empty, Path target, Schema schema) {
    try {
      int _ = session.update("VACUUM INTO :copy", Parameters.of("copy", empty.toString()));
    } catch (Failure.Unavailable failure) {
      throw unwritten(failure, target);
    }
    String version = session.ask("PRAGMA user_version").orElse("0");
    letShrink(empty);
    try (Session copy = Session.look(empty, true)) {
      require(copy, target, "user_version", version);
      require(copy, target, "auto_vacuum", "2");
      List<String> problems = Look.problems(copy, Depth.WHOLE, schema);
      if (!problems.isEmpty()) {
        throw Trouble.corrupt(target, "its copy is not whole: " + problems.getFirst(), null);
      }
    }
  }

  /// The copy is one that can give free pages back, whatever the original is.
  private static void letShrink(Path file) {
    try (Session copy = Session.connect(file)) {
      if (!copy.ask("PRAGMA auto_vacuum").equals(Optional.of("2"))) {
        copy.execute("PRAGMA auto_vacuum=2");
        copy.execute("VACUUM");
      }
    }
  }

  private static void require(Session copy, Path target, String name, String wanted) {
    String found = copy.ask("PRAGMA " + name).orElse("nothing");
    if (!found.equals(wanted)) {
      throw new IllegalStateException(
          "the copy for " + target + " has " + name + "=" + found + " and not " + wanted);
    }
  }

  /// The disk of the copy is full, not that of the store.
  private static Failure.Unavailable unwritten(Failure.Unavailable failure, Path target) {
    String code = failure.problems().getFirst().code();
    if (code.equals("store-corrupt") || code.equals("store-locked")) {
      return failure;
    }
    return new Failure.Unavailable(
        Problem.of(
                "backup-failed",
                "the copy of the store could not be written: the disk, its quota or its largest"
                    + " file size is reached, or the disk failed; nothing is left of it")
            .at(target.toString())
            .remedy("free some space, or name a file on another disk"),
        failure);
  }
}
