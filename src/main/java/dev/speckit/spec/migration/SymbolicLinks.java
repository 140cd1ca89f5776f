package dev.speckit.spec.migration;

import dev.speckit.host.GitTree;
import dev.speckit.spec.SpecEntry;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The symbolic links of a repository that would lead elsewhere after a move.
///
/// @param targets by the link's new path, relative to its folder
/// @param unmended links that a path in the repository cannot mend, with the reason
record SymbolicLinks(Map<Path, String> targets, List<String> unmended) {

  /// @param before the files as they are
  static SymbolicLinks of(Repository repository, LinkWorld before, MovePlan moves)
      throws InterruptedException {
    Map<Path, String> targets = new LinkedHashMap<>();
    List<String> unmended = new ArrayList<>();
    for (Map.Entry<Path, GitTree.Entry> each : repository.tracked().entrySet()) {
      if (!each.getValue().isLink()) {
        continue;
      }
      Path link = each.getKey();
      String written = repository.tree().linkTarget(each.getValue());
      Path root = repository.places().root();
      Path whole;
      try {
        whole = root.resolve(Standing.folderOf(link)).resolve(written).normalize();
      } catch (InvalidPathException _) {
        continue;
      }
      if (!whole.startsWith(root)) {
        continue;
      }
      Path meant = root.relativize(whole);
      Path now = moves.moved(meant);
      Path there = moves.moved(link);
      boolean moved = before.isThere(meant) && !now.equals(meant);
      if (Path.of(written).isAbsolute()) {
        if (moved) {
          unmended.add(link + ": it leads to " + written + ", which is now " + now);
        }
      } else if (!Standing.folderOf(there).resolve(written).normalize().equals(now)) {
        targets.put(there, SpecEntry.relative(Standing.folderOf(there), now));
      }
    }
    return new SymbolicLinks(targets, unmended);
  }
}
