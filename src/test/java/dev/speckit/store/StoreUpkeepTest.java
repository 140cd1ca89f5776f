package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreUpkeepTest {
  private static final Duration AMPLE = Duration.ofMinutes(2);

  @TempDir Path folder;
  Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("speckit.db");
  }

  /// Rows that fill about a page each.
  static void fill(Store store, int events) throws InterruptedException {
    String payload = "{\"text\": \"" + "x".repeat(3500) + "\"}";
    store.write(
        Durability.NORMAL,
        transaction -> {
          Stores.insertRun(transaction, "r1");
          for (int i = 1; i <= events; i++) {
            transaction.update(
                """
                INSERT INTO event (run, sequence, at, kind, payload)
                VALUES ('r1', :sequence, 1, 'started', :payload)
                """,
                Parameters.of("sequence", i).and("payload", payload));
          }
          return events;
        });
  }

  private static void empty(Store store) throws InterruptedException {
    store.write(
        Durability.NORMAL,
        transaction -> transaction.update("DELETE FROM event", Parameters.none()));
  }

  @Test
  void figures_are_those_of_the_file() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 50);
      StoreFigures figures = store.figures();
      assertThat(figures.version()).isEqualTo(Schema.CURRENT.version());
      assertThat(figures.pageBytes()).isEqualTo(2048);
      assertThat(figures.walBytes()).isEqualTo(Files.size(StorePaths.log(file))).isPositive();
      assertThat(figures.bytes()).isEqualTo(Files.size(file));
      assertThat(figures.pages()).isGreaterThan(50);
      assertThat(figures.freePages()).isZero();
      assertThat(figures.tables())
          .contains(
              new StoreFigures.TableRows("event", 50), new StoreFigures.TableRows("answer", 0))
          .noneMatch(each -> each.table().contains("schema_history"));
      empty(store);
      StoreFigures after = store.figures();
      assertThat(after.freePages()).isGreaterThanOrEqualTo(50);
      assertThat(after.freeBytes()).isEqualTo(after.freePages() * 2048);
    }
  }

  @Test
  void a_vacuum_gives_the_free_pages_back_and_proves_it() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 3000);
      empty(store);
      assertThat(store.checkpoint().whole()).isTrue();
      long before = Files.size(file);
      List<Long> told = new ArrayList<>();
      Vacuumed vacuumed = store.vacuum(AMPLE, 0, told::add);
      assertThat(vacuumed.freeBefore()).isGreaterThanOrEqualTo(3000);
      assertThat(vacuumed.freeAfter()).isZero();
      assertThat(vacuumed.freed()).isEqualTo(vacuumed.freeBefore());
      assertThat(vacuumed.complete()).isTrue();
      assertThat(vacuumed.slices()).isEqualTo(told.size()).isPositive();
      assertThat(told.getLast()).isZero();
      assertThat(vacuumed.bytesBefore()).isEqualTo(before);
      assertThat(vacuumed.bytesAfter())
          .isEqualTo(Files.size(file))
          .isLessThan(before - 3000 * 2048 + 1);
      assertThat(store.figures().freePages()).isZero();
      assertThat(Files.size(StorePaths.log(file))).isZero();
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
  }

  @Test
  void a_vacuum_leaves_as_many_free_pages_as_it_is_told() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 300);
      empty(store);
      Vacuumed vacuumed = store.vacuum(AMPLE, 100);
      assertThat(vacuumed.freeAfter()).isEqualTo(100);
      assertThat(vacuumed.complete()).isTrue();
    }
  }

  @Test
  void a_vacuum_without_time_frees_nothing_and_says_so() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 300);
      empty(store);
      Vacuumed vacuumed = store.vacuum(Duration.ZERO, 0);
      assertThat(vacuumed.freed()).isZero();
      assertThat(vacuumed.slices()).isZero();
      assertThat(vacuumed.complete()).isFalse();
    }
  }

  @Test
  void a_vacuum_of_nothing_does_nothing() throws Exception {
    try (Store store = Stores.open(file)) {
      Vacuumed vacuumed = store.vacuum(AMPLE, 0);
      assertThat(vacuumed.slices()).isZero();
      assertThat(vacuumed.complete()).isTrue();
    }
  }

  @Test
  void an_interrupted_vacuum_ends_between_slices_and_harms_nothing() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 4000);
      empty(store);
      CountDownLatch begun = new CountDownLatch(1);
      AtomicReference<Throwable> ended = new AtomicReference<>();
      CountDownLatch goOn = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  store.vacuum(
                      AMPLE,
                      0,
                      _ -> {
                        begun.countDown();
                        awaitUninterrupted(goOn);
                      });
                } catch (InterruptedException | RuntimeException failure) {
                  ended.set(failure);
                }
              });
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      goOn.countDown();
      thread.join();
      assertThat(ended.get()).isInstanceOf(InterruptedException.class);
      assertThat(store.figures().freePages()).isPositive();
      assertThat(store.check(Depth.WHOLE)).isEmpty();
      assertThat(store.vacuum(AMPLE, 0).complete()).isTrue();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes one event after the other until it is told to end by the end of its input.
  static final class WritesUntilTold {
    public static void main(String[] arguments) throws Exception {
      try (Store store = Stores.open(Path.of(arguments[0]))) {
        store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, arguments[1]));
        int written = 0;
        System.out.println("ready");
        while (System.in.available() == 0) {
          int sequence = ++written;
          store.write(
              Durability.NORMAL,
              transaction -> Stores.insertEvent(transaction, arguments[1], sequence));
        }
        System.out.println(written);
      }
    }
  }

  @Test
  void writers_of_both_processes_go_on_beside_a_vacuum() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 5000);
      store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "own"));
      store.write(
          Durability.NORMAL,
          transaction ->
              transaction.update("DELETE FROM event WHERE run = 'r1'", Parameters.none()));
      Process other = Stores.start(WritesUntilTold.class, file, "theirs");
      var out = other.inputReader();
      assertThat(out.readLine()).isEqualTo("ready");
      AtomicInteger own = new AtomicInteger();
      AtomicReference<Vacuumed> vacuumed = new AtomicReference<>();
      Thread vacuuming =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  vacuumed.set(store.vacuum(AMPLE, 0));
                } catch (InterruptedException failure) {
                  throw new AssertionError(failure);
                }
              });
      while (vacuuming.isAlive()) {
        store.write(
            Durability.FULL, transaction -> Stores.insertEvent(transaction, "own", own.get() + 1));
        own.incrementAndGet();
      }
      other.outputWriter().append('x').flush();
      int theirs = Integer.parseInt(out.readLine());
      assertThat(other.waitFor()).isZero();
      assertThat(vacuumed.get().freed()).isGreaterThan(4000);
      assertThat(own.get()).isPositive();
      assertThat(theirs).isPositive();
      assertThat(Stores.count(store, "event")).isEqualTo(own.get() + theirs);
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
  }

  @Test
  void rows_are_removed_in_slices_that_fit_the_time() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 2500);
      List<Long> sizes = new ArrayList<>();
      long removed =
          store.inSlices(
              Durability.NORMAL,
              (transaction, rowsMax) -> {
                sizes.add(rowsMax);
                return transaction.update(
                    """
                    DELETE FROM event WHERE (run, sequence) IN
                      (SELECT run, sequence FROM event ORDER BY run, sequence LIMIT :most)
                    """,
                    Parameters.of("most", rowsMax));
              });
      assertThat(removed).isEqualTo(2500);
      assertThat(Stores.count(store, "event")).isZero();
      assertThat(sizes).hasSizeGreaterThan(2).allMatch(each -> each >= 1);
    }
  }

  @Test
  void a_slice_that_fails_leaves_those_before_it() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 100);
      AtomicInteger calls = new AtomicInteger();
      assertThatThrownBy(() ->
              store.inSlices(
                  Durability.NORMAL,
                  (transaction, _) -> {
                    if (calls.incrementAndGet() == 3) {
                      throw new IllegalArgumentException("no more");
                    }
                    return transaction.update(
                        "DELETE FROM event WHERE sequence = :sequence",
                        Parameters.of("sequence", calls.get()));
                  }))
          .hasMessage("no more");
      assertThat(Stores.count(store, "event")).isEqualTo(98);
    }
  }

  @Test
  void a_checkpoint_empties_the_log_and_says_when_a_reader_needs_it() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 20);
      try (var reader = Stores.foreign(file);
          var statement = reader.createStatement()) {
        statement.execute("BEGIN");
        statement.executeQuery("SELECT count(*) FROM event").close();
        fillMore(store);
        Checkpointed held = store.checkpoint();
        assertThat(held.whole()).isFalse();
        assertThat(held.walBytesAfter()).isPositive();
        statement.execute("ROLLBACK");
      }
      Checkpointed free = store.checkpoint();
      assertThat(free.whole()).isTrue();
      assertThat(free.walBytesBefore()).isPositive();
      assertThat(free.walBytesAfter()).isZero();
    }
  }

  private static void fillMore(Store store) throws InterruptedException {
    store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "r2"));
  }

  @Test
  void a_check_names_rows_that_refer_to_nothing() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 3);
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
    Stores.execute(file, "PRAGMA foreign_keys=OFF", "DELETE FROM run");
    StoreFile store = StoreFile.of(file, Stores.host(folder));
    assertThat(store.check(Depth.QUICK)).isEmpty();
    assertThat(store.check(Depth.WHOLE))
        .containsExactly("3 rows of event refer to rows of run that are not there");
  }

  @Test
  void a_check_of_a_damaged_store_tells_and_changes_nothing() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 200);
    }
    int root =
        Integer.parseInt(Stores.ask(file, "SELECT rootpage FROM sqlite_schema WHERE name='event'"));
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, (root - 1) * 2048, root * 2048, (byte) 0x5a);
    Files.write(file, bytes);
    StoreFile store = StoreFile.of(file, Stores.host(folder));
    for (Depth depth : Depth.values()) {
      assertThat(store.check(depth)).as(depth.name()).isNotEmpty();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void looking_at_an_older_store_does_not_migrate_it() throws Exception {
    try (Store store = Stores.open(file)) {
      fill(store, 3);
    }
    Stores.execute(file, "PRAGMA user_version=1");
    StoreFile store = StoreFile.of(file, Stores.host(folder));
    assertThat(store.figures().version()).isEqualTo(1);
    assertThat(store.check(Depth.WHOLE)).isEmpty();
    assertThat(store.isCurrent()).isFalse();
    store.backup(folder.resolve("copy.db"), false);
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("1");
    assertThat(Stores.ask(folder.resolve("copy.db"), "PRAGMA user_version")).isEqualTo("1");
  }
}
