package dev.speckit.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/// The steps of a run as the pipeline writes them, each whole in one transaction and each with one
/// event, and what must be true of every store at every moment.
@NullMarked
final class Steps {
  static final List<String> AGENTS = List.of("alice", "bob", "carol");

  /// Events of a finished run: started, one per answer, verdict, artefact.
  static final int EVENTS = 6;

  private static final String ANSWER = "{\"text\":\"" + "nothing is lost. ".repeat(600) + "\"}";

  /// A statement that counts, by what it counts: each must find nothing.
  private static final Map<String, String> BROKEN = new LinkedHashMap<>();

  static {
    BROKEN.put(
        "attempts that ended without their answer",
        """
        SELECT count(*) FROM attempt WHERE state = 'ended' AND NOT EXISTS
          (SELECT 1 FROM answer WHERE answer.run = attempt.run AND answer.agent = attempt.agent)
        """);
    BROKEN.put(
        "answers of attempts that run",
        """
        SELECT count(*) FROM answer JOIN attempt USING (run, subject, input, agent, attempt)
        WHERE state = 'running'
        """);
    BROKEN.put(
        "answers without their event, or the reverse",
        """
        SELECT count(*) FROM run WHERE
          (SELECT count(*) FROM event WHERE event.run = run.run AND kind = 'answered')
          <> (SELECT count(*) FROM answer WHERE answer.run = run.run)
        """);
    BROKEN.put(
        "runs that began in part",
        """
        SELECT count(*) FROM run WHERE
          (SELECT count(*) FROM attempt WHERE attempt.run = run.run) <> 3
          OR NOT EXISTS (SELECT 1 FROM event WHERE event.run = run.run AND sequence = 1)
        """);
    BROKEN.put(
        "verdicts without exactly their answers",
        """
        SELECT count(*) FROM verdict WHERE
          (SELECT count(*) FROM verdict_answer JOIN answer USING (answer)
           WHERE verdict_answer.verdict = verdict.verdict AND answer.run = verdict.run) <> 3
        """);
    BROKEN.put(
        "verdicts without their event, or the reverse",
        """
        SELECT count(*) FROM run WHERE
          (SELECT count(*) FROM event WHERE event.run = run.run AND kind = 'judged')
          <> (SELECT count(*) FROM verdict WHERE verdict.run = run.run)
        """);
    BROKEN.put(
        "artefacts without their event and state, or the reverse",
        """
        SELECT count(*) FROM run WHERE
          (SELECT count(*) FROM artifact WHERE path = 'specs/' || run.run)
            <> (SELECT count(*) FROM event WHERE event.run = run.run AND kind = 'written')
          OR (state = 'done') <> EXISTS (SELECT 1 FROM artifact WHERE path = 'specs/' || run.run)
        """);
    BROKEN.put(
        "journals with holes",
        """
        SELECT count(*) FROM run WHERE
          (SELECT count(*) FROM event WHERE event.run = run.run)
          <> (SELECT max(sequence) FROM event WHERE event.run = run.run)
        """);
  }

  private Steps() {}

  /// Told after each commit.
  interface Confirmed {
    void step(String run, int sequence);
  }

  /// Writes one run from its start to its artefact.
  ///
  /// @param seed of the sizes, 4 to 10 KB for an answer
  static void run(Store store, Durability durability, String run, int seed, Confirmed confirmed)
      throws InterruptedException {
    write(store, durability, run, 1, "started", transaction -> start(transaction, run));
    confirmed.step(run, 1);
    for (int agent = 0; agent < AGENTS.size(); agent++) {
      String name = AGENTS.get(agent);
      int bytes = 4096 + (seed * 31 + agent * 1777) % 6000;
      write(
          store,
          durability,
          run,
          2 + agent,
          "answered",
          transaction -> answer(transaction, run, name, bytes));
      confirmed.step(run, 2 + agent);
    }
    write(store, durability, run, 5, "judged", transaction -> judge(transaction, run));
    confirmed.step(run, 5);
    write(store, durability, run, EVENTS, "written", transaction -> finish(transaction, run));
    confirmed.step(run, EVENTS);
  }

  private interface Change {
    void make(Transaction transaction);
  }

