package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaskBoxTest {
  private static List<TaskBox> boxes(String text) {
    return TaskBox.of(MarkdownLines.of("tasks.md", text));
  }

  @Test
  void boxes_under_what_is_not_agreed_are_no_tasks() {
    assertThat(
            boxes(
                """
                # Tasks
                - [x] T001 One
                  - files: a.sh

                ## Open questions
                - [ ] Which port?
                ### More
                - [ ] Why?
                ## Later
                1. [ ] T002 Two
                ## DISSENT ##
                - [ ] T003 Three
                ## Not covered
                - [ ] FR-009
                """))
        .containsExactly(
            new TaskBox("T001 One", true, 2, 5), new TaskBox("T002 Two", false, 10, 11));
  }

  @ParameterizedTest
  @CsvSource({
    "- [ ] a, 1",
    "* [X] a, 1",
    "2) [x] a, 1",
    "- [-] a, 0",
    "- [ ], 0",
    "- a [ ] b, 0",
    "<!-- - [ ] a -->, 0",
  })
  void a_box_is_open_or_ticked_and_has_a_text(String line, int count) {
    assertThat(boxes("# Tasks\n\n" + line + "\n")).hasSize(count);
  }

  @Test
  void a_box_below_another_one_is_a_task_too_and_one_in_code_is_none() {
    assertThat(boxes("- [ ] a\n  - [x] b\n\n```\n- [ ] c\n```\n"))
        .extracting(TaskBox::text)
        .containsExactly("a", "b");
  }
}
