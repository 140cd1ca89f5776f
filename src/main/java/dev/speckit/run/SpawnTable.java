package dev.speckit.run;

import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of `spawn_sample`: how long each attempt took, over all runs of the workspace.
public final class SpawnTable {
  /// What is looked at: the newest of them.
  static final int WINDOW = 1000;

  private static final String FILTER =
      "WHERE (:spec IS NULL OR spec = :spec) AND (:agent IS NULL OR agent = :agent)\n";

  private SpawnTable() {}

  /// Whose sample it is.
  ///
  /// @param batch number of the batch in its run, from 1; null for an attempt of an earlier speckit
  ///   that was found whole on disk
  /// @param at when it was decided to start it
  public record Origin(
      String run, int spec, Part part, String agent, @Nullable Long batch, Instant at) {}

  /// Milliseconds of each phase; null where it was not measured or never came.
  ///
  /// @param prompt to make the prompt; shared by all agents of a batch
  /// @param store to write down that it is about to start
  /// @param process from the decision to a running process
  /// @param first from the running process to its first byte
  /// @param ready from the decision to the first byte
  /// @param total from the decision to the end of everything it started
  public record Phases(
      @Nullable Long prompt,
      @Nullable Long store,
      @Nullable Long process,
      @Nullable Long first,
      @Nullable Long ready,
      @Nullable Long total) {
    /// What was never started took no time that tells anything.
    public boolean isStarted() {
      return process != null || ready != null;
    }
  }

  public record Sample(String agent, boolean success, Phases phases) {}

  /// Attempts that were started together.
  ///
  /// @param agents how many different ones
  /// @param sumMillis what they would have taken one after another
  /// @param totalMillis from the first decision to the last end, by the clock
  public record Batch(String run, long batch, long agents, long sumMillis, long totalMillis) {}

  public static void insert(
      Transaction transaction, Origin origin, boolean success, Phases phases) {
    transaction.update(
        """
        INSERT INTO spawn_sample(run, spec, subject, agent, batch, at, prompt_ms, store_ms,
                                 process_ms, first_ms, ready_ms, total_ms, success)
        VALUES (:run, :spec, :subject, :agent, :batch, :at, :prompt_ms, :store_ms,
                :process_ms, :first_ms, :ready_ms, :total_ms, :success)
        """,
        Parameters.of("run", origin.run())
            .and("spec", origin.spec())
            .and("subject", origin.part().name())
            .and("agent", origin.agent())
            .and("batch", origin.batch())
            .and("at", origin.at())
            .and("prompt_ms", phases.prompt())
            .and("store_ms", phases.store())
            .and("process_ms", phases.process())
            .and("first_ms", phases.first())
            .and("ready_ms", phases.ready())
            .and("total_ms", phases.total())
            .and("success", success));
  }

  /// The newest samples, newest first, at most 1,000.
  ///
  /// @param spec null for all
  /// @param agent null for all
  public static List<Sample> window(
      Transaction transaction, @Nullable Integer spec, @Nullable String agent) {
    return transaction.query(
        "SELECT agent, success, prompt_ms, store_ms, process_ms, first_ms, ready_ms, total_ms\n"
            + "FROM spawn_sample\n"
            + FILTER
            + "ORDER BY sample DESC LIMIT :most",
        filter(spec, agent).and("most", WINDOW),
        row ->
            new Sample(
                row.text("agent"),
                row.truth("success"),
                new Phases(
                    millis(row, "prompt_ms"),
                    millis(row, "store_ms"),
                    millis(row, "process_ms"),
                    millis(row, "first_ms"),
                    millis(row, "ready_ms"),
                    millis(row, "total_ms"))));
  }

  private static @Nullable Long millis(Row row, String column) {
    return row.optionalInteger(column).orElse(null);
  }

  private static Parameters filter(@Nullable Integer spec, @Nullable String agent) {
    return Parameters.of("spec", spec).and("agent", agent);
  }

  /// The names of all agents that have samples, sorted.
  public static List<String> agents(Transaction transaction, @Nullable Integer spec) {
    return transaction.query(
        """
        SELECT DISTINCT agent FROM spawn_sample WHERE (:spec IS NULL OR spec = :spec)
        ORDER BY agent
        """,
        Parameters.of("spec", spec),
        row -> row.text("agent"));
  }

  /// The number of a run's next batch. Only one process carries a run.
  public static long nextBatch(Transaction transaction, String run) {
    return transaction
        .first(
            "SELECT coalesce(max(batch), 0) + 1 AS next FROM spawn_sample WHERE run = :run",
            Parameters.of("run", run),
            row -> row.integer("next"))
        .orElse(1L);
  }

  /// The newest batches, newest first, at most 1,000. What was not started is left out of them.
  ///
  /// @param agent only batches in which it was asked; null for all
  public static List<Batch> batches(
      Transaction transaction, @Nullable Integer spec, @Nullable String agent) {
    return transaction.query(
        """
        SELECT run, batch, count(DISTINCT agent) AS agents, sum(total_ms) AS sum_ms,
               max(at + total_ms) - min(at) AS wall_ms
        FROM spawn_sample
        WHERE batch IS NOT NULL AND process_ms IS NOT NULL AND total_ms IS NOT NULL
          AND (:spec IS NULL OR spec = :spec)
        GROUP BY run, batch
        HAVING :agent IS NULL OR count(CASE WHEN agent = :agent THEN 1 END) > 0
        ORDER BY max(sample) DESC LIMIT :most
        """,
        filter(spec, agent).and("most", WINDOW),
        row ->
            new Batch(
                row.text("run"),
                row.integer("batch"),
                row.integer("agents"),
                row.integer("sum_ms"),
                row.integer("wall_ms")));
  }
}
