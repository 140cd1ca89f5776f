package dev.speckit.evidence;

import dev.speckit.evidence.AgeingPlan.Exempt;
import dev.speckit.evidence.AgeingPlan.Step;
import dev.speckit.evidence.EvidencePlaces.Part;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidencePlaces.Unit;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.ArchiveState;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileTree;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the plan of ageing from what the store knows, what is on disk, and what is exempt. Changes
/// nothing.
final class AgeingPlanner {
  /// Times that lie so far ahead come of a clock that was set back.
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /// A write takes moments; what is older was left by one that was killed.
  private static final Duration LEFTOVER = Duration.ofHours(1);

  /// Which evidence is asked for.
  sealed interface Selection {
    /// All that is old enough and not exempt.
    record Aged(int days) implements Selection {}

    /// What has ended of one spec, on a person's word; its last run stays.
    record OfSpec(SpecId spec, int days) implements Selection {}

    /// One run, on a person's word.
    record OfRun(String run, int days) implements Selection {}
  }

  private final EvidencePlaces places;
  private final ArchiveStand stand;
  private final Ledger ledger;
  private final EvidenceIndex index;
  private final Exemptions exemptions;
  private final Set<String> tracked;
  private final EvidenceSettings settings;
  private final Instant now;
  private final List<Step> steps = new ArrayList<>();
  private final List<Exempt> exempt = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> unusable = new HashSet<>();

  /// @param tracked paths that git keeps: they are left to it
  AgeingPlanner(
      EvidencePlaces places,
      Ledger ledger,
      EvidenceIndex index,
      Exemptions exemptions,
      Set<String> tracked,
      EvidenceSettings settings,
      Instant now) {
    this.places = places;
    this.stand = new ArchiveStand(places, settings.offloadTo());
    this.ledger = ledger;
    this.index = index;
    this.exemptions = exemptions;
    this.tracked = tracked;
    this.settings = settings;
    this.now = now;
  }

  /// @param withArchives whether archives are moved away and removed by their age, too
  /// @param purgeDays the age at which they are removed
  AgeingPlan plan(Selection selection, boolean withArchives, int purgeDays) {
    warnings.addAll(index.problems());
    tellLinks();
    sweepLeftovers();
    Map<String, ArchiveRow> adopted = lookAtArchives();
    finishCutOff(adopted);
    boolean clock = isClockRight();
    if (clock || !(selection instanceof Selection.Aged)) {
      archive(selection);
    }
    if (clock && withArchives) {
      ageArchives(purgeDays);
    }
    return new AgeingPlan(index, steps, exempt, warnings);
  }

  private boolean isClockRight() {
    Instant limit = now.plus(CLOCK_TOLERANCE);
    Optional<String> ahead =
        Stream.concat(
                index.present().values().stream()
                    .filter(each -> each.at().isAfter(limit))
                    .map(FileRow::path),
                ledger.archives().values().stream()
                    .filter(each -> each.isThere() && each.madeAt().isAfter(limit))
                    .map(ArchiveRow::location))
            .sorted()
            .findFirst();
    ahead.ifPresent(path ->
        warnings.add(
            Problem.of("clock-set-back", "evidence is of a time that has not come: nothing is aged")
                .at(path)
                .remedy(
                    "set the clock; when it was wrong then, archive by hand: speckit evidence"
                        + " archive RUN")));
    return ahead.isEmpty();
  }

  private void sweepLeftovers() {
    for (String path : index.present().keySet()) {
      if (isOurs(path) && Disk.isLeftover(places.workspace().resolve(path), now.minus(LEFTOVER))) {
        sweep(places.workspace().resolve(path), "a write was killed");
      }
    }
    for (Path folder : archiveFolders()) {
      for (Path each : Disk.list(folder)) {
        if (each.getFileName().toString().startsWith(EvidencePlaces.TEMPORARY)) {
          sweep(each, "the work on an archive was killed");
        }
      }
    }
  }

  /// Deeper in a run's folder stand the files of agents, whatever they are called.
  private static boolean isOurs(String path) {
    Optional<Place> place = EvidencePlaces.read(path);
    return place.orElse(null) instanceof Place.OfSpec
        || (place.orElse(null) instanceof Place.OfRun run && !run.file().contains("/"));
  }

  private void tellLinks() {
    Path root = places.archives();
    places.linkTo(root).ifPresent(link -> warnings.add(places.linked(link)));
    if (places.isOwnFolder(root)) {
      Disk.list(root).stream()
          .filter(Disk::isLink)
          .forEach(link -> warnings.add(places.linked(link)));
    }
  }

