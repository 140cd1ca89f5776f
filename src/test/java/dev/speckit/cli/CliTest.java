package dev.speckit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static final DialogueFiles NOTHING_KEPT =
      new DialogueFiles() {
        @Override
        public List<String> earlier() {
          return List.of();
        }

        @Override
        public void keep(String answer) {}

        @Override
        public List<String> names(java.nio.file.Path folder) {
          return List.of();
        }
      };

  private record Doing(Callable<Report> work) implements Command {
    @Override
    public Declaration declaration() {
      return Declaration.of("do", "Do what the test says");
    }

    @Override
    public Report run(Call call) throws InterruptedException {
      try {
        return work.call();
      } catch (InterruptedException | RuntimeException thrown) {
        throw thrown;
      } catch (Exception checked) {
        throw new IllegalStateException(checked);
      }
    }
  }

  private ExitCode run(Console console, Callable<Report> work, String... words) {
    Cli.Version version = new Cli.Version("1.2.3", "abc");
    return new Cli(console, version, _ -> List.of(new Doing(work)), NOTHING_KEPT)
        .run(List.of(words));
  }

  private ExitCode run(Callable<Report> work, String... words) {
    return run(Console.piped(out, err, Map.of()), work, words);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Report nothing() {
    return Report.of(Json.fields());
  }

  @Test
  void the_version_is_one_line() {
    assertThat(run(CliTest::nothing, "--version")).isEqualTo(ExitCode.OK);
    assertThat(text()).isEqualTo("speckit 1.2.3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"do --json", "do --nonsense --json", "dont --json", "--json --version"})
  void json_is_one_object_with_the_whole_envelope_whatever_happens(String line) {
    ExitCode code = run(CliTest::nothing, line.split(" ", -1));
    Json.Fields envelope = (Json.Fields) Json.read(text()).value().orElseThrow();
    assertThat(envelope.values().keySet())
        .containsExactly(
            "schema_version",
            "tool",
            "command",
            "exit_code",
            "exit_reason",
            "data",
            "warnings",
            "problems");
    assertThat(envelope.integer("exit_code")).contains((long) code.number());
    assertThat(told()).isEmpty();
  }

  @Test
  void a_failure_says_what_where_and_what_to_do() {
    ExitCode code =
        run(
            () -> {
              throw new Failure.Invalid(
                  Problem.of("bad", "the file is bad").at("a.md").remedy("mend it"));
            },
            "do");
    assertThat(code).isEqualTo(ExitCode.INVALID);
    assertThat(text()).isEmpty();
    assertThat(told())
        .isEqualTo("speckit: the file is bad\n  where: a.md\n  what to do: mend it\n");
  }

  @Test
  void a_defect_ends_with_its_own_code_and_its_stack() {
    Callable<Report> defect =
        () -> {
          throw new IllegalStateException("lost");
        };
    assertThat(run(defect, "do")).isEqualTo(ExitCode.BUG);
    assertThat(told()).contains("lost").contains("CliTest");
  }

  @Test
  void a_text_nested_too_deeply_and_an_interrupt_end_with_their_codes() {
    assertThat(run(() -> deeper(1), "do")).isEqualTo(ExitCode.BUG);
    Callable<Report> interrupted =
        () -> {
          throw new InterruptedException();
        };
    assertThat(run(interrupted, "do")).isEqualTo(ExitCode.INTERRUPTED);
  }

  private static Report deeper(int depth) {
    return depth < 0 ? nothing() : deeper(depth + 1).ending(ExitCode.OK);
  }

  @Test
  void escapes_of_agents_never_reach_the_terminal_and_columns_stay_aligned() {
    Block.Table table =
        new Block.Table(
            "",
            List.of("a", "b"),
            List.of(
                List.of(Block.Cell.of("\u001b[2J漢字"), Block.Cell.of("x\u202Ey")),
                List.of(Block.Cell.of("e\u0301"), Block.Cell.of("z", Tone.BAD))));
    assertThat(run(() -> Report.of(Json.fields(), table), "do")).isEqualTo(ExitCode.OK);
    assertThat(text()).isEqualTo("a         b\n␛[2J漢字  x\uFFFDy\ne\u0301         z\n");
  }

  @Test
  void colour_is_for_terminals_that_want_it() {
    Callable<Report> painted =
        () -> Report.of(Json.fields(), new Block.Notes(List.of(Block.Cell.of("good", Tone.GOOD))));
    run(new Console(out, err, Map.of(), true, true, true, 80), painted, "do");
    assertThat(text()).isEqualTo("\u001b[32mgood\u001b[0m\n");
    out.reset();
    run(new Console(out, err, Map.of("NO_COLOR", "1"), true, true, true, 80), painted, "do");
    run(new Console(out, err, Map.of("TERM", "dumb"), true, true, true, 80), painted, "do");
    run(new Console(out, err, Map.of(), true, true, true, 80), painted, "do", "--no-color");
    run(painted, "do");
    assertThat(text()).isEqualTo("good\n".repeat(4));
  }

  @Test
  void a_reader_that_left_is_no_failure_and_a_full_disk_is_one() {
    Callable<Report> speaking = () -> Report.of(Json.fields(), Block.Notes.of("words"));
    assertThat(run(Console.piped(failing("Broken pipe"), err, Map.of()), speaking, "do"))
        .isEqualTo(ExitCode.OK);
    assertThat(run(Console.piped(failing("No space left"), err, Map.of()), speaking, "do"))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(told()).contains("No space left");
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int unit) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void help_completion_and_manual_come_from_the_declaration() {
    assertThat(run(CliTest::nothing, "help", "do")).isEqualTo(ExitCode.OK);
    assertThat(text()).contains("Do what the test says").contains("--json");
    out.reset();
    assertThat(run(CliTest::nothing, "completion", "bash")).isEqualTo(ExitCode.OK);
    assertThat(text()).contains("complete").contains("do");
    out.reset();
    assertThat(run(CliTest::nothing, "man", "do")).isEqualTo(ExitCode.OK);
    assertThat(text()).startsWith(".TH ").contains("\\-\\-json");
  }

  @Test
  void an_unknown_command_names_the_nearest() {
    assertThat(run(CliTest::nothing, "hlep")).isEqualTo(ExitCode.USAGE);
    assertThat(told()).contains("speckit help");
  }

  private static Report wide() {
    Block.Table table =
        new Block.Table(
            "",
            List.of("id", "title"),
            List.of(
                List.of(Block.Cell.of("1001"), Block.Cell.of("words that take more than one line")),
                List.of(Block.Cell.of("1002"), Block.Cell.of("漢字漢字漢字漢字漢字漢字漢字漢")),
                List.of(Block.Cell.of("1003"), Block.Cell.of("e\u0301".repeat(24)))));
    return Report.of(Json.fields(), table);
  }

  @Test
  void a_table_wraps_in_a_narrow_terminal_and_loses_nothing() {
    Map<String, String> plain = Map.of("NO_COLOR", "1");
    run(new Console(out, err, plain, true, true, true, 29), CliTest::wide, "do");
    assertThat(text())
        .isEqualTo(
            """
            id    title
            1001  words that take more
                  than one line
            1002  漢字漢字漢字漢字漢字漢
                  字漢字漢
            1003  %s
                  é
            """
                .formatted("e\u0301".repeat(23))
                .replace("é", "e\u0301"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"piped", "unknown", "wide"})
  void a_table_stays_whole_where_no_narrow_terminal_is_known(String where) {
    Console console =
        switch (where) {
          case "piped" -> new Console(out, err, Map.of("COLUMNS", "20"), true, false, true, 29);
          case "unknown" -> new Console(out, err, Map.of(), true, true, true, 0);
          default -> new Console(out, err, Map.of(), true, true, true, 41);
        };
    run(console, CliTest::wide, "do", "--no-color");
    assertThat(text().lines()).hasSize(4).anyMatch(line -> line.endsWith("more than one line"));
  }

  @Test
  void a_terminal_narrower_than_any_table_still_shows_every_cell() {
    run(
        new Console(out, err, Map.of("COLUMNS", "1"), true, true, true, 0),
        CliTest::wide,
        "do",
        "--no-color");
    assertThat(text().replaceAll("\\s", "")).contains("wordsthattakemorethanoneline");
  }
}
