package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person wrote into a plan stays, whatever speckit would write.
class HandEditIT {
  private static final String NOTE = "\nWe agreed with the beekeeper on Fridays.\n";

  @TempDir Path folder;

  @Test
  void an_edited_plan_stays_and_the_new_one_stands_beside_it_with_the_difference()
      throws IOException {
    Journey journey = journey();
    assertThat(journey.run("run", "1001", "--to", "plan").exit()).isZero();
    String mine = Workspaces.read(journey.plan()) + NOTE;
    Files.writeString(journey.plan(), mine);

    Speckit.Ended waiting = journey.run("run", "1001");
    assertThat(waiting.exit()).as("%s", waiting).isEqualTo(11);
    assertThat(Workspaces.read(journey.plan())).isEqualTo(mine);
    String theirs = Workspaces.read(journey.newPlan());
    assertThat(theirs).contains("Report the weight of each hive").doesNotContain("beekeeper");
    assertThat(journey.tasks()).doesNotExist();
    assertThat(waiting.out())
        .contains("--- specs/1000/1001/plan.md")
        .contains("+++ specs/1000/1001/plan.new.md")
        .contains("-We agreed with the beekeeper on Fridays.");
    assertThat(waiting.out() + waiting.err()).contains("plan.new.md", "speckit resume");

    Files.delete(journey.newPlan());
    Speckit.Ended resumed = journey.run("resume", "last", "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(Workspaces.read(journey.plan())).isEqualTo(mine);
    assertThat(journey.newPlan()).doesNotExist();
    assertThat(journey.tasks()).exists();
    assertThat(prompt(journey, resumed, "tasks")).contains("We agreed with the beekeeper");
  }

  @Test
  void a_plan_that_nobody_touched_is_replaced() throws IOException {
    Journey journey = journey();
    assertThat(journey.run("run", "1001", "--to", "plan").exit()).isZero();
    String first = Workspaces.read(journey.plan());
    for (String agent : new String[] {"alice", "bob", "carol"}) {
      journey.mend(agent, Workspaces.answering().replace("Keep reports", "Store every report"));
    }
    Speckit.Ended again = journey.run("run", "1001", "--to", "plan");
    assertThat(again.exit()).as("%s", again).isZero();
    assertThat(first).contains("Keep reports for 400 days");
    assertThat(Workspaces.read(journey.plan())).contains("Store every report for 400 days");
    assertThat(journey.newPlan()).doesNotExist();
  }

  @Test
  void a_plan_that_was_there_before_speckit_belongs_to_its_author() throws IOException {
    Journey journey = journey();
    String mine = "# My plan\r\n\r\nWeigh the hive.\r\n";
    Files.writeString(journey.plan(), mine);
    Speckit.Ended waiting = journey.run("run", "1001", "--json");
    assertThat(waiting.exit()).as("%s", waiting).isEqualTo(11);
    assertThat(waiting.data().text("state")).contains("waiting");
    assertThat(Journey.stage(waiting.data(), "plan").truth("conflict")).contains(true);
    assertThat(Workspaces.read(journey.plan())).isEqualTo(mine);
    assertThat(journey.newPlan()).exists();

    Speckit.Ended still = journey.run("resume", "last", "--json");
    assertThat(still.exit()).as("the new text is still there: %s", still).isEqualTo(11);
    assertThat(Workspaces.read(journey.plan())).isEqualTo(mine);
  }

  @Test
  void a_plan_that_took_over_the_new_text_is_speckits_again() throws IOException {
    Journey journey = journey();
    Files.writeString(journey.plan(), "# My plan\n");
    assertThat(journey.run("run", "1001").exit()).isEqualTo(11);
    Files.move(
        journey.newPlan(), journey.plan(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Speckit.Ended resumed = journey.run("resume", "last", "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    Speckit.Ended again = journey.run("run", "1001", "--to", "plan", "--json");
    assertThat(again.exit()).as("%s", again).isZero();
  }

  /// Merging by working on the new text is as good as merging into the old one.
  @Test
  void a_new_text_that_a_person_works_on_is_kept_as_well() throws IOException {
    Journey journey = journey();
    Files.writeString(journey.plan(), "# My plan\n");
    assertThat(journey.run("run", "1001", "--to", "plan").exit()).isEqualTo(11);
    String merged = Workspaces.read(journey.newPlan()) + NOTE;
    Files.writeString(journey.newPlan(), merged);

    Speckit.Ended again = journey.run("run", "1001", "--to", "plan", "--json");
    assertThat(again.exit()).as("%s", again).isEqualTo(11);
    assertThat(Workspaces.read(journey.newPlan())).isEqualTo(merged);
    Path second = journey.plan().resolveSibling("plan.new.2.md");
    assertThat(second).exists();
    assertThat(again.out()).contains("plan.new.2.md");

    Files.delete(journey.plan());
    Speckit.Ended written = journey.run("run", "1001", "--to", "plan", "--json");
    assertThat(written.exit()).as("%s", written).isZero();
    assertThat(journey.plan()).exists();
    assertThat(Workspaces.read(journey.newPlan())).isEqualTo(merged);
  }

  /// What speckit itself left beside the plan goes when the plan is written again.
  @Test
  void a_new_text_that_nobody_touched_goes_with_its_reason() throws IOException {
    Journey journey = journey();
    Files.writeString(journey.plan(), "# My plan\n");
    assertThat(journey.run("run", "1001", "--to", "plan").exit()).isEqualTo(11);
    Files.delete(journey.plan());
    Speckit.Ended resumed = journey.run("resume", "last", "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(journey.plan()).exists();
    assertThat(journey.newPlan()).doesNotExist();
  }

  private Journey journey() {
    return Journey.of(folder, Journey.counting());
  }

  private static String prompt(Journey journey, Speckit.Ended run, String stage) {
    Journey.Asked asked = Journey.asked(run.data(), stage, "alice");
    return Workspaces.read(journey.workspace().resolve(asked.folder()).resolve("prompt.md"));
  }
}
