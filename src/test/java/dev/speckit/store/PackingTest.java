package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PackingTest {
  private static final List<String> TABLES =
      List.of("run", "event", "attempt", "answer", "verdict", "verdict_answer", "metric");

  @TempDir Path folder;
  Path file;
  final Random random = new Random(20261121);

  @BeforeEach
  void name() {
    file = folder.resolve("speckit.db");
  }

  /// Runs with events, attempts and answers, of which a twentieth is left here and there.
  private void fill(Store store, int runs) throws Exception {
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              for (int i = 0; i < runs; i++) {
                fill(transaction, "r" + i);
              }
              return true;
            });
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              for (int i = 0; i < runs; i++) {
                if (random.nextInt(20) != 0) {
                  transaction.update(
                      "DELETE FROM run WHERE run = :run", Parameters.of("run", "r" + i));
                }
              }
              transaction.update("DELETE FROM metric WHERE metric % 20 <> 0", Parameters.none());
              return true;
            });
  }

  private void fill(Transaction transaction, String run) {
    Stores.insertRun(transaction, run);
    for (int sequence = 1; sequence <= 10; sequence++) {
      Stores.insertEvent(transaction, run, sequence);
      transaction.update(
          "INSERT INTO metric (name, at, value) VALUES (:name, 1, :value)",
          Parameters.of("name", run.repeat(5)).and("value", sequence));
    }
    Stores.insertAttempt(transaction, run, "claude");
    long answer = Stores.insertAnswer(transaction, run, "claude");
    String content = "{\"t\":\"" + "x".repeat(random.nextInt(3000)) + "\"}";
    transaction.update(
        "UPDATE answer SET content = :content WHERE answer = :answer",
        Parameters.of("content", content).and("answer", answer));
    long verdict =
        transaction.insert(
            """
            INSERT INTO verdict (run, subject, input, at, status, supporters, responders, roster,
                                 need, content)
            VALUES (:run, 'plan', 'key', 1, 'full', 1, 1, 1, 1, :content) RETURNING verdict
            """,
            Parameters.of("run", run).and("content", content));
    transaction.update(
        "INSERT INTO verdict_answer (verdict, answer) VALUES (:verdict, :answer)",
        Parameters.of("verdict", verdict).and("answer", answer));
  }

  /// Every row with its hidden number where it has one.
  private List<String> rows(Store store) throws Exception {
    List<String> rows = new ArrayList<>();
    for (String table : TABLES) {
      boolean hidden = !List.of("event", "verdict_answer").contains(table);
      List<String> quoted =
          store.read(transaction ->
              transaction.query(
                  "SELECT 'quote(' || name || ')' AS c FROM pragma_table_info(:table)",
                  Parameters.of("table", table),
                  row -> row.text("c")));
      String columns = String.join(" || '|' || ", quoted);
      rows.addAll(
          store.read(transaction ->
              transaction.query(
                  "SELECT "
                      + (hidden ? "rowid || ':' || " : "")
                      + columns
                      + " AS r FROM "
                      + table
                      + " ORDER BY 1",
                  Parameters.none(),
                  row -> table + " " + row.text("r"))));
    }
    return rows;
  }

  @Test
  void every_row_stays_as_it_was_and_the_file_becomes_smaller() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 3000);
      Vacuumed before = store.vacuum(Duration.ofMinutes(1), 0);
      List<String> rows = rows(store);
      Packed packed = store.pack(Duration.ofMinutes(1));
      assertThat(rows(store)).isEqualTo(rows);
      Vacuumed after = store.vacuum(Duration.ofMinutes(1), 0);
      assertThat(packed.complete()).isTrue();
      assertThat(packed.rows()).isPositive();
      assertThat(packed.unusedAfter()).isLessThan(packed.unusedBefore());
      assertThat(after.bytesAfter()).isLessThan(before.bytesAfter());
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
  }

  @Test
  void writers_beside_it_lose_nothing() throws Exception {
    try (Store store = Stores.open(file);
        Store other = Stores.open(file)) {
      fill(store, 2000);
      AtomicBoolean ended = new AtomicBoolean();
      List<Thread> writers = new ArrayList<>();
      List<String> written = java.util.Collections.synchronizedList(new ArrayList<>());
      for (Store each : List.of(store, other)) {
        String name = each == store ? "a" : "b";
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    for (int i = 0; !ended.get() || i < 20; i++) {
                      String run = name + i;
                      each.write(
                          Durability.NORMAL,
                          transaction -> {
                            fill(transaction, run);
                            return run;
                          });
                      written.add(run);
                    }
                  } catch (InterruptedException failure) {
                    throw new IllegalStateException(failure);
                  }
                }));
      }
      long packed = store.pack(Duration.ofMinutes(1)).rows();
      ended.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(packed).isPositive();
      List<String> runs =
          store.read(transaction ->
              transaction.query("SELECT run FROM run", Parameters.none(), row -> row.text("run")));
      assertThat(runs).containsAll(written).doesNotHaveDuplicates();
      assertThat(Stores.count(store, "event")).isEqualTo(10L * runs.size());
      assertThat(Stores.count(store, "verdict_answer")).isEqualTo(runs.size());
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
  }

  static final class PacksForEver {
    public static void main(String[] arguments) throws InterruptedException {
      try (Store store = Stores.open(Path.of(arguments[0]))) {
        System.out.println("ready");
        long rows = store.pack(Duration.ofMinutes(5)).rows();
        System.out.println("packed " + rows);
      }
    }
  }

  @Test
  void killed_in_its_middle_every_row_is_there() throws Exception {
    List<String> rows;
    try (Store store = Stores.open(file)) {
      fill(store, 4000);
      rows = rows(store);
    }
    for (int kill = 0; kill < (Boolean.getBoolean("speckit.exhaustive") ? 20 : 3); kill++) {
      Path copy = folder.resolve("copy" + kill + ".db");
      Files.copy(file, copy);
      Process process = Stores.start(PacksForEver.class, copy);
      process.getInputStream().read();
      Thread.sleep(random.nextInt(120));
      process.destroyForcibly().waitFor();
      try (Store store = Stores.open(copy)) {
        assertThat(rows(store)).isEqualTo(rows);
        assertThat(store.check(Depth.WHOLE)).isEmpty();
      }
    }
  }

  @Test
  void without_time_nothing_is_begun() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 2000);
      Packed packed = store.pack(Duration.ZERO);
      assertThat(packed.rows()).isZero();
      assertThat(packed.complete()).isFalse();
    }
  }
}
