package dev.speckit.pipeline;

import dev.speckit.candidate.Repository;
import dev.speckit.candidate.TreeState;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which files of a workspace prove something: those that git knew before agents were asked, and
/// that are as the checks saw them. What speckit and its agents write proves nothing.
final class ProofFiles implements EvidenceLookup.Rule {
  private static final Set<String> OWN = Set.of("specs", "evidence", ".speckit", "speckit.toml");

  private final Path workspace;
  private final Optional<Repository> repository;
  private final Set<String> tracked;
  private final boolean changed;

  /// @param workspace absolute
  /// @param repository empty where git keeps nothing: then every file that is not speckit's own
  ///   counts
  /// @param seen what the checks saw; empty when nobody knows
  /// @param changed whether it is not so any more
  ProofFiles(
      Path workspace,
      Optional<Repository> repository,
      Optional<TreeState.Files> seen,
      boolean changed) {
    this.workspace = Disk.realPath(workspace).orElse(workspace);
    this.repository = repository;
    this.tracked = seen.map(TreeState.Files::tracked).orElse(Set.of());
    this.changed = changed;
  }

  @Override
  public Optional<Found> against(Path real) {
    String first = workspace.relativize(real).getName(0).toString().toLowerCase(Locale.ROOT);
    if (OWN.contains(first)) {
      return Optional.of(Found.OWN_FILE);
    }
    if (changed) {
      return Optional.of(Found.CHANGED);
    }
    return repository.isEmpty() || tracked.contains(name(repository.get(), real))
        ? Optional.empty()
        : Optional.of(Found.UNKNOWN_FILE);
  }

  private static String name(Repository repository, Path real) {
    return repository.root().relativize(real).toString().replace('\\', '/');
  }
}
