package dev.speckit.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestCasesTest {
  private static final String TWO =
      "<testsuite name='s'><testcase name='a'/><testcase name='b'/></testsuite>";

  @TempDir Path workspace;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "<testcase name='a' classname='g'/>                        | a | g | s | - | PASSED  |"
            + " false",
        "<testcase name='a'><failure/></testcase>                  | a | - | s | - | FAILED  |"
            + " false",
        "<testcase name='a'><error/><failure/></testcase>          | a | - | s | - | ERROR   |"
            + " false",
        "<testcase name='a'><skipped/></testcase>                  | a | - | s | - | SKIPPED |"
            + " false",
        "<testcase name='a' status='notrun'/>                      | a | - | s | - | SKIPPED |"
            + " false",
        "<testcase name='a'><flakyFailure/></testcase>             | a | - | s | - | PASSED  |"
            + " true",
        "<testcase name='a'><failure/><rerunFailure/></testcase>   | a | - | s | - | FAILED  |"
            + " false",
        "<testcase name='a' file='t/a.py'/>                        | a | - | s | t/a.py | PASSED |"
            + " false",
        "<testsuite name='t' file='x.js'><testcase name='a'/></testsuite>"
            + " | a | - | t | x.js | PASSED | false",
        "<testsuite file='x.js'><testsuite><testcase name='a'/></testsuite></testsuite>"
            + " | a | - | - | x.js | PASSED | false",
        "<testcase/>                                               | (unnamed) | - | s | - | PASSED"
            + " | false",
        "<testcase name='a&#10;b&#x202E;c' classname='&lt;b&gt;'/> | a b c | <b> | s | - | PASSED |"
            + " false",
      })
  void a_case_is_told_with_its_names_its_file_and_its_result(
      String inside,
      String name,
      String group,
      String suite,
      String file,
      TestCase.Result result,
      boolean isFlaky) {
    TestCases read =
        read("<testsuites><testsuite name='s'>" + inside + "</testsuite></testsuites>");
    assertThat(read.cases())
        .containsExactly(
            new TestCase(name, group, suite, file, result, isFlaky, read.reports().getFirst()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "surefire.xml",
        "pytest.xml",
        "ctest.xml",
        "node.xml",
        "vitest.xml",
        "go.xml",
        "nextest.xml"
      })
  void the_cases_are_those_that_are_counted(String tool) throws IOException {
    new Folder(workspace).with("r.xml", Folder.report(tool));
    TestReport.Counts counts =
        ((TestReading.Counted) TestReports.read(workspace, "r.xml", null)).report().counts();
    TestCases read = TestCases.read(workspace, List.of("r.xml"));
    assertThat(
            new TestReport.Counts(
                count(read, TestCase.Result.PASSED),
                count(read, TestCase.Result.FAILED),
                count(read, TestCase.Result.ERROR),
                count(read, TestCase.Result.SKIPPED),
                (int) read.cases().stream().filter(TestCase::isFlaky).count()))
        .isEqualTo(counts);
    assertThat(read.problems()).isEmpty();
  }

  private static int count(TestCases read, TestCase.Result result) {
    return (int) read.cases().stream().filter(each -> each.result() == result).count();
  }

  @Test
  void a_report_carries_the_time_it_was_written() {
    new Folder(workspace).with("r.xml", TWO);
    Instant moment = Instant.parse("2026-11-21T10:00:00Z");
    Disk.setModifiedMillis(workspace.resolve("r.xml"), moment.toEpochMilli());
    assertThat(TestCases.read(workspace, List.of("r.xml")).reports())
        .containsExactly(new TestCase.Report("r.xml", moment));
  }

  @Test
  void a_report_counts_once_however_many_patterns_match_it() {
    new Folder(workspace).with("out/r.xml", TWO).with("q.xml", TWO);
    TestCases read =
        TestCases.read(workspace, List.of("out/*.xml", "**/r.xml", "no/*.xml", "*.xml"));
    assertThat(read.cases()).hasSize(4);
    assertThat(read.reports().stream().map(TestCase.Report::name))
        .containsExactly("out/r.xml", "q.xml");
    assertThat(read.unmatched()).containsExactly("no/*.xml");
  }

  @Test
  void nothing_asked_is_nothing_read() {
    assertThat(TestCases.read(workspace, List.of())).isEqualTo(TestCases.NONE);
  }

  @Test
  void cases_beyond_the_bound_are_counted_as_left_out() {
    new Folder(workspace).with("a.xml", TWO).with("b.xml", TWO);
    TestCases read = TestCases.read(workspace, List.of("*.xml"), 3);
    assertThat(read.cases().stream().map(TestCase::name)).containsExactly("a", "b", "a");
    assertThat(read.leftOut()).isEqualTo(1);
  }

  @Test
  void a_broken_report_gives_none_of_its_cases_and_a_problem_with_its_place() {
    new Folder(workspace).with("a.xml", TWO + "<").with("b.xml", TWO);
    TestCases read = TestCases.read(workspace, List.of("*.xml"), 2);
    assertThat(read.cases().stream().map(each -> each.report().name()))
        .containsExactly("b.xml", "b.xml");
    assertThat(read.leftOut()).isZero();
    assertThat(read.problems())
        .singleElement()
        .satisfies(problem -> assertThat(String.valueOf(problem.place())).startsWith("a.xml:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/*.xml", "../*.xml", "{a", ""})
  void a_pattern_that_leads_out_or_is_malformed_is_refused(String glob) {
    assertThatThrownBy(() -> TestCases.read(workspace, List.of("*.xml", glob)))
        .isInstanceOf(Failure.Usage.class);
  }

  @ParameterizedTest
  @CsvSource({"g, a, g.a", "g, g > a, g > a", ", a, a"})
  void a_full_name_begins_with_the_group_once(String group, String name, String full) {
    TestCase.Report report = new TestCase.Report("r.xml", Instant.EPOCH);
    assertThat(
            new TestCase(name, group, null, null, TestCase.Result.PASSED, false, report).fullName())
        .isEqualTo(full);
  }

  private TestCases read(String text) {
    new Folder(workspace).with("r.xml", text);
    return TestCases.read(workspace, List.of("r.xml"));
  }
}
