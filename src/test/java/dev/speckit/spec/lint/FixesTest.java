package dev.speckit.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `check --fix`.
final class FixesTest {
  @TempDir Path folder;
  private CleanTree tree;

  @BeforeEach
  void make() throws IOException {
    tree = CleanTree.in(folder);
  }

  @Test
  void what_can_be_mended_is_mended_at_once_and_nothing_else_changes() throws Exception {
    damage();
    Map<String, String> before = snapshot();
    Report dry = tree.check("fix", "true", "dry-run", "true");
    assertThat(snapshot()).isEqualTo(before);
    assertThat(dry.exit()).isEqualTo(ExitCode.OK);
    Report fixed = tree.check("fix", "true", "strict", "true");
    assertThat(LintWorkspace.found(fixed)).isEmpty();
    assertThat(fixed.exit()).isEqualTo(ExitCode.OK);
    Map<String, String> after = snapshot();
    assertThat(after.get(CleanTree.TASK))
        .isEqualTo(before.get(CleanTree.TASK).replace("Planning  ", "planning  "));
    assertThat(after.get(CleanTree.EPIC).replace("- [[1001/spec|Locks]]\r\n", ""))
        .isEqualTo(before.get(CleanTree.EPIC));
    assertThat(after.get(CleanTree.OTHER).replace("**Status**: completed  \n", ""))
        .isEqualTo(before.get(CleanTree.OTHER));
    assertThat(after.get(CleanTree.OTHER_CONTEXT)).startsWith(before.get(CleanTree.OTHER_CONTEXT));
    assertThat(after.get(CleanTree.SCRIPT)).contains("# Context: ").endsWith("true\n");
    assertThat(after.get(CleanTree.CONTEXT)).contains("[[spec|1001 - Locks]]");
    assertThat(fixed.data().objects("fixed"))
        .extracting(
            each -> each.text("file").orElseThrow() + " " + each.text("rules").orElseThrow())
        .containsExactly(
            CleanTree.TASK + " status-case",
            CleanTree.CONTEXT + " missing-context",
            CleanTree.OTHER_CONTEXT + " one-way-dependency",
            CleanTree.SCRIPT + " one-way-link",
            CleanTree.OTHER + " missing-metadata",
            CleanTree.EPIC + " one-way-link");
    Map<String, String> unchanged = snapshot();
    assertThat(tree.check("fix", "true", "dry-run", "true").data().text("diff")).contains("");
    assertThat(tree.check("fix", "true").data().find("fixed")).isEmpty();
    assertThat(snapshot()).isEqualTo(unchanged);
  }

