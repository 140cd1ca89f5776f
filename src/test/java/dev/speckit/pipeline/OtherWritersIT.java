package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who else writes in a workspace: other runs, and whoever laid links there.
class OtherWritersIT {
  @TempDir Path folder;

  @Test
  void runs_of_different_specs_go_on_side_by_side() {
    Journey journey = Journey.of(folder, Journey.counting());
    for (int id = 1002; id <= 1003; id++) {
      Workspaces.write(
          journey.workspace().resolve("specs/1000/" + id + "/spec.md"), Workspaces.SPEC);
    }
    List<Speckit.Started> started = new ArrayList<>();
    for (int id = 1001; id <= 1003; id++) {
      started.add(journey.speckit().start("run", Integer.toString(id), "--json"));
    }
    for (Speckit.Started one : started) {
      Speckit.Ended ended = one.ended();
      assertThat(ended.exit()).as("%s", ended).isZero();
      assertThat(ended.data().text("state")).contains("done");
    }
    assertThat(journey.query("SELECT count(*) FROM run WHERE state = 'done'")).containsExactly("3");
    assertThat(journey.query("SELECT count(*) FROM answer")).containsExactly("54");
    assertThat(journey.query("PRAGMA integrity_check")).containsExactly("ok");
  }

  /// A repository may bring links along; nothing is written where they lead.
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".speckit",
        ".speckit/runs",
        ".speckit/locks",
        "evidence",
        "evidence/commands",
        "evidence/consensus/1001",
        "specs/1000/1001/plan.md",
        ".speckit/locks/run-1001.lock",
        "evidence/commands/1001/spawn_metrics.json",
      })
  void a_link_out_of_the_workspace_is_not_followed(String place) throws IOException {
    Journey journey = Journey.of(folder, Journey.counting());
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path victim = Files.writeString(outside.resolve("victim.txt"), "precious");
    Path link = journey.workspace().resolve(place);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(
        link, place.matches(".*\\.[a-z]+$") && !place.equals(".speckit") ? victim : outside);
    Speckit.Ended refused = journey.run("run", "1001", "--json");
    assertThat(refused.exit()).as("%s", refused).isEqualTo(65);
    assertThat(Journey.codes(refused, "problems")).containsExactly("outside-link");
    assertThat(refused.out()).contains(place);
    assertThat(victim).hasContent("precious");
    try (Stream<Path> files = Files.list(outside)) {
      assertThat(files).containsExactly(victim);
    }
    assertThat(journey.calls()).isEmpty();
  }
}