  /// Those that are folders of the workspace itself.
  private List<Path> archiveFolders() {
    Path root = places.archives();
    List<Path> folders = new ArrayList<>();
    if (!places.isOwnFolder(root)) {
      return folders;
    }
    folders.add(root);
    Disk.list(root).stream()
        .filter(each -> Disk.isFolder(each) && !Disk.isLink(each))
        .filter(each -> !each.getFileName().toString().startsWith(EvidencePlaces.TEMPORARY))
        .forEach(folders::add);
    return folders;
  }

  private void sweep(Path file, String why) {
    String path = places.relative(file);
    long bytes =
        Disk.isFolder(file)
            ? FileTree.of(file).files().stream().mapToLong(Disk::size).sum()
            : Disk.size(file);
    taken.add(path);
    steps.add(new Step.Sweep(path, why, bytes));
  }

  /// Archives on disk against the rows of the store.
  ///
  /// @return those that will be adopted, by the paths of their files
  private Map<String, ArchiveRow> lookAtArchives() {
    Map<String, ArchiveRow> adopted = new HashMap<>();
    for (Path folder : archiveFolders()) {
      for (Path file : Disk.list(folder)) {
        String path = places.relative(file);
        if (EvidencePlaces.read(path).orElse(null) instanceof Place.OfArchive place
            && Disk.isFile(file)
            && !Disk.isLink(file)) {
          lookAt(file, path, place, adopted);
        }
      }
    }
    ledger.archives().values().stream()
        .filter(each -> each.state() == ArchiveState.KEPT)
        .sorted(java.util.Comparator.comparing(ArchiveRow::archive))
        .forEach(each -> {
          boolean _ = isUsable(each, stand.lookAtSize(each));
        });
    return adopted;
  }

  /// Tells what is wrong with an archive, once.
  private boolean isUsable(ArchiveRow row, ArchiveStand.Found found) {
    return switch (found) {
      case ArchiveStand.Found.Whole _ -> true;
      case ArchiveStand.Found.Missing _ -> {
        if (unusable.add(row.archive())) {
          warnings.add(
              Problem.of("archive-missing", "an archive that the store knows is not there")
                  .at(row.location())
                  .remedy("bring it back from a copy of the workspace"));
        }
        yield false;
      }
      case ArchiveStand.Found.Wrong wrong -> {
        if (unusable.add(row.archive())) {
          warnings.add(wrong.problem());
        }
        yield false;
      }
    };
  }

  private void lookAt(
      Path file, String path, Place.OfArchive place, Map<String, ArchiveRow> adopted) {
    ArchiveRow known = ledger.archives().get(place.archive().toString());
    if (known == null) {
      adopt(file, path, place, adopted);
      return;
    }
    switch (known.state()) {
      case KEPT -> {}
      case OFFLOADED -> {
        if (stand.look(known) instanceof ArchiveStand.Found.Whole moved) {
          steps.add(new Step.Offload(known, moved.file(), "moving it away was cut off"));
        }
      }
      case PURGED -> sweep(file, "removing it was cut off");
    }
  }

  private void adopt(
      Path file, String path, Place.OfArchive place, Map<String, ArchiveRow> adopted) {
    switch (ArchiveReader.check(file, _ -> {})) {
      case ArchiveReader.Checked.Whole whole
          when whole.manifest().name().equals(place.archive())
              && whole.manifest().spec().equals(place.spec()) -> {
        ArchiveRow row =
            new ArchiveRow(
                place.archive().toString(),
                place.spec().map(SpecId::number).orElse(null),
                path,
                whole.manifest().files().size(),
                whole.manifest().bytes(),
                whole.bytes(),
                whole.sha256(),
                ArchiveState.KEPT,
                place.archive().at());
        steps.add(new Step.Adopt(row, "it is whole and the store does not know it"));
        whole.manifest().files().stream()
            .filter(each -> isSame(index.present().get(each.path()), each))
            .forEach(each -> adopted.put(each.path(), row));
      }
      case ArchiveReader.Checked.Whole _ -> tell(path, "it is another archive than its name says");
      case ArchiveReader.Checked.Broken broken -> tell(path, broken.why());
      case ArchiveReader.Checked.Hostile hostile ->
          tell(path, hostile.why() + ": " + hostile.entry());
      case ArchiveReader.Checked.Unread unread -> warnings.add(unread.problem());
    }
  }

