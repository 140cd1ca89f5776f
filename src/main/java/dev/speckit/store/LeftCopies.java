package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Copies of a store that killed programs left. Removing them is never in the way of anything: what
/// cannot be removed stays.
final class LeftCopies {
  /// A copy is written all the time while it is made, and checked within this time.
  static final Duration AGE = Duration.ofHours(1);

  /// As [Disk#createTemporary] names them, and what SQLite keeps beside them.
  private static final Pattern COPY = Pattern.compile("\\..+\\d{5,}\\.tmp(-journal|-wal|-shm)?");

  private LeftCopies() {}

  /// Removes copies from the store's folder and that of its backups.
  ///
  /// @param before only what was last written before then
  /// @return bytes that became free
  static long sweep(Path store, Instant before) {
    Path folder = store.toAbsolutePath().resolveSibling("");
    return sweep(folder, before, _ -> true) + sweep(folder.resolve("backups"), before, _ -> true);
  }

  /// Removes copies that were to become one file, from a folder that holds other things too.
  static long sweepOf(Path target, Instant before) {
    String beginning = "." + target.getFileName();
    return sweep(
        target.toAbsolutePath().resolveSibling(""), before, name -> name.startsWith(beginning));
  }

  private static long sweep(Path folder, Instant before, Predicate<String> chosen) {
    long bytes = 0;
    for (Path each : listed(folder)) {
      String name = each.getFileName().toString();
      if (COPY.matcher(name).matches()
          && chosen.test(name)
          && Disk.isFile(each)
          && !Disk.isLink(each)
          && Disk.modifiedMillis(each) < before.toEpochMilli()) {
        bytes += removed(each);
      }
    }
    return bytes;
  }

  /// A restore that was killed before its last step leaves a second name of the live store. It
  /// would follow what is written there, and holds nothing of its own. Only while no restore can be
  /// under way.
  static void removeTwins(Path store) {
    if (Disk.linkCount(store) < 2) {
      return;
    }
    String beginning = StorePaths.replacedBeginning(store);
    for (Path each : listed(store.toAbsolutePath().resolveSibling(""))) {
      if (each.getFileName().toString().startsWith(beginning)
          && !Disk.isLink(each)
          && Disk.isOneFile(each, store)) {
        long _ = removed(each);
      }
    }
  }

  /// Removes a temporary copy with all that SQLite keeps beside it.
  static void discard(Path copy) {
    Disk.delete(copy);
    for (Path part :
        List.of(StorePaths.journal(copy), StorePaths.log(copy), StorePaths.shared(copy))) {
      Disk.delete(part);
    }
  }

  private static long removed(Path file) {
    long bytes = Disk.size(file);
    try {
      Disk.delete(file);
      return bytes;
    } catch (Failure.Unavailable _) {
      return 0;
    }
  }

  private static List<Path> listed(Path folder) {
    if (!Disk.isFolder(folder)) {
      return List.of();
    }
    try {
      return Disk.list(folder);
    } catch (Failure.Unavailable _) {
      return List.of();
    }
  }
}
