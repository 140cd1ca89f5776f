package dev.speckit.run;

import dev.speckit.host.ProcessIdentity;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `run`: one a run, derived from its journal in the same transactions.
public final class RunTable {
  private static final String COLUMNS =
      """
      SELECT run, spec, document, state, from_stage, to_stage, started_at, ended_at, owner_pid,
             owner_started_at, settings
      FROM run
      """;

  private RunTable() {}

  /// @param document path of the spec's document, relative to the workspace
  /// @param owner the speckit process that carries the run; null when none does
  /// @param settings JSON: the snapshot the run started with
  public record RunRow(
      String run,
      int spec,
      String document,
      RunState state,
      String from,
      String to,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable ProcessIdentity owner,
      String settings) {}

  public static void insert(
      Transaction transaction,
      String run,
      RunEvent.Started started,
      String document,
      Instant at,
      ProcessIdentity owner,
      String settings) {
    transaction.update(
        """
        INSERT INTO run(run, spec, document, state, from_stage, to_stage, on_question, started_at,
                        owner_pid, owner_started_at, settings, ordinal)
        VALUES (:run, :spec, :document, 'running', :from, :to, :on_question, :at, :pid, :pid_at,
                :settings, (SELECT coalesce(max(ordinal), 0) + 1 FROM run))
        """,
        Parameters.of("run", run)
            .and("spec", started.spec())
            .and("document", document)
            .and("from", started.from().word())
            .and("to", started.to().word())
            .and("on_question", EventText.word(started.onQuestion()))
            .and("at", at)
            .and("pid", owner.pid())
            .and("pid_at", owner.startedAt())
            .and("settings", settings));
  }

  public static void own(Transaction transaction, String run, ProcessIdentity owner) {
    transaction.update(
        """
        UPDATE run SET state = 'running', ended_at = NULL, owner_pid = :pid,
                       owner_started_at = :pid_at
        WHERE run = :run
        """,
        Parameters.of("run", run).and("pid", owner.pid()).and("pid_at", owner.startedAt()));
  }

  static void stop(Transaction transaction, String run, RunState state, Instant at) {
    transaction.update(
        """
        UPDATE run SET state = :state, ended_at = :at, owner_pid = NULL, owner_started_at = NULL
        WHERE run = :run
        """,
        Parameters.of("run", run).and("state", state.word()).and("at", at));
  }

  public static Optional<RunRow> find(Transaction transaction, String run) {
    return transaction.first(
        COLUMNS + "WHERE run = :run", Parameters.of("run", run), RunTable::row);
  }

  /// Newest first: by the order of their rows, because the clock may have been set back since.
  public static List<RunRow> all(Transaction transaction, int most) {
    return transaction.query(
        COLUMNS + "ORDER BY ordinal DESC LIMIT :most", Parameters.of("most", most), RunTable::row);
  }

  /// The runs of a spec, newest first.
  public static List<RunRow> ofSpec(Transaction transaction, int spec) {
    return transaction.query(
        COLUMNS + "WHERE spec = :spec ORDER BY ordinal DESC",
        Parameters.of("spec", spec),
        RunTable::row);
  }

  public static List<RunRow> running(Transaction transaction) {
    return transaction.query(COLUMNS + "WHERE state = 'running'", Parameters.none(), RunTable::row);
  }

  /// The newest run of each spec: spec, run and state.
  public static List<RunRow> newestPerSpec(Transaction transaction) {
    return transaction.query(
        COLUMNS
            + """
            WHERE run = (SELECT newest.run FROM run AS newest WHERE newest.spec = run.spec
                         ORDER BY newest.ordinal DESC LIMIT 1)
            """,
        Parameters.none(),
        RunTable::row);
  }

  private static RunRow row(Row row) {
    return new RunRow(
        row.text("run"),
        Math.toIntExact(row.integer("spec")),
        row.text("document"),
        RunState.parse(row.text("state")).orElse(RunState.FAILED),
        row.text("from_stage"),
        row.text("to_stage"),
        row.instant("started_at"),
        row.optionalInstant("ended_at").orElse(null),
        row.optionalProcess("owner_pid", "owner_started_at").orElse(null),
        row.text("settings"));
  }
}
