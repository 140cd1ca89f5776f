package dev.speckit.candidate;

import dev.speckit.host.Git;
import java.util.List;

/// What the user changed and did not commit.
public final class Dirt {
  private Dirt() {}

  /// Changed and unknown files outside of speckit's own ones, relative to the root, sorted; ignored
  /// ones are left out.
  public static List<String> of(Repository repository) throws InterruptedException {
    return repository.git().status(repository.root()).stream()
        .map(Git.Change::path)
        .filter(path -> !repository.isOwn(path.endsWith("/") ? path + "x" : path))
        .distinct()
        .sorted()
        .toList();
  }
}
