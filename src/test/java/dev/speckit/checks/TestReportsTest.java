package dev.speckit.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestReportsTest {
  private static final String ONE =
      "<testsuite tests='1'><testcase name='a' classname='A'/></testsuite>";

  @TempDir Path workspace;

  @ParameterizedTest
  @CsvSource({
    // file, passed, failed, errors, skipped, flaky, milliseconds
    "surefire.xml, 3, 1, 1, 1, 1, 1201870",
    "pytest.xml, 3, 2, 2, 2, 0, 0",
    "ctest.xml, 1, 1, 1, 2, 0, 20",
    "node.xml, 1, 1, 0, 1, 0, 2",
    "vitest.xml, 1, 1, 0, 1, 0, 4",
    "go.xml, 1, 1, 0, 1, 0, 10",
    "nextest.xml, 2, 1, 0, 0, 1, 75",
  })
  void the_reports_of_each_tool_are_counted(
      String file, int passed, int failed, int errors, int skipped, int flaky, int milliseconds)
      throws IOException {
    TestReport report = counted(new Folder(workspace).with(file, Folder.report(file)), file);
    assertThat(report.counts())
        .isEqualTo(new TestReport.Counts(passed, failed, errors, skipped, flaky));
    assertThat(report.time().toMillis()).isBetween(milliseconds - 1L, milliseconds + 1L);
    assertThat(report.contradictions()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.files()).containsExactly(file);
    assertThat(report.isClean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "surefire.xml | org.example.ShopTest.rounds_half_up  | false | expected: 3",
        "surefire.xml | org.example.ShopTest.opens           | true  |"
            + " java.lang.IllegalStateException: no database",
        "pytest.xml   | test_shop.test_rounds                | false | AssertionError: half goes"
            + " up",
        "pytest.xml   | test_shop.test_needs                 | true  | failed on setup with"
            + " \"RuntimeError: no database\"",
        "ctest.xml    | bad                                  | false | ",
        "ctest.xml    | gone                                 | true  | Unable to find executable",
        "node.xml     | test.wrong                           | false | 2 == 3",
        "vitest.xml   | test/cart.test.ts.cart > removes     | false | expected 1 to be 2 //"
            + " Object.is equality",
        "go.xml       | example.org/shop/cart.TestRounds/half| false | Failed",
        "nextest.xml  | shop.cart::tests::rounds             | false | thread 'cart::tests::rounds'"
            + " panicked at src/cart.rs:9:5",
      })
  void failed_cases_are_named(String file, String name, boolean isError, String message)
      throws IOException {
    TestReport report = counted(new Folder(workspace).with(file, Folder.report(file)), file);
    TestReport.FailedCase failed =
        report.failedCases().stream()
            .filter(one -> one.fullName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(report.failedCases().toString()));
    assertThat(failed.isError()).isEqualTo(isError);
    assertThat(failed.message()).isEqualTo(message);
    assertThat(failed.report()).isEqualTo(file);
  }

  @Test
  void suites_in_suites_are_counted_once() {
    TestReport report =
        counted(
            """
            <testsuites tests='3'><testsuite tests='3' failures='1'>
              <testcase name='a'/>
              <testsuite tests='2' failures='1'><testcase name='b'/>
                <testcase name='c' file='c.py'><failure/><failure/></testcase></testsuite>
            </testsuite></testsuites>
            """);
    assertThat(report.counts()).isEqualTo(new TestReport.Counts(2, 1, 0, 0, 0));
    assertThat(report.contradictions()).isEmpty();
    assertThat(report.failedCases().getFirst().file()).isEqualTo("c.py");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tests='9'                  | the suite says 9 tests and holds 2",
        "tests='0'                  | the suite says 0 tests and holds 2",
        "failures='0' errors='0'    | the suite says 0 failures and errors and holds 1",
        "failures='2'               | the suite says 2 failures and errors and holds 1",
        "skipped='1'                | the suite says 1 skipped and holds 0",
      })
  void totals_that_differ_from_the_cases_are_told_and_not_believed(String totals, String message) {
    TestReport report =
        counted(
            "\n<testsuite "
                + totals
                + "><testcase name='a'/><testcase name='b'><failure/></testcase></testsuite>");
    assertThat(report.counts()).isEqualTo(new TestReport.Counts(1, 1, 0, 0, 0));
    assertThat(report.contradictions()).extracting(Problem::message).containsExactly(message);
    assertThat(String.valueOf(report.contradictions().getFirst().place())).startsWith("r.xml:2");
  }

  @Test
  void a_suite_that_failed_outside_of_its_cases_is_never_clean() {
    TestReport report =
        counted("<testsuite><testcase name='a'/><error message='no start'/></testsuite>");
    assertThat(report.counts().bad()).isZero();
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void a_clean_report_is_clean() {
    assertThat(counted(ONE).isClean()).isTrue();
  }

  @Test
  void texts_of_a_report_are_one_bounded_line() {
    TestReport report =
        counted(
            "<testsuite><testcase name='a&#10;b&#x85;&#x202E;c' classname='  '><failure message='"
                + "x".repeat(5_000)
                + "'/></testcase></testsuite>");
    TestReport.FailedCase failed = report.failedCases().getFirst();
    assertThat(failed.name()).isEqualTo("a b c");
    assertThat(failed.group()).isNull();
    assertThat(failed.message()).hasSize(301);
  }

  @Test
  void only_so_many_failed_cases_are_kept_by_name() {
    String cases = "<testcase name='a'><failure/></testcase>".repeat(1_500);
    TestReport report = counted("<testsuite>" + cases + "</testsuite>");
    assertThat(report.counts().failed()).isEqualTo(1_500);
    assertThat(report.failedCases()).hasSize(TestReport.FAILED_CASES_MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 500",
    "'1,234.5', 1234500",
    "1e-3, 1",
    "-4, 0",
    "NaN, 0",
    "Infinity, 0",
    "1e300, 0",
    "'', 0",
    "soon, 0",
    "0x1p3, 8000"
  })
  void times_are_read_as_seconds(String time, long milliseconds) {
    TestReport report = counted("<testsuite><testcase name='a' time='" + time + "'/></testsuite>");
    assertThat(report.time()).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @CsvSource({
    "*.xml, 1",
    "**/*.xml, 3",
    "./**/**/*.xml, 3",
    "target/*/*.xml, 2",
    "target/surefire-reports/TEST-*.xml, 1",
    "'target/{surefire,failsafe}-reports/*.xml', 2",
    "target/**/TEST-[AB].xml, 2",
    "target/surefire-reports/TEST-A.xml, 1",
    "target//surefire-reports/./TEST-?.xml, 1",
    "nowhere/**/*.xml, 0",
    "*.json, 0"
  })
  void a_pattern_finds_files_below_the_workspace(String glob, int files) {
    new Folder(workspace)
        .with("top.xml", ONE)
        .with("target/surefire-reports/TEST-A.xml", ONE)
        .with("target/failsafe-reports/TEST-B.xml", ONE)
        .with("target/notes.txt", "no report");
    TestReading reading = TestReports.read(workspace, glob, null);
    if (files == 0) {
      assertThat(reading).isEqualTo(new TestReading.NothingMatches(glob));
    } else {
      assertThat(((TestReading.Counted) reading).report().files()).hasSize(files);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/*.xml",
        "../*.xml",
        "a/../../*.xml",
        "{a,..}/*.xml",
        "",
        "  ",
        "out/*.xml",
        "[a-",
        "{a",
        "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*"
      })
  void a_pattern_that_leads_out_or_is_malformed_is_refused(String glob) throws IOException {
    Path outside = Disk.makePrivateFolder(workspace, "outside");
    Path inside = workspace.resolve("inside");
    Disk.makeFolders(inside);
    Files.createSymbolicLink(inside.resolve("out"), outside);
    Disk.write(outside.resolve("r.xml"), ONE);
    assertThatThrownBy(() -> TestReports.read(inside, glob, null))
        .isInstanceOf(Failure.Usage.class)
        .extracting(failure -> ((Failure) failure).problems().getFirst().remedy())
        .isNotNull();
  }

  @Test
  void a_pattern_with_a_nul_is_refused() {
    assertThatThrownBy(() -> TestReports.read(workspace, "a\0b/*.xml", null))
        .isInstanceOf(Failure.Usage.class);
  }

  @Test
  void links_inside_the_folder_are_not_followed() throws IOException {
    Path inside = workspace.resolve("inside");
    new Folder(inside).with("r.xml", ONE);
    Disk.write(workspace.resolve("secret.xml"), ONE);
    Files.createSymbolicLink(inside.resolve("s.xml"), workspace.resolve("secret.xml"));
    assertThat(((TestReading.Counted) TestReports.read(inside, "*.xml", null)).report().files())
        .containsExactly("r.xml");
  }

  @Test
  void reports_of_an_earlier_run_are_told_apart() {
    Instant moment = Instant.parse("2026-11-21T10:00:00.500Z");
    new Folder(workspace).with("old.xml", ONE).with("new.xml", ONE).with("coarse.xml", ONE);
    Disk.setModifiedMillis(workspace.resolve("old.xml"), moment.toEpochMilli() - 60_007);
    Disk.setModifiedMillis(workspace.resolve("new.xml"), moment.toEpochMilli() + 1);
    // A system that keeps whole seconds has cut this one.
    Disk.setModifiedMillis(workspace.resolve("coarse.xml"), moment.toEpochMilli() - 500);
    TestReport report =
        ((TestReading.Counted) TestReports.read(workspace, "*.xml", moment)).report();
    assertThat(report.files()).containsExactly("coarse.xml", "new.xml");
    assertThat(report.stale()).containsExactly("old.xml");
    assertThat(TestReports.read(workspace, "old.xml", moment))
        .isEqualTo(new TestReading.AllStale("old.xml", List.of("old.xml")));
  }

  private static final String LAUGHS =
      "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
          + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>";
  private static final String EXTERNAL =
      "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'><!ENTITY % y SYSTEM"
          + " 'http://127.0.0.1:1/'>%y;]>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "no xml at all",
        "<testsuite><testcase name='a'/>",
        "<testsuite><testcase name='a'><failure",
        "<testsuite><testcase name='a'/></testsuite><testsuite/>",
        "<testsuite><testcase></testsuite></testcase>",
        "<html><body/></html>",
        "<failure/>",
        "<testcase name='a'/>",
        "<?xml version='1.0' encoding='no-such-code'?><testsuite/>",
        "<?xml version='1.0' encoding='UTF-16'?><testsuite/>",
        "<testsuite>&unknown;</testsuite>",
        "<testsuite a='1' a='2'/>",
        "<testsuite tests='-5'><testcase name='a'/></testsuite>",
        "<testsuite failures='-1'><testcase name='a'/></testsuite>",
        "<testsuite errors=' 2147483648 '><testcase name='a'/></testsuite>",
        "<testsuites><testsuite skipped='99999999999999999999999'/></testsuites>",
        LAUGHS + "<testsuite><testcase name='a'>&c;</testcase></testsuite>",
        LAUGHS + "<testsuite><testcase name='&c;'/></testsuite>",
        EXTERNAL + "<testsuite><testcase name='a'>&x;</testcase></testsuite>",
        EXTERNAL + "<testsuite><testcase name='&x;'/></testsuite>",
      })
  void a_broken_or_hostile_file_is_a_problem_and_the_others_count(String text) {
    Folder folder = new Folder(workspace).with("bad.xml", text);
    TestReading alone = TestReports.read(workspace, "*.xml", null);
    assertThat(alone).isInstanceOf(TestReading.Unreadable.class);
    TestReport report = counted(folder.with("good.xml", ONE), "*.xml");
    assertThat(report.counts().total()).isEqualTo(1);
    assertThat(report.problems()).hasSize(1);
    assertThat(String.valueOf(report.problems().getFirst().place())).startsWith("bad.xml");
    assertThat(report.problems().getFirst().remedy()).isNotBlank();
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void a_malformed_file_is_told_with_line_and_column() {
    new Folder(workspace).with("bad.xml", "<testsuite>\n  <testcase name='a'>\n</testsuite>");
    TestReading.Unreadable reading =
        (TestReading.Unreadable) TestReports.read(workspace, "*.xml", null);
    assertThat(String.valueOf(reading.problems().getFirst().place())).startsWith("bad.xml:3:");
    assertThat(reading.problems().getFirst().message()).contains("testcase").doesNotContain("\n");
  }

  @Test
  void bytes_of_another_encoding_are_a_problem_with_its_line() {
    new Folder(workspace)
        .with(
            "bad.xml",
            "<testsuite>\n<testcase name='gr\u00fcn'/></testsuite>"
                .getBytes(StandardCharsets.ISO_8859_1));
    TestReading.Unreadable reading =
        (TestReading.Unreadable) TestReports.read(workspace, "*.xml", null);
    assertThat(String.valueOf(reading.problems().getFirst().place())).isEqualTo("bad.xml:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-8"})
  void a_declared_encoding_is_understood(String encoding) throws IOException {
    String text =
        "<?xml version='1.0' encoding='"
            + encoding
            + "'?><testsuite><testcase name='gr\u00fcn'><failure/></testcase></testsuite>";
    TestReport report =
        counted(
            new Folder(workspace).with("r.xml", text.getBytes(Charset.forName(encoding))), "r.xml");
    assertThat(report.failedCases().getFirst().name()).isEqualTo("gr\u00fcn");
  }

  @Test
  void a_document_type_without_entities_is_skipped() {
    assertThat(counted("<!DOCTYPE testsuite SYSTEM 'http://127.0.0.1:1/x.dtd'>" + ONE).isClean())
        .isTrue();
  }

  @Test
  void a_file_beyond_the_bound_is_a_problem() {
    byte[] large = new byte[(int) WorkspaceFile.BYTES_MAX + 1];
    Arrays.fill(large, (byte) ' ');
    new Folder(workspace).with("large.xml", large);
    TestReading.Unreadable reading =
        (TestReading.Unreadable) TestReports.read(workspace, "*.xml", null);
    assertThat(reading.problems().getFirst().code()).isEqualTo("file-too-large");
    assertThat(String.valueOf(reading.problems().getFirst().place())).isEqualTo("large.xml");
  }

  @Test
  void suites_nested_a_thousandfold_end_in_a_value() {
    String text =
        "<testsuite>".repeat(1_000) + "<testcase name='a'/>" + "</testsuite>".repeat(1_000);
    new Folder(workspace).with("deep.xml", text);
    assertThat(TestReports.read(workspace, "*.xml", null))
        .isInstanceOfAny(TestReading.Counted.class, TestReading.Unreadable.class);
  }

  private TestReport counted(String text) {
    return counted(new Folder(workspace).with("r.xml", text), "r.xml");
  }

  private static TestReport counted(Folder folder, String glob) {
    TestReading reading = TestReports.read(folder.path(), glob, null);
    assertThat(reading).isInstanceOf(TestReading.Counted.class);
    return ((TestReading.Counted) reading).report();
  }
}
