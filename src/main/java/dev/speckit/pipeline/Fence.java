package dev.speckit.pipeline;

import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.evidence.VerdictFile;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.run.AgentLog;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps what a run writes inside its workspace. A repository may bring links along; one that leads
/// out, or nowhere, is refused before anything is written or asked.
public final class Fence {
  private final Path workspace;

  public Fence(Path workspace) {
    this.workspace = workspace;
  }

  Path storeFile() {
    return workspace.resolve(".speckit").resolve("speckit.db");
  }

  /// The store of a workspace; empty before its first run.
  public Optional<Store> openStore(Host host) throws InterruptedException {
    refuseStoreOutside();
    return Store.openExisting(storeFile(), host);
  }

  /// Where runs of all specs write.
  void refuseStoreOutside() {
    Path own = workspace.resolve(".speckit");
    refuseOutside(own);
    refuseOutside(own.resolve("locks"));
    refuseOutside(own.resolve("runs"));
    AgentLog.rolling(workspace).paths().forEach(this::refuseOutside);
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Path store = storeFile();
      refuseOutside(store.resolveSibling(store.getFileName() + suffix));
    }
  }

  /// Where runs of one spec write.
  void refuseSpecOutside(RunScene scene, Path lock) {
    String spec = scene.spec().id().toString();
    List<Path> files = new ArrayList<>();
    files.add(lock);
    files.add(SpawnMetrics.file(workspace, spec));
    for (Part part : Part.order(Stage.PLAN, Stage.UNLOCK)) {
      files.add(VerdictFile.path(workspace, spec, part.name()));
    }
    for (Stage stage : Stage.values()) {
      files.add(scene.artifact(stage));
      files.add(beside(scene.artifact(stage)));
    }
    files.forEach(this::refuseOutside);
  }

  /// Looks at a path and at each folder on the way to it; what is not there yet is fine.
  public void refuseOutside(Path path) {
    Optional<Path> root = Disk.realPath(workspace);
    Path place = workspace;
    for (Path name : workspace.relativize(path)) {
      place = place.resolve(name);
      if (Disk.isLink(place) && !isInside(place, root)) {
        throw new Failure.Invalid(
            Problem.of("outside-link", "the path leads out of the workspace")
                .at(workspace.relativize(place).toString().replace('\\', '/'))
                .remedy("replace the link by a file or folder of the workspace"));
      }
    }
  }

  private static boolean isInside(Path link, Optional<Path> root) {
    Optional<Path> real = Disk.realPath(link);
    return root.isPresent() && real.isPresent() && real.get().startsWith(root.get());
  }

  /// `plan.new.md` for `plan.md`.
  static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.length() - ".md".length()) + ".new.md");
  }
}
