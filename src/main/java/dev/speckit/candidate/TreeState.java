package dev.speckit.candidate;

import dev.speckit.host.GitSnapshot;

/// What the user's work tree holds at a moment.
public final class TreeState {
  private TreeState() {}

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
