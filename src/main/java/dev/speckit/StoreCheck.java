package dev.speckit;

import dev.speckit.doctor.Check;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.pipeline.Runs;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.Optional;

/// What the doctor says of the store.
final class StoreCheck {
  private StoreCheck() {}

  static Check of(Host host) throws InterruptedException {
    Optional<Path> workspace = Workspace.search(host);
    if (workspace.isEmpty()) {
      return Check.absent("store", "no workspace here", "`speckit init` makes one");
    }
    Path file = Runs.storeFile(workspace.get());
    try (Store store = Store.openExisting(file, host).orElse(null)) {
      if (store == null) {
        return Check.ok("store", "none yet; the first run makes " + file);
      }
      return Check.ok(
          "store", file + ", " + (Disk.size(file) >> 10) + " KiB, opens and is current");
    } catch (Failure failure) {
      Problem problem = failure.problems().getFirst();
      String remedy = problem.remedy();
      return Check.problem("store", problem.message(), remedy == null ? "see the message" : remedy);
    }
  }
}
