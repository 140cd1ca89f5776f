package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How many answers a stage needs, and that fewer never pass.
class QuorumIT {
  private static final String SILENT = "cat >/dev/null\n";

  @TempDir Path folder;

  @Test
  void one_answer_of_three_blocks_and_a_resume_asks_only_the_missing() {
    Journey journey = journey(List.of("bob", "carol"));
    Speckit.Ended blocked = run(journey);
    assertThat(blocked.exit()).as("%s", blocked).isEqualTo(2);
    assertThat(blocked.data().text("state")).contains("blocked");
    assertThat(Journey.stage(blocked.data(), "plan").text("participation"))
        .contains("insufficient");
    assertThat(blocked.json().text("exit_reason")).contains("blocked");
    assertThat(Journey.codes(blocked, "problems")).containsExactly("run-blocked");
    assertThat(blocked.out()).contains("1 of 3 agents answered");
    assertThat(journey.plan()).doesNotExist();
    assertThat(journey.newPlan()).doesNotExist();

    journey.mend("bob", Workspaces.counting()).mend("carol", Workspaces.counting());
    int before = journey.calls().size();
    Speckit.Ended resumed = journey.run("resume", "last", "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.data().text("run")).isEqualTo(blocked.data().text("run"));
    assertThat(planCalls(journey.calls().subList(before, journey.calls().size())))
        .containsExactlyInAnyOrder("plan bob", "plan carol");
    assertThat(planCalls(journey.calls())).containsOnlyOnce("plan alice");
    assertThat(Workspaces.read(journey.plan())).contains("3 of 3 agents answered");
    assertThat(Journey.codes(resumed, "warnings")).containsExactly("many-retries");
  }

  @Test
  void no_answer_at_all_never_passes() {
    Journey journey = journey(List.of("alice", "bob", "carol"));
    journey.settings("[quality_gates]\n", "[quality_gates]\nrequired = \"1/3\"\n");
    Speckit.Ended ended = run(journey);
    assertThat(ended.exit()).as("%s", ended).isEqualTo(2);
    assertThat(ended.data().text("state")).contains("failed");
    assertThat(Journey.stage(ended.data(), "plan").text("participation")).contains("failed");
    assertThat(journey.plan()).doesNotExist();
    Speckit.Ended again = journey.run("resume", "last", "--json");
    assertThat(again.exit()).as("%s", again).isEqualTo(2);
    assertThat(journey.plan()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "clarify"})
  void where_nobody_can_be_started_it_is_the_machine_that_is_wrong(String subject) {
    Journey journey = journey(List.of());
    for (String agent : new String[] {"alice", "bob", "carol"}) {
      journey.settings(
          "command = [\"/bin/sh\", \"agents/" + agent + ".sh\"]",
          "command = [\"no-such-program\"]");
    }
    for (String gate : new String[] {"clarify", "checklist", "analyze"}) {
      if (!gate.equals(subject)) {
        journey.roster(gate, "analyst-requirements");
      }
    }
    Speckit.Ended ended = run(journey);
    assertThat(ended.exit()).as("%s", ended).isEqualTo(3);
    assertThat(ended.data().text("state")).contains("failed");
    assertThat(Journey.codes(ended, "problems")).containsExactly("run-failed");
    assertThat(journey.plan()).doesNotExist();
  }

  @Test
  void a_roster_of_one_is_legal_and_not_degraded() {
    Journey journey =
        Journey.of(folder, new LinkedHashMap<>(Map.of("alice", Workspaces.counting())));
    Speckit.Ended ended = run(journey);
    assertThat(ended.exit()).as("%s", ended).isZero();
    assertThat(Journey.codes(ended, "warnings")).isEmpty();
    Json.Fields plan = Journey.stage(ended.data(), "plan");
    assertThat(plan.text("participation")).contains("full");
    assertThat(plan.object("agreement").orElseThrow().integer("roster")).contains(1L);
    assertThat(Workspaces.read(journey.plan())).contains("Quorum: 1 of 1");
  }

  @ParameterizedTest
  @CsvSource({"3/3, 2, blocked", "2/3, 0, done", "1/3, 0, done"})
  void the_share_that_is_required_decides(String required, int exit, String state) {
    Journey journey = journey(List.of("carol"));
    journey.settings("[quality_gates]\n", "[quality_gates]\nrequired = \"" + required + "\"\n");
    Speckit.Ended ended = run(journey);
    assertThat(ended.exit()).as("%s", ended).isEqualTo(exit);
    assertThat(ended.data().text("state")).contains(state);
    if (exit == 0) {
      assertThat(journey.plan()).exists();
      assertThat(Journey.codes(ended, "warnings")).containsExactly("degraded");
    } else {
      assertThat(journey.plan()).doesNotExist();
    }
  }

  private static Speckit.Ended run(Journey journey) {
    return journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
  }

  /// Three agents, these of them silent; the gates are alice's own and she answers them.
  private Journey journey(List<String> silent) {
    Map<String, String> agents = Journey.counting();
    for (String agent : silent) {
      agents.put(
          agent,
          "if [ \"$SPECKIT_STAGE\" = plan ]; then\n"
              + SILENT
              + "exit 0; fi\n"
              + Workspaces.counting());
    }
    Journey journey = Journey.of(folder, agents);
    for (String gate : new String[] {"clarify", "checklist", "analyze"}) {
      journey.roster(gate, "alice");
    }
    return journey;
  }

  private static List<String> planCalls(List<String> calls) {
    return calls.stream()
        .filter(call -> call.startsWith("plan "))
        .map(call -> call.substring(0, call.lastIndexOf(' ')))
        .toList();
  }
}
