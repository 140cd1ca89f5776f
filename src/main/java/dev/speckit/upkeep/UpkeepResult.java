package dev.speckit.upkeep;

import dev.speckit.evidence.AgeingResult;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.store.StoreFigures;
import dev.speckit.store.Vacuumed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What an upkeep did.
///
/// @param runs whose rows went
/// @param samples of attempts that went
/// @param runsLeft whose rows were to go and stay until the next time
/// @param isChecked whether the store was checked whole, and was found whole
/// @param changes what the contexts say that they did not say at the upkeep before
/// @param after the store's figures at the end
/// @param warnings what a person should know
record UpkeepResult(
    Reason reason,
    Instant startedAt,
    Instant endedAt,
    UpkeepPlan plan,
    AgeingResult evidence,
    long runs,
    long samples,
    long runsLeft,
    boolean isChecked,
    WorkIndex.Changes changes,
    Vacuumed vacuumed,
    StoreFigures after,
    List<Problem> warnings) {
  UpkeepResult {
    warnings = List.copyOf(warnings);
  }

  /// Whether anything is to be told of it when nobody asked.
  boolean isNotable() {
    return !evidence.done().isEmpty()
        || runs > 0
        || samples > 0
        || vacuumed.freed() > 0
        || !warnings.isEmpty()
        || !evidence.errors().isEmpty()
        || !changes.equals(WorkIndex.Changes.NONE);
  }

  /// What the daily summary, the store and `--json` say.
  Json.Fields json() {
    List<Json.Fields> exempt =
        plan.evidence().exempt().stream()
            .map(each -> Json.fields().with("what", each.what()).with("why", each.why()))
            .toList();
    return Json.fields()
        .with("reason", reason.word())
        .with("started_at", startedAt)
        .with("ended_at", endedAt)
        .with("missed_days", plan.missedDays())
        .with("evidence", evidence.json())
        .with("exempt", exempt)
        .with("runs_removed", runs)
        .with("runs_left", runsLeft)
        .with("samples_removed", samples)
        .with(
            "store",
            Json.fields()
                .with("bytes_before", vacuumed.bytesBefore())
                .with("bytes_after", after.bytes())
                .with("free_pages_before", vacuumed.freeBefore())
                .with("free_pages_after", after.freePages())
                .with("wal_bytes", after.walBytes())
                .withPresent("integrity", isChecked ? "ok" : null))
        .with("work", changes.json())
        .with("warnings", told(warnings))
        .with("errors", told(evidence.errors()));
  }

  private static List<Json.Fields> told(List<Problem> problems) {
    List<Json.Fields> told = new ArrayList<>();
    for (Problem problem : problems) {
      told.add(
          Json.fields()
              .with("code", problem.code())
              .with("message", problem.message())
              .withPresent("place", problem.place() == null ? null : problem.place().toString())
              .withPresent("remedy", problem.remedy()));
    }
    return told;
  }
}
