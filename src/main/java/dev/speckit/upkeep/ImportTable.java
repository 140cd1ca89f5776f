package dev.speckit.upkeep;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `imported_run` and `imported_answer`: what an earlier program's store held.
final class ImportTable {
  private ImportTable() {}

  /// Which row of the earlier store a row comes from.
  ///
  /// @param source SHA-256 of what makes the row that one row: a file that has grown since gives
  ///   the same for its old rows
  record Origin(String source, String table, String id) {
    Parameters parameters() {
      return Parameters.of("source", source).and("source_table", table).and("source_id", id);
    }
  }

  /// @param at null when the earlier store does not say it in a way that can be read
  record RunRow(
      Origin origin,
      String spec,
      String stage,
      @Nullable Instant at,
      @Nullable Boolean ok,
      @Nullable Boolean degraded,
      @Nullable String status,
      @Nullable String content) {}

  /// @param run the imported run it belongs to, or null
  record AnswerRow(
      Origin origin,
      @Nullable Long run,
      String spec,
      String stage,
      @Nullable String phase,
      String agent,
      @Nullable String model,
      @Nullable Instant at,
      @Nullable Instant endedAt,
      @Nullable String content,
      @Nullable String reason) {}

  static Optional<Long> findRun(Transaction transaction, Origin origin) {
    return transaction.first(
        """
        SELECT imported_run FROM imported_run
        WHERE source = :source AND source_table = :source_table AND source_id = :source_id
        """,
        origin.parameters(),
        row -> row.integer("imported_run"));
  }

  static Optional<Long> findAnswer(Transaction transaction, Origin origin) {
    return transaction.first(
        """
        SELECT imported_answer FROM imported_answer
        WHERE source = :source AND source_table = :source_table AND source_id = :source_id
        """,
        origin.parameters(),
        row -> row.integer("imported_answer"));
  }

  static long insert(Transaction transaction, RunRow row) {
    return transaction.insert(
        """
        INSERT INTO imported_run(source, source_table, source_id, spec, stage, at, ok, degraded,
                                 status, content)
        VALUES (:source, :source_table, :source_id, :spec, :stage, :at, :ok, :degraded, :status,
                :content)
        RETURNING imported_run
        """,
        row.origin()
            .parameters()
            .and("spec", row.spec())
            .and("stage", row.stage())
            .and("at", row.at())
            .and("ok", row.ok())
            .and("degraded", row.degraded())
            .and("status", row.status())
            .and("content", row.content()));
  }

  static void insert(Transaction transaction, AnswerRow row) {
    transaction.update(
        """
        INSERT INTO imported_answer(imported_run, source, source_table, source_id, spec, stage,
                                    phase, agent, model, at, ended_at, content, reason)
        VALUES (:run, :source, :source_table, :source_id, :spec, :stage, :phase, :agent, :model,
                :at, :ended_at, :content, :reason)
        """,
        row.origin()
            .parameters()
            .and("run", row.run())
            .and("spec", row.spec())
            .and("stage", row.stage())
            .and("phase", row.phase())
            .and("agent", row.agent())
            .and("model", row.model())
            .and("at", row.at())
            .and("ended_at", row.endedAt())
            .and("content", row.content())
            .and("reason", row.reason()));
  }

  private static final String RUN_LACKS =
      """
      WHERE imported_run = :run
        AND ((status IS NULL AND :status IS NOT NULL)
          OR (content IS NULL AND :content IS NOT NULL))
      """;

  private static final String ANSWER_LACKS =
      """
      WHERE imported_answer = :answer
        AND ((imported_run IS NULL AND :run IS NOT NULL)
          OR (ended_at IS NULL AND :ended_at IS NOT NULL)
          OR (content IS NULL AND :content IS NOT NULL)
          OR (reason IS NULL AND :reason IS NOT NULL))
      """;

  /// Adds what the earlier program has learned since; what is there stays.
  ///
  /// @return whether anything was added
  static boolean fill(Transaction transaction, long run, RunRow row) {
    return transaction.update(
            """
            UPDATE imported_run
            SET status = coalesce(status, :status), content = coalesce(content, :content)
            """
                + RUN_LACKS,
            learned(run, row))
        > 0;
  }

  /// As of a run.
  static boolean fill(Transaction transaction, long answer, AnswerRow row) {
    return transaction.update(
            """
            UPDATE imported_answer
            SET imported_run = coalesce(imported_run, :run),
                ended_at = coalesce(ended_at, :ended_at),
                content = coalesce(content, :content), reason = coalesce(reason, :reason)
            """
                + ANSWER_LACKS,
            learned(answer, row))
        > 0;
  }

  /// Whether [#fill] would add anything.
  static boolean lacks(Transaction transaction, long run, RunRow row) {
    return transaction
        .first(
            "SELECT 1 AS n FROM imported_run " + RUN_LACKS,
            learned(run, row),
            each -> each.truth("n"))
        .orElse(false);
  }

  /// As of a run.
  static boolean lacks(Transaction transaction, long answer, AnswerRow row) {
    return transaction
        .first(
            "SELECT 1 AS n FROM imported_answer " + ANSWER_LACKS,
            learned(answer, row),
            each -> each.truth("n"))
        .orElse(false);
  }

  private static Parameters learned(long run, RunRow row) {
    return Parameters.of("run", run).and("status", row.status()).and("content", row.content());
  }

  private static Parameters learned(long answer, AnswerRow row) {
    return Parameters.of("answer", answer)
        .and("run", row.run())
        .and("ended_at", row.endedAt())
        .and("content", row.content())
        .and("reason", row.reason());
  }

  /// Rows of both tables that came from a table of an earlier store.
  static long count(Transaction transaction, String table) {
    return transaction
        .first(
            """
            SELECT (SELECT count(*) FROM imported_run WHERE source_table = :table)
                 + (SELECT count(*) FROM imported_answer WHERE source_table = :table) AS n
            """,
            Parameters.of("table", table),
            row -> row.integer("n"))
        .orElseThrow();
  }
}
