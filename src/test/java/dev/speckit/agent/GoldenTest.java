package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.speckit.agent.cli.Adapters;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The recorded ends of agent programs, judged as a run would.
final class GoldenTest {
  /// What the other side did, or how the program was started. A number may follow.
  private static final Set<String> SCENARIOS =
      Set.of(
          "good",
          "good-read",
          "good-write",
          "slow-drip",
          "cut",
          "cut-once",
          "ended-early",
          "endless-stream",
          "html",
          "bad-request",
          "signed-out",
          "forbidden",
          "not-found",
          "rate-limited",
          "rate-limited-once",
          "quota",
          "payment",
          "error-500",
          "error-500-twice",
          "overloaded",
          "context-overflow",
          "refusal",
          "broken-utf8",
          "tool-call",
          "empty",
          "large",
          "schema-invalid",
          "connection-refused",
          "unknown-option",
          "unknown-model",
          "no-key",
          "untrusted",
          "broken-settings",
          "turn-limit",
          "killed",
          "terminated",
          "interrupted",
          "crashed");

  static List<Golden> goldens() {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void a_recorded_run_is_judged_as_it_was(Golden golden, @TempDir Path work) {
    Golden.Judged judged = golden.judge(work, golden.lines());
    Json.Fields expect = golden.expect();

    assertThat(judged.reading().outcome().word())
        .as(judged.reading().reason())
        .isEqualTo(expect.text("outcome").orElse("no outcome"));
    assertThat(judged.row().map(OutcomeTable.Row::name)).isEqualTo(expect.text("row"));
    expect
        .text("text")
        .ifPresent(text -> assertThat(judged.reading().text()).as("text").contains(text));
    expect
        .text("reason")
        .ifPresent(text -> assertThat(judged.reading().reason()).as("reason").contains(text));
    if (expect.object("usage").isPresent()) {
      assertThat(usage(judged.reading().usage())).isEqualTo(expect.object("usage").orElseThrow());
    }
    if (expect.text("model").isPresent()) {
      assertThat(judged.reading().model()).isEqualTo(expect.text("model").orElseThrow());
    }
    if (expect.text("session").isPresent()) {
      assertThat(judged.reading().session()).isEqualTo(expect.text("session").orElseThrow());
    }
    assertThat(judged.reading().retryAfter())
        .isEqualTo(expect.integer("retry_after_s").map(Duration::ofSeconds).orElse(null));
    assertThat(judged.said().denied()).isEqualTo(expect.texts("denied"));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void a_run_cut_after_any_line_is_answered_only_behind_its_final_event(
      Golden golden, @TempDir Path work) {
    List<String> lines = golden.lines();
    for (int count = 0; count <= lines.size(); count++) {
      Golden.Judged judged = golden.judge(work.resolve("cut-" + count), lines.subList(0, count));
      if (!judged.finished()) {
        assertThat(judged.reading().outcome())
            .as("after line " + count)
            .isNotEqualTo(Outcome.ANSWERED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void a_line_broken_off_anywhere_is_read_without_a_stumble(Golden golden) {
    for (String line : golden.lines()) {
      Transcript.Reader reader = golden.adapter().reader();
      int step = Math.max(1, line.length() / 50);
      for (int length = 0; length < line.length(); length += step) {
        String broken = line.substring(0, length);
        assertThatCode(() -> reader.line(broken)).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void a_recording_says_where_it_is_from_and_is_named_after_what_happened(Golden golden) {
    assertThat(golden.expect().text("source")).as("source").isPresent();
    assertThat(SCENARIOS).containsAnyOf(golden.name(), golden.name().replaceFirst("-[0-9]+$", ""));
    assertThat(golden.expect().values().keySet())
        .isSubsetOf(
            "source",
            "subject",
            "exit",
            "outcome",
            "row",
            "text",
            "reason",
            "usage",
            "model",
            "session",
            "retry_after_s",
            "denied");
  }

  static Stream<String> files() {
    return Stream.concat(Adapters.kinds().stream(), Stream.of("common"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_row_of_a_table_has_a_recorded_run(String file) {
    Set<String> kinds = file.equals("common") ? Set.copyOf(Adapters.kinds()) : Set.of(file);
    Set<String> hit = new HashSet<>();
    for (Golden golden : goldens()) {
      if (kinds.contains(golden.kind())) {
        golden.expect().text("row").ifPresent(hit::add);
      }
    }
    Set<String> missing = new TreeSet<>(names(file));
    missing.removeAll(hit);
    // What only programs without an adapter say is tried in OutcomeOfTextsTest.
    missing.remove("wrong-model-text");

    assertThat(missing).isEmpty();
  }

  @Test
  void a_row_has_one_name_in_all_that_a_program_is_judged_by() {
    for (String kind : Adapters.kinds()) {
      List<String> names = Stream.concat(names(kind).stream(), names("common").stream()).toList();
      assertThat(names).as(kind).doesNotHaveDuplicates();
    }
  }

  private static List<String> names(String file) {
    return OutcomeTable.rows(file).stream().map(OutcomeTable.Row::name).toList();
  }

  /// In the names of the recordings; what is unknown is absent.
  private static Json.Fields usage(Usage usage) {
    return Json.fields()
        .withPresent("input_tokens", usage.inputTokens())
        .withPresent("cached_tokens", usage.cachedTokens())
        .withPresent("cache_write_tokens", usage.cacheWriteTokens())
        .withPresent("output_tokens", usage.outputTokens())
        .withPresent("requests", usage.requests())
        .withPresent("cost_micros", usage.costMicros());
  }
}
