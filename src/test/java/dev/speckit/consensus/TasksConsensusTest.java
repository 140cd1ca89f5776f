package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Task;
import dev.speckit.agent.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TasksConsensusTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(ANN, BEN, CAT);
  private static final Quorum TWO_OF_THREE = new Quorum(2, 3);
  private static final List<Demand> DEMANDS =
      List.of(
          new Demand("FR-1", "Store objects"),
          new Demand("FR-2", "Restore"),
          new Demand("AC-1", "All boxes"));

  @Test
  void tasks_stand_behind_those_they_depend_on() {
    TasksAgreement tasks =
        of(
            tasks(
                ANN,
                task("Add restore command", "FR-2", "Write block store"),
                task("Write block store", "FR-1")),
            tasks(
                BEN,
                task("Restore command", "FR-2", "Block store"),
                task("Block store", "FR-1", "Nowhere"),
                task("Paint the shed", "FR-9")));
    assertThat(tasks.agreed()).extracting(TasksAgreement.Item::id).containsExactly("T001", "T002");
    assertThat(tasks.agreed().getFirst().title()).containsIgnoringCase("block store");
    assertThat(tasks.agreed().getLast().dependsOn()).containsExactly("T001");
    assertThat(tasks.dissent()).extracting(TasksAgreement.Item::id).containsExactly("D001");
    assertThat(tasks.unresolved())
        .containsExactly(new TasksAgreement.Unresolved(BEN, "T001", "Nowhere"));
    assertThat(tasks.coverage().unknown())
        .containsExactly(new Coverage.Unknown("FR-9", List.of(BEN)));
    assertThat(tasks.coverage().notCovered())
        .containsExactly(new Coverage.NotCovered("AC-1", false));
    assertThat(tasks.participation().word()).isEqualTo("degraded");
  }

  @Test
  void a_circle_is_cut_and_said() {
    TasksAgreement tasks =
        TasksConsensus.of(
            List.of(
                tasks(
                    ANN,
                    task("Alpha module", "FR-1", "Gamma reader"),
                    task("Beta writer", "FR-2", "Alpha module"),
                    task("Gamma reader", "AC-1", "Beta writer"))),
            new Quorum(1, 1),
            List.of(ANN),
            DEMANDS);
    assertThat(tasks.agreed())
        .extracting(TasksAgreement.Item::title)
        .containsExactly("Alpha module", "Beta writer", "Gamma reader");
    assertThat(tasks.broken()).containsExactly(new TasksAgreement.Broken("T001", "T003"));
  }

  @Test
  void the_documents_say_who_failed_and_show_no_markup_of_agents() {
    TasksAgreement tasks =
        of(
            tasks(ANN, task("Block [[store]] <b>", "FR-1")),
            tasks(BEN, task("Block [[store]] <b>", "FR-1")));
    String text = TasksDocument.markdown(head(), tasks);
    assertThat(text)
        .contains("[[spec|1001]]")
        .contains("- [ ] T001 Block \\[\\[store\\]\\] &lt;b&gt; (FR-1) - it runs")
        .contains("| cat | failed | hung |")
        .contains("Degraded: 2 of 3 agents answered; missing: cat.")
        .contains("| AC-1 | All boxes | **not covered** |")
        .contains("- [ ] **q-00000001** How long?")
        .isEqualTo(TasksDocument.markdown(head(), tasks));
  }

  @Test
  void the_plan_shows_agreement_dissent_risks_and_trace() {
    Answer.Plan ann =
        new Answer.Plan(
            List.of(new Answer.WorkItem("Write block store", "In\n# blocks", List.of("FR-1"))),
            List.of(new Answer.Risk("The disk is full", Answer.Magnitude.MINOR)),
            List.of("Which codec?"),
            null);
    Answer.Plan ben =
        new Answer.Plan(
            List.of(
                new Answer.WorkItem("Block store", null, List.of("FR-1")),
                new Answer.WorkItem("Grafana dashboard", null, List.of("FR-2"))),
            List.of(new Answer.Risk("Disk full", Answer.Magnitude.CRITICAL)),
            List.of(),
            null);
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(new Given<>(ANN, ann), new Given<>(BEN, ben)), TWO_OF_THREE, ROSTER, DEMANDS);
    String text = PlanDocument.markdown(head(), plan);
    assertThat(text)
        .contains("2 of 2 | ann, ben |")
        .contains("- **Grafana dashboard** (1 of 2: ben; FR-2)")
        .contains("- FR-2 (only an item under Dissent covers it)")
        .contains("| critical | 2 of 2 | ann, ben |")
        .contains("- Which codec? (1 of 2: ann)")
        .contains("| FR-1 | Store objects | W1 |")
        .contains("In \\# blocks");
    assertThat(plan.json().write())
        .contains("\"agreement\":{\"supporters\":2,\"responders\":2,\"roster\":3}");
  }

  private static DocumentHead head() {
    return new DocumentHead(
        "Cold storage",
        "[[spec|1001]]",
        "run-1",
        Map.of(ANN, Outcome.ANSWERED, BEN, Outcome.ANSWERED, CAT, Outcome.HUNG),
        List.of(new DocumentHead.Deferred("q-00000001", "How long?", List.of("30 days"))),
        List.of());
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static TasksAgreement of(Given<Answer.Tasks>... given) {
    return TasksConsensus.of(List.of(given), TWO_OF_THREE, ROSTER, DEMANDS);
  }

  private static Given<Answer.Tasks> tasks(AgentName agent, Task... tasks) {
    return new Given<>(agent, new Answer.Tasks(List.of(tasks), null));
  }

  private static Task task(String title, String requirement, String... dependsOn) {
    return new Task(title, List.of(requirement), List.of(dependsOn), "it runs", List.of());
  }
}
