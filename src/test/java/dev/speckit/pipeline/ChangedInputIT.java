package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A resume trusts what was asked only as long as it was asked about the same texts.
class ChangedInputIT {
  @TempDir Path folder;

  @Test
  void a_spec_that_changed_meanwhile_is_asked_about_again_from_its_first_part_on() {
    Journey journey = killedAfterThePlan();
    int before = journey.calls().size();
    journey.edit("specs/1000/1001/spec.md", "400 days", "500 days");
    Speckit.Ended resumed = journey.run("resume", "last");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.err()).contains("plan.clarify has changed");
    List<String> again = journey.calls().subList(before, journey.calls().size());
    for (String subject : new String[] {"clarify", "checklist", "plan", "tasks"}) {
      assertThat(again.stream().filter(call -> call.startsWith(subject + " "))).hasSize(3);
    }
    String prompt =
        journey
            .query(
                "SELECT folder FROM attempt WHERE subject = 'plan' ORDER BY started_at DESC LIMIT"
                    + " 1")
            .getFirst();
    assertThat(Workspaces.read(journey.workspace().resolve(prompt).resolve("prompt.md")))
        .contains("500 days");
    assertThat(journey.plan()).exists();
    assertThat(journey.newPlan()).as("the plan was speckit's own").doesNotExist();
  }

  @Test
  void a_plan_that_changed_meanwhile_is_asked_about_again_and_nothing_before_it() {
    Journey journey = killedAfterThePlan();
    int before = journey.calls().size();
    journey.edit("specs/1000/1001/plan.md", "Keep reports", "Please keep reports");
    Speckit.Ended resumed = journey.run("resume", "last");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.err()).contains("plan.analyze has changed");
    assertThat(Workspaces.read(journey.plan())).contains("Please keep reports");
    List<String> again = journey.calls().subList(before, journey.calls().size());
    assertThat(again)
        .noneMatch(call -> call.startsWith("plan ") || call.startsWith("clarify "))
        .anyMatch(call -> call.startsWith("analyze "));
  }

  @Test
  void what_did_not_change_is_not_asked_about_twice() {
    Journey journey = killedAfterThePlan();
    Speckit.Ended resumed = journey.run("resume", "last");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.err()).doesNotContain("has changed");
    for (String subject : new String[] {"clarify", "checklist", "plan", "tasks"}) {
      assertThat(journey.calls().stream().filter(call -> call.startsWith(subject + " ")))
          .as(subject)
          .hasSize(3);
    }
    Speckit.Ended done = journey.run("resume", "last", "--json");
    assertThat(done.exit()).as("%s", done).isZero();
    assertThat(done.data().text("state")).contains("done");
  }

  @Test
  void a_spec_that_is_gone_or_torn_is_named_and_nobody_is_asked() throws Exception {
    Journey journey = killedAfterThePlan();
    int before = journey.calls().size();
    Path spec = journey.workspace().resolve("specs/1000/1001/spec.md");
    String text = Workspaces.read(spec);
    Files.writeString(spec, text + "\n<<<<<<< ours\n- one\n=======\n- two\n>>>>>>> theirs\n");
    Speckit.Ended torn = journey.run("resume", "last", "--json");
    assertThat(torn.exit()).as("%s", torn).isEqualTo(65);
    assertThat(torn.out()).contains("specs/1000/1001/spec.md:");
    Files.delete(spec);
    Speckit.Ended gone = journey.run("resume", "last", "--json");
    assertThat(gone.exit()).as("%s", gone).isIn(64, 65);
    assertThat(journey.calls()).hasSize(before);
    Files.writeString(spec, text);
    assertThat(journey.run("resume", "last").exit()).isZero();
  }

  /// Killed when the answers to the gate after the plan were compared.
  private Journey killedAfterThePlan() {
    Journey journey = Journey.of(folder, Journey.counting());
    // start; 3 parts of (entered, 3 started, 3 ended, asked, decided); a decision; the plan's
    // intent and outcome; the next gate's 9
    int events = 1 + 3 * 9 + 1 + 2 + 9;
    Speckit.Ended killed =
        journey
            .speckit()
            .with("SPECKIT_FAULTS", "kill-after:" + events)
            .run("run", "1001", "--on-question", "defer");
    assertThat(killed.exit()).as("%s", killed).isEqualTo(137);
    assertThat(journey.query("SELECT kind FROM event ORDER BY sequence DESC LIMIT 1"))
        .containsExactly("part-decided");
    return journey;
  }
}
