package dev.speckit.candidate;

import dev.speckit.host.GitSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What the user's work tree holds at a moment.
public final class TreeState {
  private TreeState() {}

  /// All files at a moment, by path relative to the root; speckit's own and ignored ones are left
  /// out.
  ///
  /// @param tracked those that git's index names
  /// @param entries mode and hash of the content of each
  public record Files(Set<String> tracked, Map<String, String> entries, String hash) {
    public Files {
      tracked = Set.copyOf(tracked);
      entries = Map.copyOf(entries);
    }

    /// The same files, of which git knew these.
    public Files knowing(Set<String> known) {
      return new Files(known, entries, hash);
    }

    /// Paths that are new, gone or other in a later state, sorted.
    public List<String> changedUntil(Files later) {
      Set<String> paths = new TreeSet<>(entries.keySet());
      paths.addAll(later.entries.keySet());
      paths.removeIf(path -> Objects.equals(entries.get(path), later.entries.get(path)));
      return List.copyOf(paths);
    }
  }

  /// The files with their hash, which is the one of [#of].
  public static Files files(Repository repository) throws InterruptedException {
    try (GitSnapshot snapshot = GitSnapshot.of(repository.place())) {
      Set<String> tracked = snapshot.entries().keySet();
      snapshot.stage(snapshot.difference().only(path -> !repository.isOwn(path)));
      snapshot.leaveOut(repository::isOwn);
      return new Files(tracked, snapshot.entries(), snapshot.tree());
    }
  }

  /// Git's hash of all files, committed or not; speckit's own and ignored ones are left out.
  /// Nothing stays in the repository. Equal hashes mean equal files.
  public static String of(Repository repository) throws InterruptedException {
    try (GitSnapshot snapshot = GitSnapshot.of(repository.place())) {
      snapshot.stage(snapshot.difference().only(path -> !repository.isOwn(path)));
      snapshot.leaveOut(repository::isOwn);
      return snapshot.tree();
    }
  }
}