  /// Windows line ends and a byte order mark among them.
  private void damage() throws IOException {
    tree.replace(CleanTree.TASK, "**Status**: planning", "**Status**: Planning  ");
    tree.replace(CleanTree.EPIC, "- [[1001/spec|Locks]]\n", "");
    tree.write(CleanTree.EPIC, "\uFEFF" + tree.read(CleanTree.EPIC).replace("\n", "\r\n"));
    tree.replace(CleanTree.OTHER, "**Status**: completed\n", "");
    tree.replace(
        CleanTree.OTHER_CONTEXT,
        "\n## Dependencies Delivered To\n\n### Downstream Specs\n- [[../1001/spec|Locks]]\n",
        "");
    tree.replace(CleanTree.SCRIPT, "# Context: [[../../context]]\n", "");
    Files.delete(tree.path(CleanTree.CONTEXT));
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("specs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        texts.put(name, Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  @Test
  void a_dry_run_shows_what_would_change_in_the_unified_format() throws Exception {
    tree.replace(CleanTree.TASK, ": planning", ": Planning");
    Files.delete(tree.path(CleanTree.CONTEXT));
    Report dry = tree.check("fix", "true", "dry-run", "true");
    List<String> diff = dry.data().text("diff").orElseThrow().lines().toList();
    assertThat(diff)
        .startsWith(
            "--- a/" + CleanTree.TASK,
            "+++ b/" + CleanTree.TASK,
            "@@ -1,7 +1,7 @@",
            " # Spec: Bolt",
            " ",
            " **Type**: task",
            "-**Status**: Planning",
            "+**Status**: planning")
        .containsSequence("--- /dev/null", "+++ b/" + CleanTree.CONTEXT)
        .anyMatch(each -> each.matches("@@ -0,0 \\+1,\\d+ @@"));
    assertThat(dry.data().objects("fixes"))
        .extracting(each -> each.text("rules").orElseThrow())
        .containsExactly("status-case", "missing-context");
  }

  @ParameterizedTest
  @CsvSource({
    "'**Status**:', '**Status**: planning'",
    "'**Status:**', '**Status:** planning'",
    "'**Status**:  ', '**Status**: planning  '",
    "'**Status**: PLANNING <!-- PLANNING -->', '**Status**: planning <!-- PLANNING -->'",
    "'**Status**: Planning\\', '**Status**: planning\\'",
  })
  void a_status_is_mended_in_place(String before, String after) throws Exception {
    tree.replace(CleanTree.TASK, "**Status**: planning", before);
    String expected = tree.read(CleanTree.TASK).replace(before, after);
    assertThat(tree.check("fix", "true").exit()).isEqualTo(ExitCode.OK);
    assertThat(tree.read(CleanTree.TASK)).isEqualTo(expected);
  }

  @Test
  void a_status_that_nobody_knows_any_more_stays_missing_and_is_told() throws Exception {
    tree.replace(CleanTree.TASK, "**Status**: planning\n", "");
    tree.replace("specs/1000/1001/1011.context.md", "planning", "under way");
    tree.replace(CleanTree.SPEC, "**Status**: implementing\n", "");
    Files.delete(tree.path(CleanTree.CONTEXT));
    String task = tree.read(CleanTree.TASK);
    Report report = tree.check("fix", "true");
    assertThat(tree.read(CleanTree.TASK)).isEqualTo(task);
    assertThat(tree.read(CleanTree.SPEC)).doesNotContain("**Status**");
    assertThat(LintWorkspace.found(report))
        .contains(
            "warning missing-metadata " + CleanTree.TASK + ":1:1",
            "warning missing-metadata " + CleanTree.SPEC + ":1:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "```\nopen\n", "<!-- open\n", "a\0b\n"})
  void a_text_that_is_torn_is_left_to_its_author(String torn) throws Exception {
    tree.replace(CleanTree.EPIC, "- [[1001/spec|Locks]]\n", "");
    tree.replace(CleanTree.EPIC, ": implementing", ": Implementing");
    tree.write(CleanTree.EPIC, tree.read(CleanTree.EPIC) + torn);
    String before = tree.read(CleanTree.EPIC);
    Report _ = tree.check("fix", "true");
    assertThat(tree.read(CleanTree.EPIC)).isEqualTo(before);
  }

  @Test
  void only_the_specs_asked_for_are_mended() throws Exception {
    tree.replace(CleanTree.EPIC, "- [[1001/spec|Locks]]\n", "");
    tree.replace(CleanTree.TASK, ": planning", ": Planning");
    String epic = tree.read(CleanTree.EPIC);
    Report _ = tree.check("fix", "true", "id", "1011");
    assertThat(tree.read(CleanTree.TASK)).contains(": planning");
    assertThat(tree.read(CleanTree.EPIC)).isEqualTo(epic);
  }

  @Test
  void what_was_edited_since_it_was_read_is_left_and_the_others_are_written() throws Exception {
    tree.replace(CleanTree.TASK, ": planning", ": Planning");
    tree.replace(CleanTree.EPIC, ": implementing", ": Implementing");
    Files.delete(tree.path(CleanTree.CONTEXT));
    SpecTree specs = SpecTree.open(folder);
    List<Fix> fixes = Fixes.of(host(), specs, specs.layout().located(), true);
    tree.write(CleanTree.TASK, "# By hand\n");
    tree.write(CleanTree.CONTEXT, "# By hand too\n");
    assertThatThrownBy(() -> Fixes.apply(host(), specs, fixes))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure ->
                assertThat(failure.problems())
                    .extracting(each -> each.code() + " " + each.place())
                    .containsExactly(
                        "file-changed " + CleanTree.TASK, "file-changed " + CleanTree.CONTEXT));
    assertThat(tree.read(CleanTree.TASK)).isEqualTo("# By hand\n");
    assertThat(tree.read(CleanTree.CONTEXT)).isEqualTo("# By hand too\n");
    assertThat(tree.read(CleanTree.EPIC)).contains(": implementing");
  }

  private Host host() {
    return new Host(Instant::now, new Random(1), Map.of(), folder, folder.resolve("home"));
  }

  @Test
  void a_writer_that_holds_the_lock_of_the_spec_is_waited_for() throws Exception {
    tree.replace(CleanTree.TASK, ": planning", ": Planning");
    Path lock = folder.resolve(".speckit/locks/work-1011.lock");
    SpecTree specs = SpecTree.open(folder);
    Fix fix =
        new Fix(CleanTree.TASK, Optional.of(tree.read(CleanTree.TASK)), "# New\n", Set.of("x"));
    FutureTask<Boolean> fixing =
        new FutureTask<>(() -> {
          Fixes.apply(host(), specs, List.of(fix));
          return true;
        });
    try (FileLock _ = FileLock.acquire(lock, Duration.ZERO)) {
      Thread.ofPlatform().start(fixing);
      assertThat(Disk.readText(tree.path(CleanTree.TASK))).contains(": Planning");
      tree.write(CleanTree.TASK, "# By the one with the lock\n");
    }
    assertThatThrownBy(fixing::get).hasCauseInstanceOf(Failure.Unavailable.class);
    assertThat(tree.read(CleanTree.TASK)).isEqualTo("# By the one with the lock\n");
  }
}
