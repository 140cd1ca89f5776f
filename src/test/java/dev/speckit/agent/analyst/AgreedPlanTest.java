package dev.speckit.agent.analyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.speckit.agent.Answer;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.Subject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AgreedPlanTest {
  private static final String SPEC =
      """
      # Door

      ## Requirements

      - **FR-1**: The door MUST lock within 5 seconds.
      - **FR-2**: The lamp MUST be kept in `lamp.json`.

      ## Acceptance Criteria

      - [ ] **AC-1**: The door is locked after 5 seconds.
      - [ ] **AC-2**: The lamp file can be read.
      """;
  private static final String PLAN =
      """
      # Plan: Door

      ## Agreement

      | item | title | agreement | supporters |
      |---|---|---|---|
      | W1 | Lock | 3 of 3 | a, b, c |

      ## Work items

      ### W1 Lock the \\`front\\` door

      - Agreement: 3 of 3
      - Requirements: FR-1, AC-1 (b)
      - In the agents' words:
        - a: Lock it (FR-2)

      ### W2 Keep the lamp &lt;file&gt;

      - Agreement: 2 of 3
      - Requirements: FR-2, AC-2

      ## Dissent

      - **Paint the door** (1 of 3: c; FR-1)

      ## Trace

      | FR-1 | The door | W1 |
      """;
  private static final List<String> KNOWN = List.of("FR-1", "FR-2", "AC-1", "AC-2");

  @Test
  void work_items_are_read_as_the_agents_wrote_them_and_dissent_is_left_out() {
    assertThat(AgreedPlan.ofPlan(PLAN, KNOWN).orElseThrow().items())
        .extracting(AgreedPlan.Item::title, AgreedPlan.Item::ids)
        .containsExactly(
            tuple("Lock the `front` door", List.of("FR-1", "AC-1")),
            tuple("Keep the lamp <file>", List.of("FR-2", "AC-2")));
  }

  @Test
  void a_list_written_by_hand_is_read_as_well() {
    String plan = "# My plan\n\n## Work Items\n\n- Lock it (FR-1, AC-1)\n* no item\n- Lamp FR-2\n";
    assertThat(AgreedPlan.ofPlan(plan, KNOWN).orElseThrow().items())
        .extracting(AgreedPlan.Item::title, AgreedPlan.Item::ids)
        .containsExactly(
            tuple("Lock it", List.of("FR-1", "AC-1")), tuple("Lamp FR-2", List.of("FR-2")));
  }

  @Test
  void a_document_without_work_items_is_no_plan() {
    assertThat(AgreedPlan.ofPlan("# Plan\n\nSome words about FR-1.\n", KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void tasks_cover_what_the_plan_agrees_on_and_nothing_else(Analyst analyst) {
    Answer.Tasks tasks =
        (Answer.Tasks)
            Analysis.answer(Path.of("/nowhere"), analyst, Subject.TASKS, documents(PLAN, ""));
    Set<String> covered = new HashSet<>();
    tasks.tasks().forEach(task -> covered.addAll(task.requirements()));
    assertThat(covered).containsExactlyInAnyOrderElementsOf(KNOWN);
    assertThat(tasks.tasks())
        .extracting(Answer.Task::title)
        .contains("Lock the `front` door", "Keep the lamp <file>")
        .noneMatch(title -> title.contains("Paint"));
    assertThat(tasks.tasks())
        .filteredOn(task -> task.title().startsWith("Keep"))
        .allSatisfy(task -> {
          assertThat(task.files()).containsExactly("lamp.json");
          assertThat(task.validation()).contains("The lamp file can be read");
        });
  }

  @Test
  void delivery_verifies_after_building() {
    Answer.Tasks tasks =
        (Answer.Tasks)
            Analysis.answer(
                Path.of("/nowhere"), Analyst.DELIVERY, Subject.TASKS, documents(PLAN, ""));
    assertThat(tasks.tasks())
        .filteredOn(task -> task.title().startsWith("Verify: Lock"))
        .singleElement()
        .satisfies(task -> {
          assertThat(task.dependsOn()).containsExactly("Lock the `front` door");
          assertThat(task.requirements()).containsExactly("AC-1");
        });
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void documents_that_fit_the_spec_raise_no_issue(Analyst analyst) {
    assertThat(issues(analyst, PLAN, TASKS)).isEmpty();
  }

  @Test
  void a_task_that_serves_no_requirement_is_an_issue() {
    String tasks = TASKS + "- [ ] T003 Paint the door (no requirement) - it is red\n";
    assertThat(issues(Analyst.CONSISTENCY, PLAN, tasks))
        .singleElement()
        .asString()
        .contains("Paint the door")
        .contains("serves no requirement");
  }

  @Test
  void a_number_that_the_spec_does_not_have_is_an_issue() {
    String tasks = TASKS.replace("Lock the door", "Lock the door within 9 seconds");
    assertThat(issues(Analyst.DELIVERY, PLAN, tasks))
        .singleElement()
        .asString()
        .contains("\"9 seconds\"")
        .contains("\"5 seconds\" of FR-1");
  }

  @Test
  void a_demand_that_only_a_trace_or_dissent_names_is_left_out() {
    String plan = PLAN.replace("- Requirements: FR-1, AC-1 (b)", "- Requirements: AC-1");
    assertThat(issues(Analyst.REQUIREMENTS, plan, TASKS))
        .singleElement()
        .asString()
        .contains("The plan leaves out FR-1");
  }

  private static final String TASKS =
      """
      # Tasks: Door

      ## Tasks

      - [ ] T001 Lock the door (FR-1, AC-1) - AC-1: The door is locked after 5 seconds.
        - agreement: 3 of 3: a, b, c
      - [x] T002 Keep the lamp (1 file) (FR-2, AC-2) - AC-2: The lamp file can be read.
      """;

  private static List<Answer.Issue> issues(Analyst analyst, String plan, String tasks) {
    return ((Answer.Issues)
            Analysis.answer(Path.of("/nowhere"), analyst, Subject.ANALYZE, documents(plan, tasks)))
        .issues();
  }

  private static List<PromptDocument> documents(String plan, String tasks) {
    PromptDocument spec = new PromptDocument("spec", "specs/1000/1001/spec.md", SPEC);
    PromptDocument planned = new PromptDocument("plan", "specs/1000/1001/plan.md", plan);
    return tasks.isEmpty()
        ? List.of(spec, planned)
        : List.of(spec, planned, new PromptDocument("tasks", "specs/1000/1001/tasks.md", tasks));
  }
}
