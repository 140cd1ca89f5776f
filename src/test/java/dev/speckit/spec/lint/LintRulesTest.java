package dev.speckit.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no defect, and what is said about which specs.
final class LintRulesTest {
  @TempDir Path folder;
  private CleanTree tree;

  @BeforeEach
  void make() throws IOException {
    tree = CleanTree.in(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\n[[nowhere]] TODO\n- [ ]\n<<<<<<< a\n```\n",
        "~~~~ text\n```\n[[nowhere]]\n~~~~\n",
        "- a step:\n  - ```sh\n    cat [[nowhere]]\n    ```\n  - another\n",
        "1. ```\n   [[nowhere]]\n   ```\n2. next\n",
        "> ```\n> [[nowhere]]\n> ```\n",
        "> ```\n> a quote ends its fence\n\nText.\n",
        "> > - ~~~\n> >   [[nowhere]]\n> >   ~~~\n",
        "Use `[[nowhere]]` and `TODO`.\n",
        "<!-- TODO [[nowhere]] -->\n",
        "MASTODON, TODOS and todo\n",
        "What? And then??\n",
        "=======\n",
        "Heading\n=======\n\nText\n",
        "The mark `<<<<<<<` begins one.\n",
        "  <<<<<<< not at the start of the line\n",
        "1. [x] done\n2) [X] done too\n- [link](spec.md)\n",
      })
  void what_only_looks_like_a_defect_is_none(String text) throws Exception {
    for (String end : List.of("\n", "\r\n", "\r")) {
      tree.write(
          CleanTree.OTHER_CONTEXT,
          "\uFEFF"
              + CleanTree.in(folder).read(CleanTree.OTHER_CONTEXT).replace("\n", end)
              + text.replace("\n", end));
      assertThat(LintWorkspace.found(tree.check())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-31", "2026-01-31 14:05", "2026-01-31T14:05:59Z", "2024-02-29"})
  void a_date_may_have_a_time(String date) throws Exception {
    tree.replace(CleanTree.EPIC, "2026-01-31 14:05", date);
    assertThat(LintWorkspace.found(tree.check())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "between 2 and 4 cm",
        "at least 2 and at most 4 cm",
        "at most 4 cm, and not exceed 3 cm",
        "more than 2 cm and not more than 4 cm",
        "no less than 2 cm and no more than 4 cm",
        "exactly 3 cm, at most 4 cm",
        "at least 4 cm within 2 seconds",
      })
  void numbers_that_can_hold_together_are_no_contradiction(String limits) throws Exception {
    tree.replace(CleanTree.TASK, "slides by 2 cm", "slides");
    tree.replace(CleanTree.TASK, "MUST slide by 2 cm", "MUST slide by " + limits);
    assertThat(LintWorkspace.found(tree.check()))
        .noneMatch(each -> each.contains("contradicting-numbers"));
  }

  @Test
  void the_same_id_in_two_documents_or_as_a_reference_is_no_duplicate() throws Exception {
    tree.replace(CleanTree.SPEC, "**AC-2**: The lamp", "**FR-2**: The lamp");
    assertThat(LintWorkspace.found(tree.check()))
        .noneMatch(each -> each.contains("duplicate-requirement"));
  }

  @Test
  void an_epic_demands_nothing_itself_but_must_prove_what_it_demands() throws Exception {
    assertThat(LintWorkspace.found(tree.check())).isEmpty();
    tree.replace(CleanTree.EPIC, "## Features", "- **FR-1**: Doors MUST lock.\n\n## Features");
    assertThat(LintWorkspace.found(tree.check()))
        .contains("warning no-criteria specs/1000/epic.md:1:1");
  }

  @Test
  void delivered_files_may_have_the_names_of_specs() throws Exception {
    tree.write("specs/1000/1002/deliverables/docs/spec.md", "# Template\n");
    tree.write("specs/1000/1002/.hidden/spec.md", "# Template\n");
    tree.write("specs/README.md", "# All specs\n");
    assertThat(LintWorkspace.found(tree.check())).isEmpty();
  }

  @Test
  void a_clean_tree_without_links_back_has_warnings_only() throws Exception {
    for (String file : List.of(CleanTree.EPIC, CleanTree.SPEC, CleanTree.TASK, CleanTree.OTHER)) {
      tree.write(file, tree.read(file).replaceAll("\\[\\[.*\\]\\]", "none"));
    }
    Report report = tree.check("strict", "true");
    assertThat(LintWorkspace.found(report))
        .hasSizeGreaterThan(5)
        .allMatch(each -> each.startsWith("warning one-way-link"));
    assertThat(report.exit()).isEqualTo(ExitCode.WARNED);
    assertThat(tree.check().exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void only_the_specs_asked_for_are_told() throws Exception {
    tree.write(CleanTree.EPIC, tree.read(CleanTree.EPIC) + "[[nowhere]]\n");
    assertThat(tree.check("id", "1001").exit()).isEqualTo(ExitCode.OK);
    assertThat(tree.check("id", "k-1").exit()).isEqualTo(ExitCode.OK);
    assertThat(tree.check("id", "1000").exit()).isEqualTo(ExitCode.BLOCKED);
  }

  @Test
  void rules_have_names_of_their_own() {
    List<String> ids = new ArrayList<>();
    LintRule.every().forEach(rule -> ids.add(rule.id()));
    assertThat(ids).doesNotHaveDuplicates();
  }

  /// `-Dspeckit.update=true` writes it anew.
  @Test
  void the_reference_lists_the_rules() throws IOException {
    Path page = Path.of("docs/reference/check-rules.md");
    if (Boolean.getBoolean("speckit.update")) {
      Files.writeString(page, RuleList.markdown());
    }
    assertThat(Files.readString(page)).isEqualTo(RuleList.markdown());
  }
}
