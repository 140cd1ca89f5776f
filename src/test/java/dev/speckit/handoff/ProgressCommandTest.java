package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.TrackerBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressCommandTest {
  private static final String README = "specs/README.md";
  private static final String ROW_1014 =
      "| [1014](1000/1001/1014.spec.md) | Mount the NAS | planning |  |  | – |";

  @TempDir Path temporary;

  @Test
  void the_table_stands_at_the_end_and_a_second_call_changes_nothing() throws Exception {
    Desk desk = Desk.with1014(temporary);
    String before = desk.read(README);
    Report first = desk.progress();
    String written = desk.read(README);
    assertThat(state(first)).isEqualTo("written");
    assertThat(written).startsWith(before + "\n" + TrackerBlock.BEGIN + "\n").contains(ROW_1014);
    assertThat(written).endsWith("|\n" + TrackerBlock.END + "\n");
    assertThat(state(desk.progress())).isEqualTo("up to date");
    assertThat(desk.read(README)).isEqualTo(written);
    assertThat(desk.progress("--check").exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_missing_file_is_made() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    Files.delete(desk.workspace().resolve(README));
    desk.progress();
    assertThat(desk.read(README)).startsWith("# Specs\n\n" + TrackerBlock.BEGIN).contains(ROW_1014);
  }

  @Test
  void priority_branch_and_progress_come_from_documents_and_git() throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    desk.edit(
        "specs/1000/1001/spec.md",
        "**Status**: planning",
        "**Status**: planning\n**Priority**: P1\n**Branch**: cold|store\n**Aliases**: SPEC-KIT-93");
    desk.write("specs/1000/1001/tasks.md", "# T\n\n- [x] a\n- [ ] b\n```\n- [ ] c\n```\n");
    desk.git("branch", "feature/1014-mount");
    desk.git("branch", "feature/11014");
    desk.git("branch", "feature/spec-kit-933");
    desk.create("feature", "Warm Storage", "1002", "1000");
    desk.edit("specs/1000/1002/spec.md", "**Status**", "**Aliases**: SPEC-KIT-933\n**Status**");
    desk.progress();
    assertThat(desk.read(README))
        .contains(
            "| [1000](1000/epic.md) | Foundation Infrastructure | planning |  |  | 1/3, 1/2 t")
        .contains(
            "| [1001](1000/1001/spec.md) | Cold Storage | planning | P1 | cold\\|store | 1/2 t")
        .contains("| Warm Storage | planning |  | feature/spec-kit-933 | – |")
        .contains("| Mount the NAS | implementing |  | feature/1014-mount | 1/3 |");
    assertThat(desk.progress().data().objects("specs").get(3).text("branch"))
        .contains("feature/1014-mount");
  }

  @Test
  void a_check_elsewhere_does_not_mind_which_branches_are_there() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.git("branch", "feature/1014-mount");
    desk.progress();
    desk.git("branch", "-D", "feature/1014-mount");
    assertThat(desk.progress("--check").exit()).isEqualTo(ExitCode.OK);
    desk.edit("specs/1000/1001/1014.spec.md", "**Status**: planning", "**Status**: blocked");
    String before = desk.read(README);
    Report late = desk.progress("--check");
    assertThat(late.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(late.problems()).extracting(Problem::code).containsExactly("progress-out-of-date");
    assertThat(desk.read(README)).isEqualTo(before);
  }

  @Test
  void a_dry_run_shows_the_change_and_makes_none() throws Exception {
    Desk desk = Desk.with1014(temporary);
    String before = desk.read(README);
    Report report = desk.progress("--dry-run");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.data().texts("diff")).contains("+" + ROW_1014);
    assertThat(desk.read(README)).isEqualTo(before);
  }

  @Test
  void a_table_that_was_edited_by_hand_stays_until_it_is_replaced() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.progress();
    desk.edit(README, "Mount the NAS", "Mount the NAS (Ada does it)");
    String edited = desk.read(README);
    Report report = desk.progress();
    assertThat(report.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(report.data().texts("diff")).anyMatch(line -> line.startsWith("-| [1014]"));
    assertThat(desk.read(README)).isEqualTo(edited);
    assertThat(state(desk.progress("--replace"))).isEqualTo("written");
    assertThat(desk.read(README)).contains(ROW_1014);
    assertThatThrownBy(() -> desk.progress("--replace", "--check"))
        .isInstanceOf(Failure.Usage.class);
  }

  @Test
  void bytes_outside_of_the_markers_stay_with_their_line_ends() throws Exception {
    Desk desk = Desk.with1014(temporary);
    String above = "\uFEFF# Ours  \r\n\r\ntext\ttext  \r\n";
    String below = "\r\nlast line without end";
    desk.write(README, above + TrackerBlock.BEGIN + "\r\n" + TrackerBlock.END + below);
    desk.progress();
    String text = desk.read(README);
    assertThat(text).startsWith(above + TrackerBlock.BEGIN + "\r\n");
    assertThat(text).endsWith("|\r\n" + TrackerBlock.END + below);
    assertThat(text.replace("\r\n", "")).doesNotContain("\n");
    assertThat(state(desk.progress())).isEqualTo("up to date");
  }

  @Test
  void a_merge_of_two_branches_is_repaired_by_a_call() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.progress();
    desk.git("add", "--all");
    desk.git("commit", "--quiet", "-m", "Table");
    desk.git("checkout", "--quiet", "-b", "side");
    desk.create("feature", "Warm Storage", "1002", "1000");
    desk.progress();
    desk.git("add", "--all");
    desk.git("commit", "--quiet", "-m", "Side");
    desk.git("checkout", "--quiet", "main");
    desk.edit("specs/1000/1001/spec.md", "**Status**: planning", "**Status**: blocked");
    desk.progress();
    desk.git("add", "--all");
    desk.git("commit", "--quiet", "-m", "Main");
    desk.pasted("git merge --quiet side || true");
    assertThat(desk.read(README)).contains("<<<<<<<");
    assertThat(state(desk.progress())).isEqualTo("written");
    assertThat(desk.read(README))
        .doesNotContain("<<<<<<<", ">>>>>>>")
        .contains("| Warm Storage |", "| Cold Storage | blocked |");
  }

  @Test
  void links_that_speckit_rewrites_in_the_table_are_no_edit_of_a_person() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.create("feature", "Warm Storage", "1002", "1000");
    desk.progress();
    desk.save("Table");
    desk.renumber("1002", "1050");
    assertThat(desk.read(README)).contains("](1000/1050/spec.md)");
    assertThat(state(desk.progress())).isEqualTo("written");
    desk.save("Table");
    desk.git("mv", "specs/1000/1050", "specs/1000/1060");
    desk.fixLinks();
    assertThat(desk.read(README)).contains("](1000/1060/spec.md)");
    assertThat(TrackerBlock.known(desk.read(README)).orElseThrow().isEdited()).isFalse();
  }

  @Test
  void a_table_that_a_person_edited_stays_edited_when_its_links_follow() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.create("feature", "Warm Storage", "1002", "1000");
    desk.progress();
    desk.edit(README, "Mount the NAS", "Mount the NAS (Ada does it)");
    desk.save("Table");
    desk.renumber("1002", "1050");
    assertThat(desk.read(README)).contains("](1000/1050/spec.md)");
    assertThat(desk.progress().exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(desk.read(README)).contains("Ada does it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# R\n" + TrackerBlock.BEGIN + "\n",
        "# R\n" + TrackerBlock.END + "\n",
        "# R\n" + TrackerBlock.END + "\n" + TrackerBlock.BEGIN + "\n",
        TrackerBlock.BEGIN + "\n" + TrackerBlock.BEGIN + "\n" + TrackerBlock.END + "\n",
        "# R\n\n```\nnever closed\n",
        "# R\n\n<!-- never closed\n"
      })
  void a_file_in_which_nobody_can_say_where_the_table_ends_is_left_alone(String text)
      throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    desk.write(README, text);
    assertThatThrownBy(desk::progress)
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(String.valueOf(failure.problems().getFirst().place()))
                    .startsWith(README + ":"));
    assertThat(desk.read(README)).isEqualTo(text);
  }

  @Test
  void markers_in_a_code_fence_are_an_example() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    String text = "# R\n\n```\n" + TrackerBlock.BEGIN + "\n" + TrackerBlock.END + "\n```\n";
    desk.write(README, text);
    desk.progress();
    assertThat(desk.read(README)).startsWith(text).contains(ROW_1014);
    assertThat(state(desk.progress())).isEqualTo("up to date");
  }

  @Test
  void hostile_titles_stay_in_their_cells() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    desk.edit(
        "specs/1000/1001/1014.spec.md",
        "# Spec: Mount the NAS",
        "# Spec: a | b \u001B[31m" + TrackerBlock.END + " <b> `|` \\| [[x|y]]");
    desk.progress();
    List<String> rows =
        desk.read(README).lines().filter(line -> line.startsWith("| [1014]")).toList();
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().replace("\\|", "").chars().filter(c -> c == '|').count())
        .isEqualTo(7);
    assertThat(rows.getFirst()).doesNotContain("\u001B", "<", "[[");
    assertThat(state(desk.progress())).isEqualTo("up to date");
  }

  @Test
  void a_link_that_leads_out_of_the_workspace_is_not_followed() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    Path outside = Files.writeString(temporary.resolve("outside.md"), "theirs\n");
    Files.delete(desk.workspace().resolve(README));
    Files.createSymbolicLink(desk.workspace().resolve(README), outside);
    assertThatThrownBy(desk::progress).isInstanceOf(Failure.Invalid.class);
    assertThat(outside).content().isEqualTo("theirs\n");
  }

  private static String state(Report report) {
    return report.data().text("state").orElseThrow();
  }
}
