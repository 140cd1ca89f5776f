package dev.speckit.spec.lint;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// A small workspace without a fault: an epic, a feature, a task.
final class LintWorkspace {
  static final String EPIC =
      """
      # Epic: E

      **Type**: epic
      **Status**: implementing
      **Context**: [[context|Journal]]

      ## Features
      - [[1001/spec|F]]
      """;
  static final String FEATURE =
      """
      # Spec: F

      **Type**: feature
      **Status**: implementing
      **Parent**: [[../epic|E]]
      **Context**: [[context|Journal]]

      ## Requirements
      - **FR-1**: The door MUST lock.

      ## Acceptance Criteria
      - [x] **AC-1**: The door stays shut.

      ## Tasks
      - [[1011.spec|T]]
      """;
  static final String TASK =
      """
      # Spec: T

      **Type**: task
      **Status**: implementing
      **Parent**: [[spec|F]]
      **Context**: [[1011.context|Journal]]
      """;
  final Path folder;
  private final String build;

  /// How far the clock of this user is ahead; an hour lets all stamps be old.
  Duration ahead = Duration.ZERO;

  LintWorkspace(Path folder, String build) throws IOException {
    this.folder = folder;
    this.build = build;
    write("speckit.toml", "");
    write("specs/1000/epic.md", EPIC);
    write("specs/1000/context.md", context("epic"));
    write("specs/1000/1001/spec.md", FEATURE);
    write("specs/1000/1001/context.md", context("spec"));
    write("specs/1000/1001/1011.spec.md", TASK);
    write("specs/1000/1001/1011.context.md", context("1011.spec"));
  }

  static String context(String spec) {
    return context(spec, "implementing");
  }

  static String context(String spec, String status) {
    return "# Context\n\n**Spec**: [["
        + spec
        + "|S]]\n**Status**: "
        + status
        + "\n\n## Summary\nWork.\n";
  }

  void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  String read(String path) throws IOException {
    return Files.readString(folder.resolve(path));
  }

  Report check(String... words) throws InterruptedException {
    return check(_ -> List.of(), words);
  }

  /// @param words name and value in turn
  Report check(Function<SpecDocument, List<Finding>> quality, String... words)
      throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      values.put(words[i], List.of(words[i + 1]));
    }
    return new CheckCommand(host(), quality, build)
        .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  Host host() {
    return new Host(
        () -> Instant.now().plus(ahead),
        new Random(1),
        Map.of(),
        folder,
        folder.resolveSibling("home"));
  }

  /// `severity rule file:line:column` of each finding.
  static List<String> found(Report report) {
    return report.data().objects("findings").stream().map(LintWorkspace::line).toList();
  }

  private static String line(Json.Fields each) {
    return each.text("severity").orElseThrow()
        + " "
        + each.text("rule").orElseThrow()
        + " "
        + each.text("file").orElseThrow()
        + ":"
        + each.integer("line").orElseThrow()
        + ":"
        + each.integer("column").orElseThrow();
  }
}
