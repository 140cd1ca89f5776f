package dev.speckit.agent.cli;

import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The program behind a launcher that npm installed. Without the launcher it starts sooner, needs
/// less memory, and a signal reaches it.
final class NativeProgram {
  private static final String ANY = "*";

  private NativeProgram() {}

  /// The executable of the package for this machine, which npm puts beside the launcher's package
  /// or inside of it: `<scope>/<name>-<machine>/<inside>`.
  ///
  /// @param launcher as found, links and all
  /// @param name of the package without its scope
  /// @param inside path in the package; `*` is any one folder
  /// @return the launcher when there is no such executable, or more than one
  static Path behind(Path launcher, String name, List<String> inside) {
    List<Path> found = new ArrayList<>();
    packageOf(launcher, name)
        .ifPresent(home -> {
          for (Path place : places(home)) {
            for (Path folder : Disk.list(place)) {
              if (folder.getFileName().toString().startsWith(name + "-")) {
                collect(folder, inside, found);
              }
            }
          }
        });
    return found.size() == 1 ? found.getFirst() : launcher;
  }

  /// Folders in which npm puts the packages of the same scope.
  private static List<Path> places(Path home) {
    Path scope = home.getParent();
    return scope == null
        ? List.of()
        : List.of(scope, home.resolve("node_modules").resolve(String.valueOf(scope.getFileName())));
  }

  /// The folder `<scope>/<name>` that the launcher lies in.
  private static Optional<Path> packageOf(Path launcher, String name) {
    Path folder = Disk.realPath(launcher).map(Path::getParent).orElse(null);
    while (folder != null
        && folder.getParent() != null
        && folder.getParent().getFileName() != null) {
      if (folder.getFileName().toString().equals(name)
          && folder.getParent().getFileName().toString().startsWith("@")) {
        return Optional.of(folder);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  private static void collect(Path folder, List<String> inside, List<Path> found) {
    if (inside.isEmpty()) {
      if (Disk.isExecutable(folder)) {
        found.add(folder);
      }
      return;
    }
    List<String> rest = inside.subList(1, inside.size());
    if (!inside.getFirst().equals(ANY)) {
      collect(folder.resolve(inside.getFirst()), rest, found);
      return;
    }
    for (Path each : Disk.list(folder)) {
      collect(each, rest, found);
    }
  }
}
