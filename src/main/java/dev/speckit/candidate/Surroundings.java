package dev.speckit.candidate;

import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The repository around a workspace, looked for until it is found and then kept: it stays where it
/// is as long as a program runs.
public final class Surroundings {
  private final Host host;
  private final Path workspace;
  private @Nullable Repository found;

  public Surroundings(Host host, Path workspace) {
    this.host = host;
    this.workspace = workspace;
  }

  /// @throws dev.speckit.failure.Failure.Unavailable as [Repository#around]
  public Repository repository() throws InterruptedException {
    if (found == null) {
      found = Repository.around(host, workspace);
    }
    return found;
  }

  /// Empty where [Repository#find] is.
  public Optional<Repository> find() throws InterruptedException {
    if (found == null) {
      found = Repository.find(host, workspace).orElse(null);
    }
    return Optional.ofNullable(found);
  }
}
