package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each step from one version to the next, on a store that the older program really made.
class MigrationTest {
  private static final Schema FIRST = new Schema(1, List.of("db/sqlite"));
  private static final Schema SECOND = new Schema(2, List.of("db/sqlite"));

  @TempDir Path folder;

  @Test
  void step_2_keeps_rows_their_order_and_the_checkpoint_of_questions() throws Exception {
    Path file = folder.resolve("speckit.db");
    try (Store store = Store.open(file, Stores.host(folder), FIRST, Duration.ofSeconds(5))) {
      store.write(
          Durability.NORMAL,
          transaction -> {
            // Neither by name nor by time: only the order of insertion tells.
            for (String run : List.of("b", "c", "a")) {
              Stores.insertRun(transaction, run);
              Stores.insertEvent(transaction, run, 1);
            }
            question(transaction, "q-2", "{\"checkpoint\":\"before-plan\"}");
            question(transaction, "q-1", "{\"checkpoint\":\"after-plan\"}");
            question(transaction, "q-0", "{}");
            return transaction.update(
                "INSERT INTO spec_index VALUES ('a', 1, 1, :sha, '{}')",
                Parameters.of("sha", Stores.SHA));
          });
    }
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("1");

    try (Store store = Stores.open(file)) {
      assertThat(texts(store, "SELECT run AS v FROM run ORDER BY ordinal"))
          .containsExactly("b", "c", "a");
      assertThat(texts(store, "SELECT question AS v FROM question ORDER BY ordinal"))
          .containsExactly("q-2", "q-1", "q-0");
      assertThat(
              texts(
                  store, "SELECT coalesce(checkpoint, 'none') AS v FROM question ORDER BY ordinal"))
          .containsExactly("before-plan", "after-plan", "none");
      assertThat(Stores.count(store, "event")).isEqualTo(3);
      assertThat(texts(store, "PRAGMA integrity_check(1)", "integrity_check"))
          .containsExactly("ok");
      assertThat(texts(store, "PRAGMA foreign_key_check", "table")).isEmpty();
    }
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("3");
    try (Stream<Path> files = Files.list(folder)) {
      Path backup =
          files.filter(each -> each.toString().endsWith(".backup")).findFirst().orElseThrow();
      assertThat(Stores.ask(backup, "SELECT count(*) FROM run")).isEqualTo("3");
      assertThat(Stores.ask(backup, "PRAGMA user_version")).isEqualTo("1");
    }
  }

  @Test
  void step_3_leaves_what_nobody_measured_unknown() throws Exception {
    Path file = folder.resolve("speckit.db");
    try (Store store = Store.open(file, Stores.host(folder), SECOND, Duration.ofSeconds(5))) {
      store.write(
          Durability.NORMAL,
          transaction -> {
            Stores.insertRun(transaction, "r");
            Stores.insertAttempt(transaction, "r", "claude");
            return transaction.update(
                "INSERT INTO spawn_sample VALUES (7, 'r', 1001, 'plan', 'claude', 1, 2, 5, 1)",
                Parameters.none());
          });
    }
    try (Store store = Stores.open(file)) {
      assertThat(
              texts(
                  store,
                  "SELECT count(*) || ' ' || count(input_tokens) || ' ' || count(retry_at) AS v"
                      + " FROM attempt"))
          .containsExactly("1 0 0");
      assertThat(
              texts(
                  store,
                  "SELECT sample || ' ' || ready_ms || ' ' || total_ms || ' ' || count(batch) AS v"
                      + " FROM spawn_sample"))
          .containsExactly("7 2 5 0");
      assertThat(texts(store, "PRAGMA integrity_check(1)", "integrity_check"))
          .containsExactly("ok");
    }
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("3");
  }

  private static void question(Transaction transaction, String question, String answers) {
    transaction.update(
        """
        INSERT INTO question(run, question, subject, text, answers, state, at)
        VALUES ('b', :question, 'clarify', '?', :answers, 'open', 1)
        """,
        Parameters.of("question", question).and("answers", answers));
  }

  private static List<String> texts(Store store, String sql) throws InterruptedException {
    return texts(store, sql, "v");
  }

  private static List<String> texts(Store store, String sql, String column)
      throws InterruptedException {
    return store.read(t -> t.query(sql, Parameters.none(), row -> row.text(column)));
  }
}
