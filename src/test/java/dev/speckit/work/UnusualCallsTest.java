package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that go wrong, or nearly.
class UnusualCallsTest {
  @TempDir java.nio.file.Path temporary;
  private Desk desk;

  @BeforeEach
  void sit() {
    desk = Desk.with1014(temporary);
  }

  @Test
  void reports_of_before_the_session_are_recorded_as_what_they_are() throws Exception {
    desk.work("1014");
    report(Duration.ofMinutes(40));
    coverage(Duration.ofMinutes(40));
    Report report = desk.work("1014", "test", "--junit", "r.xml", "--coverage", "lcov.info");
    assertThat(codes(report)).containsExactly("old-report", "old-report");
    assertThat(desk.context())
        .contains("✅ 1 passed, of before this session (")
        .contains("50% of lines, of before this session (");
    desk.work("1014", "done");
    assertThat(desk.context()).contains("**Test Coverage**: 50");
  }

  @Test
  void reports_of_the_session_or_shortly_before_a_new_one_are_just_reports() throws Exception {
    report(Duration.ofMinutes(20));
    assertThat(codes(desk.work("1014", "test", "--junit", "r.xml"))).isEmpty();
    report(Duration.ZERO);
    assertThat(codes(desk.work("1014", "test", "--junit", "r.xml"))).isEmpty();
    assertThat(desk.context()).doesNotContain("of before this session");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "junit", "coverage"})
  void an_empty_option_of_a_test_is_refused(String option) {
    String before = desk.context();
    assertThatThrownBy(() -> desk.work("1014", "test", "--" + option, " "))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("--" + option + " is empty");
    assertThat(desk.context()).isEqualTo(before);
  }

  @Test
  void a_word_that_is_no_status_is_named() {
    assertThatThrownBy(() -> desk.work("1014", "done", "finished", "--status-alone"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("'finished' is no status of a session");
  }

  @Test
  void the_remedy_names_the_spec_that_was_asked_for() {
    assertThatThrownBy(() -> desk.work("1014", "plan"))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure ->
                assertThat(failure.problems().getFirst().remedy())
                    .isEqualTo("speckit work 1014 plan -m \"TEXT\""));
  }

  @Test
  void looking_at_a_context_with_conflict_markers_says_so_and_writing_is_refused()
      throws Exception {
    desk.work("1014", "plan", "-m", "Think");
    String marked = desk.context() + "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\n";
    desk.write("specs/1000/1001/1014.context.md", marked);
    assertThat(codes(desk.work("1014", "--status-alone"))).contains("conflict-marker");
    assertThatThrownBy(() -> desk.work("1014", "test", "--run", "touch ran"))
        .isInstanceOf(Failure.Invalid.class);
    assertThat(desk.context()).isEqualTo(marked);
    assertThat(desk.workspace().resolve("ran")).doesNotExist();
  }

  /// Nothing is opened, moved or registered.
  @ParameterizedTest
  @CsvSource({
    "/etc/hostname, code",
    "../outside.txt, docs",
    "folder, docs",
    "link.txt, docs",
    "linked/in.txt, docs",
    "nothing.txt, docs",
    ".git/config, config",
    "specs/1000/1001/spec.md, docs",
    "., docs",
  })
  void what_cannot_be_delivered_changes_nothing(String file, String kind) throws Exception {
    desk.write("../outside.txt", "outside\n");
    desk.write("folder/in.txt", "in\n");
    Files.createSymbolicLink(
        desk.workspace().resolve("link.txt"), desk.workspace().resolve("../outside.txt"));
    Files.createSymbolicLink(
        desk.workspace().resolve("linked"), desk.workspace().resolve("folder"));
    desk.commitAll("Files");
    assertThatThrownBy(() -> desk.work("1014", "deliver", file, "--as", kind))
        .isInstanceOf(Failure.Usage.class);
    assertThat(desk.git("status", "--porcelain")).isEmpty();
    assertThat(desk.read("../outside.txt")).isEqualTo("outside\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1014.context.md", "1014.spec.md"})
  @Timeout(60)
  void a_named_pipe_in_place_of_a_document_is_refused_at_once(String name) throws Exception {
    java.nio.file.Path file = desk.workspace().resolve("specs/1000/1001").resolve(name);
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> desk.work("1014", "note", "x")).isInstanceOf(Failure.Invalid.class);
    if (name.contains("context")) {
      assertThatThrownBy(() -> desk.work("1014", "--status-alone"))
          .isInstanceOf(Failure.Invalid.class)
          .hasMessageContaining("no plain file");
    }
  }

  @Test
  void code_that_becomes_a_script_changes_its_section() throws Exception {
    desk.write("a.sh", "echo a\n");
    desk.work("1014", "deliver", "a.sh", "--as", "code", "-m", "Says a");
    desk.work("1014", "deliver", "a.sh", "--as", "scripts");
    assertThat(desk.context())
        .contains("- [[deliverables/scripts/a.sh|a.sh]] - Says a\n")
        .doesNotContain("- `a.sh` - Says a");
    assertThat(desk.read("specs/1000/1001/1014.spec.md")).containsOnlyOnce("a.sh|a.sh]]");
    assertThat(desk.read("specs/1000/1001/deliverables/scripts/a.sh"))
        .containsOnlyOnce("# Spec: [[../../1014.spec|");
  }

  @Test
  void a_closed_session_is_shown_with_how_it_ended() throws Exception {
    desk.work("1014", "plan", "-m", "Think");
    desk.work("1014", "done", "--status", "blocked");
    assertThat(desk.work("1014", "--status-alone").blocks().toString()).contains("ended: blocked");
  }

  private void report(Duration age) {
    desk.write("r.xml", "<testsuite><testcase name=\"a\"/></testsuite>");
    date("r.xml", age);
  }

  private void coverage(Duration age) {
    desk.write("lcov.info", "SF:a.c\nDA:1,1\nDA:2,0\nend_of_record\n");
    date("lcov.info", age);
  }

  private void date(String name, Duration age) {
    assertThat(
            desk.workspace()
                .resolve(name)
                .toFile()
                .setLastModified(desk.now().minus(age).toEpochMilli()))
        .isTrue();
  }

  private static List<String> codes(Report report) {
    return report.warnings().stream().map(Problem::code).toList();
  }
}
