package dev.speckit.upkeep;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.evidence.AgeingPlan;
import dev.speckit.evidence.AgeingResult;
import dev.speckit.evidence.EvidenceAgeing;
import dev.speckit.evidence.EvidencePlaces;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.pipeline.RunRetention;
import dev.speckit.pipeline.RunRetention.OldRun;
import dev.speckit.pipeline.Runs;
import dev.speckit.spec.SpecTree;
import dev.speckit.store.Depth;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import dev.speckit.store.StoreFigures;
import dev.speckit.store.StoreFile;
import dev.speckit.store.Vacuumed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One upkeep of a workspace: archives of old evidence first, then the rows that nobody needs any
/// more, then the space they took. Cut off anywhere, the next one goes on.
final class Upkeep {
  private static final Duration CHECK_EVERY = Duration.ofDays(7);

  /// How long figures and the records of upkeeps themselves are kept.
  private static final Duration FIGURES_KEPT = Duration.ofDays(400);

  /// What a killed backup, restore or migration left; a younger one may be of one that goes on.
  private static final Duration LEFTOVERS_KEPT = Duration.ofHours(1);

  /// A page or two are taken again by the next command.
  private static final long FREE_PAGES_LEFT = 16;

  static final String CHECKED = "store.checked";
  static final String BYTES = "store.bytes";

  private final Host host;
  private final Path workspace;
  private final UpkeepSettings settings;
  private final Store store;
  private final EvidenceAgeing ageing;

  Upkeep(Host host, Path workspace, UpkeepSettings settings, Store store) {
    this.host = host;
    this.workspace = workspace;
    this.settings = settings;
    this.store = store;
    this.ageing = new EvidenceAgeing(host, workspace, settings.evidence());
  }

  /// What is to be done now; changes nothing.
  UpkeepPlan plan() throws InterruptedException {
    Instant now = host.clock().instant();
    Instant moment = now.minus(Duration.ofDays(settings.rowsDays()));
    AgeingPlan evidence = ageing.plan(Optional.of(store));
    Optional<Instant> checked =
        store.read(transaction -> UpkeepTable.lastMeasured(transaction, CHECKED));
    return new UpkeepPlan(
        evidence,
        oldRuns(evidence, moment),
        store.read(transaction -> RunRetention.oldSamples(transaction, moment)),
        store.figures(),
        checked.isEmpty() || checked.get().isBefore(now.minus(CHECK_EVERY)),
        missedDays(now));
  }

  /// A run whose files are still there keeps its rows: they say how old the files are.
  private List<OldRun> oldRuns(AgeingPlan evidence, Instant moment) throws InterruptedException {
    EvidenceAgeing.Keeping keeping = ageing.keeping(store);
    Set<String> archived = new HashSet<>();
    evidence.steps().forEach(step -> archived.add(step.what()));
    List<OldRun> old = new ArrayList<>();
    for (OldRun run : store.read(transaction -> RunRetention.before(transaction, moment))) {
      String unit = new EvidencePlaces.Unit.OfRun(run.run()).text();
      if (archived.contains(unit) || isFree(run, keeping)) {
        old.add(run);
      }
    }
    return old;
  }

  private boolean isFree(OldRun run, EvidenceAgeing.Keeping keeping) {
    return !Disk.exists(new EvidencePlaces(workspace).run(run.run()))
        && keeping.why(run.run(), run.spec()).isEmpty();
  }

  private long missedDays(Instant now) throws InterruptedException {
    Optional<LocalDate> last = store.read(UpkeepTable::lastEnded).map(UpkeepTable.UpkeepRow::day);
    return last.map(day -> Math.max(0, ChronoUnit.DAYS.between(day, day(now)) - 1)).orElse(0L);
  }

  static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /// Does the whole work and writes down what came of it. The caller holds the lock.
  ///
  /// @param budget parts that were not begun by then are left for the next time
  /// @throws Failure.Unavailable when the store is damaged; then nothing was changed
  UpkeepResult run(Reason reason, Duration budget, Progress progress) throws InterruptedException {
    Instant started = host.clock().instant();
    DailySummary.refuseLinks(workspace, day(started));
    long deadline = System.nanoTime() + budget.toNanos();
    Progress.Lane lane = progress.lane("upkeep");
    try {
      UpkeepResult result = run(reason, started, deadline, progress, lane);
      lane.end(Tone.GOOD, "done");
      return result;
    } catch (RuntimeException | Error | InterruptedException failure) {
      lane.end(Tone.BAD, "stopped");
      throw failure;
    }
  }

