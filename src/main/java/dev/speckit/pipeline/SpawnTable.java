package dev.speckit.pipeline;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of `spawn_sample`: how long each attempt took, over all runs of the workspace.
final class SpawnTable {
  private static final int WINDOW = 1000;

  private SpawnTable() {}

  record Sample(@Nullable Long totalMillis, boolean success) {}

  static void insert(
      Transaction transaction,
      String run,
      int spec,
      Part part,
      String agent,
      Instant at,
      @Nullable Long readyMillis,
      @Nullable Long totalMillis,
      boolean success) {
    transaction.update(
        """
        INSERT INTO spawn_sample(run, spec, subject, agent, at, ready_ms, total_ms, success)
        VALUES (:run, :spec, :subject, :agent, :at, :ready_ms, :total_ms, :success)
        """,
        Parameters.of("run", run)
            .and("spec", spec)
            .and("subject", part.name())
            .and("agent", agent)
            .and("at", at)
            .and("ready_ms", readyMillis)
            .and("total_ms", totalMillis)
            .and("success", success));
  }

  /// The newest samples, at most 1,000.
  static List<Sample> window(Transaction transaction) {
    return transaction.query(
        "SELECT total_ms, success FROM spawn_sample ORDER BY sample DESC LIMIT :most",
        Parameters.of("most", WINDOW),
        row -> new Sample(row.optionalInteger("total_ms").orElse(null), row.truth("success")));
  }
}
