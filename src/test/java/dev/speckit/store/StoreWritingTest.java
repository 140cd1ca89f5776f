package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreWritingTest {
  @TempDir Path folder;
  Path file;
  Store store;

  @BeforeEach
  void open() throws InterruptedException {
    file = folder.resolve("speckit.db");
    store = Stores.open(file);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void what_a_write_returned_is_committed() throws Exception {
    int rows = store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r1"));
    assertThat(rows).isEqualTo(1);
    assertThat(Stores.ask(file, "SELECT count(*) FROM run")).isEqualTo("1");
  }

  @Test
  void a_failing_work_leaves_nothing_and_its_exception_reaches_the_caller() throws Exception {
    IllegalArgumentException ours = new IllegalArgumentException("ours");
    assertThatThrownBy(() ->
            store.write(
                Durability.FULL,
                transaction -> {
                  Stores.insertRun(transaction, "r1");
                  throw ours;
                }))
        .isSameAs(ours);
    assertThat(Stores.count(store, "run")).isZero();
    store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r2"));
    assertThat(Stores.count(store, "run")).isEqualTo(1);
  }

  @Test
  void a_failing_work_does_not_undo_others_of_its_group() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> written = new ArrayList<>();
      CountDownLatch hold = new CountDownLatch(1);
      CountDownLatch held = new CountDownLatch(1);
      Future<Integer> first =
          callers.submit(() -> store.write(Durability.FULL, _ -> waitFor(hold, held)));
      held.await();
      for (int i = 0; i < 20; i++) {
        int number = i;
        written.add(
            callers.submit(() ->
                store.write(
                    Durability.FULL,
                    transaction -> {
                      Stores.insertRun(transaction, "r" + number);
                      if (number == 7) {
                        throw new IllegalArgumentException("only mine");
                      }
                      return commits.incrementAndGet();
                    })));
      }
      hold.countDown();
      first.get();
      for (int i = 0; i < 20; i++) {
        Future<Integer> one = written.get(i);
        if (i == 7) {
          assertThatThrownBy(one::get)
              .isInstanceOf(ExecutionException.class)
              .hasRootCauseMessage("only mine");
        } else {
          assertThat(one.get()).isPositive();
        }
      }
    }
    assertThat(Stores.count(store, "run")).isEqualTo(19);
  }

  private static int waitFor(CountDownLatch latch, CountDownLatch arrived) {
    arrived.countDown();
    try {
      latch.await();
      return 0;
    } catch (InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void a_failure_of_the_database_is_told_to_the_whole_group_and_nothing_is_kept() throws Exception {
    String pages = Stores.ask(file, "PRAGMA page_count");
    store.write(
        Durability.NORMAL,
        transaction ->
            transaction.first(
                "PRAGMA max_page_count=" + (Integer.parseInt(pages) + 8),
                Parameters.none(),
                row -> row.integer("max_page_count")));
    assertThatThrownBy(() ->
            store.write(
                Durability.FULL,
                transaction -> {
                  for (int i = 0; i < 1000; i++) {
                    Stores.insertRun(transaction, "r".repeat(500) + i);
                  }
                  return 0;
                }))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> {
              assertThat(failure.problems().getFirst().code()).isEqualTo("store-full");
              assertThat(failure.problems().getFirst().remedy()).contains("free some space");
            });
    assertThat(Stores.count(store, "run")).isZero();
    store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "small"));
    assertThat(Stores.count(store, "run")).isEqualTo(1);
  }

  @Test
  void nothing_is_lost_between_sixteen_threads() throws Exception {
    store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "r"));
    try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        long from = thread * 200L;
        all.add(
            callers.submit(() -> {
              for (int i = 1; i <= 200; i++) {
                long sequence = from + i;
                Durability durability = i % 50 == 0 ? Durability.FULL : Durability.NORMAL;
                store.write(
                    durability, transaction -> Stores.insertEvent(transaction, "r", sequence));
              }
              return 200;
            }));
      }
      for (Future<Integer> one : all) {
        assertThat(one.get()).isEqualTo(200);
      }
    }
    assertThat(Stores.count(store, "event")).isEqualTo(3200);
  }

  @Test
  void a_lock_of_another_program_is_waited_for() throws Exception {
    try (Connection other = Stores.foreign(file);
        Statement statement = other.createStatement();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      statement.execute("BEGIN IMMEDIATE");
      Future<Integer> waiting =
          callers.submit(() ->
              store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r")));
      assertThatThrownBy(() -> waiting.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      statement.execute("COMMIT");
      assertThat(waiting.get()).isEqualTo(1);
    }
    assertThat(Stores.count(store, "run")).isEqualTo(1);
  }

  @Test
  void a_lock_that_stays_ends_in_a_failure_and_nothing_written() throws Exception {
    Path second = folder.resolve("second.db");
    try (Store impatient =
            Store.open(second, Stores.host(folder), Schema.CURRENT, Duration.ofMillis(300));
        Connection other = Stores.foreign(second);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() ->
              impatient.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r")))
          .isInstanceOfSatisfying(
              Failure.Unavailable.class,
              failure ->
                  assertThat(failure.problems().getFirst().code()).isEqualTo("store-locked"));
      statement.execute("COMMIT");
      assertThat(Stores.count(impatient, "run")).isZero();
    }
  }

  @Test
  void a_caller_interrupted_before_its_work_began_withdraws_it() throws Exception {
    AtomicReference<Throwable> ended = new AtomicReference<>();
    try (Connection other = Stores.foreign(file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r"));
                } catch (InterruptedException | RuntimeException failure) {
                  ended.set(failure);
                }
              });
      while (caller.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      caller.join();
      assertThat(ended.get()).isInstanceOf(InterruptedException.class);
      statement.execute("COMMIT");
    }
    store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "next"));
    assertThat(Stores.count(store, "run")).isEqualTo(1);
  }

  @Test
  void a_caller_interrupted_while_its_work_runs_gets_the_result_and_stays_interrupted()
      throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    AtomicReference<Integer> result = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.set(
                    store.write(
                        Durability.FULL,
                        transaction -> {
                          waitFor(hold, held);
                          return Stores.insertRun(transaction, "r");
                        }));
                interrupted.set(Thread.currentThread().isInterrupted());
              } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            });
    held.await();
    caller.interrupt();
    hold.countDown();
    caller.join();
    assertThat(result.get()).isEqualTo(1);
    assertThat(interrupted.get()).isTrue();
    assertThat(Stores.count(store, "run")).isEqualTo(1);
  }

  @Test
  void callers_that_wait_for_a_lock_do_not_hold_the_threads_that_others_run_on() throws Exception {
    int carriers = Runtime.getRuntime().availableProcessors();
    try (Connection other = Stores.foreign(file);
        Statement statement = other.createStatement();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      statement.execute("BEGIN IMMEDIATE");
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 2 * carriers + 2; i++) {
        String run = "r" + i;
        waiting.add(
            callers.submit(() ->
                store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, run))));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(callers.submit(() -> 1).get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(callers.submit(() -> Stores.count(store, "run")).get(10, TimeUnit.SECONDS))
            .isZero();
      }
      assertThat(waiting).noneMatch(Future::isDone);
      statement.execute("COMMIT");
      for (Future<Integer> one : waiting) {
        assertThat(one.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_slow_reader_does_not_stop_others() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> slow = callers.submit(() -> store.read(_ -> waitFor(hold, held)));
      held.await();
      assertThat(Stores.count(store, "run")).isZero();
      store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "r"));
      hold.countDown();
      assertThat(slow.get()).isZero();
    }
  }

  @Test
  void a_read_sees_one_moment() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    RowReader<Long> n = row -> row.integer("n");
    String sql = "SELECT count(*) AS n FROM run";
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Long>> both =
          callers.submit(() ->
              store.read(transaction -> {
                List<Long> counts = new ArrayList<>(transaction.query(sql, Parameters.none(), n));
                waitFor(hold, held);
                counts.addAll(transaction.query(sql, Parameters.none(), n));
                return counts;
              }));
      held.await();
      store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "r"));
      hold.countDown();
      assertThat(both.get()).containsExactly(0L, 0L);
    }
  }

  @Test
  void a_read_cannot_change_anything() throws Exception {
    assertThatThrownBy(() -> store.read(transaction -> Stores.insertRun(transaction, "r")))
        .isInstanceOf(RuntimeException.class);
    assertThat(Stores.count(store, "run")).isZero();
  }

  @Test
  void a_work_that_calls_the_store_is_a_defect_not_a_standstill() {
    assertThatThrownBy(() ->
            store.write(
                Durability.NORMAL,
                _ -> {
                  try {
                    return Stores.count(store, "run") + store.write(Durability.FULL, _ -> 1);
                  } catch (InterruptedException failure) {
                    throw new IllegalArgumentException(failure);
                  }
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not call the store");
  }

  @Test
  void a_closed_store_finishes_what_was_given_and_takes_no_more() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> slow =
          callers.submit(() -> store.write(Durability.FULL, _ -> waitFor(hold, held)));
      held.await();
      Thread queued =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r"));
                } catch (InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      while (queued.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      Future<Boolean> closing =
          callers.submit(() -> {
            store.close();
            return true;
          });
      hold.countDown();
      assertThat(closing.get()).isTrue();
      assertThat(slow.get()).isZero();
      queued.join();
    }
    assertThat(Stores.ask(file, "SELECT count(*) FROM run")).isEqualTo("1");
    assertThatThrownBy(() -> Stores.count(store, "run"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
