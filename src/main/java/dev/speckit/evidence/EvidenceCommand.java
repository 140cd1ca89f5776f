package dev.speckit.evidence;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.evidence.AgeingPlanner.Selection;
import dev.speckit.evidence.EvidencePlaces.ArchiveName;
import dev.speckit.evidence.EvidencePlaces.Unit;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `evidence stats|verify|clean|archive|restore|purge`: what runs left on disk, kept small and
/// whole.
public final class EvidenceCommand implements Command {
  private static final int DAYS_MAX = 36_500;

  /// As long as it takes: a person waits for it.
  private static final Duration BUDGET = Duration.ofDays(1);

  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "older-than", Set.of("archive", "purge"),
          "dry-run", Set.of("clean", "archive", "purge"),
          "to", Set.of("restore"),
          "yes", Set.of("purge"));

  private final Host host;
  private final Function<Path, EvidenceAgeing> ageing;

  /// @param ageing by the settings of a workspace
  public EvidenceCommand(Host host, Function<Path, EvidenceAgeing> ageing) {
    this.host = host;
    this.ageing = ageing;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("evidence", "Keep what runs left on disk small and whole")
        .description(
            """
            `stats` shows how much there is for each spec. `verify` compares runs with their \
            manifests and archives with what was recorded, and ends with 2 when something differs. \
            `archive` puts what is old enough into archives: written, read back and recorded \
            before a file goes. `restore` takes an archive out again and never replaces a file \
            that differs. `purge` removes old archives for good and needs --yes. `clean` does what \
            the daily upkeep does: archives, moves away and removes by age, and sweeps up what \
            killed programs left.

            Specs that are not completed, the last run of each spec, runs that go on or wait, and \
            specs that were used in the last days are left alone, and so are the files in \
            evidence/: the latest state of a spec. `archive ID` takes the ended runs of any spec \
            but its last and its files in evidence/, at once; `archive RUN` takes that run. What \
            git keeps is left to git.\
            """)
        .parameters(
            Parameter.choice(
                "action",
                "What to do",
                List.of("stats", "verify", "clean", "archive", "restore", "purge")),
            Parameter.optional("what", "A spec (id or alias), a run, or an archive (name or file)"),
            Parameter.option("older-than", "DAYS", "With archive and purge: only what is older"),
            Parameter.option("to", "DIR", "With restore: put the files below this folder"),
            Parameter.flag("dry-run", "With clean, archive and purge: show, change nothing"),
            Parameter.flag("yes", "With purge: do it without asking"))
        .example("evidence stats", "Shows how much evidence each spec has.")
        .example("evidence clean --dry-run", "Shows what ageing would do today.")
        .example("evidence verify", "Compares all evidence with what was recorded.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    String action = call.arguments().get("action");
    refuseForeign(call, action);
    Path workspace = Workspace.find(host);
    refuseOutside(workspace);
    return switch (action) {
      case "stats" -> stats(workspace, call);
      case "verify" -> verify(workspace, call);
      case "clean" -> clean(workspace, call);
      case "archive" -> archive(workspace, call);
      case "restore" -> restore(workspace, call);
      case "purge" -> purge(workspace, call);
      default -> throw new IllegalStateException("not a declared action: " + action);
    };
  }

  private static void refuseForeign(Call call, String action) {
    OPTIONS.forEach((option, owners) -> {
      if (call.arguments().has(option) && !owners.contains(action)) {
        throw new Failure.Usage(
            Problem.of("bad-option", "--" + option + " does not belong to evidence " + action)
                .remedy("leave it out; speckit evidence --help shows what belongs to what"));
      }
    });
    if (call.arguments().find("what").isPresent() && action.equals("clean")) {
      throw new Failure.Usage(
          Problem.of("bad-argument", "evidence clean looks at all evidence")
              .remedy("leave the name out, or call speckit evidence archive"));
    }
  }

  /// What a clone brings must not lead speckit out of it.
  private static void refuseOutside(Path workspace) {
    Path own = workspace.resolve(".speckit");
    for (String name :
        List.of("speckit.db", "speckit.db-wal", "speckit.db-shm", "archives", "runs", "locks")) {
      Workspace.refuseOutside(workspace, own.resolve(name));
    }
    Workspace.refuseFile(workspace, own.resolve("archives"));
    Workspace.refuseFile(workspace, own.resolve("runs"));
  }

  private Optional<Store> existing(Path workspace) throws InterruptedException {
    return Store.openExisting(storeFile(workspace), host);
  }

  private static Path storeFile(Path workspace) {
    return workspace.resolve(".speckit").resolve("speckit.db");
  }

  private static Ledger ledger(Optional<Store> store) throws InterruptedException {
    return store.isPresent() ? store.get().read(EvidenceTable::read) : Ledger.EMPTY;
  }

  private Report stats(Path workspace, Call call) throws InterruptedException {
    try (Held held = new Held(existing(workspace))) {
      Ledger ledger = ledger(held.store());
      @Nullable SpecId only = null;
      if (call.arguments().find("what").isPresent()) {
        only = spec(workspace, ledger, call.arguments().get("what"));
      }
      Map<String, Integer> specs = new java.util.HashMap<>();
      ledger.runs().values().forEach(each -> specs.put(each.run(), each.spec()));
      return EvidenceReports.stats(EvidenceLimits.of(workspace, specs), ledger, only);
    }
  }

  /// A store that may not be there.
  private record Held(Optional<Store> store) implements AutoCloseable {
    @Override
    public void close() {
      store.ifPresent(Store::close);
    }
  }

  private SpecId spec(Path workspace, Ledger ledger, String reference) {
    Optional<SpecId> id = SpecId.parse(reference);
    boolean known =
        id.isPresent()
            && (ledger.runs().values().stream().anyMatch(each -> isOf(each.spec(), id.get()))
                || ledger.archives().values().stream()
                    .anyMatch(each -> isOf(each.spec(), id.get())));
    // A spec that was removed keeps its evidence.
    return known ? id.get() : SpecTree.open(workspace).find(reference).id();
  }

  private static boolean isOf(@Nullable Integer number, SpecId spec) {
    return number != null && number == spec.number();
  }

  private static Optional<String> run(Path workspace, Ledger ledger, String reference) {
    boolean known =
        ledger.runs().containsKey(reference)
            || ledger.files().values().stream().anyMatch(each -> reference.equals(each.run()));
    if (known) {
      return Optional.of(reference);
    }
    boolean plain = reference.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    return plain && Disk.isFolder(new EvidencePlaces(workspace).run(reference))
        ? Optional.of(reference)
        : Optional.empty();
  }

  private Report verify(Path workspace, Call call) throws InterruptedException {
    try (Held held = new Held(existing(workspace))) {
      Ledger ledger = ledger(held.store());
      EvidenceCheck check = new EvidenceCheck(workspace, ledger);
      Optional<String> what = call.arguments().find("what");
      if (what.isEmpty()) {
        return EvidenceReports.verify(check.check(_ -> true, _ -> true, _ -> true));
      }
      Optional<ArchiveRow> row = row(workspace, ledger, what.get());
      if (row.isPresent()) {
        String archive = row.get().archive();
        return EvidenceReports.verify(
            check.check(_ -> false, _ -> false, each -> each.archive().equals(archive)));
      }
      Path file = host.directory().resolve(what.get());
      if (what.get().endsWith(".tar.gz") && Disk.isFile(file)) {
        return EvidenceReports.verify(check.checkForeign(file));
      }
      Optional<String> run = run(workspace, ledger, what.get());
      if (run.isPresent()) {
        return EvidenceReports.verify(
            check.check(
                run.get()::equals,
                each -> run.get().equals(each.run()),
                each -> isOf(each, new Unit.OfRun(run.get()))));
      }
      SpecId spec = spec(workspace, ledger, what.get());
      return EvidenceReports.verify(
          check.check(
              each -> ledger.runs().containsKey(each) && isOf(ledger.runs().get(each).spec(), spec),
              each -> isOf(each.spec(), spec),
              each -> isOf(each.spec(), spec)));
    }
  }

  private static boolean isOf(ArchiveRow row, Unit unit) {
    return ArchiveName.parse(row.archive()).filter(name -> name.unit().equals(unit)).isPresent();
  }

  /// The archive that a name or a file of it means.
  private Optional<ArchiveRow> row(Path workspace, Ledger ledger, String reference) {
    Path file = host.directory().resolve(reference).normalize();
    EvidencePlaces places = new EvidencePlaces(workspace);
    return ledger.archives().values().stream()
        .filter(each ->
            each.archive().equals(reference)
                || file.toString().equals(each.location())
                || (file.startsWith(workspace) && places.relative(file).equals(each.location())))
        .findFirst();
  }

  private Report clean(Path workspace, Call call) throws InterruptedException {
    EvidenceAgeing ageing = ageing(workspace);
    if (call.arguments().has("dry-run")) {
      try (Held held = new Held(existing(workspace))) {
        return EvidenceReports.plan(ageing.plan(held.store()));
      }
    }
    try (Store store = Store.open(storeFile(workspace), host)) {
      AgeingPlan plan = ageing.plan(Optional.of(store));
      return EvidenceReports.result(plan, ageing.apply(plan, store, call.progress(), BUDGET));
    }
  }

  private EvidenceAgeing ageing(Path workspace) {
    return ageing.apply(workspace);
  }

  private Report archive(Path workspace, Call call) throws InterruptedException {
    boolean dry = call.arguments().has("dry-run");
    try (Held held =
        new Held(dry ? existing(workspace) : Optional.of(Store.open(storeFile(workspace), host)))) {
      EvidenceAgeing ageing = ageing(workspace);
      Selection selection = selection(workspace, ledger(held.store()), call);
      AgeingPlan plan = ageing.plan(held.store(), selection);
      if (dry) {
        return EvidenceReports.plan(plan);
      }
      AgeingResult result = ageing.apply(plan, held.store().orElseThrow(), call.progress(), BUDGET);
      return EvidenceReports.result(plan, result);
    }
  }

  private Selection selection(Path workspace, Ledger ledger, Call call) {
    Optional<String> what = call.arguments().find("what");
    Optional<Integer> days = call.arguments().find("older-than").map(text -> days(text, 0));
    if (what.isEmpty()) {
      return new Selection.Aged(days.orElse(ageing(workspace).settings().archiveDays()));
    }
    Optional<String> run = run(workspace, ledger, what.get());
    return run.isPresent()
        ? new Selection.OfRun(run.get(), days.orElse(0))
        : new Selection.OfSpec(spec(workspace, ledger, what.get()), days.orElse(0));
  }

  private static int days(String text, int least) {
    boolean number = text.matches("[0-9]{1,6}");
    if (!number || Integer.parseInt(text) > DAYS_MAX) {
      throw new Failure.Usage(
          Problem.of("bad-days", "these are no days: " + text.replaceAll("\\p{Cntrl}", "?"))
              .remedy("give a whole number from " + least + " to " + DAYS_MAX));
    }
    return Integer.parseInt(text);
  }

  private Report restore(Path workspace, Call call) throws InterruptedException {
    String what =
        call.arguments()
            .find("what")
            .orElseThrow(() ->
                new Failure.Usage(
                    Problem.of("missing-argument", "nothing is named that could be restored")
                        .remedy("name an archive, a run or a spec; speckit evidence stats")));
    try (FileLock _ = EvidenceAgeing.lock(workspace);
        Held held = new Held(existing(workspace))) {
      Ledger ledger = ledger(held.store());
      Path to = call.arguments().find("to").map(this::folder).orElse(workspace);
      Restoring restoring = new Restoring(workspace, host.clock().instant(), call.progress());
      List<ArchiveRow> rows = meant(workspace, ledger, what);
      if (!rows.isEmpty()) {
        List<Restoring.Outcome> outcomes = new java.util.ArrayList<>();
        for (ArchiveRow each : rows) {
          outcomes.add(restoring.restore(Restoring.file(workspace, each), each, to, held.store()));
        }
        return EvidenceReports.restored(outcomes, to, to.equals(workspace));
      }
      Path file = host.directory().resolve(what);
      if (what.endsWith(".tar.gz") && Disk.isFile(file)) {
        return EvidenceReports.restored(
            List.of(restoring.restore(file, null, to, held.store())), to, to.equals(workspace));
      }
      throw unknown(what);
    }
  }

  private Path folder(String text) {
    Path folder = host.directory().resolve(text).normalize();
    if (Disk.exists(folder) && !Disk.isFolder(folder)) {
      throw new Failure.Invalid(
          Problem.of("file-not-folder", "a file stands where a folder is needed")
              .at(text)
              .remedy("name another folder"));
    }
    return folder;
  }

  /// The archives that a name means, oldest first.
  private List<ArchiveRow> meant(Path workspace, Ledger ledger, String what) {
    Optional<ArchiveRow> row = row(workspace, ledger, what);
    List<ArchiveRow> rows =
        row.map(List::of)
            .orElseGet(() ->
                ledger.archives().values().stream()
                    .filter(each ->
                        isOf(each, new Unit.OfRun(what))
                            || aliased(workspace, ledger, what).stream()
                                .anyMatch(spec -> isOf(each.spec(), spec)))
                    .toList());
    List<ArchiveRow> there = rows.stream().filter(ArchiveRow::isThere).toList();
    if (!rows.isEmpty() && there.isEmpty()) {
      throw new Failure.Usage(
          Problem.of("archive-purged", "this archive was removed for good: " + what)
              .remedy("speckit evidence stats shows what there is"));
    }
    return there.stream().sorted(Comparator.comparing(ArchiveRow::madeAt)).toList();
  }

  private Optional<SpecId> aliased(Path workspace, Ledger ledger, String what) {
    try {
      return Optional.of(spec(workspace, ledger, what));
    } catch (Failure.Usage _) {
      return Optional.empty();
    }
  }

  private static Failure.Usage unknown(String what) {
    return new Failure.Usage(
        Problem.of(
                "unknown-archive", "there is no archive of " + what.replaceAll("\\p{Cntrl}", "?"))
            .remedy("speckit evidence stats shows what there is"));
  }

  private Report purge(Path workspace, Call call) throws InterruptedException {
    EvidenceSettings own = ageing(workspace).settings();
    int days =
        call.arguments()
            .find("older-than")
            .map(text -> days(text, own.archiveDays()))
            .orElse(own.purgeDays());
    if (days < own.archiveDays()) {
      throw new Failure.Usage(
          Problem.of(
                  "purge-too-young", "evidence is kept for " + own.archiveDays() + " days at least")
              .remedy("give a whole number from " + own.archiveDays() + " to " + DAYS_MAX));
    }
    try (Held held = new Held(existing(workspace))) {
      Ledger ledger = ledger(held.store());
      Optional<String> what = call.arguments().find("what");
      Set<String> wanted =
          what.map(each -> meant(workspace, ledger, each)).stream()
              .flatMap(List::stream)
              .map(ArchiveRow::archive)
              .collect(java.util.stream.Collectors.toSet());
      if (what.isPresent() && wanted.isEmpty()) {
        throw unknown(what.get());
      }
      EvidenceAgeing ageing = ageing(workspace);
      AgeingPlan plan =
          ageing
              .planPurge(held.store(), days)
              .only(step -> what.isEmpty() || wanted.contains(step.what()));
      // A plan of nothing may still warn of archives that are left alone.
      if (call.arguments().has("dry-run") || plan.isEmpty()) {
        return EvidenceReports.plan(plan);
      }
      if (!call.arguments().has("yes")) {
        return EvidenceReports.plan(plan)
            .ending(
                ExitCode.NEEDS_APPROVAL,
                Problem.of("purge-needs-yes", "archives are removed for good")
                    .remedy("read the list; if you agree, call it again with --yes"));
      }
      AgeingResult result = ageing.apply(plan, held.store().orElseThrow(), call.progress(), BUDGET);
      return EvidenceReports.result(plan, result);
    }
  }
}
