package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program has what it counts with, and processes do not disturb each other.
class HandoffIT {
  @TempDir Path folder;

  @Test
  void a_planned_feature_is_handed_over_with_its_questions_and_checks() {
    Path workspace = Workspaces.createSpecs(folder.resolve("w"));
    Workspaces.write(
        workspace.resolve("speckit.toml"), "[checks.unit]\ncommand = [\"make\", \"all tests\"]\n");
    Speckit speckit = Speckit.in(workspace, folder.resolve("home"));
    Speckit.Ended run = speckit.run("run", "1001", "--on-question", "defer");
    assertThat(run.exit()).as("%s", run).isZero();
    Speckit.Ended handoff = speckit.run("handoff", "1001", "--budget", "450", "--json");
    assertThat(handoff.exit()).as("%s", handoff).isZero();
    assertThat(handoff.data().integer("tokens").orElseThrow()).isBetween(428L, 450L);
    Speckit.Ended whole = speckit.run("handoff", "1001", "--budget", "20000");
    assertThat(whole.out())
        .startsWith("# Hand-off: 1001 Beehive Scale\n")
        .contains("`make 'all tests'`: exit code 0 (check `unit`)", "**Task** (tasks.md:");
    assertThat(whole.err()).isEmpty();
    boolean asked = speckit.run("show", "last").out().contains("deferred");
    assertThat(whole.out().contains("- Question ")).isEqualTo(asked);
  }

  @Test
  void two_calls_at_once_write_one_table() throws Exception {
    Path workspace = Workspaces.createSpecs(folder.resolve("w"));
    Speckit speckit = Speckit.in(workspace, folder.resolve("home"));
    List<Speckit.Started> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(speckit.start("progress"));
    }
    for (Speckit.Started call : calls) {
      assertThat(call.ended().exit()).isZero();
    }
    String text = Workspaces.read(workspace.resolve("specs/README.md"));
    assertThat(text.split("\\[1001\\]", -1)).hasSize(2);
    assertThat(speckit.run("progress", "--check").exit()).isZero();
  }
}
