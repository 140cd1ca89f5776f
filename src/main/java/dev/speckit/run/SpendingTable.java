package dev.speckit.run;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events of journals that tell what was set aside for attempts and what they cost.
public final class SpendingTable {
  private SpendingTable() {}

  /// @param spec of the run
  public record Told(String run, int spec, EventTable.StoredEvent event) {}

  /// In the order of each run's journal.
  ///
  /// @param run null for all
  /// @param spec null for all
  /// @param from runs in which an attempt was started since then; null for all
  public static List<Told> told(
      Transaction transaction,
      @Nullable String run,
      @Nullable Integer spec,
      @Nullable Instant from) {
    return transaction.query(
        """
        SELECT event.run, run.spec, event.sequence, event.at, event.kind, event.payload
        FROM event JOIN run ON run.run = event.run
        WHERE event.kind IN ('attempt-started', 'attempt-ended')
          AND (:run IS NULL OR event.run = :run) AND (:spec IS NULL OR run.spec = :spec)
          AND (:from IS NULL
               OR event.run IN (SELECT begun.run FROM attempt AS begun
                                WHERE begun.started_at >= :from))
        ORDER BY event.run, event.sequence
        """,
        Parameters.of("run", run).and("spec", spec).and("from", from),
        row ->
            new Told(
                row.text("run"),
                Math.toIntExact(row.integer("spec")),
                new EventTable.StoredEvent(
                    Math.toIntExact(row.integer("sequence")),
                    row.instant("at"),
                    row.text("kind"),
                    row.text("payload"))));
  }
}