  private static void write(
      Store store, Durability durability, String run, int sequence, String kind, Change change)
      throws InterruptedException {
    int _ =
        store.write(
            durability,
            transaction -> {
              change.make(transaction);
              return transaction.update(
                  """
                  INSERT INTO event (run, sequence, at, kind, payload)
                  VALUES (:run, :sequence, :at, :kind, '{}')
                  """,
                  Parameters.of("run", run)
                      .and("sequence", sequence)
                      .and("at", Stores.NOW)
                      .and("kind", kind));
            });
  }

  private static void start(Transaction transaction, String run) {
    int _ = Stores.insertRun(transaction, run);
    AGENTS.forEach(agent -> Stores.insertAttempt(transaction, run, agent));
  }

  private static void answer(Transaction transaction, String run, String agent, int bytes) {
    Parameters key = Parameters.of("run", run).and("agent", agent).and("at", Stores.NOW);
    int _ =
        transaction.update(
            """
            UPDATE attempt SET state = 'ended', outcome = 'answered', ended_at = :at
            WHERE run = :run AND agent = :agent
            """,
            key);
    int _ =
        transaction.update(
            """
            INSERT INTO answer (run, subject, input, agent, attempt, at, sha256, content)
            VALUES (:run, 'plan', 'key', :agent, 1, :at, :sha, :content)
            """,
            key.and("sha", Stores.SHA).and("content", ANSWER.substring(0, bytes - 2) + "\"}"));
  }

  private static void judge(Transaction transaction, String run) {
    long verdict =
        transaction.insert(
            """
            INSERT INTO verdict (run, subject, input, at, status, supporters, responders, roster,
                                 need, content)
            VALUES (:run, 'plan', 'key', :at, 'full', 3, 3, 3, 2, '{}')
            RETURNING verdict
            """,
            Parameters.of("run", run).and("at", Stores.NOW));
    List<Long> answers =
        transaction.query(
            "SELECT answer FROM answer WHERE run = :run",
            Parameters.of("run", run),
            row -> row.integer("answer"));
    for (long answer : answers) {
      int _ =
          transaction.update(
              "INSERT INTO verdict_answer (verdict, answer) VALUES (:verdict, :answer)",
              Parameters.of("verdict", verdict).and("answer", answer));
    }
  }

  private static void finish(Transaction transaction, String run) {
    int _ =
        transaction.update(
            """
            INSERT INTO artifact (path, run, sha256, written_at)
            VALUES ('specs/' || :run, :run, :sha, :at)
            """,
            Parameters.of("run", run).and("sha", Stores.SHA).and("at", Stores.NOW));
    int _ =
        transaction.update(
            "UPDATE run SET state = 'done', ended_at = :at WHERE run = :run",
            Parameters.of("run", run).and("at", Stores.NOW));
  }

  /// Removes a run with all that is known of it.
  static void delete(Store store, String run) throws InterruptedException {
    int _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              Parameters name = Parameters.of("run", run);
              return transaction.update("DELETE FROM artifact WHERE run = :run", name)
                  + transaction.update("DELETE FROM run WHERE run = :run", name);
            });
  }

  /// What is wrong with the store, as another program sees it; empty when nothing is.
  static Map<String, String> broken(Connection store) throws SQLException {
    Map<String, String> found = new LinkedHashMap<>();
    expect(store, "integrity", "PRAGMA integrity_check", "ok", found);
    expect(store, "orphans", "SELECT count(*) FROM pragma_foreign_key_check", "0", found);
    for (Map.Entry<String, String> each : BROKEN.entrySet()) {
      expect(store, each.getKey(), each.getValue(), "0", found);
    }
    return found;
  }

  private static void expect(
      Connection store, String what, String sql, String wanted, Map<String, String> found)
      throws SQLException {
    try (Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      String first = rows.next() ? rows.getString(1) : "no row";
      if (!wanted.equals(first)) {
        found.put(what, first);
      }
    }
  }

  /// How many events each run has.
  static Map<String, Integer> journals(Connection store) throws SQLException {
    Map<String, Integer> found = new LinkedHashMap<>();
    try (Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery("SELECT run, count(*) FROM event GROUP BY run")) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getInt(2));
      }
    }
    return found;
  }
}
