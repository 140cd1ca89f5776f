package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a terminal does on Ctrl-C: the whole process group is told at once.
class InterruptIT {
  private static final String SLEEP =
      "touch \"asleep-$SPECKIT_AGENT\"; sleep 300 & sleep 300; sleep 300\n";

  @TempDir Path folder;

  @Test
  void an_interrupted_process_group_leaves_nothing_behind() throws Exception {
    Map<String, String> agents = new LinkedHashMap<>();
    agents.put("alice", SLEEP);
    agents.put("deaf", "trap '' TERM INT\n" + SLEEP);
    agents.put("bob", Workspaces.answering());
    Journey journey = Journey.of(folder, agents);
    // In a session of its own, so that the signal does not reach the build.
    Speckit.Started started = journey.speckit().startInSession("run", "1001");
    Path workspace = journey.workspace();
    Journey.await(
        "both sleep",
        () ->
            Files.exists(workspace.resolve("asleep-alice"))
                && Files.exists(workspace.resolve("asleep-deaf")));
    String run = "SPECKIT_RUN=" + journey.query("SELECT run FROM run").getFirst();
    assertThat(ProcessScan.withEnvironment(run)).isNotEmpty();

    Process kill =
        new ProcessBuilder("kill", "-INT", "--", "-" + started.process().pid()).inheritIO().start();
    assertThat(kill.waitFor()).isZero();

    Speckit.Ended ended = started.ended();
    assertThat(ended.exit()).as("%s", ended).isEqualTo(130);
    assertThat(ended.err()).contains("interrupted");
    assertThat(ProcessScan.withEnvironment(run)).isEmpty();
  }
}
