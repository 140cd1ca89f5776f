package dev.speckit.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Disk;
import dev.speckit.host.OutputFilter;
import dev.speckit.testkit.ProcessScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class CheckRunTest {
  private static final String GREEN =
      "<testsuite name='a'><testcase classname='a.B' name='c'/><testcase classname='a.B' name='d'/>"
          + "</testsuite>";
  private static final String RED =
      "<testsuite name='a'><testcase classname='a.B' name='c'><failure>no</failure></testcase>"
          + "<testcase classname='a.B' name='d'/></testsuite>";

  @TempDir Path folder;
  private Path tree;
  private Path output;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree"));
    output = folder.resolve("output");
  }

  @Test
  void exit_code_0_passes_where_no_report_is_named() {
    CheckResult result = run(check("echo fine", null));
    assertThat(result.passed()).isTrue();
    assertThat(result.exitCode()).isEqualTo(0);
    assertThat(result.reason()).isNull();
    assertThat(result.tests()).isNull();
    assertThat(result.folder()).isEqualTo("runs/1/checks/test");
    assertThat(Disk.readText(output.resolve("stdout.raw"))).isEqualTo("fine\n");
  }

  @ParameterizedTest
  @CsvSource({"exit 2, ended with exit code 2", "kill -9 $$, was ended by signal 9"})
  void another_exit_code_is_said(String script, String reason) {
    CheckResult result = run(check(script, null));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason()).isEqualTo(reason);
  }

  @Test
  void tests_of_new_reports_are_counted() {
    CheckResult result = run(check(writing(GREEN), "build/*.xml"));
    assertThat(result.passed()).isTrue();
    assertThat(result.tests()).isEqualTo(new TestReport.Counts(2, 0, 0, 0, 0));
  }

  @Test
  void a_failed_test_outweighs_exit_code_0_and_is_named() {
    CheckResult result = run(check(writing(RED), "build/*.xml"));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason()).isEqualTo("1 of 2 tests failed: a.B.c");
  }

  @Test
  void a_failed_test_says_more_than_the_exit_code() {
    CheckResult result = run(check(writing(RED) + "; exit 1", "build/*.xml"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.reason()).isEqualTo("1 of 2 tests failed: a.B.c");
  }

  @Test
  void a_report_that_is_named_and_not_written_is_no_pass() {
    CheckResult result = run(check("true", "build/*.xml"));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason()).isEqualTo("wrote no test report at build/*.xml");
  }

  @Test
  void an_old_report_does_not_count() {
    Path old = tree.resolve("build/a.xml");
    Disk.write(old, GREEN);
    Disk.setModifiedMillis(old, 1_000_000_000_000L);
    CheckResult result = run(check("true", "build/*.xml"));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason())
        .isEqualTo("wrote no test report: build/a.xml is older than its start");
    assertThat(result.tests()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "<testsuite/>, its reports hold no test",
    "<testsuite><testcase name='a'><skipped/></testcase></testsuite>, all of its 1 tests were"
        + " skipped",
    "<html/>, 'its test report cannot be read: the file is XML, but no test report: it begins with"
        + " html'"
  })
  void zero_tests_are_no_pass(String xml, String reason) {
    CheckResult result = run(check(writing(xml), "build/*.xml"));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "<testsuite tests='1' failures='3'><testcase name='a'/></testsuite>, 3 failures and errors",
    "<testsuites failures='9'><testsuite><testcase name='a'/></testsuite></testsuites>,"
        + " 9 failures and errors",
    "<testsuite tests='7'><testcase name='a'/></testsuite>, 7 tests and holds 1",
    "<testsuite><testcase name='a'/><error/></testsuite>, a suite failed outside"
  })
  void a_report_that_contradicts_itself_is_no_pass(String xml, String reason) {
    CheckResult result = run(check(writing(xml), "build/*.xml"));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason()).startsWith("its test report contradicts itself: ").contains(reason);
  }

  @Test
  void a_case_counts_once_however_often_it_is_reported() {
    String once = "<testcase classname='a.B' name='c'/>";
    CheckResult result =
        run(check(writing("<testsuite>" + once + once + once + "</testsuite>"), "build/*.xml"));
    assertThat(result.passed()).isTrue();
    assertThat(result.tests()).isEqualTo(new TestReport.Counts(1, 0, 0, 0, 0, 2));
    assertThat(CheckResult.read(result.json())).contains(result);
  }

  @Test
  void a_case_that_failed_in_one_of_its_reports_failed() {
    Disk.write(
        tree.resolve("again.xml"), "<testsuite><testcase classname='a.B' name='c'/></testsuite>");
    CheckResult result =
        run(check(writing(RED) + "; cp again.xml build/z.xml; exit 0", "build/*.xml"));
    assertThat(result.reason()).isEqualTo("1 of 2 tests failed: a.B.c");
  }

  @Test
  void a_pattern_that_leads_out_of_the_tree_is_no_pass() {
    assertThat(run(check("true", "../*.xml")).reason()).contains("leads out of the workspace");
  }

  @Test
  void coverage_is_read_in_hundredths_of_a_percent() {
    CheckDefinition check =
        definition(
            "printf 'SF:a\\nDA:1,1\\nDA:2,0\\nDA:3,1\\nend_of_record\\n' > cov", null, "cov");
    assertThat(run(check).coverage()).isEqualTo(6666);
  }

  @Test
  void coverage_that_nobody_wrote_is_absent() {
    assertThat(run(definition("true", null, "cov")).coverage()).isNull();
  }

  @Test
  void a_program_that_is_not_there_is_named() {
    CheckResult result =
        run(
            new CheckDefinition(
                "test",
                List.of("no-such-program", "-x"),
                null,
                null,
                Duration.ofSeconds(30),
                Set.of("validate"),
                true));
    assertThat(result.end()).isEqualTo(CheckResult.End.NOT_STARTED);
    assertThat(result.reason()).isEqualTo("no executable file `no-such-program`");
  }

  @Test
  void its_clock_ends_it_and_all_it_started() {
    CheckDefinition check =
        new CheckDefinition(
            "test",
            List.of("sh", "-c", "sleep 1234 & echo $! > child; wait"),
            null,
            null,
            Duration.ofSeconds(1),
            Set.of("validate"),
            true);
    CheckResult result = run(check);
    assertThat(result.end()).isEqualTo(CheckResult.End.LATE);
    assertThat(result.reason()).isEqualTo("took longer than 1 s");
    assertThat(Disk.readText(tree.resolve("child"))).isNotBlank();
    assertThat(ProcessScan.withEnvironment(folder.toString())).isEmpty();
  }

  @Test
  void an_interruption_ends_it() throws Exception {
    AtomicReference<@Nullable CheckResult> result = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform().start(() -> result.set(run(check("echo > up; sleep 99", null))));
    while (!Files.exists(tree.resolve("up"))) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(result.get()).extracting(CheckResult::end).isEqualTo(CheckResult.End.CANCELLED);
  }

  @Test
  void the_output_passes_the_filter() {
    CheckResult result =
        CheckRun.run(
            check("echo secret; echo secret >&2", null),
            new CheckRun.Surroundings(
                tree,
                Map.of("PATH", "/usr/bin:/bin"),
                output,
                "x",
                Shouting::new,
                InstantSource.system()));
    assertThat(result.passed()).isTrue();
    assertThat(Disk.readText(output.resolve("stdout.raw"))).isEqualTo("SECRET\n");
    assertThat(Disk.readText(output.resolve("stderr.txt"))).isEqualTo("SECRET\n");
  }

  @Test
  void more_output_than_is_kept_stops_it() {
    CheckResult result = run(check("exec yes", null));
    assertThat(result.end()).isEqualTo(CheckResult.End.FAILED);
    assertThat(result.reason()).isEqualTo("wrote more than 32 MiB and was stopped");
  }

  @Test
  void the_tail_is_harmless_and_short() {
    CheckResult result = run(check("seq 1 50; printf '\\033[31mred\\033[0m \\007bell\\n'", null));
    assertThat(result.passed()).isTrue();
    assertThat(CheckOutput.tail(output, 3)).containsExactly("49", "50", "red  bell");
  }

  @Test
  void without_output_the_tail_is_that_of_the_errors() {
    assertThat(run(check("echo wrong >&2; exit 1", null)).passed()).isFalse();
    assertThat(CheckOutput.tail(output, 20)).containsExactly("wrong");
    assertThat(CheckOutput.tail(folder.resolve("missing"), 20)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1200000, 20 min", "90000, 90 s", "500, 500 ms"})
  void spans_are_told_in_their_largest_whole_unit(long millis, String text) {
    assertThat(Spans.of(Duration.ofMillis(millis))).isEqualTo(text);
  }

  private static String writing(String xml) {
    return "mkdir -p build; cat > build/a.xml <<'END'\n" + xml + "\nEND\n:";
  }

  private static CheckDefinition check(String script, @Nullable String junit) {
    return definition(script, junit, null);
  }

  private static CheckDefinition definition(
      String script, @Nullable String junit, @Nullable String coverage) {
    return new CheckDefinition(
        "test",
        List.of("sh", "-c", script),
        junit,
        coverage,
        Duration.ofSeconds(30),
        Set.of("validate"),
        true);
  }

  private CheckResult run(CheckDefinition check) {
    return CheckRun.run(
        check,
        new CheckRun.Surroundings(
            tree,
            Map.of("PATH", "/usr/bin:/bin", "SPECKIT_RUN", folder.toString()),
            output,
            "runs/1/checks/test",
            OutputFilter::none,
            InstantSource.system()));
  }

  private static final class Shouting implements OutputFilter {
    @Override
    public void pass(byte[] bytes, int from, int length, Sink out) throws IOException {
      String text = new String(bytes, from, length, StandardCharsets.UTF_8);
      byte[] loud = text.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      out.write(loud, 0, loud.length);
    }

    @Override
    public void end(Sink out) {}
  }
}
