package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a call of `trace` writes and tells.
final class TraceOutputTest {
  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.toRealPath().resolve("w"));
  }

  /// @param words names and values in turn; a flag has an empty value
  static Report trace(Sample sample, String... words) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      values.computeIfAbsent(words[i], _ -> new ArrayList<>()).add(words[i + 1]);
    }
    return new TraceCommand(sample.host(), _ -> List.of("build/*.xml"))
        .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "md", "json"})
  void a_written_trace_is_written_again_and_is_no_file_that_names_items(String format)
      throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n- [ ] FR-001 again\n");
    for (int i = 0; i < 2; i++) {
      Report report = trace(sample, "format", format, "output", "trace.out", "strict", "");
      assertThat(report.warnings())
          .extracting(each -> each.place() + "")
          .noneMatch(each -> each.startsWith("trace.out"));
    }
    assertThat(Files.readString(sample.workspace().resolve("trace.out"))).contains("FR-001");
    assertThat(sample.graph().find("file:trace.out")).isEmpty();
  }

  @Test
  void a_pattern_on_the_command_line_that_matches_nothing_is_told() throws Exception {
    assertThat(trace(sample).warnings())
        .extracting(each -> each.code())
        .containsExactly("criterion-unproven");
    for (String start : List.of("id", "file")) {
      String value = start.equals("id") ? "1001" : "specs/1000/1001/spec.md";
      Report report = trace(sample, start, value, "junit", "no/*.xml", "strict", "");
      assertThat(report.warnings())
          .filteredOn(each -> each.code().equals("no-report"))
          .singleElement()
          .satisfies(each -> assertThat(each.place() + "").isEqualTo("no/*.xml"));
      assertThat(report.exit()).isEqualTo(ExitCode.WARNED);
    }
  }

  @Test
  void an_item_that_no_spec_has_is_no_unknown_spec() {
    for (String id : List.of("FR-099", "NFR-001", "AC-77")) {
      assertThatThrownBy(() -> trace(sample, "id", id))
          .isInstanceOf(Failure.Usage.class)
          .hasMessage("no spec has " + id);
    }
    assertThatThrownBy(() -> trace(sample, "id", "no-such"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("alias");
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "md"})
  void a_page_of_very_many_items_has_a_row_for_each_spec_and_the_gaps(String format)
      throws Exception {
    StringBuilder many = new StringBuilder("- **FR-001**: Long text.\n");
    for (int i = 2; i <= 501; i++) {
      many.append("- **FR-%03d**: Long text.\n".formatted(i));
    }
    sample.spec("1002", many.toString());
    assertThat(trace(sample, "format", format, "output", "t").exit()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(sample.workspace().resolve("t")))
        .contains("1001/AC-001 is ticked", "501 + 0", "2 + 1", "more than 500")
        .doesNotContain("Long text");
    assertThat(trace(sample, "id", "1002", "format", format, "output", "t").exit())
        .isEqualTo(ExitCode.OK);
    assertThat(Files.readString(sample.workspace().resolve("t"))).contains("Long text");
  }

  @Test
  void a_document_is_not_written_over() throws Exception {
    String spec = "specs/1000/1001/spec.md";
    String before = Files.readString(sample.workspace().resolve(spec));
    assertThatThrownBy(() -> trace(sample, "format", "md", "output", spec))
        .isInstanceOf(Failure.NeedsApproval.class);
    assertThat(sample.workspace().resolve(spec)).hasContent(before);
  }
}
