package dev.speckit.pipeline;

import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.telemetry.Samples;
import java.util.ArrayList;
import java.util.List;

/// The figures over the newest spawn samples of a workspace.
final class SpawnWindow {
  private SpawnWindow() {}

  static SpawnMetrics.Window of(List<SpawnTable.Sample> samples) {
    List<Long> totals = new ArrayList<>();
    long succeeded = 0;
    for (SpawnTable.Sample sample : samples) {
      if (sample.totalMillis() != null) {
        totals.add(sample.totalMillis());
      }
      if (sample.success()) {
        succeeded++;
      }
    }
    return Samples.window(totals, samples.size(), succeeded);
  }
}
