package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a program is started in custody: its own process session where the machine can do that,
/// stdin and stderr from and to files, stdout into a pipe, nothing else open.
sealed interface Spawner permits PosixSpawn, BuilderSpawn {
  /// @param executable absolute
  /// @param arguments without the program's name
  /// @param environment all of it
  /// @param input file that becomes stdin
  /// @param errors file that becomes stderr
  record Program(
      Path executable,
      List<String> arguments,
      Path directory,
      Map<String, String> environment,
      Path input,
      Path errors) {}

  /// Starts a program. Whoever calls this lets one thread read its output and then [#attend], and
  /// calls [#release] when all that came of it is gone.
  ///
  /// @throws IOException when the system refuses; the message says why
  Process start(Program program) throws IOException;

  /// Whether each program leads a process session of its own.
  boolean ownSession();

  /// Waits for the end of a program whose output nobody reads any more. Not stopped by
  /// interruption.
  void attend(Process process);

  /// Gives the number of a program back to the system as soon as it has ended. Until then group and
  /// session of that number are this program's, whoever is left in them.
  void release(Process process);

  /// One line for people.
  String description();
}
