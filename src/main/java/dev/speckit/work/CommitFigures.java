package dev.speckit.work;

import dev.speckit.host.GitHistory.Commit;
import dev.speckit.host.GitHistory.FileChange;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// What some commits changed in the project, without the specs' own Markdown and the evidence.
///
/// @param created paths that were added
/// @param modified paths that were changed and not created
record CommitFigures(long added, long removed, int created, int modified) {

  /// @param prefix the workspace's folder in the repository with a slash at the end, or empty
  static CommitFigures of(Collection<Commit> commits, String prefix) {
    long added = 0;
    long removed = 0;
    Set<String> created = new HashSet<>();
    Set<String> changed = new HashSet<>();
    for (Commit commit : commits) {
      for (FileChange file : commit.files()) {
        String path = file.path();
        if (path.startsWith(prefix) && !SpecPaths.counts(path.substring(prefix.length()))) {
          continue;
        }
        added += file.added();
        removed += file.removed();
        boolean _ =
            switch (file.kind()) {
              case ADDED -> created.add(path);
              case MODIFIED -> changed.add(path);
              case REMOVED -> false;
            };
      }
    }
    changed.removeAll(created);
    return new CommitFigures(added, removed, created.size(), changed.size());
  }
}