  private static boolean isSame(@Nullable FileRow row, ArchiveManifest.Entry entry) {
    return row != null
        && row.bytes() == entry.bytes()
        && row.sha256().equals(entry.sha256())
        && row.modified() == entry.modified();
  }

  private void tell(String path, String why) {
    warnings.add(
        Problem.of("archive-unusable", "the store does not know this archive, and " + why)
            .at(path)
            .remedy("look where it comes from; remove it by hand when it is of no use"));
  }

  /// Files whose archive is recorded already: removing them was cut off.
  private void finishCutOff(Map<String, ArchiveRow> adopted) {
    Map<String, List<FileRow>> byArchive = new TreeMap<>();
    Map<String, ArchiveRow> archives = new HashMap<>(ledger.archives());
    for (FileRow each : index.present().values()) {
      ArchiveRow archive = adopted.get(each.path());
      if (archive == null && each.state() == FileState.ARCHIVED) {
        archive = archives.get(String.valueOf(each.archive()));
      }
      if (archive == null || isKept(each) || underWay(each)) {
        continue;
      }
      archives.put(archive.archive(), archive);
      byArchive.computeIfAbsent(archive.archive(), _ -> new ArrayList<>()).add(each);
    }
    byArchive.forEach((archive, files) ->
        finish(Objects.requireNonNull(archives.get(archive)), files, "removing them was cut off"));
  }

  private boolean underWay(FileRow row) {
    return exemptions.underWay(unit(row), row.spec()).isPresent();
  }

  private void finish(ArchiveRow archive, List<FileRow> files, String why) {
    files.forEach(each -> taken.add(each.path()));
    steps.add(new Step.Finish(archive, files, why));
  }

  private boolean isKept(FileRow row) {
    return tracked.contains(row.path()) || taken.contains(row.path());
  }

  private static Unit unit(FileRow row) {
    Place place = EvidencePlaces.read(row.path()).orElseThrow();
    return switch (place) {
      case Place.OfRun each -> new Unit.OfRun(each.run());
      case Place.OfSpec each -> new Unit.OfSpec(each.spec());
      case Place.OfArchive _ -> throw new IllegalStateException("an archive in the index");
    };
  }

  private void archive(Selection selection) {
    Map<String, List<FileRow>> units = new TreeMap<>();
    for (FileRow each : index.present().values()) {
      if (each.state() == FileState.PRESENT && !isKept(each)) {
        units.computeIfAbsent(unit(each).text(), _ -> new ArrayList<>()).add(each);
      }
    }
    units.values().forEach(files -> archive(selection, unit(files.getFirst()), files));
  }

  private void archive(Selection selection, Unit unit, List<FileRow> files) {
    @Nullable Integer spec = files.getFirst().spec();
    Instant at = files.stream().map(FileRow::at).max(Instant::compareTo).orElseThrow();
    boolean latest = selection instanceof Selection.Aged && unit instanceof Unit.OfSpec;
    if (latest || !isAskedFor(selection, unit, spec) || isYounger(at, days(selection))) {
      // The files in evidence/ are the latest state of a spec: only a person's word takes them.
      return;
    }
    Optional<String> why =
        switch (selection) {
          case Selection.Aged _ -> exemptions.why(unit, spec);
          case Selection.OfSpec _ ->
              exemptions
                  .underWay(unit, spec)
                  .or(() -> exemptions.unfinished(unit))
                  .or(() -> exemptions.lastRun(unit));
          case Selection.OfRun _ ->
              exemptions.underWay(unit, spec).or(() -> exemptions.unfinished(unit));
        };
    if (why.isPresent()) {
      exempt.add(new Exempt(unit.text(), why.get()));
      return;
    }
    if (unit instanceof Unit.OfRun run && !EvidencePlaces.canBeArchived(run.run())) {
      warnings.add(
          Problem.of("evidence-name", "the name of the folder cannot be that of an archive")
              .at(places.relative(places.run(run.run())))
              .remedy("rename it, or remove it by hand"));
      return;
    }
    String age = Duration.between(at, now).toDays() + " days old";
    Optional<ArchiveRow> again = holder(files);
    if (again.isPresent()) {
      finish(again.get(), files, age + ", and still in their archive");
      return;
    }
    SpecId id = spec == null ? null : SpecId.parse(Integer.toString(spec)).orElse(null);
    files.forEach(each -> taken.add(each.path()));
    steps.add(new Step.Archive(unit, id, files, age));
  }

