package dev.speckit.pipeline;

import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.telemetry.Samples;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// The figures over the newest spawn samples of a workspace.
final class SpawnWindow {
  private SpawnWindow() {}

  static SpawnMetrics.Window of(List<SpawnTable.Sample> samples) {
    Samples window = new Samples();
    for (SpawnTable.Sample sample : samples) {
      Long millis = sample.totalMillis();
      window.add(millis == null ? null : millis.doubleValue(), sample.success());
    }
    Samples.Summary summary = window.summary();
    return new SpawnMetrics.Window(
        summary.samples(),
        summary.distribution().map(figures -> decimal(figures.mean())).orElse(null),
        summary.distribution().flatMap(Samples.Distribution::p95).map(Math::round).orElse(null),
        summary.successRate().map(SpawnWindow::decimal).orElse(null));
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
  }
}
