package dev.speckit.pipeline;

import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.run.SpawnTable;
import dev.speckit.telemetry.Samples;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The figures over spawn samples, phase by phase. A start that failed counts for the success rate
/// and for no time.
///
/// @param samples how many, at most 1,000
/// @param phases of each phase that was measured at least once
public record SpawnWindow(
    int samples, @Nullable Double successRate, Map<Phase, Samples.Distribution> phases) {
  public SpawnWindow {
    phases = Map.copyOf(phases);
  }

  /// In the order in which they come.
  public enum Phase {
    PROMPT("prompt build", "prompt_build_ms", SpawnTable.Phases::prompt),
    STORE("store", "db_ms", SpawnTable.Phases::store),
    PROCESS("process start", "process_start_ms", SpawnTable.Phases::process),
    FIRST("first output", "first_output_after_start_ms", SpawnTable.Phases::first),
    READY("ready", "first_output_ms", SpawnTable.Phases::ready),
    TOTAL("total", "total_ms", SpawnTable.Phases::total);

    private final String word;
    private final String field;
    private final Function<SpawnTable.Phases, @Nullable Long> value;

    Phase(String word, String field, Function<SpawnTable.Phases, @Nullable Long> value) {
      this.word = word;
      this.field = field;
      this.value = value;
    }

    public String word() {
      return word;
    }

    /// Its name in JSON.
    public String field() {
      return field;
    }
  }

  public static SpawnWindow of(List<SpawnTable.Sample> all) {
    Map<Phase, Samples.Distribution> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      summary(all, phase).distribution().ifPresent(distribution -> phases.put(phase, distribution));
    }
    Samples.Summary total = summary(all, Phase.TOTAL);
    return new SpawnWindow(total.samples(), total.successRate().orElse(null), phases);
  }

  private static Samples.Summary summary(List<SpawnTable.Sample> all, Phase phase) {
    Samples samples = new Samples();
    for (SpawnTable.Sample sample : all) {
      Long millis = sample.phases().isStarted() ? phase.value.apply(sample.phases()) : null;
      samples.add(millis == null ? null : millis.doubleValue(), sample.success());
    }
    return samples.summary();
  }

  SpawnMetrics.Window metrics() {
    Map<String, SpawnMetrics.Figures> figures = new java.util.LinkedHashMap<>();
    for (Phase phase : Phase.values()) {
      Samples.Distribution found = phases.get(phase);
      if (found != null) {
        figures.put(phase.field(), figures(found));
      }
    }
    return new SpawnMetrics.Window(samples, successRate, figures);
  }

  public static SpawnMetrics.Figures figures(Samples.Distribution found) {
    return new SpawnMetrics.Figures(
        found.n(),
        found.mean(),
        found.sd().orElse(null),
        found.p50().map(Math::round).orElse(null),
        found.p95().map(Math::round).orElse(null));
  }
}
