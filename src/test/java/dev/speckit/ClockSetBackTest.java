package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.cli.Console;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.testkit.Workspaces;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs on a machine whose clock is set back by an hour while they are under way, and between
/// them.
final class ClockSetBackTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /// Far more than a whole run takes, far less than the hour.
  private static final long RUN_MILLIS_MAX = Duration.ofMinutes(10).toMillis();

  @TempDir private Path temporary;
  private Path workspace;

  @BeforeEach
  void make() {
    workspace = temporary.resolve("workspace");
    Workspaces.create(workspace, Workspaces.threeOf(Workspaces.answering()));
    assertThat(call(() -> NOON, "trust").exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7, 9, 12, 16, 20, 25, 35, 50})
  void nothing_ends_before_it_begins(int readings) {
    Ended ended = call(settingBackAfter(readings), "run", "1001");
    assertThat(ended.exit()).as(ended.out()).isZero();
    Json.Fields run = call(() -> NOON, "show", "last").data();
    assertThat(run.text("state")).contains("done");
    List<Json.Fields> agents = agents(run);
    assertThat(agents).hasSize(18);
    for (Json.Fields agent : agents) {
      assertThat(millis(agent)).as(agent.write()).isBetween(0L, RUN_MILLIS_MAX);
    }
    assertThat(call(() -> NOON, "runs").data().objects("runs"))
        .singleElement()
        .satisfies(row -> assertThat(row.text("state")).contains("done"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 7, 12, 20, 35, 50})
  void figures_of_starting_agents_stay_right(int readings) {
    Ended ended = call(settingBackAfter(readings), "run", "1001");
    assertThat(ended.exit()).as(ended.out()).isZero();
    Path file = workspace.resolve("evidence/commands/1001/spawn_metrics.json");
    Json.Fields metrics = (Json.Fields) Json.read(Workspaces.read(file)).value().orElseThrow();
    List<Json.Fields> batches = metrics.objects("batches");
    assertThat(batches.stream().map(batch -> batch.text("stage").orElseThrow()))
        .containsExactly(
            "plan.clarify", "plan.checklist", "plan", "plan.analyze", "tasks", "tasks.analyze");
    for (Json.Fields batch : batches) {
      long total = batch.integer("total_ms").orElseThrow();
      assertThat(total).as(batch.write()).isBetween(0L, RUN_MILLIS_MAX).isEqualTo(millis(batch));
      for (Json.Fields agent : batch.objects("agents")) {
        assertThat(agent.integer("total_ms").orElseThrow())
            .as(agent.write())
            .isBetween(0L, total + 1)
            .isEqualTo(millis(agent));
      }
    }
  }

  @Test
  void the_last_run_is_the_one_that_was_started_last() {
    String first = call(() -> NOON, "run", "1001").data().text("run").orElseThrow();
    Ended later = call(() -> NOON.minusSeconds(3600), "run", "1001", "--to", "plan");
    String second = later.data().text("run").orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(call(() -> NOON, "show", "last").data().text("run")).contains(second);
    assertThat(call(() -> NOON, "runs").data().objects("runs"))
        .extracting(row -> row.text("run").orElseThrow())
        .containsExactly(second, first);
  }

  @Test
  void a_list_shows_the_state_of_the_run_that_was_started_last() {
    assertThat(call(() -> NOON, "run", "1001").exit()).isZero();
    for (String agent : new String[] {"alice", "bob", "carol"}) {
      Workspaces.write(workspace.resolve("agents/" + agent + ".sh"), "#!/bin/sh\ncat\n");
    }
    assertThat(call(() -> NOON.minusSeconds(3600), "run", "1001").exit()).isEqualTo(2);
    assertThat(call(() -> NOON, "list").data().objects("specs"))
        .extracting(spec -> spec.text("last_run").orElse("none"))
        .containsExactly("none", "failed");
  }

  private record Ended(int exit, String out) {
    Json.Fields data() {
      Json json = Json.read(out).value().orElseThrow(() -> new AssertionError(out));
      return ((Json.Fields) json).object("data").orElseThrow();
    }
  }

  private Ended call(InstantSource clock, String... words) {
    Map<String, String> environment =
        Map.of("PATH", System.getenv("PATH"), "HOME", temporary.resolve("home").toString());
    Host host = new Host(clock, new Random(), environment, workspace, temporary.resolve("home"));
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console = Console.piped(out, new ByteArrayOutputStream(), environment);
    int exit = Main.run(all, console, host, InputStream.nullInputStream()).number();
    return new Ended(exit, out.toString(StandardCharsets.UTF_8));
  }

  /// The true time, and an hour less from one reading on.
  private static InstantSource settingBackAfter(int readings) {
    AtomicInteger count = new AtomicInteger();
    long startNanos = System.nanoTime();
    return () -> {
      Instant now = NOON.plusNanos(System.nanoTime() - startNanos);
      return count.incrementAndGet() > readings ? now.minusSeconds(3600) : now;
    };
  }

  /// What a run says of each agent, at stages and at gates.
  private static List<Json.Fields> agents(Json.Fields run) {
    List<Json.Fields> agents = new ArrayList<>();
    for (Json.Fields stage : run.objects("stages")) {
      agents.addAll(stage.objects("agents"));
      stage.objects("gates").forEach(gate -> agents.addAll(gate.objects("agents")));
    }
    return agents;
  }

  private static long millis(Json.Fields timed) {
    Instant from = Instant.parse(timed.text("started_at").orElseThrow());
    return Duration.between(from, Instant.parse(timed.text("ended_at").orElseThrow())).toMillis();
  }
}
