package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each constraint on a row that breaks it alone.
class SchemaTest {
  @TempDir Path folder;
  Store store;

  @BeforeEach
  void fill() throws InterruptedException {
    store = Stores.open(folder.resolve("speckit.db"));
    store.write(
        Durability.NORMAL,
        transaction -> {
          Stores.insertRun(transaction, "r");
          Stores.insertEvent(transaction, "r", 1);
          Stores.insertAttempt(transaction, "r", "claude");
          long answer = Stores.insertAnswer(transaction, "r", "claude");
          long verdict =
              transaction.insert(
                  """
                  INSERT INTO verdict (run, subject, input, at, status, supporters, responders,
                                       roster, need, content)
                  VALUES ('r', 'plan', 'key', 1, 'full', 1, 1, 1, 1, '{}') RETURNING verdict
                  """,
                  Parameters.none());
          transaction.update(
              "INSERT INTO verdict_answer VALUES (:verdict, :answer)",
              Parameters.of("verdict", verdict).and("answer", answer));
          transaction.update(
              "INSERT INTO question VALUES ('r', 'q1', 'plan', NULL, '?', '[]', 'open', 1, 1,"
                  + " 'plan')",
              Parameters.none());
          transaction.update(
              "INSERT INTO artifact VALUES ('plan.md', 'r', :sha, 1)",
              Parameters.of("sha", Stores.SHA));
          transaction.update(
              "INSERT INTO spawn_sample VALUES (NULL, 'r', 1001, 'plan', 'claude', 1, NULL, 5, 1,"
                  + " 1, 0, 1, 2, 3)",
              Parameters.none());
          transaction.update(
              "INSERT INTO work_session VALUES (1001, 1, 'ann@example.org', 1, 2, 0, 30)",
              Parameters.none());
          transaction.update(
              "INSERT INTO deliverable VALUES (1001, 'src/a.py', 1)", Parameters.none());
          transaction.update(
              """
              INSERT INTO evidence_archive
              VALUES ('a', 1001, 'a.tar.gz', 1, 1, 1, :sha, 'kept', 1, NULL, NULL, NULL)
              """,
              Parameters.of("sha", Stores.SHA));
          transaction.update(
              "INSERT INTO evidence_file VALUES ('f', 1001, 'r', 1, 1, :sha, 1, 'archived', 'a')",
              Parameters.of("sha", Stores.SHA));
          transaction.update("INSERT INTO metric VALUES (NULL, 'm', 1, 1)", Parameters.none());
          transaction.update(
              "INSERT INTO upkeep VALUES (NULL, '2026-11-21', 'asked', 1, 2, '{}')",
              Parameters.none());
          transaction.update(
              """
              INSERT INTO imported_run
              VALUES (1, :sha, 'consensus_runs', '1', 'S-1', 'plan', 1, 1, 0, NULL, NULL)
              """,
              Parameters.of("sha", Stores.SHA));
          return transaction.update(
              """
              INSERT INTO imported_answer
              VALUES (NULL, 1, :sha, 'agent_outputs', '1', 'S-1', 'plan', NULL, 'claude', NULL, 1,
                      NULL, 'no json', NULL)
              """,
              Parameters.of("sha", Stores.SHA));
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE run SET state = 'asleep'",
        "UPDATE run SET spec = 0",
        "UPDATE run SET spec = 'text'",
        "UPDATE run SET started_at = '2026-11-21'",
        "UPDATE run SET started_at = -1",
        "UPDATE run SET owner_pid = 0",
        "UPDATE run SET settings = NULL",
        "UPDATE event SET payload = '{'",
        "UPDATE event SET sequence = 0",
        "UPDATE event SET run = 'nobody'",
        "INSERT INTO event SELECT * FROM event",
        "UPDATE attempt SET state = 'lost'",
        "UPDATE attempt SET state = 'ended'",
        "UPDATE attempt SET state = 'ended', outcome = 'answered'",
        "UPDATE attempt SET state = 'ended', ended_at = 1",
        "UPDATE attempt SET outcome = 'answered'",
        "UPDATE attempt SET attempt = 0",
        "UPDATE attempt SET prompt_sha256 = 'short'",
        "UPDATE attempt SET truncated = 2",
        "UPDATE attempt SET stdout_bytes = -1",
        "UPDATE answer SET content = 'no json'",
        "UPDATE answer SET agent = 'nobody'",
        "INSERT INTO answer SELECT answer + 1, run, subject, input, agent, attempt, at, sha256,"
            + " content FROM answer",
        "UPDATE verdict SET supporters = 2",
        "UPDATE verdict SET supporters = -1",
        "UPDATE verdict SET responders = 2, supporters = 0",
        "UPDATE verdict SET content = ''",
        "UPDATE verdict_answer SET answer = 99",
        "UPDATE verdict_answer SET verdict = 99",
        "UPDATE question SET state = 'forgotten'",
        "UPDATE question SET answers = 'yes'",
        "INSERT INTO question SELECT * FROM question",
        "UPDATE artifact SET sha256 = ''",
        "INSERT INTO artifact SELECT * FROM artifact",
        "UPDATE spawn_sample SET success = 2",
        "UPDATE spawn_sample SET ready_ms = -1",
        "UPDATE spawn_sample SET batch = 0",
        "UPDATE spawn_sample SET prompt_ms = -1",
        "UPDATE spawn_sample SET store_ms = -1",
        "UPDATE spawn_sample SET process_ms = -1",
        "UPDATE spawn_sample SET first_ms = -1",
        "UPDATE attempt SET input_tokens = -1",
        "UPDATE attempt SET cached_tokens = -1",
        "UPDATE attempt SET cache_write_tokens = -1",
        "UPDATE attempt SET output_tokens = 'many'",
        "UPDATE attempt SET requests = -1",
        "UPDATE attempt SET cost_micros = -1",
        "UPDATE attempt SET model = ''",
        "UPDATE attempt SET session = ''",
        "UPDATE attempt SET retry_at = -1",
        "UPDATE run SET ordinal = 0",
        "UPDATE question SET ordinal = 0",
        "UPDATE work_session SET last_at = 0",
        "UPDATE work_session SET open = 2",
        "UPDATE work_session SET minutes = -1",
        "UPDATE deliverable SET present = 2",
        "UPDATE deliverable SET path = ''",
        "INSERT INTO deliverable SELECT * FROM deliverable",
        "UPDATE evidence_archive SET state = 'lost'",
        "UPDATE evidence_archive SET state = 'offloaded'",
        "UPDATE evidence_archive SET state = 'purged', purged_at = 5",
        "UPDATE evidence_archive SET state = 'purged', reason = 'age'",
        "UPDATE evidence_archive SET sha256 = 'short'",
        "UPDATE evidence_archive SET files = 0",
        "DELETE FROM evidence_archive",
        "UPDATE evidence_file SET archive = NULL",
        "UPDATE evidence_file SET archive = 'nobody'",
        "UPDATE evidence_file SET state = 'lost'",
        "UPDATE evidence_file SET bytes = -1",
        "UPDATE evidence_file SET sha256 = ''",
        "UPDATE metric SET name = ''",
        "UPDATE upkeep SET reason = 'luck'",
        "UPDATE upkeep SET day = 'today'",
        "UPDATE upkeep SET content = '{'",
        "UPDATE imported_run SET source = 'short'",
        "UPDATE imported_run SET ok = 2",
        "INSERT INTO imported_run SELECT 2, source, source_table, source_id, spec, stage, at, ok,"
            + " degraded, status, content FROM imported_run",
        "UPDATE imported_answer SET imported_run = 99",
        "INSERT INTO imported_answer SELECT imported_answer + 1, imported_run, source,"
            + " source_table, source_id, spec, stage, phase, agent, model, at, ended_at, content,"
            + " reason FROM imported_answer"
      })
  void a_row_that_cannot_be_is_refused(String sql) {
    assertThatThrownBy(() ->
            store.write(
                Durability.NORMAL, transaction -> transaction.update(sql, Parameters.none())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CONSTRAINT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE run SET state = 'done', ended_at = 5, owner_pid = NULL",
        "UPDATE attempt SET state = 'ended', outcome = 'answered', ended_at = 5, exit_code = 0",
        "UPDATE verdict SET supporters = NULL, responders = 0, status = 'failed'",
        "UPDATE question SET state = 'deferred'",
        "UPDATE spawn_sample SET ready_ms = NULL, total_ms = NULL",
        "UPDATE spawn_sample SET batch = NULL, prompt_ms = NULL, first_ms = NULL",
        "UPDATE attempt SET input_tokens = 5, cost_micros = 0, model = 'm', retry_at = 7",
        "UPDATE evidence_archive SET state = 'offloaded', offloaded_at = 5",
        "UPDATE evidence_archive SET state = 'purged', purged_at = 5, reason = 'age'",
        "UPDATE evidence_file SET state = 'gone', archive = NULL",
        "UPDATE upkeep SET ended_at = NULL, content = NULL",
        "UPDATE imported_run SET at = NULL, ok = NULL, content = 'no json'",
        "DELETE FROM imported_run"
      })
  void a_row_that_can_be_is_taken(String sql) {
    assertThatCode(() ->
            store.write(
                Durability.NORMAL, transaction -> transaction.update(sql, Parameters.none())))
        .doesNotThrowAnyException();
  }

  @Test
  void a_run_goes_with_all_that_hangs_on_it() throws Exception {
    store.write(
        Durability.NORMAL, transaction -> transaction.update("DELETE FROM run", Parameters.none()));
    for (String table :
        List.of("event", "attempt", "answer", "verdict", "verdict_answer", "question")) {
      assertThat(Stores.count(store, table)).as(table).isZero();
    }
    for (String table : List.of("artifact", "spawn_sample", "evidence_file", "work_session")) {
      assertThat(Stores.count(store, table)).as(table).isEqualTo(1);
    }
  }

  @Test
  void every_table_is_strict() throws Exception {
    List<String> loose =
        store.read(transaction ->
            transaction.query(
                """
                SELECT name FROM pragma_table_list
                WHERE type = 'table' AND NOT strict AND schema = 'main'
                  AND name NOT LIKE 'sqlite_%' AND name <> 'schema_history'
                """,
                Parameters.none(), row -> row.text("name")));
    assertThat(loose).isEmpty();
  }
}
