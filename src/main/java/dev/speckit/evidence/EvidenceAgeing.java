package dev.speckit.evidence;

import dev.speckit.command.Progress;
import dev.speckit.evidence.AgeingPlanner.Selection;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.host.Disk;
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
import java.util.HashSet;
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

  /// What keeps a run, in the store as on disk.
  public interface Keeping {
    /// Why a run stays, however old it is; empty when nothing keeps it.
    Optional<String> why(String run, int spec);
  }

  /// The rule by which [#plan(Optional)] exempts runs, for the rows of runs as well.
  public Keeping keeping(Store store) throws InterruptedException {
    Exemptions exemptions =
        Exemptions.of(
            SpecTree.open(workspace),
            store.read(EvidenceTable::read),
            settings.activeDays(),
            host.clock().instant());
    return (run, spec) -> exemptions.why(new EvidencePlaces.Unit.OfRun(run), spec);
  }

  /// Only what goes into archives.
  AgeingPlan plan(Optional<Store> store, Selection selection) throws InterruptedException {
    return plan(store, selection, false, settings.purgeDays());
  }

  private AgeingPlan plan(
      Optional<Store> store, Selection selection, boolean withArchives, int purgeDays)
      throws InterruptedException {
    EvidencePlaces places = new EvidencePlaces(workspace);
    Instant now = host.clock().instant();
    Ledger ledger = store.isPresent() ? store.get().read(EvidenceTable::read) : Ledger.EMPTY;
    EvidenceIndex index = EvidenceIndex.of(places, ledger, now);
    Exemptions exemptions =
        Exemptions.of(SpecTree.open(workspace), ledger, settings.activeDays(), now);
    return new AgeingPlanner(places, ledger, index, exemptions, tracked(places), settings, now)
        .plan(selection, withArchives, purgeDays);
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
      return new AgeingActs(host, new EvidencePlaces(workspace), store, progress)
          .carryOut(plan, budget);
    }
  }

  static FileLock lock(Path workspace) throws InterruptedException {
    return Workspace.lock(workspace, "evidence", PATIENCE);
  }

  /// What git keeps is git's to keep.
  private Set<String> tracked(EvidencePlaces places) throws InterruptedException {
    Set<String> tracked = new HashSet<>();
    Optional<Git> git = Git.find(host);
    if (git.isEmpty() || git.get().root(workspace).isEmpty()) {
      return tracked;
    }
    for (Path folder : AgeingPlanner.folders(places)) {
      if (Disk.isFolder(folder)) {
        String start = places.relative(folder) + "/";
        new GitTree(git.get(), workspace)
            .tracked(folder)
            .forEach(each -> tracked.add(start + each));
      }
    }
    return tracked;
  }
}
