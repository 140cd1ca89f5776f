package dev.speckit.upkeep;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Runs;
import dev.speckit.spec.Workspace;
import dev.speckit.store.StoreFile;
import java.nio.file.Path;
import java.util.Locale;

/// Where `db` works, and how paths and sizes are told there.
///
/// @param workspace its folder
/// @param store its store, which need not be there
record DbPlace(Host host, Path workspace, StoreFile store) {

  /// @throws Failure.Invalid when the store is a link that leads out of the workspace
  static DbPlace find(Host host) {
    Path workspace = Workspace.find(host);
    Path file = Runs.storeFile(workspace);
    for (String ending : new String[] {"", "-wal", "-shm"}) {
      Workspace.refuseOutside(workspace, file.resolveSibling(file.getFileName() + ending));
    }
    Workspace.refuseOutside(workspace, file.resolveSibling("backups"));
    return new DbPlace(host, workspace, StoreFile.of(file, host));
  }

  /// A path that a person typed.
  Path typed(String path) {
    return host.directory().resolve(path).normalize();
  }

  /// From the folder where the person is, when it lies below.
  String shown(Path path) {
    Path from = host.directory().toAbsolutePath().normalize();
    return path.startsWith(from) ? from.relativize(path).toString() : path.toString();
  }

  /// What an action says that only looks or mends, when there is nothing to look at.
  Report noStore() {
    return Report.of(
        Json.fields().with("present", false).with("store", shown(store.path())),
        Block.Notes.of("No store yet. The first run makes one."));
  }

  void requireStore() {
    if (!store.exists()) {
      throw new Failure.Usage(
          Problem.of("no-store", "there is no store yet, so there is nothing to back up")
              .at(shown(store.path()))
              .remedy("the first `speckit run` makes one"));
    }
  }

  static String size(long bytes) {
    if (bytes < 10L << 10) {
      return bytes + " bytes";
    }
    return bytes < 10L << 20
        ? String.format(Locale.ROOT, "%,d KiB", bytes >> 10)
        : String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }
}
