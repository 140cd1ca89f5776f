package dev.speckit.run;

import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of `event`: the journal. Append-only.
public final class EventTable {
  private EventTable() {}

  /// @return the sequence it got
  public static int append(Transaction transaction, String run, Instant at, RunEvent event) {
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

  public static List<StoredEvent> read(Transaction transaction, String run) {
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

  public record StoredEvent(int sequence, Instant at, String kind, String payload) {
    public Optional<Run.Recorded> recorded() {
      return Json.read(payload).value().orElse(null) instanceof Json.Fields fields
          ? EventText.read(kind, fields).map(event -> new Run.Recorded(sequence, at, event))
          : Optional.empty();
    }
  }

  /// The hashes of all texts that were made for a file, in the runs of a spec.
  ///
  /// @param path as the events name it
  public static List<String> made(Transaction transaction, int spec, String path) {
    List<String> payloads =
        transaction.query(
            """
            SELECT event.payload FROM run JOIN event ON event.run = run.run
            WHERE run.spec = :spec AND event.kind = 'artifact-intended'
            """,
            Parameters.of("spec", spec),
            row -> row.text("payload"));
    List<String> made = new ArrayList<>();
    for (String payload : payloads) {
      if (Json.read(payload).value().orElse(null) instanceof Json.Fields fields
          && fields.text("path").equals(Optional.of(path))) {
        fields.text("sha256").ifPresent(made::add);
      }
    }
    return made;
  }

  public record SettledRow(String run, Instant at, String kind, String payload) {}

  /// What persons settled or opened again in the runs of a spec before one, oldest first.
  public static List<SettledRow> settled(Transaction transaction, int spec, String before) {
    return transaction.query(
        """
        SELECT event.run, event.at, event.kind, event.payload
        FROM run JOIN event ON event.run = run.run
        WHERE run.spec = :spec AND event.kind IN ('question-answered', 'question-reopened')
          AND run.ordinal < (SELECT own.ordinal FROM run AS own WHERE own.run = :run)
        ORDER BY run.ordinal, event.sequence
        """,
        Parameters.of("spec", spec).and("run", before),
        row ->
            new SettledRow(
                row.text("run"), row.instant("at"), row.text("kind"), row.text("payload")));
  }
}
