package dev.speckit.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Processes of this machine as `/proc` shows them, looked at from outside of speckit.
public final class ProcessScan {
  private ProcessScan() {}

  /// Command lines of living processes whose environment holds this text, speckit's own left out.
  public static List<String> withEnvironment(String text) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        String environment = text(process.resolve("environ"));
        if (environment.contains(text)) {
          found.add(
              process.getFileName() + " " + text(process.resolve("cmdline")).replace('\0', ' '));
        }
      }
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
    return found;
  }

  /// Empty when the process ended meanwhile or is a zombie.
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }
}
