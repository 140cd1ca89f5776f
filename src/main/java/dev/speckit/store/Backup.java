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
  static Path beside(Session session, Path store, long version, Instant now) {
    Path copy = StorePaths.besideBefore(store, version, now);
    write(session, copy, false);
    return copy;
  }

  /// @throws Failure.NeedsApproval when something is there and may not be replaced
  static void write(Session session, Path target, boolean replace) {
    refuseFolder(target);
    if (!replace) {
      refuseStanding(target);
    }
    Path temporary = Disk.createTemporary(target);
    try {
      copy(session, temporary, target);
      if (replace) {
        Disk.putInPlace(temporary, target);
      } else if (!Disk.putIfAbsent(temporary, target)) {
        refuseStanding(target);
      }
    } finally {
      Disk.delete(temporary);
    }
  }

  private static void refuseFolder(Path target) {
    if (Disk.isFolder(target)) {
      throw new Failure.Invalid(
          Problem.of("folder-not-file", "a folder stands where the backup is to be")
              .at(target.toString())
              .remedy("name a file in it"));
    }
  }

  private static void refuseStanding(Path target) {
    if (Disk.exists(target)) {
      throw new Failure.NeedsApproval(
          Problem.of("file-exists", "a file stands where the backup is to be")
              .at(target.toString())
              .remedy("name another file, or replace it with --force"));
    }
  }

  /// Fills an empty file with a copy and checks what stands in it then.
  ///
  /// @param target for whom it is meant, in what is told
  static void copy(Session session, Path empty, Path target) {
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
      List<String> problems = Look.problems(copy, Depth.WHOLE);
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

  /// A copy over a part of the store would destroy what it copies.
  static void refuseItself(Path store, Path target) {
    boolean part =
        StorePaths.parts(store).stream()
            .anyMatch(each -> each.equals(target) || Disk.isOneFile(each, target));
    if (part) {
      throw new Failure.Usage(
          Problem.of("backup-is-store", "the backup would overwrite the store itself")
              .at(target.toString())
              .remedy("name another file"));
    }
  }
}
