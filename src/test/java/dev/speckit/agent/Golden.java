package dev.speckit.agent;

import dev.speckit.agent.cli.Adapters;
import dev.speckit.host.Custody;
import dev.speckit.host.OutputLines;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.spec.KnownSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One recorded end of an agent program: `golden/<kind>/<name>/` with `stdout.raw`, `stderr.txt`
/// (may be missing), `expect.json`, and the files of its scratch folder in `scratch/` if it reads
/// any.
record Golden(Path folder, String kind, String name, Json.Fields expect) {
  static final Path ROOT = Path.of("src/test/resources/agent/golden");

  /// What no prompt of a recording says, so that no answer is taken for a copy of it.
  private static final String PROMPT = "SPECKIT PROMPT 1 clarify 1001";

  static List<Golden> all() {
    return folders(ROOT).stream().flatMap(kind -> folders(kind).stream()).map(Golden::of).toList();
  }

  private static List<Path> folders(Path parent) {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Golden of(Path folder) {
    Json json = Json.read(text(folder.resolve("expect.json"))).value().orElse(null);
    if (!(json instanceof Json.Fields expect)) {
      throw new IllegalStateException("no JSON object: " + folder.resolve("expect.json"));
    }
    return new Golden(
        folder,
        folder.getParent().getFileName().toString(),
        folder.getFileName().toString(),
        expect);
  }

  Adapter adapter() {
    return Adapters.find(kind).orElseThrow(() -> new IllegalStateException("no adapter " + kind));
  }

  Subject subject() {
    return expect.text("subject").flatMap(Subject::parse).orElse(Subject.CLARIFY);
  }

  @Nullable Integer exit() {
    return expect.integer("exit").map(Math::toIntExact).orElse(null);
  }

  String errors() {
    Path file = folder.resolve("stderr.txt");
    return Files.exists(file) ? text(file) : "";
  }

  /// The lines of stdout as a reader gets them.
  List<String> lines() {
    List<String> lines = Arrays.asList(text(folder.resolve("stdout.raw")).split("\n", -1));
    return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  /// Judged by the code of the program.
  ///
  /// @param work an empty folder
  Judged judge(Path work, List<String> lines) {
    AgentName agent = new AgentName(kind);
    AgentDefinition definition =
        AgentDefinition.Cli.plain(
            agent, adapter(), Clocks.DEFAULT, AgentDefinition.Origin.BUILT_IN);
    AgentTask task = new AgentTask("R1", "1001", subject(), work, PROMPT);
    Path attempt = work.resolve("attempt");
    copy(folder.resolve("stderr.txt"), attempt.resolve("stderr.txt"));
    copyAll(folder.resolve("scratch"), AttemptFolder.temporary(attempt));
    Transcript.Reader reader = adapter().reader();
    boolean finished = false;
    for (String line : lines) {
      finished |= reader.line(line) == OutputLines.Signal.FINISHED;
    }
    AgentReading reading =
        new AgentReading.Source(
                AgentCall.first(definition, true, task, work),
                PROMPT,
                KnownSecrets.NONE,
                attempt,
                reader,
                Instant.parse("2026-11-22T12:00:00Z"),
                () -> String.join("\n", lines))
            .read(ended());
    Transcript said = reader.transcript(exit(), errors().strip());
    return new Judged(
        reading, said, OutcomeTable.of(kind).find(exit(), said, errors().strip()), finished);
  }

  private Custody.Ending ended() {
    return new Custody.Ending.Ended(
        Custody.Stop.EXITED, exit(), ProcessIdentity.current(), 0, 0L, 0, false, "", List.of());
  }

  /// @param finished whether the final event was among the lines
  record Judged(
      AgentReading reading, Transcript said, Optional<OutcomeTable.Row> row, boolean finished) {}

  private static void copyAll(Path from, Path to) {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copy(file, to.resolve(from.relativize(file).toString())));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      if (Files.exists(from)) {
        Files.copy(from, to);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
