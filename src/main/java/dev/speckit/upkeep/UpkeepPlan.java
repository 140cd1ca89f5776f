package dev.speckit.upkeep;

import dev.speckit.evidence.AgeingPlan;
import dev.speckit.json.Json;
import dev.speckit.pipeline.RunRetention.OldRun;
import dev.speckit.store.StoreFigures;
import java.util.List;

/// What an upkeep will do, before any of it is done: shown by a dry run, else carried out as it is.
///
/// @param evidence what is archived, moved away, removed
/// @param runs whose rows go, oldest first
/// @param samples of attempts that go
/// @param figures of the store as it is now
/// @param checkDue whether the store is to be checked whole
/// @param missedDays days without upkeep since the last one; what was due on them is done now
record UpkeepPlan(
    AgeingPlan evidence,
    List<OldRun> runs,
    long samples,
    StoreFigures figures,
    boolean checkDue,
    long missedDays) {
  UpkeepPlan {
    runs = List.copyOf(runs);
  }

  boolean isEmpty() {
    return evidence.isEmpty() && runs.isEmpty() && samples == 0;
  }

  Json.Fields json() {
    return Json.fields()
        .with("evidence", evidence.json())
        .with("runs", runs.stream().map(UpkeepPlan::json).toList())
        .with("samples", samples)
        .with("free_pages", figures.freePages())
        .with("check_due", checkDue)
        .with("missed_days", missedDays);
  }

  private static Json.Fields json(OldRun run) {
    return Json.fields()
        .with("run", run.run())
        .with("spec", Integer.toString(run.spec()))
        .with("last_heard_at", run.at());
  }
}