  private UpkeepResult run(
      Reason reason, Instant started, long deadline, Progress progress, Progress.Lane lane)
      throws InterruptedException {
    long id =
        store.write(
            Durability.NORMAL,
            transaction -> UpkeepTable.begin(transaction, day(started), reason.word(), started));
    lane.phase("reads contexts");
    WorkIndex index = WorkIndex.read(SpecTree.open(workspace));
    WorkChanges changes =
        store.write(Durability.NORMAL, transaction -> WorkChanges.replacing(transaction, index));
    lane.phase("plans");
    UpkeepPlan plan = plan();
    if (plan.checkDue()) {
      lane.phase("checks the store");
      check();
    }
    lane.phase("archives");
    AgeingResult aged = ageing.apply(plan.evidence(), store, progress, left(deadline));
    lane.phase("removes rows");
    Removed removed = remove(plan, deadline);
    lane.phase("gives space back");
    long _ = StoreFile.of(Runs.storeFile(workspace), host).sweep(started.minus(LEFTOVERS_KEPT));
    Vacuumed vacuumed = giveBack(deadline);
    StoreFigures after = store.figures();
    List<Problem> warnings = new ArrayList<>(settings.warnings());
    warnings.addAll(plan.evidence().warnings());
    index
        .problems()
        .forEach(each ->
            warnings.add(
                Problem.of("context-unreadable", each).remedy("mend the file; see speckit check")));
    UpkeepResult result =
        new UpkeepResult(
            reason,
            started,
            host.clock().instant(),
            plan,
            aged,
            removed.runs(),
            removed.samples(),
            plan.runs().size() - removed.runs(),
            plan.checkDue(),
            changes,
            vacuumed,
            after,
            warnings);
    record(id, result);
    return result;
  }

  /// Free pages first, so that packing looks at few; then those that it made free.
  private Vacuumed giveBack(long deadline) throws InterruptedException {
    Vacuumed first = store.vacuum(left(deadline), FREE_PAGES_LEFT);
    if (!first.complete() || store.pack(left(deadline)).rows() == 0) {
      return first;
    }
    return first.and(store.vacuum(left(deadline), FREE_PAGES_LEFT));
  }

  private void check() throws InterruptedException {
    List<String> found = store.check(Depth.WHOLE);
    if (!found.isEmpty()) {
      throw new Failure.Unavailable(
          Problem.of("store-corrupt", "the store is damaged: " + found.getFirst())
              .at(Runs.storeFile(workspace).toString())
              .remedy(
                  "nothing was removed; `speckit db check` tells all of it, `speckit db restore"
                      + " FILE` puts a backup in its place"));
    }
  }

  /// Asked again right before the rows go: since the plan somebody may have come back to a run.
  private List<OldRun> free(List<OldRun> runs) throws InterruptedException {
    if (runs.isEmpty()) {
      return List.of();
    }
    EvidenceAgeing.Keeping keeping = ageing.keeping(store);
    return runs.stream().filter(run -> isFree(run, keeping)).toList();
  }

  private record Removed(long runs, long samples) {}

  private Removed remove(UpkeepPlan plan, long deadline) throws InterruptedException {
    List<OldRun> free = free(plan.runs());
    long runs = 0;
    if (!free.isEmpty()) {
      RunRetention.Removal removal = new RunRetention.Removal(free);
      runs =
          store.inSlices(
              Durability.NORMAL,
              (transaction, most) ->
                  System.nanoTime() > deadline ? 0 : removal.some(transaction, most));
    }
    Instant moment = host.clock().instant().minus(Duration.ofDays(settings.rowsDays()));
    long samples =
        plan.samples() == 0
            ? 0
            : store.inSlices(
                Durability.NORMAL,
                (transaction, most) ->
                    System.nanoTime() > deadline
                        ? 0
                        : RunRetention.deleteSamples(transaction, moment, Math.toIntExact(most)));
    return new Removed(runs, samples);
  }

  private void record(long id, UpkeepResult result) throws InterruptedException {
    Instant at = result.endedAt();
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              UpkeepTable.end(transaction, id, at, result.json());
              UpkeepTable.measure(transaction, BYTES, at, result.after().bytes());
              UpkeepTable.measure(
                  transaction,
                  "upkeep.millis",
                  at,
                  at.toEpochMilli() - result.startedAt().toEpochMilli());
              if (result.isChecked()) {
                UpkeepTable.measure(transaction, CHECKED, at, 1);
              }
              UpkeepTable.forget(transaction, at.minus(FIGURES_KEPT));
              return true;
            });
    LocalDate day = day(result.startedAt());
    if (result.reason() == Reason.ASKED || result.isNotable()) {
      DailySummary.add(workspace, day, result.json());
    }
    int _ = DailySummary.forget(workspace, day.minusDays(settings.evidence().purgeDays()));
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
