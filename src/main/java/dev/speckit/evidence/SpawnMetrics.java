package dev.speckit.evidence;

import dev.speckit.agent.AgentName;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long it took to ask agents: `evidence/commands/<id>/spawn_metrics.json`. Every figure comes
/// from a recorded event; what was not measured is absent.
public final class SpawnMetrics {
  private static final int SCHEMA_VERSION = 1;

  /// A spec that is planned daily for two months; older batches are in the store.
  private static final int BATCHES_MAX = 60;

  /// Below it a 95th percentile says nothing (nearest rank would be the maximum).
  private static final int PERCENTILE_SAMPLES_MIN = 20;

  private SpawnMetrics() {}

  /// One batch.
  ///
  /// @param part such as `plan.clarify`
  public record Batch(
      String run, String part, Instant startedAt, Instant endedAt, List<Agent> agents) {
    public Batch {
      agents = List.copyOf(agents);
    }
  }

  /// One attempt. Milliseconds count from the moment it was decided to ask; null where the moment
  /// never came.
  public record Agent(
      AgentName name,
      @Nullable String model,
      int attempt,
      boolean success,
      String outcome,
      @Nullable Long pid,
      Instant startedAt,
      Instant endedAt,
      @Nullable Long storeMillis,
      @Nullable Long processStartMillis,
      @Nullable Long firstOutputMillis) {
    long totalMillis() {
      return endedAt.toEpochMilli() - startedAt.toEpochMilli();
    }
  }

  /// The last samples over all specs of the workspace.
  ///
  /// @param samples how many, at most 1000
  public record Window(
      long samples,
      @Nullable BigDecimal averageMillis,
      @Nullable Long p95Millis,
      @Nullable BigDecimal successRate) {}

  public static Path file(Path workspace, String spec) {
    return new EvidencePlaces(workspace).spawnMetrics(spec);
  }

  /// Adds a batch to the file, keeping the batches that stand there. A file that cannot be read as
  /// ours is kept beside under the name `spawn_metrics.json.unreadable`.
  public static void append(Path workspace, String spec, Batch batch, Window window) {
    Path file = file(workspace, spec);
    List<Json> batches = new ArrayList<>(earlier(file));
    batches.add(json(batch));
    while (batches.size() > BATCHES_MAX) {
      batches.removeFirst();
    }
    Json.Fields content =
        Json.fields()
            .with("schema_version", SCHEMA_VERSION)
            .with("spec", spec)
            .with("batches", batches)
            .with("window", json(window));
    Disk.write(file, content.fileBytes());
  }

  private static List<Json> earlier(Path file) {
    if (!Disk.isFile(file)) {
      return List.of();
    }
    byte[] bytes = Disk.read(file, Disk.TEXT_BYTES_MAX);
    Json.Reading reading = Json.read(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    if (reading.value().orElse(null) instanceof Json.Fields fields) {
      return fields.items("batches");
    }
    Disk.write(file.resolveSibling(file.getFileName() + ".unreadable"), bytes);
    return List.of();
  }

  static Json.Fields json(Batch batch) {
    List<Long> totals = batch.agents().stream().map(Agent::totalMillis).sorted().toList();
    long sum = totals.stream().mapToLong(Long::longValue).sum();
    long total = batch.endedAt().toEpochMilli() - batch.startedAt().toEpochMilli();
    long succeeded = batch.agents().stream().filter(Agent::success).count();
    Json.Fields json =
        Json.fields()
            .with("run", batch.run())
            .with("stage", batch.part())
            .with("mode", "parallel")
            .with("started_at", batch.startedAt())
            .with("ended_at", batch.endedAt())
            .with("total_agents", batch.agents().size())
            .with("successful_agents", succeeded)
            .with("total_ms", total)
            .with("sum_ms", sum);
    if (!totals.isEmpty()) {
      json =
          json.withPresent("speedup", total == 0 ? null : ratio(sum, total))
              .with("avg_ms", ratio(sum, totals.size()))
              .with("min_ms", totals.getFirst())
              .with("max_ms", totals.getLast())
              .with("p50_ms", nearestRank(totals, 50))
              .withPresent(
                  "p95_ms",
                  totals.size() < PERCENTILE_SAMPLES_MIN ? null : nearestRank(totals, 95));
    }
    return json.with("agents", batch.agents().stream().map(SpawnMetrics::json).toList());
  }

  private static Json.Fields json(Agent agent) {
    return Json.fields()
        .with("name", agent.name().value())
        .withPresent("model", agent.model())
        .with("attempt", agent.attempt())
        .with("success", agent.success())
        .with("outcome", agent.outcome())
        .withPresent("pid", agent.pid())
        .with("started_at", agent.startedAt())
        .with("ended_at", agent.endedAt())
        .withPresent("db_ms", agent.storeMillis())
        .withPresent("process_start_ms", agent.processStartMillis())
        .withPresent("first_output_ms", agent.firstOutputMillis())
        .with("total_ms", agent.totalMillis());
  }

  private static Json.Fields json(Window window) {
    return Json.fields()
        .with("samples", window.samples())
        .withPresent("avg_ms", window.averageMillis())
        .withPresent("p95_ms", window.p95Millis())
        .withPresent("success_rate", window.successRate());
  }

  private static Json ratio(long part, long whole) {
    return new Json.Numeral(
        BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP));
  }

  /// The smallest value that at least `percent` of the values do not exceed.
  private static long nearestRank(List<Long> sorted, int percent) {
    int rank = Math.ceilDiv(sorted.size() * percent, 100);
    return sorted.get(Math.max(0, rank - 1));
  }
}
