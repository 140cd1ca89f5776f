package dev.speckit.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.json.Json;
import dev.speckit.spec.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What other programs read: JSON, SARIF 2.1.0 and JUnit XML.
final class ReportFormatsTest {
  /// A name that needs escapes in every format.
  private static final String ODD = "specs/1000/1001/ü <&>\"'#% \u0007.md";

  @TempDir Path folder;
  private CleanTree tree;

  @BeforeEach
  void make() throws IOException {
    tree = CleanTree.in(folder);
    tree.write(ODD, "# Notes\n\nSee [[no<where> & \"x\"]] and ü \uD83D\uDE00 [[gone]]\n");
    tree.write(CleanTree.TASK, tree.read(CleanTree.TASK) + "\nA TODO.\n");
    tree.replace(CleanTree.TASK, ": planning", ": Planning");
  }

  private String written(String format) throws InterruptedException {
    Report report = tree.check("format", format);
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    return ((Block.Verbatim) report.blocks().getFirst()).text();
  }

  private static Json.Fields parsedJson(String text) {
    return Json.read(text) instanceof Json.Reading.Value(Json.Fields fields)
        ? fields
        : Json.fields();
  }

  @Test
  void json_names_rule_severity_place_message_and_remedy() throws Exception {
    Json.Fields data = parsedJson(written("json"));
    assertThat(data.integer("specs")).contains(4L);
    assertThat(data.integer("contexts")).contains(4L);
    assertThat(data).isEqualTo(tree.check().data().with("tool", "speckit check"));
    List<String> places = new ArrayList<>();
    for (Json.Fields each : data.objects("findings")) {
      assertThat(each.values().keySet())
          .containsExactly("rule", "severity", "file", "line", "column", "message", "remedy");
      places.add(
          each.text("rule").orElseThrow()
              + " "
              + each.text("file").orElseThrow()
              + " "
              + each.integer("line").orElseThrow()
              + ":"
              + each.integer("column").orElseThrow());
    }
    assertThat(places)
        .containsExactly(
            "status-case " + CleanTree.TASK + " 4:13",
            "placeholder " + CleanTree.TASK + " 17:3",
            "dead-link " + ODD + " 3:5",
            "dead-link " + ODD + " 3:34");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "sarif", "junit"})
  void a_written_report_is_written_again_and_nothing_else_is_written_over(String format)
      throws Exception {
    Path file = folder.toRealPath().resolve("report");
    for (int i = 0; i < 2; i++) {
      Report _ = tree.check("format", format, "output", file.toString());
    }
    assertThat(OutputFile.isOurs(Files.readAllBytes(file))).isTrue();
    tree.write("report", "# Mine\n");
    assertThatThrownBy(() -> tree.check("format", format, "output", file.toString()))
        .isInstanceOf(Failure.NeedsApproval.class);
    assertThat(tree.read("report")).isEqualTo("# Mine\n");
  }

  @Test
  void sarif_has_all_that_the_format_requires() throws Exception {
    Json.Fields log = parsedJson(written("sarif"));
    assertThat(log.text("version")).contains("2.1.0");
    assertThat(log.text("$schema").orElseThrow()).contains("sarif-2.1.0");
    assertThat(log.objects("runs")).hasSize(1);
    Json.Fields run = log.objects("runs").getFirst();
    assertThat(run.text("columnKind")).contains("utf16CodeUnits");
    Json.Fields driver = run.object("tool").orElseThrow().object("driver").orElseThrow();
    assertThat(driver.text("name")).contains("speckit");
    List<Json.Fields> rules = driver.objects("rules");
    assertThat(rules)
        .extracting(each -> each.text("id").orElseThrow())
        .containsExactlyElementsOf(LintRule.every().stream().map(LintRule::id).toList());
    assertThat(rules)
        .allSatisfy(rule -> {
          for (String name : List.of("shortDescription", "fullDescription", "help")) {
            assertThat(rule.object(name).orElseThrow().text("text").orElseThrow()).isNotBlank();
          }
          assertThat(rule.object("defaultConfiguration").orElseThrow().text("level").orElseThrow())
              .isIn("error", "warning", "note");
        });
    List<Json.Fields> results = run.objects("results");
    assertThat(results)
        .extracting(each -> each.text("level").orElseThrow())
        .containsExactly("note", "warning", "error", "error");
    List<String> places = new ArrayList<>();
    for (Json.Fields result : results) {
      int index = Math.toIntExact(result.integer("ruleIndex").orElseThrow());
      assertThat(result.text("ruleId")).isEqualTo(rules.get(index).text("id"));
      assertThat(result.object("message").orElseThrow().text("text").orElseThrow()).isNotBlank();
      assertThat(result.objects("locations")).hasSize(1);
      Json.Fields physical =
          result.objects("locations").getFirst().object("physicalLocation").orElseThrow();
      URI uri =
          URI.create(physical.object("artifactLocation").orElseThrow().text("uri").orElseThrow());
      assertThat(uri.isAbsolute()).isFalse();
      assertThat(uri.getRawPath()).isEqualTo(uri.toString()).matches("[\\x21-\\x7e]+");
      Json.Fields region = physical.object("region").orElseThrow();
      places.add(
          uri.getPath()
              + ":"
              + region.integer("startLine").orElseThrow()
              + ":"
              + region.integer("startColumn").orElseThrow());
    }
    assertThat(places)
        .containsExactly(
            CleanTree.TASK + ":4:13", CleanTree.TASK + ":17:3", ODD + ":3:5", ODD + ":3:34");
  }

  @Test
  void a_place_that_is_a_whole_file_begins_at_its_first_character() throws Exception {
    tree.write("specs/1000/1003/context.md", "# Context\n");
    Json.Fields run = parsedJson(written("sarif")).objects("runs").getFirst();
    assertThat(run.objects("results"))
        .extracting(each ->
            each.objects("locations")
                .getFirst()
                .object("physicalLocation")
                .flatMap(place -> place.object("region"))
                .orElseThrow())
        .contains(Json.fields().with("startLine", 1).with("startColumn", 1));
  }

  @Test
  void bytes_that_no_address_may_hold_are_encoded() {
    assertThat(Sarif.uri("specs/a b/ü#1%?.md")).isEqualTo("specs/a%20b/%C3%BC%231%25%3F.md");
    assertThat(Sarif.uri("specs/[a]/\u0007\\.md")).isEqualTo("specs/%5Ba%5D/%07%5C.md");
  }

  @Test
  void junit_is_read_by_a_parser_with_each_error_as_a_failed_test() throws Exception {
    Element root = parsed(written("junit"));
    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(root.getAttribute("tests")).isEqualTo("4");
    assertThat(root.getAttribute("failures")).isEqualTo("2");
    assertThat(root.getAttribute("errors")).isEqualTo("0");
    NodeList suites = root.getElementsByTagName("testsuite");
    assertThat(suites.getLength()).isEqualTo(2);
    Element odd = (Element) suites.item(1);
    assertThat(odd.getAttribute("name")).isEqualTo(ODD.replace('\u0007', '\uFFFD'));
    assertThat(odd.getAttribute("tests")).isEqualTo("2");
    assertThat(odd.getAttribute("failures")).isEqualTo("2");
    NodeList cases = root.getElementsByTagName("testcase");
    assertThat(cases.getLength()).isEqualTo(4);
    for (int i = 0; i < cases.getLength(); i++) {
      Element each = (Element) cases.item(i);
      assertThat(each.getAttribute("classname")).isNotBlank();
      assertThat(each.getAttribute("name")).contains(" at specs/");
      NodeList failures = each.getElementsByTagName("failure");
      assertThat(failures.getLength()).isEqualTo(i < 2 ? 0 : 1);
      if (i >= 2) {
        Element failure = (Element) failures.item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("dead-link");
        assertThat(failure.getAttribute("message")).isNotBlank();
        assertThat(failure.getTextContent()).contains("what to do: ");
      }
    }
    Element failure = (Element) root.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).contains("no<where> & \"x\"");
  }

  @Test
  void a_check_without_findings_is_one_passed_test() throws Exception {
    CleanTree clean = CleanTree.in(folder.resolve("clean"));
    Report report = clean.check("format", "junit", "strict", "true");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    Element root = parsed(((Block.Verbatim) report.blocks().getFirst()).text());
    assertThat(root.getAttribute("tests")).isEqualTo("1");
    assertThat(root.getAttribute("failures")).isEqualTo("0");
    assertThat(root.getElementsByTagName("testcase").getLength()).isEqualTo(1);
    assertThat(root.getElementsByTagName("failure").getLength()).isZero();
  }

  private static Element parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  @Test
  void what_xml_cannot_hold_is_replaced() {
    assertThat(JunitXml.escaped("a<b>&\"\u0007\u001b\n\uD800"))
        .isEqualTo("a&lt;b&gt;&amp;&quot;\uFFFD\uFFFD&#10;\uFFFD");
    assertThat(JunitXml.escaped("ü \uD83D\uDE00")).isEqualTo("ü \uD83D\uDE00");
  }

  @Test
  void a_report_is_written_to_a_file_whole() throws Exception {
    String sarif = written("sarif");
    Report report = tree.check("format", "sarif", "output", "check.sarif");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(tree.read("check.sarif")).isEqualTo(sarif);
    Report _ = tree.check("output", "check.txt");
    assertThat(tree.read("check.txt"))
        .contains(CleanTree.TASK + ":17:3 warning ", "(placeholder)\n", ODD + ":3:5 error ");
  }
}
