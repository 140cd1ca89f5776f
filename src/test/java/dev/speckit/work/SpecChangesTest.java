package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.SpecDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecChangesTest {
  private static final String BEFORE =
      """
      # Spec: Scale

      **Status**: planning

      ## Purpose
      To weigh.

      ## Requirements
      - **FR-001**: It shall weigh.
      - **FR-002**: It shall report.

      ## Acceptance Criteria
      - [ ] **AC-1**: A report is there
      - [ ] **AC-2**: It is right

      ## Deliverables
      """;

  @Test
  void what_a_session_does_by_itself_is_no_change() {
    assertThat(
            changes(
                BEFORE
                    .replace("planning", "implementing")
                    .replace("## Deliverables\n", "## Deliverables\n- [[a|b]]\n")
                    .replace("\n", "\r\n")))
        .isEmpty();
  }

  @Test
  void requirements_and_criteria_are_told_by_name_and_their_sections_not_again() {
    assertThat(
            changes(
                BEFORE
                    .replace("It shall report.", "It shall report daily.")
                    .replace("- **FR-001**: It shall weigh.\n", "- **FR-003**: It shall beep.\n")
                    .replace("- [ ] **AC-2**: It is right\n", "- [ ] **AC-2**: It is exact\n")))
        .containsExactlyInAnyOrder(
            "Added criterion AC-2: It is exact",
            "Removed criterion AC-2: It is right",
            "Changed requirement FR-002",
            "Added requirement FR-003",
            "Removed requirement FR-001");
  }

  @Test
  void a_ticked_box_and_one_that_is_open_again_are_told_by_id_or_text() {
    String ticked = BEFORE.replace("[ ] **AC-1**", "[x] **AC-1**");
    String more = ticked.replace("## Deliverables", "- [x] No id here\n\n## Deliverables");
    assertThat(changes(more))
        .containsExactly(
            "Met criterion AC-1", "Added criterion: No id here", "Met criterion: No id here");
    assertThat(
            SpecChanges.between(
                SpecDocument.parse("spec.md", ticked), SpecDocument.parse("spec.md", BEFORE)))
        .containsExactly("Reopened criterion AC-1");
  }

  @Test
  void sections_are_told_with_their_numbers_of_lines() {
    assertThat(
            changes(
                BEFORE.replace("To weigh.\n", "To weigh hives.\nEach day.\n")
                    + "\n## Risks\nRain.\n"))
        .containsExactly("Changed section Purpose (+2, -1)", "Added section Risks");
    assertThat(changes(BEFORE.replace("## Purpose\nTo weigh.\n\n", "")))
        .containsExactly("Removed section Purpose");
  }

  @Test
  void lines_are_counted_by_the_longest_sequence_that_stays() {
    assertThat(LineCount.between(List.of("a", "b", "c", "d"), List.of("a", "x", "c", "b", "d")))
        .isEqualTo(new LineCount(2, 1));
    assertThat(LineCount.between(List.of(), List.of("a"))).isEqualTo(new LineCount(1, 0));
    assertThat(LineCount.between(List.of("a"), List.of("a"))).isEqualTo(new LineCount(0, 0));
  }

  private static List<String> changes(String after) {
    return SpecChanges.between(
        SpecDocument.parse("spec.md", BEFORE), SpecDocument.parse("spec.md", after));
  }
}
