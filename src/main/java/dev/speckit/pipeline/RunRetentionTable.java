package dev.speckit.pipeline;

import dev.speckit.host.ProcessIdentity;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of `run` and `spawn_sample` by age.
final class RunRetentionTable {
  private RunRetentionTable() {}

  /// @param owner the process that carries it or carried it to its sudden end; null when none does
  record Candidate(String run, int spec, Instant at, @Nullable ProcessIdentity owner) {}

  static List<Candidate> before(Transaction transaction, Instant moment) {
    return transaction.query(
        """
        SELECT run, spec, at, owner_pid, owner_started_at
        FROM (SELECT run.run, run.spec, run.ordinal, run.owner_pid, run.owner_started_at,
                     coalesce((SELECT max(event.at) FROM event WHERE event.run = run.run),
                              run.ended_at, run.started_at) AS at
              FROM run
              WHERE run.state <> 'waiting' AND run.started_at < :moment
                AND run.ordinal < (SELECT max(newest.ordinal) FROM run AS newest
                                   WHERE newest.spec = run.spec)) AS heard
        WHERE at < :moment
        ORDER BY ordinal
        """,
        Parameters.of("moment", moment),
        RunRetentionTable::candidate);
  }

  static boolean exists(Transaction transaction, String run) {
    return transaction
        .first(
            "SELECT 1 AS found FROM run WHERE run = :run",
            Parameters.of("run", run),
            row -> row.truth("found"))
        .isPresent();
  }

  static int delete(Transaction transaction, String run) {
    return transaction.update("DELETE FROM run WHERE run = :run", Parameters.of("run", run));
  }

  static long oldSamples(Transaction transaction, Instant moment, int kept) {
    return transaction
        .first(
            """
            SELECT count(*) AS samples FROM spawn_sample
            WHERE at < :moment
              AND sample <= (SELECT max(sample) FROM spawn_sample) - :kept
            """,
            Parameters.of("moment", moment).and("kept", kept),
            row -> row.integer("samples"))
        .orElse(0L);
  }

  static int deleteSamples(Transaction transaction, Instant moment, int kept, int most) {
    return transaction.update(
        """
        DELETE FROM spawn_sample
        WHERE sample IN (SELECT sample FROM spawn_sample
                         WHERE at < :moment
                           AND sample <= (SELECT max(sample) FROM spawn_sample) - :kept
                         LIMIT :most)
        """,
        Parameters.of("moment", moment).and("kept", kept).and("most", most));
  }

  private static Candidate candidate(Row row) {
    return new Candidate(
        row.text("run"),
        Math.toIntExact(row.integer("spec")),
        row.instant("at"),
        row.optionalProcess("owner_pid", "owner_started_at").orElse(null));
  }
}
