package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A report file of the workspace.
///
/// @param path where it is
/// @param name relative to the workspace, with `/`
record WorkspaceFile(Path path, String name) {
  /// The largest report that is read. One with a million test cases without output has about 100
  /// MiB; a report with more than this is output that belongs elsewhere.
  static final long BYTES_MAX = 64L << 20;

  /// How far a file's time may lie behind the clock: systems stamp files with the time of the last
  /// tick.
  private static final long TICK_MILLIS = 10;

  /// The file of that name; it need not be there.
  ///
  /// @throws Failure.Usage when the name is absolute or leads out of the workspace
  static WorkspaceFile named(Path workspace, String name) {
    Path relative = relative(name);
    Path path = workspace.resolve(relative);
    refuseOutside(workspace, path, name);
    return new WorkspaceFile(path, text(relative));
  }

  /// @throws Failure.Usage when the words cannot name something below the workspace
  static Path relative(String name) {
    try {
      Path relative = Path.of(name).normalize();
      if (name.isBlank() || relative.isAbsolute() || relative.startsWith("..")) {
        throw outside(name, "the path leads out of the workspace");
      }
      return relative;
    } catch (InvalidPathException _) {
      throw new Failure.Usage(
          Problem.of("invalid-path", "the text is no path")
              .at(printable(name))
              .remedy("name a file relative to the workspace"));
    }
  }

  /// Follows the links on the way to a path.
  ///
  /// @throws Failure.Usage when they lead out of the workspace
  static void refuseOutside(Path workspace, Path path, String name) {
    Optional<Path> root = Disk.realPath(workspace);
    Optional<Path> real = Disk.realPath(path);
    if (real.isPresent() && root.isPresent() && !real.get().startsWith(root.get())) {
      throw outside(name, "a link on the path leads out of the workspace");
    }
  }

  static Failure.Usage outside(String name, String message) {
    return new Failure.Usage(
        Problem.of("outside-workspace", message)
            .at(name.isBlank() ? "." : printable(name))
            .remedy("name reports relative to the workspace and inside it"));
  }

  static String text(Path relative) {
    return relative.toString().replace('\\', '/');
  }

  private static String printable(String name) {
    return Words.line(name);
  }

  /// Whether the file was last written before the moment. A system that keeps whole seconds only is
  /// given the rest of the second.
  boolean isOlderThan(@Nullable Instant moment) {
    if (moment == null) {
      return false;
    }
    long written = Disk.modifiedMillis(path);
    long allowance = written % 1_000 == 0 ? 999 : TICK_MILLIS;
    return written + allowance < moment.toEpochMilli();
  }

  /// The bytes.
  ///
  /// @throws Failure.Invalid when the file is empty, too large or cannot be read
  byte[] bytes() {
    byte[] bytes = read();
    if (bytes.length == 0) {
      throw new Failure.Invalid(
          Problem.of("empty-report", "the report is empty").at(name).remedy(RERUN));
    }
    return bytes;
  }

  static final String RERUN = "run the tool that writes it again and let it finish";

  private byte[] read() {
    try {
      return Disk.read(path, BYTES_MAX);
    } catch (Failure.Invalid | Failure.Unavailable failure) {
      throw new Failure.Invalid(failure.problems().getFirst().at(name));
    }
  }
}
