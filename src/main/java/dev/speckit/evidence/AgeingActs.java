package dev.speckit.evidence;

import dev.speckit.command.Progress;
import dev.speckit.evidence.AgeingPlan.Step;
import dev.speckit.evidence.AgeingResult.Left;
import dev.speckit.evidence.AgeingResult.Made;
import dev.speckit.evidence.ArchiveReader.Checked;
import dev.speckit.evidence.ArchiveStand.Found;
import dev.speckit.evidence.EvidencePlaces.ArchiveName;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.ArchiveState;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.FileStream;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out the steps of a plan, one after the other. Each looks anew before it changes
/// anything; what changed since the plan was made is left alone and told.
///
/// An archive: written under another name, on the disk, read back and compared, renamed, recorded;
/// only then are the files removed. Killed anywhere in between, the next plan goes on from there.
final class AgeingActs {
  private final Host host;
  private final EvidencePlaces places;
  private final ArchiveStand stand;
  private final Store store;
  private final Progress progress;
  private final List<Step> done = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private final List<Problem> errors = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();
  private long freed;

  AgeingActs(Host host, ArchiveStand stand, Store store, Progress progress) {
    this.host = host;
    this.places = stand.places();
    this.stand = stand;
    this.store = store;
    this.progress = progress;
  }

  /// @param budget a step that was not begun by then is left for the next time
  AgeingResult carryOut(AgeingPlan plan, Duration budget) throws InterruptedException {
    long start = System.nanoTime();
    plan.index().record(store);
    for (Step step : plan.steps()) {
      if (System.nanoTime() - start >= budget.toNanos()) {
        left.add(new Left(step, "no time was left"));
        continue;
      }
      try {
        Optional<String> why = act(step);
        why.ifPresentOrElse(reason -> left.add(new Left(step, reason)), () -> done.add(step));
      } catch (Failure.Unavailable | Failure.Invalid failure) {
        errors.addAll(failure.problems());
        left.add(new Left(step, failure.problems().getFirst().message()));
      }
    }
    return new AgeingResult(done, left, errors, freed, made);
  }

  /// @return why it was not done; empty when it was
  private Optional<String> act(Step step) throws InterruptedException {
    return switch (step) {
      case Step.Sweep sweep -> sweep(sweep);
      case Step.Adopt adopt -> adopt(adopt);
      case Step.Finish finish -> finish(finish);
      case Step.Archive archive -> archive(archive);
      case Step.Offload offload -> offload(offload);
      case Step.Purge purge -> purge(purge);
    };
  }

  private Optional<String> sweep(Step.Sweep step) {
    Path file = places.workspace().resolve(step.what());
    List<Path> stuck = Disk.deleteTree(file);
    stuck.forEach(each -> errors.add(undeleted(places.relative(each))));
    if (!stuck.isEmpty()) {
      return Optional.of("it cannot be removed");
    }
    freed += step.bytes();
    return Optional.empty();
  }

  private static Problem undeleted(String path) {
    return Problem.of("evidence-not-removed", "the file could not be removed")
        .at(path)
        .remedy("check the owner and the permissions of its folder");
  }

  private Optional<String> adopt(Step.Adopt step) throws InterruptedException {
    if (!(stand.look(step.row()) instanceof Found.Whole)) {
      return Optional.of("it changed since it was planned");
    }
    boolean _ =
        store.write(
            Durability.FULL,
            transaction -> {
              EvidenceTable.keep(transaction, step.row());
              return true;
            });
    return Optional.empty();
  }

