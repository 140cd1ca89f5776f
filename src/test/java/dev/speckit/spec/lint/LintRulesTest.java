package dev.speckit.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LintRulesTest {
  private static final String SPEC = "specs/1000/1001/spec.md";
  private static final String CONTEXT = "specs/1000/1001/context.md";

  /// Rules that speak of what this machine's tests cannot make, or that another test makes.
  private static final Set<String> ELSEWHERE =
      Set.of("file-too-large", "file-unavailable", "one-way-dependency", "outside-epic");

  @TempDir Path folder;
  private LintWorkspace workspace;

  @BeforeEach
  void make() throws IOException {
    workspace = new LintWorkspace(folder, "");
  }

  interface Plant {
    void in(LintWorkspace workspace) throws IOException;
  }

  /// @param expected `severity rule place` of the one finding that is no info
  record Defect(String expected, Plant plant) {
    @Override
    public String toString() {
      return expected;
    }
  }

  private static Defect defect(String expected, Plant plant) {
    return new Defect(expected, plant);
  }

  private static Defect instead(String expected, String file, String old, String now) {
    return defect(
        expected,
        in -> {
          String before = in.read(file);
          assertThat(before).contains(old);
          in.write(file, before.replace(old, now));
        });
  }

  private static Defect appended(String expected, String file, String more) {
    return defect(expected, in -> in.write(file, in.read(file) + more));
  }

  static Stream<Defect> defects() {
    return Stream.of(
        defect(
            "error missing-document specs/1000/1002/spec.md:0:0",
            in -> in.write("specs/1000/1002/context.md", "# C\n")),
        defect("error empty-document " + SPEC + ":1:0", in -> in.write(SPEC, " \n")),
        defect(
            "error not-utf-8 " + SPEC + ":2:0",
            in -> Files.write(in.folder.resolve(SPEC), new byte[] {'a', '\n', (byte) 0xff})),
        defect(
            "error not-utf-8 " + CONTEXT + ":1:0",
            in -> Files.write(in.folder.resolve(CONTEXT), new byte[] {(byte) 0xff})),
        appended("error nul-character " + SPEC + ":16:2", SPEC, "a\0b\n"),
        defect(
            "error folder-not-file specs/1000/1002/spec.md:0:0",
            in -> Files.createDirectories(in.folder.resolve("specs/1000/1002/spec.md"))),
        defect("error file-not-folder specs/1000/1002:0:0", in -> in.write("specs/1000/1002", "")),
        defect(
            "error outside-link specs/1000/1002:0:0",
            in -> Files.createSymbolicLink(in.folder.resolve("specs/1000/1002"), Path.of("/etc"))),
        instead("error bad-metadata " + SPEC + ":3:11", SPEC, "feature", "epic"),
        instead(
            "error bad-metadata " + CONTEXT + ":5:14",
            CONTEXT,
            "\n\n## Summary",
            "\n**Created**: yesterday\n\n## Summary"),
        defect(
            "error front-matter " + CONTEXT + ":2:0",
            in -> in.write(CONTEXT, "---\nodd\n---\n" + LintWorkspace.context("spec"))),
        instead("error unknown-status " + SPEC + ":4:13", SPEC, "implementing", "odd"),
        instead("error unknown-status " + CONTEXT + ":4:13", CONTEXT, "implementing", "odd"),
        appended("error dead-link " + SPEC + ":16:5", SPEC, "See [[nowhere|x]]\n"),
        appended("error dead-link " + CONTEXT + ":8:1", CONTEXT, "[[spec#None]]\n"),
        defect(
            "error duplicate-id specs/1000/1001/spec.md:0:0",
            in -> {
              in.write("specs/1000/1001/1001.spec.md", LintWorkspace.TASK.replace("1011", "1001"));
              in.write("specs/1000/1001/1001.context.md", LintWorkspace.context("1001.spec"));
              in.write(SPEC, in.read(SPEC) + "- [[1001.spec|T]]\n");
            }),
        instead(
            "error duplicate-requirement " + SPEC + ":10:0",
            SPEC,
            "lock.\n",
            "lock.\n- **FR-1**: The lamp MUST glow.\n"),
        appended("error open-fence " + CONTEXT + ":8:0", CONTEXT, "```\n"),
        appended("error conflict-marker " + SPEC + ":16:0", SPEC, "<<<<<<< a\n"),
        appended("warning open-comment " + SPEC + ":16:0", SPEC, "<!-- a\n"),
        instead(
            "warning duplicate-metadata " + SPEC + ":5:0",
            SPEC,
            "implementing\n",
            "implementing\n**Status**: planning\n"),
        defect(
            "warning missing-title " + SPEC + ":1:0",
            in ->
                in.write(
                    SPEC, "---\nstatus: planning\n---\n[[../epic]] [[context]] [[1011.spec]]\n")),
        instead(
            "warning missing-metadata " + SPEC + ":1:0", SPEC, "**Status**: implementing\n", ""),
        defect(
            "warning missing-context " + CONTEXT + ":0:0",
            in -> Files.delete(in.folder.resolve(CONTEXT))),
        instead(
            "warning one-way-link specs/1000/epic.md:0:0",
            "specs/1000/epic.md",
            "- [[1001/spec|F]]\n",
            ""),
        instead("warning one-way-link " + SPEC + ":0:0", SPEC, "[[context|Journal]]", "here"),
        defect(
            "warning ambiguous-link " + SPEC + ":16:1",
            in -> {
              in.write("specs/1000/a/note.md", "");
              in.write("specs/1000/b/note.md", "");
              in.write(SPEC, in.read(SPEC) + "[[note]]\n");
            }),
        defect(
            "warning ambiguous-alias specs/1000/1001/spec.md:0:0",
            in -> {
              in.write(SPEC, in.read(SPEC).replace("**Type**", "**Aliases**: K-1\n**Type**"));
              String epic = "specs/1000/epic.md";
              in.write(epic, in.read(epic).replace("**Type**", "**Aliases**: k-1\n**Type**"));
            }),
        instead(
            "warning empty-criterion " + SPEC + ":12:0",
            SPEC,
            " **AC-1**: The door stays shut.",
            ""),
        appended("warning placeholder " + SPEC + ":16:3", SPEC, "A TODO here\n"),
        appended("warning placeholder " + CONTEXT + ":8:2", CONTEXT, "[NEEDS CLARIFICATION: x]\n"),
        instead(
            "warning open-children " + "specs/1000/epic.md:4:0",
            "specs/1000/epic.md",
            "implementing",
            "completed"),
        defect(
            "warning open-criteria specs/1000/1001/1011.spec.md:9:0",
            in ->
                in.write(
                    "specs/1000/1001/1011.spec.md",
                    LintWorkspace.TASK.replace("implementing", "completed")
                        + "\n## Acceptance Criteria\n- [ ] **AC-1**: It is.\n"
                        + "\n## Deliverables\n- [[spec]]\n")),
        instead(
            "warning no-deliverables specs/1000/1001/1011.spec.md:4:0",
            "specs/1000/1001/1011.spec.md",
            "implementing",
            "completed"),
        appended(
            "warning missing-deliverable " + CONTEXT + ":11:4",
            CONTEXT,
            "\n## Deliverables\n### Scripts\n- `src/gone.sh`\n"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void a_planted_defect_is_found_at_its_place_and_decides_the_exit(Defect defect) throws Exception {
    defect.plant().in(workspace);
    Report report = workspace.check("strict", "true");
    assertThat(LintWorkspace.found(report))
        .filteredOn(each -> !each.startsWith("info"))
        .contains(defect.expected());
    boolean error = defect.expected().startsWith("error");
    assertThat(LintWorkspace.found(report))
        .filteredOn(each -> each.startsWith("error"))
        .hasSize(error ? 1 : 0);
    assertThat(report.exit()).isEqualTo(error ? ExitCode.BLOCKED : ExitCode.WARNED);
    assertThat(workspace.check().exit()).isEqualTo(error ? ExitCode.BLOCKED : ExitCode.OK);
    assertThat(report.data().objects("findings"))
        .allSatisfy(each -> assertThat(each.text("remedy")).isPresent());
  }

  @Test
  void a_workspace_without_a_fault_passes_strictly() throws Exception {
    Report report = workspace.check("strict", "true");
    assertThat(LintWorkspace.found(report)).isEmpty();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_clean_spec_without_links_back_has_warnings_only() throws Exception {
    workspace.write(SPEC, LintWorkspace.FEATURE.replaceAll("\\[\\[.*\\]\\]", "none"));
    workspace.write(CONTEXT, LintWorkspace.context("spec").replaceAll("\\[\\[.*\\]\\]", "none"));
    Report report = workspace.check("strict", "true");
    assertThat(LintWorkspace.found(report))
        .isNotEmpty()
        .allMatch(each -> each.startsWith("warning"));
    assertThat(report.exit()).isEqualTo(ExitCode.WARNED);
  }

  @Test
  void a_status_in_capitals_is_told_and_mended() throws Exception {
    workspace.write(SPEC, LintWorkspace.FEATURE.replace("implementing", "Implementing  "));
    assertThat(LintWorkspace.found(workspace.check()))
        .containsExactly("info status-case " + SPEC + ":4:13");
    workspace.check("fix", "true");
    assertThat(workspace.read(SPEC))
        .isEqualTo(LintWorkspace.FEATURE.replace("implementing", "implementing  "));
  }

  @Test
  void fix_adds_what_is_missing_and_keeps_every_other_byte() throws Exception {
    String crlf =
        LintWorkspace.FEATURE.replace("**Status**: implementing\n", "").replace("\n", "\r\n");
    workspace.write(SPEC, crlf);
    Files.delete(folder.resolve(CONTEXT));
    Report dry = workspace.check("fix", "true", "dry-run", "true");
    assertThat(dry.data().text("diff").orElseThrow())
        .contains("+**Status**: planning", "+++ b/" + CONTEXT, "--- /dev/null");
    assertThat(workspace.read(SPEC)).isEqualTo(crlf);
    assertThat(folder.resolve(CONTEXT)).doesNotExist();
    Report fixed = workspace.check("fix", "true");
    assertThat(fixed.exit()).isEqualTo(ExitCode.OK);
    assertThat(LintWorkspace.found(fixed)).isEmpty();
    assertThat(workspace.read(SPEC).replace("**Status**: planning  \r\n", "")).isEqualTo(crlf);
    assertThat(workspace.check("fix", "true", "dry-run", "true").data().text("diff")).contains("");
  }

  @Test
  void only_the_specs_asked_for_are_told() throws Exception {
    workspace.write("specs/1000/epic.md", LintWorkspace.EPIC + "[[nowhere]]\n");
    assertThat(workspace.check("id", "1001").exit()).isEqualTo(ExitCode.OK);
    assertThat(workspace.check("id", "1000").exit()).isEqualTo(ExitCode.BLOCKED);
  }

  @Test
  void every_own_rule_has_a_defect_that_it_finds() {
    Set<String> rules = new TreeSet<>();
    LintRule.own().forEach(rule -> rules.add(rule.id()));
    rules.removeAll(ELSEWHERE);
    rules.remove("status-case");
    Set<String> planted = new TreeSet<>();
    defects().forEach(each -> planted.add(each.expected().split(" ", -1)[1]));
    assertThat(planted).isEqualTo(rules);
    List<String> ids = new ArrayList<>();
    LintRule.every().forEach(rule -> ids.add(rule.id()));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void the_reference_lists_the_rules() throws IOException {
    assertThat(Files.readString(Path.of("docs/reference/check-rules.md")))
        .isEqualTo(RuleList.markdown());
  }
}
