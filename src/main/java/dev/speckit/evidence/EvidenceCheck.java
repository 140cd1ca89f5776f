package dev.speckit.evidence;

import dev.speckit.evidence.ArchiveReader.Checked;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.evidence.EvidenceTable.RunRow;
import dev.speckit.evidence.Manifest.Difference;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Compares what is on disk with what was written down about it: runs with their manifests, files
/// with the index, archives with their rows and with themselves.
final class EvidenceCheck {
  private final EvidencePlaces places;
  private final Ledger ledger;
  private final List<Wrong> wrong = new ArrayList<>();
  private final List<Problem> errors = new ArrayList<>();
  private int runs;
  private int files;
  private int archives;

  EvidenceCheck(Path workspace, Ledger ledger) {
    this.places = new EvidencePlaces(workspace);
    this.ledger = ledger;
  }

  /// @param path relative to the workspace
  /// @param state changed, missing, added, damaged or refused
  record Wrong(String path, String state, String why) {}

  /// @param runs how many folders of runs were compared with their manifest
  record Result(int runs, int files, int archives, List<Wrong> wrong, List<Problem> errors) {
    Result {
      wrong = List.copyOf(wrong);
      errors = List.copyOf(errors);
    }
  }

  /// @param ofRun which runs
  /// @param ofFile which rows of the index
  /// @param ofArchive which archives
  Result check(
      Predicate<String> ofRun, Predicate<FileRow> ofFile, Predicate<ArchiveRow> ofArchive) {
    Set<String> compared = new HashSet<>();
    Set<String> names = new TreeSet<>();
    List<Path> folders =
        places.isOwnFolder(places.runs()) ? Disk.list(places.runs()) : List.<Path>of();
    folders.stream()
        .filter(each -> Disk.isFolder(each) && !Disk.isLink(each))
        .forEach(each -> names.add(each.getFileName().toString()));
    names.stream().filter(ofRun).forEach(each -> checkRun(each, compared));
    ledger.files().values().stream()
        .filter(each -> each.state() == FileState.PRESENT && !compared.contains(each.path()))
        .filter(ofFile)
        .sorted(Comparator.comparing(FileRow::path))
        .forEach(this::checkFile);
    ledger.archives().values().stream()
        .filter(each -> each.isThere() && ofArchive.test(each))
        .sorted(Comparator.comparing(ArchiveRow::archive))
        .forEach(this::checkArchive);
    return new Result(runs, files, archives, wrong, errors);
  }

  /// A run that goes on has no manifest yet, or one of before it went on.
  private void checkRun(String run, Set<String> compared) {
    RunRow known = ledger.runs().get(run);
    if (known != null && !known.hasEnded()) {
      return;
    }
    RunFolder folder = new RunFolder(places.workspace(), run);
    try {
      Optional<Manifest> manifest = Manifest.read(folder);
      if (manifest.isEmpty()) {
        if (known != null && !isArchived(run)) {
          wrong.add(new Wrong(path(folder, "manifest.json"), "missing", "the run has no manifest"));
        }
        return;
      }
      Manifest now = Manifest.of(folder);
      runs++;
      files += manifest.get().files().size();
      manifest.get().files().forEach(each -> compared.add(path(folder, each.path())));
      for (Difference each : manifest.get().differences(now)) {
        String path = path(folder, each.path());
        if (!isArchived(each, path)) {
          wrong.add(new Wrong(path, word(each.kind()), "the manifest of the run says otherwise"));
        }
      }
    } catch (Failure.Unavailable | Failure.Invalid failure) {
      errors.addAll(failure.problems());
    } catch (InvalidPathException _) {
      errors.add(Restoring.unnameable(places.relative(folder.root())));
    }
  }

  /// What was archived, and the rest of the folder left, is not lost.
  private boolean isArchived(Difference difference, String path) {
    FileRow row = ledger.files().get(path);
    return difference.kind() == Difference.Kind.MISSING
        && row != null
        && row.state() == FileState.ARCHIVED;
  }

