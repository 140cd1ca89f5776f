package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds the folder a command works in.
public final class Workspace {
  private static final List<String> FOLDERS = List.of("specs", ".speckit", "evidence");

  private Workspace() {}

  /// The nearest folder, from the working directory upwards, that holds `speckit.toml`, `specs/` or
  /// `.speckit/`. The search does not leave a git repository, nor go above the home directory.
  ///
  /// @throws Failure.Usage when there is none (the caller runs `speckit init`)
  /// @throws Failure.Invalid when one of our files or folders is a link out of it, or a file stands
  ///   for a folder (the user mends it)
  public static Path find(Host host) {
    Path workspace =
        search(host)
            .orElseThrow(() ->
                new Failure.Usage(
                    Problem.of("no-workspace", "no speckit workspace here or above")
                        .at(host.directory().toString())
                        .remedy("speckit init")));
    refuseStrange(workspace);
    return workspace;
  }

  /// What a clone brings must not make speckit read or write outside of it.
  static void refuseStrange(Path workspace) {
    refuseOutside(workspace, workspace.resolve("speckit.toml"));
    for (String name : FOLDERS) {
      Path folder = workspace.resolve(name);
      refuseOutside(workspace, folder);
      refuseFile(workspace, folder);
    }
  }

  /// @throws Failure.Invalid when the path is a link that leads out of the workspace, or nowhere
  public static void refuseOutside(Path workspace, Path path) {
    if (!staysInside(workspace, path)) {
      throw new Failure.Invalid(
          Problem.of("outside-link", "the link leads out of the workspace, or nowhere")
              .at(SpecEntry.relative(workspace, path))
              .remedy("put the file or folder itself here, or remove the link"));
    }
  }

  /// @throws Failure.Invalid when anything but a folder stands there
  public static void refuseFile(Path workspace, Path folder) {
    if (Disk.exists(folder) && !Disk.isFolder(folder)) {
      throw new Failure.Invalid(
          Problem.of("file-not-folder", "a file stands where a folder is needed")
              .at(SpecEntry.relative(workspace, folder))
              .remedy("move the file away"));
    }
  }

  /// @throws Failure.Invalid when a folder stands there, or a pipe or device, which would be read
  ///   for ever
  public static void refuseNoFile(Path workspace, Path file) {
    if (Disk.isFolder(file)) {
      throw new Failure.Invalid(
          Problem.of("folder-not-file", "a folder stands where a file is expected")
              .at(SpecEntry.relative(workspace, file))
              .remedy("move the folder away"));
    }
    if (Disk.exists(file) && !Disk.isFile(file) && !Disk.isLink(file)) {
      throw new Failure.Invalid(
          Problem.of("file-unavailable", "this is no plain file, and reading it could wait forever")
              .at(SpecEntry.relative(workspace, file))
              .remedy("put a plain file here"));
    }
  }

  /// Whether a path itself is no link that leads out of the workspace, or nowhere.
  public static boolean staysInside(Path workspace, Path path) {
    if (!Disk.isLink(path)) {
      return true;
    }
    Optional<Path> real = Disk.realPath(path);
    Optional<Path> root = Disk.realPath(workspace);
    return real.isPresent() && root.isPresent() && real.get().startsWith(root.get());
  }

  /// The lock of a name between processes, in speckit's own folder. That hides itself from git
  /// where `init` has not done so.
  ///
  /// @throws Failure.Unavailable when somebody else held it all the time
  public static FileLock lock(Path workspace, String name, Duration patience)
      throws InterruptedException {
    Path own = workspace.resolve(".speckit");
    if (!Disk.exists(own)) {
      Disk.makeFolders(own);
      boolean _ = Disk.create(own.resolve(".gitignore"), "*\n".getBytes(StandardCharsets.UTF_8));
    }
    return FileLock.acquire(own.resolve("locks").resolve(name + ".lock"), patience);
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
