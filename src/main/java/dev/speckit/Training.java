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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs typical commands one after another in one process, for the build to record which classes a
/// start needs. Never part of a user's call.
final class Training {
  private Training() {}

  /// Words: a scratch folder, and a file with one command line a line; double quotes hold blanks
  /// together. The first line is run as a whole process does it.
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
    tell(out, lines.getFirst(), Main.runHere(cut(lines.getFirst()).toArray(String[]::new)));
    for (String line : lines.subList(1, lines.size())) {
      tell(out, line, Main.run(cut(line), console, host, new ByteArrayInputStream(new byte[0])));
    }
  }

  private static void tell(OutputStream out, String line, ExitCode code) {
    String told = "> " + line + ": " + code.name().toLowerCase(Locale.ROOT) + "\n";
    new PrintStream(out, true, StandardCharsets.UTF_8).print(told);
  }

  private static List<String> cut(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '"') {
        quoted = !quoted;
      } else if (letter == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(letter);
      }
    }
    words.add(word.toString());
    return words;
  }
}
