package dev.speckit.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CoverageReportsTest {
  private static final String CLASS = "<class filename='a.py'>";

  @TempDir Path workspace;

  @ParameterizedTest
  @CsvSource({
    "jacoco.xml, JACOCO, 10969, 12332, 88.9%",
    "lcov.info, LCOV, 5, 6, 83.3%",
    "cobertura.xml, COBERTURA, 12, 13, 92.3%",
  })
  void the_reports_of_each_tool_are_read_whatever_their_name(
      String file, CoverageReport.Format format, long covered, long valid, String percentage)
      throws IOException {
    new Folder(workspace).with("report.txt", Folder.report(file));
    CoverageReport report = measured();
    assertThat(report).isEqualTo(new CoverageReport("report.txt", format, covered, valid));
    assertThat(report.percentage()).isEqualTo(percentage);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0%",
    "1, 1, 100%",
    "9999, 10000, 99.9%",
    "92, 100, 92%",
    "1, 3, 33.3%",
    "2, 3, 66.6%",
    "1, 100000, 0%",
    "999999999999, 1000000000000, 99.9%"
  })
  void a_percentage_has_one_decimal_and_is_never_rounded_up(
      long covered, long valid, String percentage) {
    assertThat(new CoverageReport("f", CoverageReport.Format.LCOV, covered, valid).percentage())
        .isEqualTo(percentage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // one record: its totals, else its lines
        "SF:a;DA:1,1;DA:2,0;LF:4;LH:3;end_of_record                              | 3 | 4",
        "SF:a;LF:4;LH:2;end_of_record                                            | 2 | 4",
        "SF:a;DA:1,1;DA:2,0;DA:2,5;end_of_record                                 | 2 | 2",
        "SF:a;DA:1,1,c2hl;DA:2,-3;end_of_record                                  | 2 | 2",
        "SF:a;DA:1,1;DA:2,0;LF:2;end_of_record                                   | 1 | 2",
        // several files
        "TN:x;SF:a;LF:4;LH:3;end_of_record;SF:b;LF:6;LH:0;end_of_record          | 3 | 10",
        // one file twice: line by line
        "SF:a;DA:1,1;DA:2,0;LF:2;LH:1;end_of_record;SF:./a;DA:1,0;DA:2,1;LF:2;LH:1;end_of_record |"
            + " 2 | 2",
        "SF:a;LF:4;LH:3;end_of_record;SF:a;LF:4;LH:2;end_of_record               | 3 | 4",
        "# made by hand;SF:a;FN:1,f;BRDA:1,0,0,-;DA:1,1;end_of_record            | 1 | 1",
      })
  void tracefiles_are_summed(String lines, long covered, long valid) {
    write(lines.replace(';', '\n') + "\n");
    assertThat(measured())
        .isEqualTo(new CoverageReport("report.txt", CoverageReport.Format.LCOV, covered, valid));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SF:a;DA:1,1;DA:2,1;DA:3,1;LF:3;LH:1;end_of_record                     | 3 | 3",
        "SF:a;DA:1,0;DA:2,0;LF:9;LH:9;end_of_record                            | 0 | 2",
        "<coverage line-rate='1.0'><packages>LINES</packages></coverage>       | 0 | 2",
        "<coverage lines-valid='9' lines-covered='9'><packages>LINES</packages></coverage> | 0 | 2",
        "<report><package name='p'><sourcefile name='a'><line nr='1' mi='2' ci='0'/>"
            + "<line nr='2' mi='0' ci='0'/></sourcefile></package>"
            + "<counter type='LINE' missed='0' covered='1'/></report>          | 0 | 1",
      })
  void lines_count_where_totals_say_something_else_and_it_is_told(
      String text, long covered, long valid) {
    String lines =
        "<package>"
            + CLASS
            + "<lines><line number='1' hits='0'/><line number='2' hits='0'/></lines></class>"
            + "</package>";
    write(text.replace(';', '\n').replace("LINES", lines) + "\n");
    assertThat(measured().covered()).isEqualTo(covered);
    assertThat(measured().valid()).isEqualTo(valid);
    assertThat(((CoverageReading.Measured) read()).contradictions())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.code()).isEqualTo("totals-differ");
          assertThat(String.valueOf(each.place())).startsWith("report.txt");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"jacoco.xml", "lcov.info", "cobertura.xml"})
  void what_tools_write_does_not_contradict_itself(String file) throws IOException {
    new Folder(workspace).with("report.txt", Folder.report(file));
    assertThat(((CoverageReading.Measured) read()).contradictions()).isEmpty();
  }

  @Test
  void lines_of_windows_are_understood() {
    write("TN:\r\nSF:a\r\nDA:1,1\r\nend_of_record\r\n");
    assertThat(measured().covered()).isEqualTo(1);
  }

  @Test
  void without_totals_the_lines_of_cobertura_classes_are_counted_once() {
    write(
        "<coverage line-rate='0.5'><packages><package><classes>"
            + CLASS
            + "<methods><method><lines><line number='1' hits='9'/></lines></method></methods>"
            + "<lines><line number='1' hits='9'/><line number='2' hits='0'/></lines></class>"
            + CLASS
            + "<lines><line number='2' hits='1'/><line number='3' hits='0'/></lines></class>"
            + "</classes></package></packages></coverage>");
    assertThat(measured())
        .isEqualTo(new CoverageReport("report.txt", CoverageReport.Format.COBERTURA, 2, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<report name='x'><package name='a'/></report>                                    | JACOCO",
        "<report><counter type='LINE' missed='0' covered='0'/></report>                   | JACOCO",
        "<coverage lines-valid='0' lines-covered='0'><packages/></coverage>               |"
            + " COBERTURA",
        "<coverage line-rate='1.0'><packages/></coverage>                                 |"
            + " COBERTURA",
        "SF:a;LF:0;LH:0;end_of_record                                                     | LCOV",
        "TN:                                                                              | LCOV",
      })
  void no_lines_are_neither_none_nor_all(String text, CoverageReport.Format format) {
    write(text.replace(';', '\n'));
    assertThat(read()).isEqualTo(new CoverageReading.NoLines("report.txt", format));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                              | empty-report",
        "hello                                                           | malformed-xml",
        "<project/>                                                      | unknown-coverage",
        "<report/>                                                       | unknown-coverage",
        "<coverage generated='1'><project/></coverage>                   | unknown-coverage",
        "<report><counter type='LINE' missed='x' covered='1'/></report>  | malformed-coverage",
        "<report><counter type='LINE' missed='-1' covered='1'/></report> | malformed-coverage",
        "<report><counter type='LINE' missed='1' covered='1'/>           | malformed-xml",
        "<coverage lines-valid='1' lines-covered='2'><packages/></coverage> |"
            + " report-contradicts-itself",
        "<coverage lines-valid='999999999999999999' lines-covered='2'/>  |"
            + " report-contradicts-itself",
        "SF:a;LF:1;LH:2;end_of_record                                    |"
            + " report-contradicts-itself",
        "SF:a;DA:1,1                                                     | malformed-lcov",
        "SF:a;DA:1,x;end_of_record                                       | malformed-lcov",
        "SF:a;DA:1;end_of_record                                         | malformed-lcov",
        "SF:a;SF:b;end_of_record                                         | malformed-lcov",
        "SF:a;LF:99999999999999999999;end_of_record                      | malformed-lcov",
      })
  void a_broken_report_is_a_problem_with_its_place(String text, String code) {
    write(text.replace(';', '\n'));
    CoverageReading.Unreadable reading = (CoverageReading.Unreadable) read();
    assertThat(reading.problem().code()).isEqualTo(code);
    assertThat(String.valueOf(reading.problem().place())).startsWith("report.txt");
    assertThat(reading.problem().remedy()).isNotBlank();
  }

  @Test
  void entities_of_a_report_are_refused() {
    write(
        "<!DOCTYPE report [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
            + "<report name='a'>&x;<counter type='LINE' missed='1' covered='1'/></report>");
    assertThat(read()).isInstanceOf(CoverageReading.Unreadable.class);
  }

  @Test
  void a_missing_file_a_folder_and_a_stale_one_are_told_apart() {
    assertThat(read()).isEqualTo(new CoverageReading.Missing("report.txt"));
    write("SF:a\nDA:1,1\nend_of_record\n");
    Instant later =
        Instant.ofEpochMilli(Disk.modifiedMillis(workspace.resolve("report.txt"))).plusSeconds(5);
    assertThat(CoverageReports.read(workspace, "report.txt", later))
        .isEqualTo(new CoverageReading.Stale("report.txt"));
    Disk.makeFolders(workspace.resolve("folder"));
    assertThat(CoverageReports.read(workspace, "folder", null))
        .isInstanceOf(CoverageReading.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/hostname", "../report.txt", "a/../../x", "", "link/report.txt", "a\0b"})
  void a_name_that_leads_out_is_refused(String name) throws IOException {
    Path inside = workspace.resolve("inside");
    Disk.makeFolders(inside);
    write("SF:a\n");
    Files.createSymbolicLink(inside.resolve("link"), workspace);
    assertThatThrownBy(() -> CoverageReports.read(inside, name, null))
        .isInstanceOf(Failure.Usage.class);
  }

  @Test
  void a_percentage_does_not_follow_the_language_of_the_machine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new CoverageReport("f", CoverageReport.Format.LCOV, 1, 3).percentage())
          .isEqualTo("33.3%");
    } finally {
      Locale.setDefault(before);
    }
  }

  private void write(String text) {
    new Folder(workspace).with("report.txt", text);
  }

  private CoverageReading read() {
    return CoverageReports.read(workspace, "report.txt", null);
  }

  private CoverageReport measured() {
    CoverageReading reading = read();
    assertThat(reading).isInstanceOf(CoverageReading.Measured.class);
    return ((CoverageReading.Measured) reading).report();
  }
}
