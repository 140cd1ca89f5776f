package dev.speckit.spec;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.spec.lint.CheckCommand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Calls commands as a face would.
final class Calls {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Calls() {}

  static Host host(Path directory) {
    return new Host(() -> NOW, new Random(1), Map.of(), directory, Path.of("/nowhere"));
  }

  /// @param words name and value in turn
  static Report call(Command command, String... words) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      values.put(words[i], List.of(words[i + 1]));
    }
    return command.run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  static Report create(Path workspace, String kind, String title, String... more)
      throws InterruptedException {
    String[] words = new String[4 + more.length];
    words[0] = "kind";
    words[1] = kind;
    words[2] = "title";
    words[3] = title;
    System.arraycopy(more, 0, words, 4, more.length);
    return call(new NewCommand(host(workspace), _ -> Set.of()), words);
  }

  static Report init(Path workspace) throws InterruptedException {
    return call(new InitCommand(host(workspace), _ -> {}, () -> List.of("/opt/speckit")));
  }

  static Report check(Path workspace, String... words) throws InterruptedException {
    return call(new CheckCommand(host(workspace), _ -> List.of(), ""), words);
  }

  /// Makes features in a process of its own.
  public static void main(String[] words) throws InterruptedException {
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      create(Path.of(words[0]), "feature", "Other " + i, "parent", "1000");
    }
  }
}
