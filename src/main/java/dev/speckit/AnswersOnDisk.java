package dev.speckit;

import dev.speckit.cli.DialogueFiles;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Answers a person typed, for the arrow keys: a private file of its user, a line an answer.
record AnswersOnDisk(Host host) implements DialogueFiles {
  private static final int LINES_MAX = 1000;
  private static final long BYTES_MAX = 1 << 20;

  @Override
  public List<String> earlier() {
    try {
      return lines();
    } catch (Failure _) {
      return List.of();
    }
  }

  @Override
  public void keep(String answer) {
    try {
      List<String> lines = new ArrayList<>(lines());
      boolean _ = lines.remove(answer);
      lines.add(answer);
      List<String> kept = lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size());
      String text = String.join("\n", kept) + "\n";
      Disk.writePrivately(file(), text.getBytes(StandardCharsets.UTF_8));
    } catch (Failure _) {
      // A file that cannot be read or written stays as it is; the answer has been given.
      return;
    }
  }

  private List<String> lines() {
    Path file = file();
    return Disk.exists(file)
        ? Disk.readText(file, BYTES_MAX).lines().filter(line -> !line.isBlank()).toList()
        : List.of();
  }

  @Override
  public List<String> names(Path folder) {
    try {
      return Disk.list(folder).stream()
          .map(path -> path.getFileName() + (Disk.isFolder(path) ? "/" : ""))
          .toList();
    } catch (Failure _) {
      return List.of();
    }
  }

  /// `$XDG_STATE_HOME/speckit/history` when that is absolute, else
  /// `~/.local/state/speckit/history`.
  private Path file() {
    return host.variable("XDG_STATE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(host.home().resolve(".local/state"))
        .resolve("speckit/history");
  }
}
