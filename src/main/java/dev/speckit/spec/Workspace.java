package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the folder a command works in.
public final class Workspace {
  private Workspace() {}

  /// The nearest folder, from the working directory upwards, that holds `speckit.toml`, `specs/` or
  /// `.speckit/`. The search does not leave a git repository, nor go above the home directory.
  ///
  /// @throws Failure.Usage when there is none (the caller runs `speckit init`)
  public static Path find(Host host) {
    return search(host)
        .orElseThrow(() ->
            new Failure.Usage(
                Problem.of("no-workspace", "no speckit workspace here or above")
                    .at(host.directory().toString())
                    .remedy("speckit init")));
  }

  /// The same, without a failure when there is none.
  public static Optional<Path> search(Host host) {
    Path folder = host.directory().toAbsolutePath().normalize();
    while (folder != null) {
      boolean found =
          Disk.isFile(folder.resolve("speckit.toml"))
              || Disk.isFolder(folder.resolve("specs"))
              || Disk.isFolder(folder.resolve(".speckit"));
      if (found) {
        return Optional.of(folder);
      }
      if (Disk.exists(folder.resolve(".git")) || folder.equals(host.home())) {
        return Optional.empty();
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }
}