  private Optional<String> finish(Step.Finish step) throws InterruptedException {
    ArchiveRow archive = step.archive();
    try (FileLock _ = lock(archive.spec())) {
      if (!(stand.look(archive) instanceof Found.Whole)) {
        record(step.files().stream().map(each -> each.with(FileState.PRESENT, null)).toList());
        errors.add(
            Problem.of("archive-damaged", "the archive of these files is not what was recorded")
                .at(archive.location())
                .remedy("the files are kept, and archived anew the next time"));
        return Optional.of("its archive is damaged");
      }
      Map<String, FileStream.Facts> unchanged = new HashMap<>();
      for (FileRow each : step.files()) {
        unchanged(each).ifPresent(facts -> unchanged.put(each.path(), facts));
      }
      List<FileRow> rows =
          step.files().stream().filter(each -> unchanged.containsKey(each.path())).toList();
      record(rows.stream().map(each -> each.with(FileState.ARCHIVED, archive.archive())).toList());
      rows.forEach(each -> remove(each.path(), unchanged.get(each.path())));
      return rows.isEmpty() ? Optional.of("was done meanwhile") : Optional.empty();
    } catch (Failure.Unavailable locked) {
      return underWay(locked);
    }
  }

  /// Whoever starts or resumes a run of the spec holds the same lock.
  private FileLock lock(@org.jspecify.annotations.Nullable Integer spec)
      throws InterruptedException {
    String name = spec == null ? "evidence-unknown" : "run-" + spec;
    return Workspace.lock(places.workspace(), name, Duration.ZERO);
  }

  private static Optional<String> underWay(Failure.Unavailable failure) {
    if (!failure.problems().getFirst().code().equals("locked")) {
      throw failure;
    }
    return Optional.of("a run of the spec is under way");
  }

  private void record(List<FileRow> rows) throws InterruptedException {
    boolean _ =
        store.write(
            Durability.FULL,
            transaction -> {
              rows.forEach(each -> EvidenceTable.keep(transaction, each));
              return true;
            });
  }

  /// What the system says of a file that still has the bytes of its row.
  private Optional<FileStream.Facts> unchanged(FileRow row) {
    Path file = places.workspace().resolve(row.path());
    Optional<FileStream.Facts> facts = sameFacts(row);
    if (facts.isPresent() && !FileStream.sha256(file).equals(row.sha256())) {
      errors.add(changed(row.path()));
      return Optional.empty();
    }
    return facts;
  }

  private Optional<FileStream.Facts> sameFacts(FileRow row) {
    Optional<FileStream.Facts> facts = FileStream.facts(places.workspace().resolve(row.path()));
    if (facts.isEmpty()) {
      return facts;
    }
    boolean same = facts.get().bytes() == row.bytes() && facts.get().modified() == row.modified();
    if (!same) {
      errors.add(changed(row.path()));
    }
    return same ? facts : Optional.empty();
  }

  private static Problem changed(String path) {
    return Problem.of("evidence-changed", "the file changed since it was planned: it is left alone")
        .at(path)
        .remedy("nothing; the next time looks at it anew");
  }

  /// Only the very file that was archived is removed: whoever wrote to it since keeps it.
  private void remove(String path, FileStream.@org.jspecify.annotations.Nullable Facts facts) {
    Path file = places.workspace().resolve(path);
    if (facts == null || !FileStream.facts(file).equals(Optional.of(facts))) {
      errors.add(changed(path));
      return;
    }
    try {
      Disk.delete(file);
      freed += facts.bytes();
      Path folder = file.getParent();
      if (folder != null) {
        FileStream.removeEmptyFolders(folder, root(path));
      }
    } catch (Failure.Unavailable failure) {
      errors.addAll(failure.problems());
    }
  }

  private Path root(String path) {
    return switch (EvidencePlaces.read(path).orElseThrow()) {
      case Place.OfRun _ -> places.runs();
      case Place.OfSpec each -> places.folder(each.part());
      case Place.OfArchive _ -> places.archives();
    };
  }

  private Optional<String> archive(Step.Archive step) throws InterruptedException {
    SpecId spec = step.spec();
    try (FileLock _ = lock(spec == null ? null : spec.number())) {
      return archiveLocked(step);
    } catch (Failure.Unavailable locked) {
      return underWay(locked);
    }
  }

