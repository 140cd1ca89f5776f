package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.failure.Failure;
import org.junit.jupiter.api.Test;

class RunChangesTest {
  private static final String TEXT =
      """
      # Context: Bees

      **Status**: planning

      ## Implementation Timeline

      ### Session 1: 2026-11-20 - Hives

      ## Metrics

      my own words\t

      ## Notes & Learnings

      - mine
      """;

  @Test
  void a_run_has_one_line_that_is_replaced() {
    ContextDocument first = ContextDocument.of("context.md", TEXT).withRun("r-1", "waiting");
    assertThat(first.text()).contains("## Runs\n- **Run r-1**: waiting\n\n## Notes & Learnings");
    ContextDocument both = first.withRun("r-2", "done").withRun("r-1", "done; plan");
    assertThat(both.text().lines().filter(line -> line.startsWith("- **Run")))
        .hasSize(2)
        .noneMatch(line -> line.contains("waiting"))
        .anyMatch(line -> line.endsWith("done; plan"));
    assertThat(both.text().lines().toList()).containsSubsequence(TEXT.lines().toList());
    assertThat(both.withRun("r-2", "done").text()).isEqualTo(both.text());
    assertThat(both.sessions()).hasSize(1);
  }

  @Test
  void line_ends_stay_as_they_are() {
    String windows = TEXT.replace("\n", "\r\n");
    String after =
        ContextDocument.of("context.md", windows).withRun("r-1", "a").withRun("r-1", "b").text();
    assertThat(after.replace("\r\n", "")).doesNotContain("\n", "\r");
    assertThat(after).contains("- **Run r-1**: b\r\n");
  }

  @Test
  void a_text_that_is_torn_is_left_alone() {
    ContextDocument torn = ContextDocument.of("context.md", TEXT + "<!-- open\n");
    assertThat(catchThrowableOfType(Failure.Invalid.class, () -> torn.withRun("r-1", "a")))
        .isNotNull();
  }
}