  private static int days(Selection selection) {
    return switch (selection) {
      case Selection.Aged aged -> aged.days();
      case Selection.OfSpec ofSpec -> ofSpec.days();
      case Selection.OfRun ofRun -> ofRun.days();
    };
  }

  private boolean isYounger(Instant at, int days) {
    return days > 0 && at.isAfter(now.minus(Duration.ofDays(days)));
  }

  private static boolean isAskedFor(Selection selection, Unit unit, @Nullable Integer spec) {
    return switch (selection) {
      case Selection.Aged _ -> true;
      case Selection.OfSpec wanted -> spec != null && spec == wanted.spec().number();
      case Selection.OfRun wanted -> unit.equals(new Unit.OfRun(wanted.run()));
    };
  }

  /// The archive that these very files were restored from, when all came from one.
  private Optional<ArchiveRow> holder(List<FileRow> files) {
    String archive = files.getFirst().archive();
    boolean same =
        archive != null && files.stream().allMatch(each -> archive.equals(each.archive()));
    return same
        ? Optional.ofNullable(ledger.archives().get(archive)).filter(ArchiveRow::isThere)
        : Optional.empty();
  }

  private void ageArchives(int purgeDays) {
    Path to = settings.offloadTo();
    boolean inside = stand.isOffloadedInside();
    boolean reachable = to != null && Disk.isFolder(to) && !inside;
    if (to != null && inside) {
      warnings.add(
          Problem.of(
                  "offload-inside",
                  "the folder that archives are moved to lies in the workspace: nothing is moved")
              .at(to.toString())
              .remedy("let evidence.offload_to be a folder elsewhere, such as of another disk"));
    }
    if (to != null && !reachable && !inside) {
      warnings.add(
          Problem.of("offload-unreachable", "the folder that archives are moved to is not there")
              .at(to.toString())
              .remedy("mount or make it; nothing is moved until then"));
    }
    Set<String> restored = new HashSet<>();
    index.present().values().stream()
        .flatMap(each -> Stream.ofNullable(each.archive()))
        .forEach(restored::add);
    Map<String, Instant> ages = ages();
    ledger.archives().values().stream()
        .filter(ArchiveRow::isThere)
        .filter(each -> !restored.contains(each.archive()))
        .sorted(java.util.Comparator.comparing(ArchiveRow::archive))
        .forEach(each ->
            age(each, ages.getOrDefault(each.archive(), Instant.EPOCH), reachable, purgeDays));
  }

  private Map<String, Instant> ages() {
    Map<String, Instant> ages = new HashMap<>();
    for (FileRow each : ledger.files().values()) {
      if (each.archive() != null && each.state() == FileState.ARCHIVED) {
        ages.merge(each.archive(), each.at(), (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return ages;
  }

  /// An archive counts as if it had been made when its evidence came of age: one that was made late
  /// is kept as long as any other.
  private void age(ArchiveRow archive, Instant newest, boolean reachable, int purgeDays) {
    Instant made = archive.madeAt().minus(Duration.ofDays(settings.archiveDays()));
    Instant from = newest.isAfter(made) ? newest : made;
    long days = Duration.between(from, now).toDays();
    boolean purge = days >= purgeDays;
    boolean offload =
        reachable && days >= settings.offloadDays() && archive.state() == ArchiveState.KEPT;
    boolean unmounted =
        archive.state() == ArchiveState.OFFLOADED && settings.offloadTo() != null && !reachable;
    if ((!purge && !offload) || unmounted) {
      return;
    }
    Optional<String> why =
        EvidencePlaces.ArchiveName.parse(archive.archive())
            .flatMap(name -> exemptions.why(name.unit(), archive.spec()));
    if (why.isPresent()) {
      exempt.add(new Exempt(archive.archive(), why.get()));
      return;
    }
    String age = days + " days old";
    if (!isUsable(archive, stand.look(archive))) {
      return;
    }
    if (purge) {
      steps.add(new Step.Purge(archive, age));
    } else {
      stand.target(archive).ifPresent(to -> steps.add(new Step.Offload(archive, to, age)));
    }
  }

  /// All folders in which evidence of specs lies; for git.
  static List<Path> folders(EvidencePlaces places) {
    return List.of(places.folder(Part.COMMANDS), places.folder(Part.CONSENSUS));
  }
}
