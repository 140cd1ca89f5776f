package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.TrackerBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterMergeTest {
  private static final ConflictForm FORM = new ConflictForm(true, 9);
  private static final String EPIC = "# Epic: E\n\n## Features\n\n## Deliverables\n";

  @Test
  void features_of_both_sides_are_kept_ours_first_and_none_twice() {
    String ours =
        EPIC.replace("Features\n", "Features\n- [[1001/spec|One]]\n- [[1002/spec|Two]]\n");
    String theirs =
        EPIC.replace("Features\n", "Features\n- [[1001/spec|One]]\n- [three](1003/spec.md)\n");
    assertThat(clean(EPIC, ours, theirs))
        .isEqualTo(
            EPIC.replace(
                "Features\n",
                "Features\n- [[1001/spec|One]]\n- [[1002/spec|Two]]\n- [three](1003/spec.md)\n"));
  }

  @Test
  void other_lines_are_merged_as_those_of_any_text() {
    assertThat(clean("a\nb\nc\n", "a1\nb\nc\n", "a\nb\nc1\n")).isEqualTo("a1\nb\nc1\n");
    RegisterMerge merge = RegisterMerge.of("a\nb\n", "a1\nb\n", "a2\nb\n").orElseThrow();
    assertThat(merge.isConflicting()).isTrue();
    assertThat(merge.text(FORM))
        .isEqualTo("<<<<<<<<< ours\na1\n||||||||| base\na\n=========\na2\n>>>>>>>>> theirs\nb\n");
  }

  @Test
  void one_link_with_two_descriptions_is_a_conflict() {
    RegisterMerge merge =
        RegisterMerge.of("x\n", "x\n- [[a|A]] - ours\n", "x\n- [[a|A]] - theirs\n").orElseThrow();
    assertThat(merge.isConflicting()).isTrue();
  }

  @Test
  void a_last_line_end_that_one_side_added_comes_and_else_none() {
    assertThat(clean("x", "x\n- [[a]]", "- [[b]]\nx")).isEqualTo("- [[b]]\nx\n- [[a]]");
    assertThat(clean("x", "x\n", "- [[b]]\nx")).isEqualTo("- [[b]]\nx\n");
  }

  @Test
  void what_only_one_side_changed_is_taken_byte_for_byte() {
    String odd = "\uFEFFa\r\n\tb  \r\nlast";
    assertThat(clean("a\r\n", odd, "a\r\n")).isEqualTo(odd);
    assertThat(clean("a\r\n", "a\r\n", odd)).isEqualTo(odd);
    assertThat(RegisterMerge.of("a\n", "a\r\n", "b\n")).isEmpty();
    assertThat(RegisterMerge.of("a\n", "a\0\n", "b\n")).isEmpty();
  }

  @Test
  void of_two_changed_tables_ours_stays_and_the_rest_is_merged() {
    String base = table("1") + "end\n";
    RegisterMerge merge =
        RegisterMerge.of(base, "mine\n" + table("2") + "end\n", table("3") + "theirs\n")
            .orElseThrow();
    assertThat(merge.isTableChosen()).isTrue();
    assertThat(merge.text(FORM)).isEqualTo("mine\n" + table("2") + "theirs\n");
    assertThat(RegisterMerge.of(base, base, table("3") + "end\n").orElseThrow().isTableChosen())
        .isFalse();
  }

  @Test
  void a_kept_table_is_known_as_generated_and_no_edit_of_a_person_is_lost() {
    String base = table("1");
    String edited = table("3").replace("| 3 |", "| 3, says Ada |");
    assertThat(TrackerBlock.known(clean(base, table("2"), table("3"))).orElseThrow().isEdited())
        .isFalse();
    assertThat(clean(base, table("2"), edited)).contains("says Ada");
    assertThat(clean(base, edited, table("2"))).contains("says Ada");
    String other = table("4").replace("| 4 |", "| 4, says Bob |");
    assertThat(RegisterMerge.of(base, edited, other).orElseThrow().isConflicting()).isTrue();
  }

  private static String table(String row) {
    return TrackerBlock.appended("README.md", "# Specs\n", List.of("| " + row + " |"))
        + "\nmore\n\n";
  }

  private static String clean(String base, String ours, String theirs) {
    RegisterMerge merge = RegisterMerge.of(base, ours, theirs).orElseThrow();
    assertThat(merge.isConflicting()).as(merge.text(FORM)).isFalse();
    return merge.text(FORM);
  }
}