  private Optional<String> archiveLocked(Step.Archive step) throws InterruptedException {
    Map<String, FileStream.Facts> facts = new HashMap<>();
    List<FileRow> files = new ArrayList<>();
    for (FileRow each : step.files()) {
      Optional<FileStream.Facts> found = sameFacts(each);
      if (found.isPresent()) {
        facts.put(each.path(), found.get());
        files.add(each);
      }
    }
    Progress.Lane lane = progress.lane("archive " + step.unit().text());
    while (!files.isEmpty()) {
      Optional<String> bad = archive(step, files, facts, lane);
      if (bad.isEmpty()) {
        return Optional.empty();
      }
      String path = bad.get();
      errors.add(changed(path));
      files.removeIf(each -> each.path().equals(path));
    }
    lane.end(dev.speckit.command.Tone.MUTED, "nothing");
    return Optional.of(facts.isEmpty() ? "was done meanwhile" : "its files changed");
  }

  /// @return the first file that is not what its row says; nothing was changed then
  private Optional<String> archive(
      Step.Archive step,
      List<FileRow> files,
      Map<String, FileStream.Facts> facts,
      Progress.Lane lane)
      throws InterruptedException {
    Optional<SpecId> spec = Optional.ofNullable(step.spec());
    Place.OfArchive place = new Place.OfArchive(spec, freeName(step, spec));
    ArchiveManifest manifest = new ArchiveManifest(place.archive(), spec, entries(files));
    Path target = places.file(place);
    Path temporary = target.resolveSibling(EvidencePlaces.TEMPORARY + target.getFileName());
    Meter meter = new Meter(lane, manifest.bytes() * 2);
    Path folder =
        places.archives().resolve(spec.map(SpecId::toString).orElse(EvidencePlaces.NO_SPEC));
    places.refuseLink(folder);
    try {
      Disk.makeFolders(folder);
      Optional<String> bad =
          ArchiveWriter.write(temporary, places.workspace(), manifest, meter::add);
      if (bad.isPresent()) {
        return bad;
      }
      Checked.Whole whole = readBack(temporary, manifest, meter);
      FileStream.moveNew(temporary, target);
      record(place, manifest, whole, files);
      meter.end(whole.bytes());
    } catch (IOException failure) {
      throw FileStream.unavailable(target, "could not be written", failure);
    } finally {
      Disk.delete(temporary);
    }
    files.forEach(each -> remove(each.path(), facts.get(each.path())));
    return Optional.empty();
  }

  /// Two of one millisecond are told apart by a number.
  private ArchiveName freeName(Step.Archive step, Optional<SpecId> spec)
      throws InterruptedException {
    Instant now = host.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, ArchiveRow> known = store.read(EvidenceTable::archives);
    int sequence = 1;
    while (true) {
      ArchiveName name = new ArchiveName(step.unit(), now, sequence);
      if (!known.containsKey(name.toString())
          && !Disk.exists(places.file(new Place.OfArchive(spec, name)))) {
        return name;
      }
      sequence++;
    }
  }

  private List<ArchiveManifest.Entry> entries(List<FileRow> files) {
    return files.stream()
        .map(each ->
            new ArchiveManifest.Entry(
                each.path(),
                each.bytes(),
                each.sha256(),
                each.modified(),
                each.at(),
                FileStream.permissions(places.workspace().resolve(each.path()))))
        .toList();
  }

  private static Checked.Whole readBack(Path archive, ArchiveManifest manifest, Meter meter) {
    Checked checked = ArchiveReader.check(archive, meter::add);
    if (checked instanceof Checked.Whole whole && whole.manifest().equals(manifest)) {
      return whole;
    }
    throw new Failure.Unavailable(
        Problem.of("archive-not-written", "what was written is not what can be read back")
            .at(archive.toString())
            .remedy("check the disk; the files are kept"));
  }

