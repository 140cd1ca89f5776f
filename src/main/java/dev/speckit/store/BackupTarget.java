package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What may stand where a backup is to be: nothing, or an earlier backup when it may be replaced.
/// Anything else is somebody's and stays.
final class BackupTarget {
  private BackupTarget() {}

  /// @throws Failure.Invalid when what stands there is no backup
  /// @throws Failure.NeedsApproval when a backup stands there and may not be replaced
  static void refuseUnfit(Path target, boolean replace) {
    refuseOddFile(target, "where the backup is to be", "name a file in it");
    refuseOtherStore(target);
    if (!Disk.exists(target)) {
      return;
    }
    if (!isBackup(target)) {
      throw new Failure.Invalid(
          Problem.of(
                  "not-a-backup",
                  "the file that stands where the backup is to be is no backup; it is not replaced,"
                      + " with --force neither")
              .at(target.toString())
              .remedy("name another file"));
    }
    if (!replace) {
      refuseStanding(target);
    }
  }

  static void refuseStanding(Path target) {
    if (Disk.exists(target)) {
      throw new Failure.NeedsApproval(
          Problem.of("file-exists", "a file stands where the backup is to be")
              .at(target.toString())
              .remedy("name another file, or replace it with --force"));
    }
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

  /// A folder, a device, a pipe, a link: nothing that a backup is, was or becomes.
  ///
  /// @param where words after `a folder stands`
  static void refuseOddFile(Path file, String where, String folderRemedy) {
    if (Disk.isFolder(file)) {
      throw new Failure.Invalid(
          Problem.of("folder-not-file", "a folder stands " + where)
              .at(file.toString())
              .remedy(folderRemedy));
    }
    if (Disk.isLink(file) || (Disk.exists(file) && !Disk.isFile(file))) {
      throw new Failure.Invalid(
          Problem.of("not-a-file", "a device, pipe or link stands " + where + ", no plain file")
              .at(file.toString())
              .remedy("name a plain file"));
    }
  }

  /// The log beside a file would be taken for that of the backup; the lock says that the file is a
  /// store in use.
  private static void refuseOtherStore(Path target) {
    Optional<Path> part =
        StorePaths.parts(target).stream()
            .filter(each -> !each.equals(target))
            .filter(Disk::exists)
            .findFirst();
    if (part.isPresent()) {
      throw new Failure.Invalid(
          Problem.of(
                  "backup-beside-store",
                  "the name belongs to another store, whose "
                      + part.get().getFileName()
                      + " stands there")
              .at(target.toString())
              .remedy("name another file"));
    }
  }

  private static boolean isBackup(Path file) {
    try (Session session = Session.look(file, true)) {
      return session.number("PRAGMA user_version") > 0
          && Look.tables(session).containsAll(List.of("run", "event"));
    } catch (Failure.Unavailable _) {
      return false;
    }
  }
}
