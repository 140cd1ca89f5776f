package dev.speckit.pipeline;

import dev.speckit.candidate.Repository;
import dev.speckit.candidate.TreeState;
import dev.speckit.consensus.Lookup;
import dev.speckit.host.Host;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the user's files were when the checks of a stage had looked at them. It lives as long as
/// one call of speckit, for whoever resumes a run checks again.
final class WatchedFiles {
  private final Host host;
  private final Path workspace;
  private final Map<Stage, TreeState.Files> seen = new EnumMap<>(Stage.class);

  WatchedFiles(RunScene scene) {
    this.host = scene.host();
    this.workspace = scene.workspace();
  }

  void see(Stage stage, TreeState.Files files) {
    seen.put(stage, files);
  }

  /// Whether the answers of a part are about files that must stay as they are meanwhile.
  static boolean isAbout(Part part) {
    return part.isOwn() && (part.stage() == Stage.VALIDATE || part.stage() == Stage.AUDIT);
  }

  /// Files that are not any more what the checks of the stage saw, relative to the root of the
  /// repository; empty where git keeps nothing.
  List<String> changed(Stage stage) throws InterruptedException {
    TreeState.Files before = seen.get(stage);
    Optional<Repository> repository =
        before == null ? Optional.empty() : Repository.find(host, workspace);
    return before == null || repository.isEmpty()
        ? List.of()
        : before.changedUntil(TreeState.files(repository.get()));
  }

  /// Looks up what agents quote.
  ///
  /// @param changed see [#changed]
  Lookup lookup(Part part, List<String> changed) throws InterruptedException {
    return part.stage() == Stage.VALIDATE
        ? EvidenceLookup.proving(
            workspace,
            new ProofFiles(
                workspace,
                Repository.find(host, workspace),
                Optional.ofNullable(seen.get(part.stage())),
                !changed.isEmpty()))
        : EvidenceLookup.pointing(workspace);
  }
}
