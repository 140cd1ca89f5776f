package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.resolve("w"));
  }

  @Test
  void a_criterion_belongs_to_the_requirement_that_it_names() throws Exception {
    sample.spec(
        "1001",
        "- **FR-001**: It opens.\n\n## Acceptance Criteria\n\n- [ ] It opens twice (FR-001).\n");

    assertThat(sample.links("1001/FR-001"))
        .containsExactly("1001/AC-1 | the criterion names FR-001 | specs/1000/1001/spec.md:9");
  }

  @Test
  void a_task_belongs_to_what_its_box_names_and_to_the_files_below_it_that_are_there()
      throws Exception {
    sample.write("src/a.sh", "true\n");
    sample.write(
        "specs/1000/1001/tasks.md",
        "# Tasks\n\n"
            + "- [x] T001 Open it (FR-001, AC-001) - by hand\n"
            + "  - files: src/a.sh, src/no.sh\n");

    assertThat(sample.links("1001/FR-001"))
        .containsExactly("1001/T001 | the task names FR-001 | specs/1000/1001/tasks.md:3");
    assertThat(sample.links("1001/AC-001"))
        .containsExactly("1001/T001 | the task names AC-001 | specs/1000/1001/tasks.md:3");
    assertThat(sample.links("1001/T001"))
        .containsExactly("file:src/a.sh | the task lists the file | specs/1000/1001/tasks.md:4");
  }

  @Test
  void a_box_under_open_questions_is_no_task() throws Exception {
    sample.write(
        "specs/1000/1001/tasks.md", "# Tasks\n\n## Open questions\n\n- [ ] Is FR-001 needed?\n");

    assertThat(sample.links("1001/FR-001")).isEmpty();
  }

  @Test
  void a_spec_below_is_a_task_of_the_requirement_of_its_parent_that_it_names() throws Exception {
    sample.write("specs/1000/1001/1011.spec.md", "# Spec: Spring\n\nIt serves FR-002.\n");

    assertThat(sample.links("1001/FR-002"))
        .containsExactly("1011 | the spec below it names FR-002 | specs/1000/1001/1011.spec.md:3");
  }

  @Test
  void an_id_that_a_spec_below_has_itself_is_its_own() throws Exception {
    sample.write(
        "specs/1000/1001/1011.spec.md",
        "# Spec: Spring\n\n## Requirements\n\n- **FR-002**: A spring MUST hold.\n");

    assertThat(sample.links("1001/FR-002")).isEmpty();
  }

  @Test
  void sessions_and_what_they_list_stand_behind_what_their_entries_name() throws Exception {
    String hash = sample.commit("Open");
    sample.context(
        "1001",
        """
        ### Session 1: 2026-11-20 - Start

        #### Implementation
        - Wrote FR-001 (10:00)

        #### Commits
        - `%s`: Open
        """
            .formatted(hash),
        "");

    assertThat(sample.links("1001/FR-001"))
        .containsExactly(
            "1001/session-1 | the session names FR-001 | specs/1000/1001/context.md:8",
            "commit | through session 1, which names FR-001 and lists the commit |"
                + " specs/1000/1001/context.md:8");
  }

  /// A subject is no entry: what one commit names is not what the others do.
  @Test
  void the_list_of_commits_of_a_session_names_nothing_for_the_others() throws Exception {
    String first = sample.commit("FR-001 opens");
    String second = sample.commit("Something else");
    sample.context(
        "1001",
        "### Session 1: 2026-11-20 - Start\n\n#### Commits\n- `%s`: FR-001 opens\n- `%s`: Something else\n"
            .formatted(first, second),
        "");

    TraceGraph graph = sample.graph();
    TraceItem.Demand demand = (TraceItem.Demand) graph.find("1001/FR-001").orElseThrow();
    assertThat(graph.backing(demand).commits())
        .extracting(TraceItem.Commit::subject)
        .containsExactly("FR-001 opens");
  }

  @ParameterizedTest
  @CsvSource({
    "Open, true",
    "FR-777 opens, true",
    "FR-002 closes, false",
    "T001 is done, false",
    "1002/FR-001 opens, false",
  })
  void a_session_lends_its_items_only_to_commits_that_name_none(String subject, boolean counts)
      throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.write("specs/1000/1001/tasks.md", "# Tasks\n\n- [x] T001 Open it\n");
    String known = sample.commit(subject);
    for (String hash : List.of(known, "1234567")) {
      sample.context(
          "1001",
          "### Session 1: 2026-11-20 - A\n\n#### Implementation\n- FR-001 (10:00)\n\n"
              + "#### Commits\n- `"
              + hash
              + "`: "
              + subject
              + "\n",
          "");

      assertThat(sample.links("1001/FR-001")).as(hash).hasSize(counts ? 2 : 1);
    }
  }

  @Test
  void what_was_done_for_a_spec_below_stands_behind_what_it_names_of_its_parent() throws Exception {
    sample.write("specs/1000/1001/1011.spec.md", "# Spec: Spring\n\nIt serves FR-001, FR-002.\n");
    sample.write("src/spring.sh", "true\n");
    String _ = sample.commit("Springs\n\nSpec: 1011");
    sample.write("src/close.sh", "true\n");
    String _ = sample.commit("FR-002 closes\n\nSpec: 1011");

    assertThat(files("1001/FR-001")).containsExactly("src/spring.sh");
    assertThat(files("1001/FR-002")).containsExactlyInAnyOrder("src/spring.sh", "src/close.sh");
    assertThat(sample.links("1001/FR-001"))
        .contains(
            "commit | the commit belongs to 1011, which names FR-001 |"
                + " specs/1000/1001/1011.spec.md:3");
    FileTrace trace =
        FileTrace.of(
            sample.host(),
            SpecTree.open(sample.workspace()),
            sample.tracing(sample.host()),
            sample.workspace().resolve("src/spring.sh"));
    assertThat(FileText.steps(trace))
        .extracting(each -> each.from().key())
        .contains("1001/FR-001", "1001/FR-002", "1011");
  }

  private List<String> files(String key) throws InterruptedException {
    TraceGraph graph = sample.graph();
    return graph.backing((TraceItem.Demand) graph.find(key).orElseThrow()).files().stream()
        .map(TraceItem.SourceFile::path)
        .filter(each -> each.startsWith("src/"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[NEEDS CLARIFICATION: such as `- **FR-001**: It opens`]",
        "[NEEDS CLARIFICATION: such as `- [ ] FR-001`,\nor FR-001]",
        "[NEEDS CLARIFICATION: FR-001",
      })
  void an_example_in_a_placeholder_names_nothing(String placeholder) throws Exception {
    sample.write(
        "specs/1000/1001/1011.spec.md",
        "# Spec: Spring\n\n" + placeholder + "\n\nIt serves FR-002.\n");
    sample.write("specs/1000/1001/tasks.md", "# Tasks\n\n- [ ] T001 Open " + placeholder + "\n");

    assertThat(sample.links("1001/FR-001")).isEmpty();
    assertThat(sample.links("1001/FR-002")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "FR-001 opens, false",
    "1001/FR-001 opens, true",
    "FR-001 opens|Spec: 1001, true",
    "FR-0011 opens|Spec: 1001, false",
    "Opens|why: FR-001|Spec: 1001, true",
    "FR-001 opens|Spec: 1002, false",
  })
  void a_commit_counts_when_it_names_the_item_and_belongs_to_the_spec(
      String message, boolean counts) throws Exception {
    sample.spec("1002", "- **FR-009**: Another.\n");
    String[] lines = message.split("\\|", -1);
    String text = String.join("\n\n", lines);
    String _ = sample.commit(text);

    assertThat(sample.links("1001/FR-001"))
        .isEqualTo(
            counts ? List.of("commit | the message of the commit names FR-001 | null") : List.of());
  }

  @Test
  void a_context_that_lists_a_commit_knows_better_than_its_trailer() throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    String hash = sample.commit("FR-001 opens\n\nSpec: 1001");
    sample.context(
        "1002", "### Session 1: 2026-11-20 - A\n\n#### Commits\n- `" + hash + "`: x\n", "");

    assertThat(sample.links("1001/FR-001")).isEmpty();
    assertThat(sample.links("1002/FR-001")).hasSize(1);
  }

  @Test
  void a_commit_is_linked_with_what_it_changed_under_todays_name() throws Exception {
    sample.write("src/old.sh", "one\ntwo\nthree\n");
    String _ = sample.commit("1001/FR-001 opens");
    sample.git("mv", "src/old.sh", "src/new.sh");
    String _ = sample.commit("Rename");

    TraceGraph graph = sample.graph();
    TraceItem.Demand demand = (TraceItem.Demand) graph.find("1001/FR-001").orElseThrow();
    assertThat(graph.backing(demand).files())
        .extracting(TraceItem.SourceFile::path)
        .containsExactly("src/new.sh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "# 1001/FR-001~true",
        "@spec(1001/FR-001)~true",
        "@spec(FR-001)~true",
        "[impl->req#FR-001#1]~true",
        "@relation(FR-001, scope=file)~true",
        "see FR-001.~true",
        "a/FR-001/b~true",
        "FR-0010~false",
        "XFR-001~false",
        "FR-001-2~false",
        "fr-001~false",
        "FR_001~false",
        "UTF-8 SHA-256 2026-11-21 10:00~false",
      })
  void a_file_is_linked_by_the_id_in_it(String line, boolean links) throws Exception {
    sample.write(
        "src/a.sh", "first\n" + line.replace('#', line.startsWith("[") ? '~' : '#') + "\n");

    assertThat(sample.links("1001/FR-001")).hasSize(links ? 1 : 0);
    if (links) {
      assertThat(sample.links("1001/FR-001").getFirst())
          .startsWith("file:src/a.sh | the file names ")
          .endsWith("| src/a.sh:2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "test_FR_001_opens() {, true",
    "void fr001Opens() {, true",
    "void opensFr001() {, true",
    "func TestFR001(t), true",
    "int fr001 = 3;, false",
    "void xfr001() {, false",
    "void fr0010() {, false",
  })
  void in_test_files_an_id_may_stand_in_the_name_of_a_test(String line, boolean links)
      throws Exception {
    sample.write("tests/a_test.sh", line + "\n");

    assertThat(sample.links("1001/FR-001").isEmpty()).isEqualTo(!links);
  }

  @Test
  void an_id_of_two_specs_alone_is_told_and_links_nothing() throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.write("src/a.sh", "# FR-001\n# FR-001 again\n");

    TraceGraph graph = sample.graph();
    assertThat(sample.links("1001/FR-001")).isEmpty();
    assertThat(graph.told()).extracting(Problem::code).containsExactly("ambiguous-mention");
    assertThat(graph.told().getFirst().place()).hasToString("src/a.sh:1");
    assertThat(graph.told().getFirst().remedy()).endsWith("1001/FR-001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "# 1001/FR-001|test_FR_001_zero() {~1001",
        "# 1002/FR-001|test_FR_001_zero() {~1002",
        "# 1001/FR-002|# text|# FR-001~1001",
        "# FR-001|# text|# 1002/FR-001~1002",
        "# 1001/FR-001|# FR-001||# 1002/FR-001|# text~1001 1002",
        "test_1001_FR_001_zero() {~1001",
        "test1002Fr001() {~1002",
        "testOf1002_FR001() {~1002",
        "# 1001/FR-001|# 1002/FR-001||# text|test_FR_001_zero() {~1001 1002 ambiguous-mention",
        "test_FR_001_zero() {~ambiguous-mention",
        "test_11001_FR_001_zero() {~ambiguous-mention",
        "test_1000_FR_001_zero() {~unknown-item",
      })
  void what_stands_before_other_ids_tells_whose_an_id_alone_is(String lines, String expected)
      throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.write("tests/a_test.sh", lines.replace('|', '\n') + "\n");

    TraceGraph graph = sample.graph();
    List<String> found = new ArrayList<>();
    for (String spec : List.of("1001", "1002")) {
      if (graph.demands(new SpecId(Integer.parseInt(spec))).stream()
          .anyMatch(each -> !graph.forward(each).isEmpty())) {
        found.add(spec);
      }
    }
    graph.told().forEach(each -> found.add(each.code()));
    assertThat(String.join(" ", found)).isEqualTo(expected);
  }

  @Test
  void the_name_of_a_case_may_carry_its_spec() throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.report("Doors", "1002_FR_001", "");

    assertThat(sample.links("1002/FR-001")).hasSize(1);
    assertThat(sample.links("1001/FR-001")).isEmpty();
    assertThat(sample.graph().told()).isEmpty();
  }

  @Test
  void a_test_name_that_may_mean_two_is_told_how_to_say_it() throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.report("Doors", "test_FR_001_zero", "");

    assertThat(sample.graph().told())
        .extracting(Problem::remedy)
        .containsExactly(
            "write the spec into the name: test_1001_FR_001, or above it: 1001/FR-001");
  }

  /// The file says it once, and the report is not asked again.
  @Test
  void a_case_means_what_its_file_says() throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.write(
        "tests/a_test.sh",
        "# 1001/FR-001\ntest_FR_001_a() {\n}\n\n# 1002/FR-001\ntest_FR_001_b() {\n}\n");
    sample.write(
        "build/TEST-a.xml",
        "<testsuite><testcase classname='a_test' name='test_FR_001_a'/><testcase"
            + " classname='a_test' name='test_FR_001_b'/></testsuite>");

    assertThat(sample.graph().told()).isEmpty();
    assertThat(sample.links("1001/FR-001"))
        .anyMatch(each -> each.contains("test_FR_001_a |"))
        .noneMatch(each -> each.contains("test_FR_001_b |"));
  }

  @ParameterizedTest
  @CsvSource({
    "FR-1, FR-1",
    "FR-10, FR-10",
    "FR-001, FR-001",
    "FR-0011, FR-0011",
    "1002/FR-1, FR-1",
    "1002/FR-10, FR-10",
    "1002/FR-0011, FR-0011",
    "test_FR_1_x() {, FR-1",
    "test_FR_10_x() {, FR-10",
    "testFr1() {, FR-1",
    "testFr0011() {, FR-0011",
    "test_FR_00_x() {, ''",
    "FR-100, ''",
    "FR-00, ''",
    "FR-00111, ''",
  })
  void an_id_that_another_begins_with_is_not_that_one(String text, String expected)
      throws Exception {
    sample.write("specs/1000/1001/spec.md", "# Spec: Locks\n");
    sample.spec("1002", "- **FR-1**: a\n- **FR-10**: b\n- **FR-001**: c\n- **FR-0011**: d\n");
    sample.write("tests/a_test.sh", text + "\n");
    String _ = sample.commit("All");
    String _ = sample.commit("For " + text + "\n\nSpec: 1002");

    TraceGraph graph = sample.graph();
    List<String> named = new ArrayList<>();
    for (TraceItem.Demand each : graph.demands(new SpecId(1002))) {
      if (!graph.forward(each).isEmpty()) {
        named.add(each.id());
      }
    }
    assertThat(String.join(" ", named)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliverable", "comment", "commit"})
  void a_file_of_one_spec_means_that_ones(String by) throws Exception {
    sample.spec("1002", "- **FR-001**: Another.\n");
    String head =
        by.equals("comment")
            ? "# Spec: [[../specs/1000/1001/spec|1001]]\n"
                + "# Context: [[../specs/1000/1001/context|J]]\n"
            : "";
    sample.write("src/a.sh", head + "# FR-001\n");
    sample.context("1001", "", by.equals("deliverable") ? "### Code Changes\n- `src/a.sh`\n" : "");
    String _ = sample.commit(by.equals("commit") ? "Open\n\nSpec: 1001" : "All");

    assertThat(sample.links("1001/FR-001")).hasSize(1);
    assertThat(sample.links("1002/FR-001")).isEmpty();
    assertThat(sample.graph().told()).isEmpty();
  }

  @Test
  void a_qualified_id_that_is_not_there_is_told() throws Exception {
    sample.write("src/a.sh", "# 1001/FR-777, 4711/FR-001 and 1001/spec.md\n");

    assertThat(sample.graph().told())
        .extracting(Problem::code, Problem::message)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("unknown-item", "the spec 1001 has no FR-777"));
  }

  @Test
  void aliases_qualify_too() throws Exception {
    sample.write(
        "specs/1000/1001/spec.md",
        "# Spec: Locks\n\n"
            + "**Aliases**: SPEC-KIT-933\n\n"
            + "## Requirements\n\n"
            + "- **FR-001**: It opens.\n");
    sample.spec("1002", "- **FR-001**: Another.\n");
    sample.write("src/a.sh", "# SPEC-KIT-933/FR-001\n");

    assertThat(sample.links("1001/FR-001")).hasSize(1);
  }

  @Test
  void deliverables_stand_behind_what_their_files_name() throws Exception {
    sample.write("specs/1000/1001/deliverables/docs/a.md", "FR-001\n");
    sample.context("1001", "", "### Documentation\n- [[deliverables/docs/a.md|A]]\n");

    TraceGraph graph = sample.graph();
    TraceItem.Demand demand = (TraceItem.Demand) graph.find("1001/FR-001").orElseThrow();
    assertThat(graph.backing(demand).deliverables())
        .extracting(TraceItem.Deliverable::path)
        .containsExactly("specs/1000/1001/deliverables/docs/a.md");
  }

  @Test
  void documents_of_specs_evidence_and_ignored_files_are_no_files_of_the_project()
      throws Exception {
    sample.write("specs/1000/1001/plan.md", "FR-001\n");
    sample.write("evidence/commands/a.json", "FR-001\n");
    sample.write("out/a.txt", "FR-001\n");
    sample.write(".gitignore", "out/\n");
    String _ = sample.commit("All");

    assertThat(sample.links("1001/FR-001")).isEmpty();
  }

  @Test
  void large_binary_and_strange_files_are_passed_by() throws Exception {
    sample.write("src/large.txt", "FR-001\n".repeat(1 << 20));
    sample.write("src/binary", "\0FR-001\n");
    sample.write("src/with\nline.sh", "# FR-001\n");
    sample.write("outside/secret.txt", "FR-001\n");
    Files.createSymbolicLink(
        sample.workspace().resolve("src/link.txt"), folder.resolve("elsewhere.txt"));
    Files.writeString(folder.resolve("elsewhere.txt"), "FR-001\n");
    Files.delete(sample.workspace().resolve("outside/secret.txt"));

    assertThat(sample.links("1001/FR-001"))
        .containsExactly("file:src/with\nline.sh | the file names FR-001 | src/with\nline.sh:1");
    assertThat(sample.graph().told()).extracting(Problem::code).containsExactly("file-too-large");
  }

  @Test
  void without_git_files_are_found_and_listed_commits_are_believed() throws Exception {
    sample.write("src/a.sh", "# FR-001\n");
    sample.write(".hidden/a.sh", "# FR-001\n");
    sample.context(
        "1001",
        "### Session 1: 2026-11-20 - A\n\n#### Implementation\n- FR-001 (10:00)\n\n#### Commits\n"
            + "- `1234567`: Open\n",
        "");

    TraceGraph graph = sample.graph(sample.host(folder.toString()));
    TraceItem.Demand demand = (TraceItem.Demand) graph.find("1001/FR-001").orElseThrow();
    assertThat(graph.backing(demand).files())
        .extracting(TraceItem.SourceFile::path)
        .containsExactly("src/a.sh");
    assertThat(graph.backing(demand).commits())
        .extracting(TraceItem.Commit::hash)
        .containsExactly("1234567");
  }

  @Test
  void a_repository_without_commits_and_a_workspace_in_a_subfolder_are_no_obstacle()
      throws Exception {
    Sample outer = new Sample(folder);
    outer.git("init", "-q", "-b", "main");
    outer.git("config", "user.email", "a@example.org");
    outer.git("config", "user.name", "A");
    sample.write("src/a.sh", "# FR-001\n");
    assertThat(sample.links("1001/FR-001")).hasSize(1);

    outer.write("beside.sh", "# FR-001\n");
    String _ = outer.commit("1001/FR-002 closes");

    assertThat(sample.links("1001/FR-001")).hasSize(1);
    TraceGraph graph = sample.graph();
    TraceItem.Demand demand = (TraceItem.Demand) graph.find("1001/FR-002").orElseThrow();
    assertThat(graph.backing(demand).files())
        .extracting(TraceItem.SourceFile::path)
        .containsExactlyInAnyOrder("../beside.sh", "src/a.sh");
  }

  @Test
  void a_pattern_in_a_context_that_is_none_is_told_and_ends_nothing() throws Exception {
    sample.context(
        "1001",
        "### Session 1: 2026-11-20 - A\n\n#### Testing\n"
            + "- Test reports (`../*.xml`): ✅ 1 passed (10:00)\n",
        "");
    sample.write("src/a.sh", "# FR-001\n");

    assertThat(sample.graph().told()).hasSize(1);
    assertThat(sample.links("1001/FR-001")).hasSize(1);
  }
}
