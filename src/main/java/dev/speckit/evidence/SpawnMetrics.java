package dev.speckit.evidence;

import dev.speckit.agent.AgentName;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  /// @param number of the batch in its run, from 1
  /// @param part such as `plan.clarify`
  public record Batch(
      String run,
      long number,
      String part,
      Instant startedAt,
      Instant endedAt,
      List<Agent> agents) {
    public Batch {
      agents = List.copyOf(agents);
    }
  }

  /// One attempt. Milliseconds count from the moment it was decided to ask, but those of prompt and
  /// store, which come before it; null where the moment never came.
  ///
  /// @param promptMillis to make the prompt, which all agents of a batch share
  public record Agent(
      AgentName name,
      @Nullable String model,
      int attempt,
      boolean success,
      String outcome,
      @Nullable Long pid,
      Instant startedAt,
      Instant endedAt,
      @Nullable Long promptMillis,
      @Nullable Long storeMillis,
      @Nullable Long processStartMillis,
      @Nullable Long firstOutputMillis) {
    /// What was never started took no time that tells anything.
    boolean isStarted() {
      return processStartMillis != null || firstOutputMillis != null;
    }

    long totalMillis() {
      return endedAt.toEpochMilli() - startedAt.toEpochMilli();
    }
  }

  /// The last samples over all specs of the workspace.
  ///
  /// @param samples how many, at most 1000
  /// @param successRate 0 to 1; null without samples
  /// @param phases by name, such as `total_ms`
  public record Window(long samples, @Nullable Double successRate, Map<String, Figures> phases) {
    public Window {
      phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
  }

  /// Milliseconds of one phase.
  ///
  /// @param n how many were measured, at least 1
  /// @param sd null for a single one
  /// @param p50 null below 20
  /// @param p95 null below 20
  public record Figures(
      long n, double mean, @Nullable Double sd, @Nullable Long p50, @Nullable Long p95) {
    public Json.Fields json() {
      return Json.fields()
          .with("n", n)
          .with("mean_ms", decimal(mean))
          .withPresent("sd_ms", sd == null ? null : decimal(sd))
          .withPresent("p50_ms", p50)
          .withPresent("p95_ms", p95);
    }
  }

  public static Path file(Path workspace, String spec) {
    return new EvidencePlaces(workspace).spawnMetrics(spec);
  }

  /// Adds a batch to the file, keeping the batches that stand there. A file that cannot be read as
  /// ours is kept beside under the name `spawn_metrics.json.unreadable`.
  public static void append(Path workspace, String spec, Batch batch, Window window) {
    Path file = file(workspace, spec);
    List<Json> batches = new ArrayList<>(JsonEntries.earlier(file, "batches"));
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

  static Json.Fields json(Batch batch) {
    List<Long> totals =
        batch.agents().stream().filter(Agent::isStarted).map(Agent::totalMillis).sorted().toList();
    long sum = totals.stream().mapToLong(Long::longValue).sum();
    long total = batch.endedAt().toEpochMilli() - batch.startedAt().toEpochMilli();
    long succeeded = batch.agents().stream().filter(Agent::success).count();
    Json.Fields json =
        Json.fields()
            .with("batch_id", batch.run() + "/" + batch.number())
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
        .withPresent("prompt_build_ms", agent.promptMillis())
        .withPresent("db_ms", agent.storeMillis())
        .withPresent("process_start_ms", agent.processStartMillis())
        .withPresent("first_output_ms", agent.firstOutputMillis())
        .withPresent("total_ms", agent.isStarted() ? agent.totalMillis() : null);
  }

  private static Json.Fields json(Window window) {
    Figures total = window.phases().get("total_ms");
    Json.Fields phases = Json.fields();
    for (Map.Entry<String, Figures> phase : window.phases().entrySet()) {
      phases = phases.with(phase.getKey(), phase.getValue().json());
    }
    return Json.fields()
        .with("samples", window.samples())
        .withPresent("avg_ms", total == null ? null : decimal(total.mean()))
        .withPresent("p95_ms", total == null ? null : total.p95())
        .withPresent(
            "success_rate", window.successRate() == null ? null : decimal(window.successRate()))
        .with("phases", phases);
  }

  /// A ratio or a mean with two digits behind the point.
  public static Json decimal(double value) {
    return new Json.Numeral(BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP));
  }

  private static Json ratio(long part, long whole) {
    return decimal((double) part / whole);
  }

  /// The smallest value that at least `percent` of the values do not exceed.
  private static long nearestRank(List<Long> sorted, int percent) {
    int rank = Math.ceilDiv(sorted.size() * percent, 100);
    return sorted.get(Math.max(0, rank - 1));
  }
}
