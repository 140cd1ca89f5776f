package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnMetricsTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
  private static final SpawnMetrics.Window EMPTY = new SpawnMetrics.Window(0, null, Map.of());

  @TempDir Path workspace;

  @Test
  void the_speed_up_is_what_one_after_another_would_have_taken() {
    Json.Fields json = SpawnMetrics.json(batch(List.of(agent("a", 400), agent("b", 500)), 500));
    assertThat(json.integer("sum_ms")).contains(900L);
    assertThat(json.integer("total_ms")).contains(500L);
    assertThat(json.find("speedup")).contains(new Json.Numeral(new BigDecimal("1.80")));
    assertThat(json.integer("min_ms")).contains(400L);
    assertThat(json.integer("max_ms")).contains(500L);
  }

  @Test
  void what_was_not_measured_is_absent() {
    Json.Fields json = SpawnMetrics.json(batch(List.of(agent("a", 400)), 400));
    assertThat(json.find("p95_ms")).isEmpty();
    Json.Fields agent = json.objects("agents").getFirst();
    assertThat(agent.find("pid")).isEmpty();
    assertThat(agent.find("first_output_ms")).isEmpty();
    assertThat(agent.find("model")).isEmpty();
    assertThat(SpawnMetrics.json(batch(List.of(), 1)).find("avg_ms")).isEmpty();
  }

  @Test
  void a_start_that_failed_takes_no_time() {
    SpawnMetrics.Agent failed = agent("b", 5, null);
    Json.Fields json = SpawnMetrics.json(batch(List.of(agent("a", 400), failed), 400));
    assertThat(json.integer("sum_ms")).contains(400L);
    assertThat(json.integer("min_ms")).contains(400L);
    assertThat(json.integer("total_agents")).contains(2L);
    assertThat(json.objects("agents").getLast().find("total_ms")).isEmpty();
  }

  @Test
  void the_window_has_each_phase_and_the_batch_its_name() {
    SpawnMetrics.Window window =
        new SpawnMetrics.Window(
            3,
            0.5,
            Map.of(
                "db_ms", new SpawnMetrics.Figures(1, 2, null, null, null),
                "total_ms", new SpawnMetrics.Figures(25, 10.006, 1.5, 10L, 12L)));
    SpawnMetrics.append(workspace, "1001", batch(List.of(agent("a", 1)), 1), window);
    assertThat(read().objects("batches").getFirst().text("batch_id")).contains("r/3");
    Json.Fields told = read().object("window").orElseThrow();
    assertThat(told.find("avg_ms")).contains(new Json.Numeral(new BigDecimal("10.01")));
    assertThat(told.integer("p95_ms")).contains(12L);
    Json.Fields phases = told.object("phases").orElseThrow();
    assertThat(phases.object("db_ms").orElseThrow().find("sd_ms")).isEmpty();
    assertThat(phases.object("total_ms").orElseThrow().find("sd_ms"))
        .contains(new Json.Numeral(new BigDecimal("1.50")));
  }

  @Test
  void a_percentile_needs_twenty_samples() {
    List<SpawnMetrics.Agent> agents = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      agents.add(agent("a" + i, i * 10L));
    }
    assertThat(SpawnMetrics.json(batch(agents, 200)).integer("p95_ms")).contains(190L);
  }

  @Test
  void batches_are_added_and_the_oldest_leave() {
    for (int i = 0; i < 65; i++) {
      SpawnMetrics.append(workspace, "1001", batch(List.of(agent("a", i)), i), EMPTY);
    }
    List<Json.Fields> batches = read().objects("batches");
    assertThat(batches).hasSize(60);
    assertThat(batches.getLast().integer("total_ms")).contains(64L);
    assertThat(batches.getFirst().integer("total_ms")).contains(5L);
  }

  @Test
  void a_file_that_is_not_ours_is_kept_beside() throws Exception {
    Path file = SpawnMetrics.file(workspace, "1001");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"batches\": [");
    SpawnMetrics.append(workspace, "1001", batch(List.of(agent("a", 1)), 1), EMPTY);
    assertThat(read().objects("batches")).hasSize(1);
    assertThat(file.resolveSibling("spawn_metrics.json.unreadable")).hasContent("{\"batches\": [");
  }

  private Json.Fields read() {
    try {
      String text = Files.readString(SpawnMetrics.file(workspace, "1001"));
      return (Json.Fields) Json.read(text).value().orElseThrow();
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static SpawnMetrics.Batch batch(List<SpawnMetrics.Agent> agents, long millis) {
    return new SpawnMetrics.Batch("r", 3, "plan", BEGIN, BEGIN.plusMillis(millis), agents);
  }

  private static SpawnMetrics.Agent agent(String name, long millis) {
    return agent(name, millis, 2L);
  }

  private static SpawnMetrics.Agent agent(String name, long millis, @Nullable Long started) {
    @Nullable Long unmeasured = null;
    return new SpawnMetrics.Agent(
        new AgentName(name),
        null,
        1,
        true,
        "answered",
        unmeasured,
        BEGIN,
        BEGIN.plusMillis(millis),
        unmeasured,
        unmeasured,
        started,
        unmeasured);
  }
}
