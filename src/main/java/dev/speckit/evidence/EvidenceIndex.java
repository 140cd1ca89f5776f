package dev.speckit.evidence;

import dev.speckit.evidence.EvidencePlaces.Part;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.evidence.EvidenceTable.RunRow;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileStream;
import dev.speckit.host.FileTree;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What of evidence is on disk, compared with what the store knew. Links are not followed; what
/// cannot be read is told and hinders nothing else.
///
/// @param present every file on disk by its path, as it is to be recorded. A row that says
///   `archived` is of a file whose archive is recorded and whose removal was cut off
/// @param changes the rows in which disk and store differ
/// @param problems what could not be read
record EvidenceIndex(Map<String, FileRow> present, List<FileRow> changes, List<Problem> problems) {
  /// Rows of one transaction: some milliseconds, so that nobody waits for them.
  private static final int SLICE = 400;

  static EvidenceIndex of(EvidencePlaces places, Ledger ledger, Instant now) {
    List<Problem> problems = new ArrayList<>();
    Map<String, FileRow> present = new TreeMap<>();
    List<FileRow> changes = new ArrayList<>();
    Set<String> unread = new HashSet<>();
    boolean whole = true;
    for (Path root : roots(places)) {
      Optional<Path> link = places.linkTo(root);
      if (link.isPresent()) {
        problems.add(places.linked(link.get()));
        whole = false;
        continue;
      }
      if (!places.isOwnFolder(root)) {
        continue;
      }
      FileTree tree = FileTree.of(root);
      problems.addAll(tree.problems());
      whole &= tree.isWhole();
      for (Path file : tree.files()) {
        String path = places.relative(file);
        Optional<Place> place = EvidencePlaces.read(path);
        if (place.isEmpty()) {
          continue;
        }
        whole &= isReadable(path);
        Optional<FileRow> row = look(places, file, path, place.get(), ledger, now, problems);
        if (row.isEmpty()) {
          unread.add(path);
          continue;
        }
        present.put(path, row.get());
        if (!row.get().equals(ledger.files().get(path))) {
          changes.add(row.get());
        }
      }
    }
    if (whole) {
      ledger.files().values().stream()
          .filter(each -> each.state() == FileState.PRESENT)
          .filter(each -> !present.containsKey(each.path()) && !unread.contains(each.path()))
          .forEach(each -> changes.add(missing(each, ledger)));
    }
    return new EvidenceIndex(present, changes, problems);
  }

  private static List<Path> roots(EvidencePlaces places) {
    return List.of(places.runs(), places.folder(Part.COMMANDS), places.folder(Part.CONSENSUS));
  }

  /// In some locales Java cannot read names beyond ASCII; then nobody knows which file it is.
  private static boolean isReadable(String path) {
    return path.indexOf('\uFFFD') < 0;
  }

  private static Optional<FileRow> look(
      EvidencePlaces places,
      Path file,
      String path,
      Place place,
      Ledger ledger,
      Instant now,
      List<Problem> problems) {
    if (!isReadable(path)) {
      problems.add(
          Problem.of("evidence-name", "the name of the file cannot be read: it is left alone")
              .at(path)
              .remedy("call again with LC_ALL=C.UTF-8 in the environment, or rename the file"));
      return Optional.empty();
    }
    if (ArchivePath.refusal(path).isPresent() || !places.workspace().resolve(path).equals(file)) {
      problems.add(
          Problem.of("evidence-name", "the name of the file cannot stand in an archive")
              .at(path)
              .remedy("rename it, or remove it by hand"));
      return Optional.empty();
    }
    try {
      return FileStream.facts(file).map(facts -> row(file, path, place, facts, ledger, now));
    } catch (Failure.Unavailable failure) {
      problems.addAll(failure.problems());
      return Optional.empty();
    }
  }

  private static FileRow row(
      Path file, String path, Place place, FileStream.Facts facts, Ledger ledger, Instant now) {
    @Nullable FileRow old = ledger.files().get(path);
    String sha256 =
        old != null && old.bytes() == facts.bytes() && old.modified() == facts.modified()
            ? old.sha256()
            : FileStream.sha256(file);
    @Nullable String run = place instanceof Place.OfRun each ? each.run() : null;
    @Nullable RunRow known = run == null ? null : ledger.runs().get(run);
    @Nullable Integer spec = spec(place, known);
    @Nullable Instant ended = known == null ? null : known.endedAt();
    boolean same = old != null && old.sha256().equals(sha256) && old.bytes() == facts.bytes();
    if (old == null || !same || old.state() == FileState.GONE) {
      Instant at = ended == null ? now : ended;
      return new FileRow(
          path, spec, run, facts.bytes(), facts.modified(), sha256, at, FileState.PRESENT, null);
    }
    // A file that was seen while its run went on is as old as the end of the run.
    Instant at = ended != null && ended.isAfter(old.at()) ? ended : old.at();
    FileState state = isInArchive(old, ledger) ? old.state() : FileState.PRESENT;
    return new FileRow(
        path,
        spec == null ? old.spec() : spec,
        run,
        facts.bytes(),
        facts.modified(),
        sha256,
        at,
        state,
        isInArchive(old, ledger) ? old.archive() : null);
  }

  private static @Nullable Integer spec(Place place, @Nullable RunRow known) {
    return switch (place) {
      case Place.OfRun _ -> known == null ? null : known.spec();
      case Place.OfSpec each -> each.spec().number();
      case Place.OfArchive _ -> null;
    };
  }

  private static FileRow missing(FileRow row, Ledger ledger) {
    return isInArchive(row, ledger)
        ? row.with(FileState.ARCHIVED, row.archive())
        : row.with(FileState.GONE, row.archive());
  }

  private static boolean isInArchive(FileRow row, Ledger ledger) {
    String archive = row.archive();
    if (archive == null) {
      return false;
    }
    EvidenceTable.ArchiveRow found = ledger.archives().get(archive);
    return found != null && found.isThere();
  }

  /// Brings the store up to what was seen.
  void record(Store store) throws InterruptedException {
    for (int from = 0; from < changes.size(); from += SLICE) {
      List<FileRow> slice = changes.subList(from, Math.min(from + SLICE, changes.size()));
      boolean _ =
          store.write(
              Durability.NORMAL,
              transaction -> {
                slice.forEach(each -> EvidenceTable.keep(transaction, each));
                return true;
              });
    }
  }
}
