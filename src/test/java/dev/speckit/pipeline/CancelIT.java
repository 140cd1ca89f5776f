package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run is stopped from outside while agents work: nothing is left running and nothing is lost.
class CancelIT {
  /// Sleeps at the plan, with a child and a grandchild of its own session, until `awake` is there.
  private static final String SLEEPY =
      "if [ \"$SPECKIT_STAGE\" = plan ] && [ ! -e awake ]; then\n"
          + "  cat >/dev/null; setsid sleep 300 & sleep 300 & touch asleep.$SPECKIT_AGENT; wait\n"
          + "fi\n"
          + Workspaces.counting();

  @TempDir Path folder;

  @Test
  void cancel_ends_a_run_and_its_agents_and_resume_finishes_it() throws Exception {
    Journey journey = journey();
    Speckit.Started owner = asleep(journey);
    String run = journey.query("SELECT run FROM run").getFirst();

    Speckit.Ended same = journey.run("run", "1001", "--json");
    assertThat(Journey.codes(same, "warnings")).as("%s", same).contains("deduplicated");
    Speckit.Ended second = journey.run("run", "1001", "--to", "plan", "--json");
    assertThat(second.exit()).as("%s", second).isEqualTo(3);
    assertThat(Journey.codes(second, "problems")).containsExactly("run-under-way");
    assertThat(second.out()).contains(run);
    Speckit.Ended taken = journey.run("resume", "last", "--json");
    assertThat(taken.exit()).as("%s", taken).isEqualTo(3);
    assertThat(Journey.codes(taken, "problems")).containsExactly("run-under-way");

    Speckit.Ended cancelled = journey.run("cancel", "last", "--json");
    assertThat(cancelled.exit()).as("%s", cancelled).isZero();
    assertThat(cancelled.data().text("state")).contains("cancelled");
    Speckit.Ended ended = owner.ended();
    assertThat(ended.exit()).as("%s", ended).isEqualTo(130);
    stoppedAndResumed(journey, run);

    String before = journal(journey);
    Speckit.Ended late = journey.run("cancel", run, "--json");
    assertThat(late.exit()).as("%s", late).isZero();
    assertThat(late.data().text("state")).contains("done");
    assertThat(journal(journey)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void a_signal_ends_a_run_and_its_agents_and_resume_finishes_it(String signal) throws Exception {
    Journey journey = journey();
    Speckit.Started owner = asleep(journey);
    String run = journey.query("SELECT run FROM run").getFirst();
    String pid = Long.toString(owner.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    Speckit.Ended ended = owner.ended();
    assertThat(ended.exit()).as("%s", ended).isEqualTo(130);
    Json.Fields json = ended.json();
    assertThat(json.integer("exit_code")).contains(130L);
    stoppedAndResumed(journey, run);
  }

  @Test
  void a_run_that_waits_for_a_person_can_be_cancelled() throws Exception {
    Journey journey = journey();
    Files.createFile(journey.workspace().resolve("awake"));
    Files.writeString(journey.plan(), "# Mine\n");
    assertThat(journey.run("run", "1001").exit()).isEqualTo(11);
    Speckit.Ended cancelled = journey.run("cancel", "last", "--json");
    assertThat(cancelled.exit()).as("%s", cancelled).isZero();
    assertThat(cancelled.data().text("state")).contains("cancelled");
    assertThat(Workspaces.read(journey.plan())).isEqualTo("# Mine\n");
  }

  private static void stoppedAndResumed(Journey journey, String run) throws Exception {
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
    Speckit.Ended shown = journey.run("show", run, "--json");
    assertThat(shown.data().text("state")).contains("cancelled");
    assertThat(Journey.asked(shown.data(), "plan", "alice").outcome()).isEqualTo("answered");
    assertThat(Journey.asked(shown.data(), "plan", "bob").outcome()).isEqualTo("cancelled");
    assertThat(journey.plan()).doesNotExist();

    List<String> before = journey.calls();
    Files.createFile(journey.workspace().resolve("awake"));
    Speckit.Ended resumed = journey.run("resume", run, "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.data().text("state")).contains("done");
    List<String> after = journey.calls().subList(before.size(), journey.calls().size());
    assertThat(after.stream().filter(call -> call.startsWith("plan ")))
        .containsExactlyInAnyOrder("plan bob 2", "plan carol 2");
    assertThat(after).noneMatch(call -> call.startsWith("clarify"));
    assertThat(journey.plan()).exists();
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
  }

  /// Starts a run and returns when alice has answered the plan, and bob and carol sleep over it.
  private static Speckit.Started asleep(Journey journey) throws InterruptedException {
    Speckit.Started owner = journey.speckit().start("run", "1001", "--json");
    Journey.await(
        "two agents asleep",
        () ->
            Files.exists(journey.workspace().resolve("asleep.bob"))
                && Files.exists(journey.workspace().resolve("asleep.carol"))
                && journey
                    .query("SELECT agent FROM answer WHERE subject = 'plan'")
                    .contains("alice"));
    String run = journey.query("SELECT run FROM run").getFirst();
    // Two agents, each with a child and one in a session of its own.
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).hasSizeGreaterThanOrEqualTo(6);
    return owner;
  }

  private static String journal(Journey journey) {
    return String.join("\n", journey.query("SELECT kind || payload FROM event ORDER BY sequence"));
  }

  private Journey journey() {
    Map<String, String> agents = Workspaces.threeOf(SLEEPY);
    agents.put("alice", Workspaces.counting());
    Journey journey = Journey.of(folder, agents);
    for (String gate : new String[] {"clarify", "checklist", "analyze"}) {
      journey.roster(gate, "alice");
    }
    return journey;
  }
}
