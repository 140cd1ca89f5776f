package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of all files that belong to a store or are kept of it.
final class StorePaths {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern STAMPED = Pattern.compile("\\d{8}T\\d{9}Z");
  private static final String BACKUP = ".backup";

  private StorePaths() {}

  /// Commits that are not in the file yet.
  static Path log(Path store) {
    return with(store, "-wal");
  }

  /// What SQLite's connections share of the log.
  static Path shared(Path store) {
    return with(store, "-shm");
  }

  /// What is undone when a writer without a log was killed.
  static Path journal(Path store) {
    return with(store, "-journal");
  }

  /// Held shared while a store is opened, alone while it is migrated or replaced.
  static Path lock(Path store) {
    return with(store, ".lock");
  }

  /// All files of a store.
  static List<Path> parts(Path store) {
    return List.of(store, log(store), shared(store), journal(store), lock(store));
  }

  /// A backup that is made before the store is changed as a whole.
  static Path besideBefore(Path store, long version, Instant now) {
    return with(store, ".v" + version + "-" + STAMP.format(now) + BACKUP);
  }

  /// A backup that somebody asked for without a name.
  static Path asked(Path store, Instant now) {
    return folder(store).resolve("speckit-" + STAMP.format(now) + ".db");
  }

  /// What stood in a store's place before a backup was put there.
  static Path replaced(Path store, Instant now) {
    return store.resolveSibling(replacedBeginning(store) + STAMP.format(now));
  }

  static String replacedBeginning(Path store) {
    return store.getFileName() + ".replaced-";
  }

  /// The newest backup, by the time in its name: a copied file has another time of its own.
  static Optional<Path> newestBackup(Path store) {
    String beginning = store.getFileName() + ".";
    Stream<Path> beside =
        listed(folder(store).resolveSibling("")).stream()
            .filter(each -> each.getFileName().toString().startsWith(beginning))
            .filter(each -> each.getFileName().toString().endsWith(BACKUP));
    return Stream.concat(beside, listed(folder(store)).stream())
        .filter(each -> !stampOf(each).isEmpty())
        .max(Comparator.comparing(StorePaths::stampOf));
  }

  /// It is asked while something else goes wrong, which must be told and not this.
  private static List<Path> listed(Path folder) {
    try {
      return Disk.list(folder);
    } catch (Failure.Unavailable _) {
      return List.of();
    }
  }

  private static String stampOf(Path file) {
    Matcher stamp = STAMPED.matcher(file.getFileName().toString());
    return stamp.find() ? stamp.group() : "";
  }

  private static Path folder(Path store) {
    return store.resolveSibling("backups");
  }

  private static Path with(Path store, String ending) {
    return store.resolveSibling(store.getFileName() + ending);
  }
}
