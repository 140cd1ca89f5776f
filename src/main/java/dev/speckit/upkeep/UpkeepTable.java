package dev.speckit.upkeep;

import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `upkeep` and `metric`.
final class UpkeepTable {
  private UpkeepTable() {}

  /// @param endedAt null when it was cut off, or still goes on
  /// @param content its summary; null without an end
  record UpkeepRow(
      long id,
      LocalDate day,
      String reason,
      Instant startedAt,
      @Nullable Instant endedAt,
      Json.@Nullable Fields content) {}

  static long begin(Transaction transaction, LocalDate day, String reason, Instant at) {
    return transaction.insert(
        """
        INSERT INTO upkeep (day, reason, started_at) VALUES (:day, :reason, :at)
        RETURNING upkeep
        """,
        Parameters.of("day", day.toString()).and("reason", reason).and("at", at));
  }

  static void end(Transaction transaction, long id, Instant at, Json.Fields content) {
    transaction.update(
        "UPDATE upkeep SET ended_at = :at, content = :content WHERE upkeep = :id",
        Parameters.of("id", id).and("at", at).and("content", content));
  }

  /// Newest first.
  static List<UpkeepRow> latest(Transaction transaction, int most) {
    return transaction.query(
        """
        SELECT upkeep, day, reason, started_at, ended_at, content FROM upkeep
        ORDER BY upkeep DESC LIMIT :most
        """,
        Parameters.of("most", most),
        UpkeepTable::row);
  }

  /// The newest that came to its end.
  static Optional<UpkeepRow> lastEnded(Transaction transaction) {
    return transaction.first(
        """
        SELECT upkeep, day, reason, started_at, ended_at, content FROM upkeep
        WHERE ended_at IS NOT NULL ORDER BY upkeep DESC LIMIT 1
        """,
        Parameters.none(),
        UpkeepTable::row);
  }

  static void measure(Transaction transaction, String name, Instant at, long value) {
    transaction.update(
        "INSERT INTO metric (name, at, value) VALUES (:name, :at, :value)",
        Parameters.of("name", name).and("at", at).and("value", value));
  }

  /// The newest value of a metric that is not younger than a moment.
  static Optional<Long> metric(Transaction transaction, String name, Instant notAfter) {
    return transaction.first(
        """
        SELECT value FROM metric WHERE name = :name AND at <= :moment
        ORDER BY at DESC, metric DESC LIMIT 1
        """,
        Parameters.of("name", name).and("moment", notAfter),
        row -> row.integer("value"));
  }

  /// When a metric was last taken.
  static Optional<Instant> lastMeasured(Transaction transaction, String name) {
    return transaction
        .first(
            "SELECT max(at) AS at FROM metric WHERE name = :name",
            Parameters.of("name", name),
            row -> row.optionalInstant("at"))
        .flatMap(found -> found);
  }

  /// Removes what is about a time before a moment.
  static void forget(Transaction transaction, Instant moment) {
    transaction.update("DELETE FROM metric WHERE at < :moment", Parameters.of("moment", moment));
    transaction.update(
        "DELETE FROM upkeep WHERE started_at < :moment", Parameters.of("moment", moment));
  }

  private static UpkeepRow row(Row row) {
    Json.Fields content =
        row.optionalText("content").flatMap(text -> Json.read(text).value()).orElse(null)
                instanceof Json.Fields fields
            ? fields
            : null;
    return new UpkeepRow(
        row.integer("upkeep"),
        LocalDate.parse(row.text("day")),
        row.text("reason"),
        row.instant("started_at"),
        row.optionalInstant("ended_at").orElse(null),
        content);
  }
}