  private void record(
      Place.OfArchive place, ArchiveManifest manifest, Checked.Whole whole, List<FileRow> files)
      throws InterruptedException {
    String archive = place.archive().toString();
    ArchiveRow row =
        new ArchiveRow(
            archive,
            place.spec().map(SpecId::number).orElse(null),
            EvidencePlaces.path(place),
            files.size(),
            manifest.bytes(),
            whole.bytes(),
            whole.sha256(),
            ArchiveState.KEPT,
            place.archive().at());
    boolean _ =
        store.write(
            Durability.FULL,
            transaction -> {
              EvidenceTable.keep(transaction, row);
              files.forEach(
                  each -> EvidenceTable.keep(transaction, each.with(FileState.ARCHIVED, archive)));
              return true;
            });
    freed -= whole.bytes();
    made.add(new Made(archive, row.location(), files.size(), manifest.bytes(), whole.bytes()));
  }

  private Optional<String> offload(Step.Offload step) throws InterruptedException {
    ArchiveRow archive = step.archive();
    Path local = stand.local(archive).orElseThrow();
    places.refuseLink(java.util.Objects.requireNonNull(local.getParent()));
    if (!stand.target(archive).equals(Optional.of(step.to())) || !isMounted()) {
      return refused("offload-refused", "it cannot be moved there", archive);
    }
    if (!ArchiveStand.isWhole(local, archive)) {
      return refused(
          "archive-damaged", "it is not what was recorded, or was moved meanwhile", archive);
    }
    if (!Disk.copy(local, step.to()) && !ArchiveStand.isWhole(step.to(), archive)) {
      return refused("offload-refused", "another file has its name there", archive);
    }
    if (Disk.isOneFile(local, step.to())) {
      return refused("offload-refused", "the place it would move to is where it is", archive);
    }
    if (!ArchiveStand.isWhole(step.to(), archive)) {
      Disk.delete(step.to());
      return refused("offload-refused", "the copy is not what was copied", archive);
    }
    Instant now = host.clock().instant();
    boolean _ =
        store.write(
            Durability.FULL,
            transaction -> {
              EvidenceTable.offload(transaction, archive.archive(), step.to().toString(), now);
              return true;
            });
    Disk.delete(local);
    freed += archive.bytes();
    return Optional.empty();
  }

  private boolean isMounted() {
    Path to = stand.offloadTo();
    return to != null && Disk.isFolder(to) && !stand.isOffloadedInside();
  }

  private Optional<String> refused(String code, String why, ArchiveRow archive) {
    errors.add(
        Problem.of(code, "the archive is left alone: " + why)
            .at(archive.location())
            .remedy("speckit evidence verify compares all archives with what was recorded"));
    return Optional.of(why);
  }

  private Optional<String> purge(Step.Purge step) throws InterruptedException {
    return switch (stand.look(step.archive())) {
      case Found.Missing _ -> Optional.of("it is not there now");
      case Found.Wrong wrong -> {
        errors.add(wrong.problem());
        yield Optional.of(wrong.problem().message());
      }
      case Found.Whole whole -> {
        purge(step, whole.file());
        yield Optional.empty();
      }
    };
  }

  private void purge(Step.Purge step, Path file) throws InterruptedException {
    ArchiveRow archive = step.archive();
    Instant now = host.clock().instant();
    boolean _ =
        store.write(
            Durability.FULL,
            transaction -> {
              EvidenceTable.purge(transaction, archive.archive(), step.why(), now);
              return true;
            });
    Disk.delete(file);
    if (archive.state() == ArchiveState.KEPT) {
      freed += archive.bytes();
    }
  }

  /// Says how far a long piece of work is.
  private static final class Meter {
    private static final long STEP_BYTES = 8L << 20;

    private final Progress.Lane lane;
    private final long whole;
    private long done;
    private long told;

    Meter(Progress.Lane lane, long whole) {
      this.lane = lane;
      this.whole = whole;
    }

    void add(long bytes) {
      done += bytes;
      if (done - told >= STEP_BYTES) {
        told = done;
        lane.phase(done * 100 / Math.max(1, whole) + " %");
        lane.output();
      }
    }

    void end(long bytes) {
      lane.end(dev.speckit.command.Tone.GOOD, Sizes.text(bytes));
    }
  }
}
