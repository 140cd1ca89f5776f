package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecCommandsTest {
  @TempDir private Path workspace;

  @BeforeEach
  void initialise() throws InterruptedException {
    Calls.init(workspace);
  }

  @Test
  void init_twice_leaves_the_same_files_and_keeps_what_was_there() throws Exception {
    Files.writeString(workspace.resolve(".gitignore"), "target/\r\nbuild");
    Calls.init(workspace);
    Map<String, String> first = snapshot();
    Report second = Calls.init(workspace);
    assertThat(first.get(".gitignore")).isEqualTo("target/\r\nbuild\r\n.speckit/\r\n");
    assertThat(snapshot()).isEqualTo(first);
    assertThat(second.data().texts("made")).isEmpty();
    assertThat(second.exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void new_writes_the_templates_and_links_parent_and_child() throws Exception {
    Calls.create(workspace, "epic", "Cold storage");
    Report feature = Calls.create(workspace, "feature", "Nightly copy");
    Calls.create(workspace, "task", "Mount | it");
    assertThat(feature.data().text("id")).contains("1001");
    assertThat(feature.data().text("path")).contains("specs/1000/1001/spec.md");
    assertThat(read("specs/1000/epic.md")).isEqualTo(golden("epic.md"));
    assertThat(read("specs/1000/1001/spec.md")).isEqualTo(golden("feature.md"));
    assertThat(read("specs/1000/1001/1002.context.md")).isEqualTo(golden("task.context.md"));
    Report check = Calls.check(workspace);
    assertThat(rules(check)).containsOnly("placeholder");
    assertThat(check.exit()).isEqualTo(ExitCode.OK);
    assertThat(Calls.check(workspace, "strict", "true").exit()).isEqualTo(ExitCode.WARNED);
  }

  @Test
  void a_parent_keeps_every_byte_but_the_new_line() throws Exception {
    Calls.create(workspace, "epic", "E");
    String before =
        "# Epic:  E  \r\n"
            + "**Status**: planning\r\n\r\n"
            + "## Features\r\n"
            + "* [[old|x]]\t\r\n\r\n"
            + "## End\r\n"
            + "no line end";
    Files.writeString(workspace.resolve("specs/1000/epic.md"), before);
    Calls.create(workspace, "feature", "F");
    assertThat(read("specs/1000/epic.md"))
        .isEqualTo(before.replace("\t\r\n", "\t\r\n- [[1001/spec|F]]\r\n"));
  }

  @Test
  void threads_and_processes_at_once_get_distinct_ids_and_lose_no_link() throws Exception {
    Calls.create(workspace, "epic", "E");
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Calls.class.getName(),
                  workspace.toString(),
                  "5")
              .inheritIO()
              .start());
    }
    List<Future<String>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 16; i++) {
        String title = "Mine " + i;
        made.add(
            threads.submit(
                () -> Calls.create(workspace, "feature", title).data().text("id").orElseThrow()));
      }
    }
    for (Process other : others) {
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
    }
    assertThat(made).extracting(Future::resultNow).doesNotHaveDuplicates();
    assertThat(SpecTree.open(workspace).all()).hasSize(27);
    assertThat(read("specs/1000/epic.md").lines().filter(line -> line.startsWith("- [[")))
        .hasSize(26);
    assertThat(rules(Calls.check(workspace))).containsOnly("placeholder");
  }

  @Test
  void ids_of_other_branches_are_not_given_out_again() throws Exception {
    Calls.create(workspace, "epic", "E");
    Report report =
        Calls.call(
            new NewCommand(Calls.host(workspace), _ -> Set.of(1007, 2000)),
            "kind",
            "feature",
            "title",
            "F");
    assertThat(report.data().text("id")).contains("1008");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "feature;F;parent;1001;bad-parent",
        "feature;F;parent;9000;unknown-spec",
        "feature;F;parent;../1000;bad-spec-id",
        "feature;F;id;1001;id-taken",
        "feature;F;id;2001;bad-spec-id",
        "feature;F;id;x;bad-spec-id",
        "epic;E;parent;1000;bad-parent",
        "epic;E;id;1500;bad-spec-id",
        "feature;' ';id;1002;bad-title"
      })
  void wrong_words_are_usage_and_change_nothing(
      String kind, String title, String option, String value, String code) throws Exception {
    Calls.create(workspace, "epic", "E");
    Calls.create(workspace, "feature", "F");
    Map<String, String> before = snapshot();
    assertThatThrownBy(() -> Calls.create(workspace, kind, title, option, value))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exit()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.problems().getFirst().code()).isEqualTo(code);
              assertThat(failure.problems().getFirst().remedy()).isNotBlank();
            });
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void a_title_that_looks_like_a_link_makes_none_and_is_shown_as_it_was_given() throws Exception {
    Calls.create(workspace, "epic", "The [[x]] of [y](z.md)");
    Calls.create(workspace, "feature", "F [[x]]", "parent", "1000");
    for (String file : List.of("epic.md", "context.md", "1001/spec.md", "1001/context.md")) {
      Path path = workspace.resolve("specs/1000").resolve(file);
      MarkdownLines markdown = MarkdownLines.of(file, Files.readString(path));
      for (int line = 0; line < markdown.lines().count(); line++) {
        assertThat(Link.of(markdown.linkable(line), line))
            .as(markdown.lines().content(line))
            .allMatch(link ->
                List.of("context", "epic", "../epic", "spec", "1001/spec").contains(link.target()));
      }
    }
    assertThat(SpecTree.open(workspace).find("1000").shownTitle())
        .isEqualTo("The [[x]] of [y](z.md)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u001b[31m", "a\tb", "\u2028x y"})
  void a_title_with_control_characters_is_refused(String title) {
    assertThatThrownBy(() -> Calls.create(workspace, "epic", title))
        .isInstanceOf(Failure.Usage.class);
  }

  @Test
  void a_full_thousand_is_said() throws Exception {
    Calls.create(workspace, "epic", "E");
    Calls.create(workspace, "feature", "F", "id", "1999");
    assertThatThrownBy(() -> Calls.create(workspace, "feature", "G"))
        .hasMessageContaining("1999")
        .isInstanceOf(Failure.Usage.class);
  }

  @Test
  void a_spec_is_found_by_id_and_alias() throws Exception {
    Calls.create(workspace, "epic", "E");
    write("specs/1000/1001/spec.md", "# Spec: A\n**Aliases**: SPEC-KIT-933, both\n");
    write("specs/1000/1002/spec.md", "# Spec: B\n**Aliases**: both\n");
    SpecTree tree = SpecTree.open(workspace);
    assertThat(tree.find("spec-kit-933").id()).isEqualTo(new SpecId(1001));
    assertThat(tree.find("1002").artifact("plan.md"))
        .isEqualTo(workspace.resolve("specs/1000/1002/plan.md"));
    assertThatThrownBy(() -> tree.find("both")).hasMessageContaining("1001, 1002");
    assertThatThrownBy(() -> tree.find("1003"))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure -> assertThat(failure.problems().getFirst().remedy()).contains("1001"));
  }

  @Test
  void list_tells_status_and_criteria() throws Exception {
    Calls.create(workspace, "epic", "E");
    write(
        "specs/1000/1001/spec.md",
        "---\r\nstatus: blocked\r\n---\r\n# A\r\n## Acceptance Criteria\r\n- [x] a\r\n- [ ] b\r\n");
    Report report =
        Calls.call(new ListCommand(Calls.host(workspace), _ -> Map.of()), "status", "blocked");
    assertThat(report.data().write())
        .isEqualTo(
            "{\"specs\":[{\"id\":\"1001\",\"kind\":\"feature\",\"title\":\"A\",\"status\":\"blocked\","
                + "\"path\":\"specs/1000/1001/spec.md\",\"parent\":\"1000\",\"criteria\":{\"met\":1,\"total\":2}}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "# S\\n**Status**: odd\\n;unknown-status;2",
        "# S\\n**Status**: planning\\n[[nowhere|x]]\\n;dead-link;3",
        "# S\\n**Status**: planning\\n![x](../../../../etc/passwd)\\n;dead-link;3",
        "# S\\n**Status**: planning\\n[[context#None]]\\n;dead-link;3",
        "# S\\n**Status**: planning\\n[[../epic]] `[[x]]`\\n```\\n;open-fence;4",
        "# S\\n**Status**: planning\\n<<<<<<< a\\n;conflict-marker;3",
        "# S\\n**Status**: planning\\na\\0b\\n;nul-character;3",
        "---\\nodd\\n---\\n# S\\n;front-matter;2",
        "# S\\n**Status**: planning\\n- **R-1**: a\\n- **R-1**: b\\n;duplicate-requirement;4"
      })
  void check_blocks_and_names_the_place(String text, String rule, int line) throws Exception {
    Calls.create(workspace, "epic", "E");
    Calls.create(workspace, "feature", "F");
    write("specs/1000/1001/spec.md", text.replace("\\n", "\n").replace("\\0", "\0"));
    Report report = Calls.check(workspace);
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(report.data().objects("findings"))
        .filteredOn(each -> each.text("severity").orElseThrow().equals("error"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.text("rule")).contains(rule);
          assertThat(each.text("file")).contains("specs/1000/1001/spec.md");
          assertThat(each.integer("line")).contains((long) line);
          assertThat(each.text("remedy")).isPresent();
        });
    assertThat(report.data().integer("specs")).contains(2L);
    assertThat(report.data().integer("contexts")).contains(2L);
  }

  @Test
  void files_that_cannot_be_read_hide_no_other_spec() throws Exception {
    Calls.create(workspace, "epic", "E");
    Calls.create(workspace, "feature", "Good");
    Files.createDirectories(workspace.resolve("specs/1000/1002/spec.md"));
    Files.createDirectories(workspace.resolve("specs/1000/1003"));
    Files.write(
        workspace.resolve("specs/1000/1003/spec.md"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    Files.createDirectories(workspace.resolve("specs/1000/1004"));
    Files.createSymbolicLink(
        workspace.resolve("specs/1000/1004/spec.md"), Path.of("/etc/hostname"));
    Files.createSymbolicLink(workspace.resolve("specs/1000/1005"), Path.of("/etc"));
    write("specs/1000/1006/context.md", "# Context\n");
    write("specs/1000/2001/spec.md", "# Stray\n");
    Report report = Calls.check(workspace);
    assertThat(rules(report))
        .contains(
            "folder-not-file", "not-utf-8", "outside-link", "missing-document", "outside-epic");
    assertThat(SpecTree.open(workspace).find("1001").document().title()).isEqualTo("Good");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
  }

  @Test
  void a_parent_that_does_not_name_its_child_is_a_warning() throws Exception {
    Calls.create(workspace, "epic", "E");
    String epic = read("specs/1000/epic.md");
    Calls.create(workspace, "feature", "F");
    write("specs/1000/epic.md", epic);
    Report report = Calls.check(workspace);
    assertThat(rules(report)).containsOnly("placeholder", "one-way-link");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void without_a_workspace_the_remedy_is_init(@TempDir Path empty) throws IOException {
    Files.createDirectories(empty.resolve(".git"));
    assertThatThrownBy(() -> Calls.check(empty))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure ->
                assertThat(failure.problems().getFirst().remedy()).isEqualTo("speckit init"));
  }

  private static Set<String> rules(Report report) {
    Set<String> rules = new java.util.TreeSet<>();
    for (Json.Fields each : report.data().objects("findings")) {
      rules.add(each.text("rule").orElseThrow());
    }
    return rules;
  }

  private String read(String path) throws IOException {
    return Files.readString(workspace.resolve(path));
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(workspace.resolve(path).getParent());
    Files.writeString(workspace.resolve(path), text);
  }

  private static String golden(String name) throws IOException {
    String now =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
            .format(Calls.NOW.atZone(ZoneId.systemDefault()));
    try (InputStream in = SpecCommandsTest.class.getResourceAsStream("/spec/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("NOW", now);
    }
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var walk = Files.walk(workspace)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(workspace.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
