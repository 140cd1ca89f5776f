package dev.speckit.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the programs of this machine are.
public final class Programs {
  private static final String STANDARD_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Programs() {}

  /// The first program of this name on the `PATH` of the environment, absolute.
  public static Optional<Path> find(String name, Host host) {
    return find(name, host.directory(), host.variable("PATH").orElse(""));
  }

  /// The executable a command names: a path as it stands, else the first on the search path.
  /// Relative and empty entries of the search path are left out: they would make the working
  /// directory a place for programs.
  ///
  /// @param directory what a relative path is relative to
  /// @param path in the form of `PATH`
  public static Optional<Path> find(String program, Path directory, String path) {
    try {
      if (program.indexOf('/') >= 0) {
        return Optional.of(directory.resolve(program)).filter(Disk::isExecutable);
      }
      for (String folder : path.split(":", -1)) {
        if (folder.startsWith("/") && Disk.isExecutable(Path.of(folder, program))) {
          return Optional.of(Path.of(folder, program));
        }
      }
      return Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The program that starts another in a session of its own; missing on some systems.
  public static Optional<Path> session() {
    return Session.PROGRAM;
  }

  private static final class Session {
    static final Optional<Path> PROGRAM = find("setsid", Path.of("/"), STANDARD_PATH);
  }
}
