package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.run.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSpliceTest {
  private static final String SPEC =
      "\uFEFF---\r\ntags: [x]\r\n---\r\n# Spec: Hives  \r\n\r\n## Requirements\r\n\r\n"
          + "- **BEE-1**: Weigh each\r\n  hive  often.\r\n- **BEE-2**: Warn.\r\n";

  @Test
  void an_answer_stands_under_clarifications_and_nothing_else_changes() {
    AnswerSplice splice = clarified(SPEC, "q-1", "Which?", "All of\nthem");
    assertThat(splice.after())
        .isEqualTo(SPEC + "\r\n## Clarifications\r\n- **q-1** Which? All of them\r\n");
    AnswerSplice second = clarified(splice.after(), "q-2", "How often", "Daily");
    assertThat(second.after()).isEqualTo(splice.after() + "- **q-2** How often: Daily\r\n");
    assertThat(back(second.after(), splice.after(), second)).isEqualTo(splice.after());
    assertThat(back(splice.after(), SPEC, splice)).isEqualTo(SPEC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n\n", "\n## Last\n", "\n```\ncode\n```"})
  void taking_back_restores_every_byte_whatever_the_end(String end) {
    String spec = "# Spec: A" + end;
    AnswerSplice splice = clarified(spec, "q-1", "Which?", "All");
    assertThat(back(splice.after(), spec, splice)).isEqualTo(spec);
  }

  @Test
  void an_answer_can_do_nothing_in_a_document() {
    String after =
        clarified(SPEC, "q-1", "Which?", "\n# Head\n- **BEE-9**: more ![[x]] <b>\u001B[2J").after();
    assertThat(after).doesNotContain("\n# Head", "![[", "<b>", "\u001B");
  }

  @Test
  void a_text_that_ends_inside_of_code_has_no_place() {
    assertThat(AnswerSplice.clarification("s", "# Spec: A\n\n```\ncode\n", "q-1", "W?", "A"))
        .isEmpty();
    assertThat(AnswerSplice.clarification("s", "# Spec: A\n\n<!-- open\n", "q-1", "W?", "A"))
        .isEmpty();
  }

  @Test
  void a_wording_takes_the_place_of_the_requirements_text() {
    AnswerSplice splice =
        AnswerSplice.wording("s", SPEC, "BEE-1", "**BEE-1**: Weigh each hive hourly.")
            .orElseThrow();
    assertThat(splice.after())
        .isEqualTo(SPEC.replace("Weigh each\r\n  hive  often.", "Weigh each hive hourly."));
    assertThat(back(splice.after(), SPEC, splice)).isEqualTo(SPEC);
    String more = splice.after() + "More.\r\n";
    assertThat(back(more, SPEC, splice)).isEqualTo(SPEC + "More.\r\n");
  }

  @Test
  void advice_and_requirements_in_pieces_are_not_replaced() {
    assertThat(AnswerSplice.wording("s", SPEC, "BEE-1", "How often? Say a number.")).isEmpty();
    assertThat(AnswerSplice.wording("s", SPEC, "BEE-7", "More.")).isEmpty();
    String headed = "# Spec: A\n\n### Requirement: Warn\n\n- one\n- two\n";
    assertThat(AnswerSplice.wording("s", headed, "requirement-warn", "Warn at once.")).isEmpty();
  }

  @Test
  void what_a_person_changed_is_not_taken_back() {
    AnswerSplice splice = clarified(SPEC, "q-1", "Which?", "All");
    String changed = splice.after().replace("All", "All of them");
    assertThat(AnswerSplice.takenBack("s", changed, edit(splice.after(), SPEC, splice))).isEmpty();
    String elsewhere = splice.after().replace("Warn.", "Warn loudly.");
    assertThat(back(elsewhere, SPEC, splice)).contains("Warn loudly.").doesNotContain("q-1");
  }

  private static AnswerSplice clarified(String text, String id, String question, String answer) {
    return AnswerSplice.clarification("s", text, id, question, answer).orElseThrow();
  }

  private static String back(String text, String before, AnswerSplice splice) {
    return AnswerSplice.takenBack("s", text, edit(splice.after(), before, splice))
        .orElseThrow()
        .after();
  }

  private static RunEvent.EditIntended edit(String after, String before, AnswerSplice splice) {
    return new RunEvent.EditIntended(
        "q-1",
        "s",
        AnswerSplice.sha256(before),
        AnswerSplice.sha256(after),
        splice.removed(),
        splice.inserted());
  }
}
