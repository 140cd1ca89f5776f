package dev.speckit.pipeline;

import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Rows of `event`: the journal. Append-only.
final class EventTable {
  private EventTable() {}

  /// @return the sequence it got
  static int append(Transaction transaction, String run, Instant at, RunEvent event) {
    return transaction
        .first(
            """
            INSERT INTO event(run, sequence, at, kind, payload)
            SELECT :run, coalesce(max(sequence), 0) + 1, :at, :kind, :payload
            FROM event WHERE run = :run
            RETURNING sequence
            """,
            Parameters.of("run", run)
                .and("at", at)
                .and("kind", event.kind())
                .and("payload", EventText.write(event).write()),
            row -> Math.toIntExact(row.integer("sequence")))
        .orElseThrow();
  }

  static List<StoredEvent> read(Transaction transaction, String run) {
    return transaction.query(
        "SELECT sequence, at, kind, payload FROM event WHERE run = :run ORDER BY sequence",
        Parameters.of("run", run),
        row ->
            new StoredEvent(
                Math.toIntExact(row.integer("sequence")),
                row.instant("at"),
                row.text("kind"),
                row.text("payload")));
  }

  record StoredEvent(int sequence, Instant at, String kind, String payload) {
    Optional<Run.Recorded> recorded() {
      return Json.read(payload).value().orElse(null) instanceof Json.Fields fields
          ? EventText.read(kind, fields).map(event -> new Run.Recorded(sequence, at, event))
          : Optional.empty();
    }
  }
}