  private boolean isArchived(String run) {
    return ledger.files().values().stream()
        .anyMatch(each -> run.equals(each.run()) && each.state() == FileState.ARCHIVED);
  }

  private String path(RunFolder folder, String file) {
    return places.relative(folder.root().resolve(file));
  }

  private static String word(Difference.Kind kind) {
    return switch (kind) {
      case CHANGED -> "changed";
      case MISSING -> "missing";
      case ADDED -> "added";
    };
  }

  /// Files of runs that go on, and those in `evidence/`, change in the ordinary course: what counts
  /// is a change that left size and time as they were.
  private void checkFile(FileRow row) {
    try {
      Path file = places.workspace().resolve(row.path());
      Path folder = file.getParent();
      // A row may have come with a clone, and name any file.
      boolean evidence =
          EvidencePlaces.read(row.path()).isPresent()
              && ArchivePath.refusal(row.path()).isEmpty()
              && places.linkTo(folder).isEmpty();
      if (evidence) {
        checkFile(row, file);
      } else {
        wrong.add(new Wrong(row.path(), "refused", "the index names a file that is no evidence"));
      }
    } catch (InvalidPathException _) {
      errors.add(Restoring.unnameable(row.path()));
    }
  }

  private void checkFile(FileRow row, Path file) {
    RunRow run = ledger.runs().get(String.valueOf(row.run()));
    if (run != null && !run.hasEnded()) {
      return;
    }
    files++;
    try {
      Optional<FileStream.Facts> facts = FileStream.facts(file);
      if (facts.isEmpty()) {
        wrong.add(new Wrong(row.path(), "missing", "the index says it is there"));
        return;
      }
      boolean untouched =
          facts.get().bytes() == row.bytes() && facts.get().modified() == row.modified();
      boolean inRun = row.run() != null;
      if ((untouched || inRun) && !FileStream.sha256(file).equals(row.sha256())) {
        wrong.add(new Wrong(row.path(), "changed", "the index has another hash"));
      }
    } catch (Failure.Unavailable failure) {
      errors.addAll(failure.problems());
    }
  }

  private void checkArchive(ArchiveRow row) {
    Path file;
    try {
      file = new ArchiveStand(places, null).readable(row);
    } catch (Failure.Invalid refused) {
      wrong.add(new Wrong(row.location(), "refused", "no archive of this name can be there"));
      return;
    }
    if (!Disk.isFile(file) || Disk.isLink(file)) {
      wrong.add(new Wrong(row.location(), "missing", "the store knows this archive"));
      return;
    }
    archives++;
    switch (ArchiveReader.check(file, _ -> {})) {
      case Checked.Whole whole when whole.sha256().equals(row.sha256()) -> {
        if (whole.manifest().files().size() != row.files()) {
          wrong.add(new Wrong(row.location(), "changed", "it holds another number of files"));
        }
      }
      case Checked.Whole _ ->
          wrong.add(new Wrong(row.location(), "changed", "it is not the one that was recorded"));
      case Checked.Broken broken -> wrong.add(new Wrong(row.location(), "damaged", broken.why()));
      case Checked.Hostile hostile ->
          wrong.add(new Wrong(row.location(), "refused", hostile.why() + ": " + hostile.entry()));
      case Checked.Unread unread -> errors.add(unread.problem());
    }
  }

  /// An archive that the store does not know: only against itself.
  Result checkForeign(Path file) {
    archives++;
    switch (ArchiveReader.check(file, _ -> {})) {
      case Checked.Whole whole -> files += whole.manifest().files().size();
      case Checked.Broken broken -> wrong.add(new Wrong(file.toString(), "damaged", broken.why()));
      case Checked.Hostile hostile ->
          wrong.add(new Wrong(file.toString(), "refused", hostile.why() + ": " + hostile.entry()));
      case Checked.Unread unread -> errors.add(unread.problem());
    }
    return new Result(runs, files, archives, wrong, errors);
  }
}
