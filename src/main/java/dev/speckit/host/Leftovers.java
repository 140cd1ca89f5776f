package dev.speckit.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Processes of a run whose owner died before it could end them, found by `SPECKIT_RUN` in their
/// environment. Only on Linux: elsewhere none is ever found.
public final class Leftovers {
  private Leftovers() {}

  /// What still runs of a run. Whether its owner is gone is for the caller to know.
  public static List<ProcessIdentity> find(String run) {
    List<ProcessIdentity> found = new ArrayList<>();
    Set<String> marks = Set.of("SPECKIT_RUN=" + run);
    for (ProcessTable.Row row : ProcessTable.since(0)) {
      if (ProcessTable.hasAll(row.pid(), marks)) {
        ProcessTable.handle(row).flatMap(ProcessIdentity::of).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  /// Ends what still runs of a run: asks, waits two seconds, then forces.
  ///
  /// @return who could not be ended
  public static List<ProcessIdentity> end(String run) {
    List<ProcessIdentity> found = find(run);
    for (ProcessIdentity process : found) {
      Optional<ProcessHandle> handle = process.handle();
      handle.ifPresent(root -> {
        var _ = new Household(root, false, 0, Set.of("SPECKIT_RUN=" + run)).end();
      });
    }
    return find(run);
  }
}
