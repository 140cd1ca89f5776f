package dev.speckit.evidence;

import dev.speckit.command.Progress;
import dev.speckit.evidence.AgeingPlanner.Selection;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.host.Git;
import dev.speckit.host.GitTree;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The ageing of evidence: what is old goes into archives, old archives are moved away and removed
/// in the end. First a plan, which changes nothing; then it is carried out.
public final class EvidenceAgeing {
  /// Another upkeep may be about to end.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Host host;
  private final Path workspace;
  private final EvidenceSettings settings;

  /// @param workspace absolute
  public EvidenceAgeing(Host host, Path workspace, EvidenceSettings settings) {
    this.host = host;
    this.workspace = workspace;
    this.settings = settings;
  }

  EvidenceSettings settings() {
    return settings;
  }

  /// What is to be done now. Reads disk and store, changes neither.
  ///
  /// @param store empty before the first run of a workspace
  public AgeingPlan plan(Optional<Store> store) throws InterruptedException {
    return plan(store, new Selection.Aged(settings.archiveDays()), true, settings.purgeDays());
  }

  /// What keeps the rows of a run: the rule for its files, and its files themselves. While they lie
  /// in its folder, or their archive is not there or not whole, the rows are all that is left.
  public interface Keeping {
    /// Why a run stays, however old it is; empty when nothing keeps it.
    Optional<String> why(String run, int spec);
  }

  /// Looks at disk and store as they are now; each archive is read once at most.
  public Keeping keeping(Store store) throws InterruptedException {
    Ledger ledger = store.read(EvidenceTable::read);
    Exemptions exemptions =
        Exemptions.of(
            SpecTree.open(workspace), ledger, settings.activeDays(), host.clock().instant());
    FilesKept files = new FilesKept(stand(), ledger);
    return (run, spec) ->
        exemptions.why(new EvidencePlaces.Unit.OfRun(run), spec).or(() -> files.why(run));
  }

  /// Only what goes into archives.
  AgeingPlan plan(Optional<Store> store, Selection selection) throws InterruptedException {
    return plan(store, selection, false, settings.purgeDays());
  }

  private AgeingPlan plan(
      Optional<Store> store, Selection selection, boolean withArchives, int purgeDays)
      throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    EvidencePlaces places = new EvidencePlaces(workspace);
    // As manifests and the store keep it: else what is read back differs from what was written.
    Instant now = host.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Ledger ledger = store.isPresent() ? store.get().read(EvidenceTable::read) : Ledger.EMPTY;
    EvidenceIndex index = EvidenceIndex.of(places, ledger, now);
    Exemptions exemptions =
        Exemptions.of(SpecTree.open(workspace), ledger, settings.activeDays(), now);
    Set<String> tracked = tracked(places, index, problems);
    return new AgeingPlanner(places, ledger, index, exemptions, tracked, settings, now)
        .plan(selection, withArchives, purgeDays)
        .warning(problems);
  }

  /// Only archives, and only those of this age.
  AgeingPlan planPurge(Optional<Store> store, int days) throws InterruptedException {
    return plan(store, new Selection.Aged(settings.archiveDays()), true, days)
        .only(step -> step instanceof AgeingPlan.Step.Purge);
  }

  /// Carries out a plan, alone: another process that works on evidence is waited for, shortly.
  ///
  /// @param budget steps that were not begun by then are left for the next time
  /// @throws dev.speckit.failure.Failure.Unavailable when somebody else works on the evidence
  public AgeingResult apply(AgeingPlan plan, Store store, Progress progress, Duration budget)
      throws InterruptedException {
    try (FileLock _ = lock(workspace)) {
      return new AgeingActs(host, stand(), store, progress).carryOut(plan, budget);
    }
  }

  private ArchiveStand stand() {
    return new ArchiveStand(new EvidencePlaces(workspace), settings.offloadTo());
  }

  static FileLock lock(Path workspace) throws InterruptedException {
    return Workspace.lock(workspace, "evidence", PATIENCE);
  }

  /// What git keeps is git's to keep.
  private Set<String> tracked(EvidencePlaces places, EvidenceIndex index, List<Problem> problems)
      throws InterruptedException {
    Set<String> tracked = new HashSet<>();
    Optional<Git> git = Git.find(host);
    if (git.isEmpty() || git.get().root(workspace).isEmpty()) {
      return tracked;
    }
    for (Path folder : AgeingPlanner.folders(places)) {
      if (!places.isOwnFolder(folder)) {
        continue;
      }
      String start = places.relative(folder) + "/";
      try {
        new GitTree(git.get(), workspace)
            .tracked(folder)
            .forEach(each -> tracked.add(start + each));
      } catch (Failure.Unavailable failure) {
        // Whatever git may keep there stays.
        problems.addAll(failure.problems());
        index.present().keySet().stream()
            .filter(each -> each.startsWith(start))
            .forEach(tracked::add);
      }
    }
    return tracked;
  }
}
