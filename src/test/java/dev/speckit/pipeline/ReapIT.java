package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ps` shows who runs, and `reap` ends whom a killed speckit left, and nobody else.
class ReapIT {
  /// Sleeps with a child in a session of its own that ignores the polite signal.
  private static final String ASLEEP =
      "cat >/dev/null; echo begun; setsid sh -c 'trap \"\" TERM; sleep 300 & wait; sleep 300' &\n"
          + "touch asleep.$SPECKIT_AGENT; sleep 300\n";

  @TempDir Path folder;

  @Test
  void agents_of_a_killed_speckit_are_shown_and_ended_those_of_a_living_one_are_not()
      throws Exception {
    Journey journey = Journey.of(folder, Workspaces.threeOf(ASLEEP));
    Speckit.Started owner = journey.speckit().start("run", "1001", "--on-question", "defer");
    for (String agent : List.of("alice", "bob", "carol")) {
      Path sign = journey.workspace().resolve("asleep." + agent);
      Journey.await(agent + " asleep", () -> Files.exists(sign));
    }
    String run = journey.query("SELECT run FROM run").getFirst();
    List<Json.Fields> shown = attempts(journey, "ps");
    assertThat(shown)
        .extracting(each -> each.text("agent").orElseThrow())
        .contains("alice", "bob", "carol");
    assertThat(shown)
        .allMatch(each -> each.text("run").orElseThrow().equals(run))
        .allMatch(each -> each.truth("owner_alive").orElseThrow())
        .allMatch(each -> each.integer("output_bytes").orElseThrow() == 6)
        .allMatch(each -> each.integer("memory_bytes").orElseThrow() > 0);
    assertThat(attempts(journey, "reap")).isEmpty();
    assertThat(journey.run("ps").out()).contains(run, "alive").doesNotContain("reap");

    owner.process().destroyForcibly().waitFor();
    int before = ProcessScan.withEnvironment("SPECKIT_RUN=" + run).size();
    assertThat(before).isGreaterThanOrEqualTo(6);
    assertThat(attempts(journey, "ps"))
        .hasSameSizeAs(shown)
        .noneMatch(each -> each.truth("owner_alive").orElseThrow());
    assertThat(journey.run("ps").out()).contains("gone", "`speckit reap`");
    assertThat(attempts(journey, "reap", "--dry-run"))
        .hasSameSizeAs(shown)
        .noneMatch(each -> each.truth("ended").orElseThrow());
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).hasSize(before);
    assertThat(attempts(journey, "reap"))
        .hasSameSizeAs(shown)
        .allMatch(each -> each.truth("ended").orElseThrow())
        .allMatch(each -> !each.items("pids").isEmpty());
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
    assertThat(journey.run("reap").out()).contains("Nothing is left");
    assertThat(journey.run("ps").out()).contains("No agent runs");
  }

  private static List<Json.Fields> attempts(Journey journey, String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = "--json";
    Speckit.Ended ended = journey.run(all);
    assertThat(ended.exit()).as("%s", ended).isZero();
    return ended.data().objects("attempts");
  }
}
