package dev.speckit.pipeline.metrics;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.SpawnWindow;
import dev.speckit.run.SpawnTable;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import dev.speckit.telemetry.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How long it takes to ask agents, out of the samples in the store.
final class SpawnReport {
  private static final String ALL = "all";

  private final Map<String, SpawnWindow> agents;
  private final Optional<SpawnWindow> all;
  private final Map<Long, List<SpawnTable.Batch>> batches;

  /// @param agents by name
  /// @param all empty when one agent alone is asked for
  /// @param batches by how many agents were started together
  private SpawnReport(
      Map<String, SpawnWindow> agents,
      Optional<SpawnWindow> all,
      Map<Long, List<SpawnTable.Batch>> batches) {
    this.agents = agents;
    this.all = all;
    this.batches = batches;
  }

  /// @param spec null for all
  /// @param agent null for all
  /// @throws Failure.Usage when no such agent was ever asked
  static SpawnReport read(Store store, @Nullable Integer spec, @Nullable String agent)
      throws InterruptedException {
    return store.read(transaction -> read(transaction, spec, agent));
  }

  private static SpawnReport read(
      Transaction transaction, @Nullable Integer spec, @Nullable String wanted) {
    List<String> names = SpawnTable.agents(transaction, spec);
    if (wanted != null && !names.contains(wanted)) {
      throw unknown(wanted, names);
    }
    Map<String, SpawnWindow> agents = new LinkedHashMap<>();
    for (String name : wanted == null ? names : List.of(wanted)) {
      agents.put(name, SpawnWindow.of(SpawnTable.window(transaction, spec, name)));
    }
    Map<Long, List<SpawnTable.Batch>> batches = new TreeMap<>();
    for (SpawnTable.Batch batch : SpawnTable.batches(transaction, spec, wanted)) {
      batches.computeIfAbsent(batch.agents(), _ -> new ArrayList<>()).add(batch);
    }
    Optional<SpawnWindow> all =
        wanted == null
            ? Optional.of(SpawnWindow.of(SpawnTable.window(transaction, spec, null)))
            : Optional.empty();
    return new SpawnReport(agents, all, batches);
  }

  private static Failure unknown(String agent, List<String> names) {
    return new Failure.Usage(
        Problem.of("unknown-agent", "no attempt of `" + agent + "` is recorded")
            .remedy(
                names.isEmpty()
                    ? "`speckit run ID` asks agents"
                    : "recorded are: " + String.join(", ", names)));
  }

  Report report() {
    if (agents.isEmpty()) {
      return Report.of(json(), Block.Notes.of("No attempts yet. `speckit run ID` makes some."));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(times());
    if (!batches.isEmpty()) {
      blocks.add(speedUps());
    }
    return Report.of(json(), blocks);
  }

  private Block times() {
    List<List<Cell>> rows = new ArrayList<>();
    agents.forEach((name, window) -> rows.addAll(rows(name, window)));
    all.ifPresent(window -> rows.addAll(rows(ALL, window)));
    return new Block.Table(
        "Milliseconds",
        List.of("agent", "phase", "n", "mean", "sd", "p50", "p95", "success"),
        rows);
  }

  private static List<List<Cell>> rows(String name, SpawnWindow window) {
    List<List<Cell>> rows = new ArrayList<>();
    String success = success(window);
    for (SpawnWindow.Phase phase : SpawnWindow.Phase.values()) {
      Samples.Distribution found = window.phases().get(phase);
      if (found != null) {
        rows.add(
            cells(
                name,
                phase.word(),
                Integer.toString(found.n()),
                number(found.mean()),
                found.sd().map(SpawnReport::number).orElse("n/a"),
                found.p50().map(SpawnReport::whole).orElse("n/a"),
                found.p95().map(SpawnReport::whole).orElse("n/a"),
                rows.isEmpty() ? success : ""));
      }
    }
    if (rows.isEmpty()) {
      rows.add(cells(name, "never started", "0", "n/a", "n/a", "n/a", "n/a", success));
    }
    return rows;
  }

  private static String success(SpawnWindow window) {
    Double rate = window.successRate();
    return rate == null
        ? "n/a"
        : String.format(Locale.ROOT, "%.1f %% of %d", rate * 100, window.samples());
  }

  private static List<Cell> cells(String... texts) {
    return java.util.Arrays.stream(texts).map(Cell::of).toList();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String whole(double value) {
    return Long.toString(Math.round(value));
  }

  private Block speedUps() {
    List<List<Cell>> rows = new ArrayList<>();
    batches.forEach((size, some) -> {
      Sums sums = Sums.of(some);
      rows.add(
          cells(
              Long.toString(size),
              Integer.toString(some.size()),
              number((double) sums.sumMillis() / some.size()),
              number((double) sums.totalMillis() / some.size()),
              sums.speedUp()
                  .map(value -> String.format(Locale.ROOT, "%.2f", value))
                  .orElse("n/a")));
    });
    return new Block.Table(
        "Batches",
        List.of("agents", "batches", "one after another", "together", "times faster"),
        rows);
  }

  private record Sums(long sumMillis, long totalMillis) {
    static Sums of(List<SpawnTable.Batch> batches) {
      return new Sums(
          batches.stream().mapToLong(SpawnTable.Batch::sumMillis).sum(),
          batches.stream().mapToLong(SpawnTable.Batch::totalMillis).sum());
    }

    Optional<Double> speedUp() {
      return totalMillis <= 0 ? Optional.empty() : Optional.of((double) sumMillis / totalMillis);
    }
  }

  Fields json() {
    List<Fields> told = new ArrayList<>();
    agents.forEach((name, window) -> told.add(json(window).after("agent", name)));
    Fields fields = Json.fields().with("agents", told);
    if (all.isPresent()) {
      fields = fields.with("all", json(all.get()));
    }
    List<Fields> sizes = new ArrayList<>();
    batches.forEach((size, some) -> {
      Sums sums = Sums.of(some);
      sizes.add(
          Json.fields()
              .with("total_agents", size)
              .with("batches", some.size())
              .with("sum_ms", sums.sumMillis())
              .with("total_ms", sums.totalMillis())
              .withPresent("speedup", sums.speedUp().map(SpawnMetrics::decimal).orElse(null)));
    });
    return fields.with("sizes", sizes);
  }

  private static Fields json(SpawnWindow window) {
    Fields phases = Json.fields();
    for (SpawnWindow.Phase phase : SpawnWindow.Phase.values()) {
      Samples.Distribution found = window.phases().get(phase);
      if (found != null) {
        phases = phases.with(phase.field(), SpawnWindow.figures(found).json());
      }
    }
    Double rate = window.successRate();
    return Json.fields()
        .with("samples", window.samples())
        .withPresent("success_rate", rate == null ? null : SpawnMetrics.decimal(rate))
        .with("phases", phases);
  }
}
