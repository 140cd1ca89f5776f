package dev.speckit;

import dev.speckit.cli.Console;
import dev.speckit.failure.ExitCode;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Runs the hottest commands one after another in one process, for the build to record which
/// classes a start needs. Never part of a user's call.
final class Training {
  private Training() {}

  /// Words: a workspace to act in, and a file with one command line a line: words parted by single
  /// blanks, and after `<` the file that is standard input. The first line is run as a whole
  /// process does it.
  static void main(String[] words) {
    Host system = Host.system();
    Host host =
        new Host(
            system.clock(),
            system.random(),
            system.environment(),
            Path.of(words[0]),
            system.home());
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    Console console = Console.piped(out, out, host.environment());
    List<String> lines = Disk.readText(Path.of(words[1])).lines().toList();
    tell(out, lines.getFirst(), Main.runHere(lines.getFirst().split(" ", -1)));
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" < ", 2);
      byte[] input =
          parts.length == 2
              ? Disk.readText(host.directory().resolve(parts[1])).getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      List<String> command = List.of(parts[0].split(" ", -1));
      tell(out, line, Main.run(command, console, host, new ByteArrayInputStream(input)));
    }
  }

  private static void tell(OutputStream out, String line, ExitCode code) {
    String told = "> " + line + ": " + code.name().toLowerCase(Locale.ROOT) + "\n";
    new PrintStream(out, true, StandardCharsets.UTF_8).print(told);
  }
}
