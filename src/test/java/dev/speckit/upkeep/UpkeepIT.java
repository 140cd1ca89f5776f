package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.FileLock;
import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `upkeep` and its daily start with the program as users have it.
@Timeout(300)
class UpkeepIT {
  @TempDir Path folder;
  Path workspace;
  Speckit speckit;

  @BeforeEach
  void plan() {
    workspace = Workspaces.createSpecs(folder.resolve("w"));
    speckit = Speckit.in(workspace, folder.resolve("home"));
    assertThat(speckit.run("run", "1001", "--on-question", "defer").exit()).isZero();
  }

  private Json.Fields data(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    Speckit.Ended ended = speckit.run(all.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.toString()).isZero();
    return ((Json.Fields) Json.read(ended.out()).value().orElseThrow())
        .object("data")
        .orElseThrow();
  }

  @Test
  void the_first_command_of_a_day_starts_upkeep_in_the_background() throws Exception {
    assertThat(speckit.run("trust").exit()).isZero();
    Path lock = UpkeepLock.file(workspace);
    assertThat(lock).as("the run of today was the first command").exists();
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertThat(speckit.run("runs").exit()).isZero();
    Json.Fields status = data("upkeep", "status");
    while (status.objects("upkeeps").stream()
        .noneMatch(each -> each.text("ended_at").isPresent())) {
      Thread.sleep(50);
      status = data("upkeep", "status");
    }
    assertThat(status.objects("upkeeps")).hasSize(1);
    assertThat(status.objects("upkeeps").getFirst().text("reason")).contains("automatic");
    assertThat(workspace.resolve(".speckit/upkeep.log")).content().contains("store");
    assertThat(speckit.run("runs").exit()).isZero();
    assertThat(data("upkeep", "status").objects("upkeeps")).hasSize(1);
  }

  @Test
  void switched_off_it_does_not_run_by_itself() throws Exception {
    Workspaces.write(workspace.resolve("speckit.toml"), "[upkeep]\nautomatic = false\n");
    assertThat(data("upkeep", "run", "--reason", "automatic").text("state")).contains("off");
    assertThat(data("upkeep").text("state")).contains("done");
  }

  @Test
  void two_at_once_are_one_and_the_run_of_a_spec_goes_on_beside() throws Exception {
    List<Thread> calls = new ArrayList<>();
    List<String> states = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3; i++) {
      calls.add(
          Thread.ofPlatform().start(() -> states.add(data("upkeep").text("state").orElse(""))));
    }
    Speckit.Ended run = speckit.run("run", "1001", "--on-question", "defer");
    for (Thread call : calls) {
      call.join();
    }
    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(states).hasSize(3).contains("done").isSubsetOf("done", "running");
  }

  @Test
  void while_one_goes_on_the_next_ends_at_once_and_well() throws Exception {
    try (FileLock _ = UpkeepLock.tryAcquire(workspace).orElseThrow()) {
      assertThat(data("upkeep").text("state")).contains("running");
      assertThat(data("upkeep", "status").truth("running")).contains(true);
    }
    assertThat(data("upkeep").text("state")).contains("done");
  }

  @Test
  void a_timer_is_seen_and_taken_out_whichever_scheduler_has_it() {
    assertThat(data("upkeep", "install", "--scheduler", "launchd").text("state"))
        .contains("installed");
    assertThat(data("upkeep", "status").text("timer").orElse("")).startsWith("launchd agent");
    assertThat(data("upkeep", "uninstall").text("state")).contains("removed");
    assertThat(data("upkeep", "uninstall").text("state")).contains("absent");
  }

  @Test
  void wrong_words_are_told() {
    assertThat(speckit.run("upkeep", "--budget", "soon").exit()).isEqualTo(64);
    assertThat(speckit.run("upkeep", "status", "--dry-run").exit()).isEqualTo(64);
    assertThat(speckit.run("upkeep", "install", "--at", "25:00", "--dry-run").exit()).isEqualTo(64);
    assertThat(speckit.run("upkeep", "everything").exit()).isEqualTo(64);
  }

  @Test
  void settings_that_would_remove_before_archiving_are_refused() {
    Workspaces.write(workspace.resolve("speckit.toml"), "[evidence]\npurge_days = 20\n");
    Speckit.Ended ended = speckit.run("upkeep");
    assertThat(ended.exit()).isEqualTo(65);
    assertThat(ended.err()).contains("speckit.toml:2:1", "purge_days");
  }

  @Test
  void without_a_store_there_is_nothing_to_do() {
    Path empty = Workspaces.createSpecs(folder.resolve("empty"));
    Speckit.Ended ended = Speckit.in(empty, folder.resolve("home")).run("upkeep");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("No store");
    assertThat(empty.resolve(".speckit")).doesNotExist();
  }
}
