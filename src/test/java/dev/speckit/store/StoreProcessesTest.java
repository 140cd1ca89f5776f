package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StoreProcessesTest {
  private static final int TRANSACTIONS = Boolean.getBoolean("speckit.exhaustive") ? 10_000 : 1_000;

  private static final int THREADS = 16;

  @TempDir Path folder;

  /// Commits one run with three events per transaction, says its name, and goes on.
  static final class WritesForEver {
    public static void main(String[] arguments) throws InterruptedException {
      Path file = Path.of(arguments[0]);
      int count = Integer.parseInt(arguments[2]);
      try (Store store = Stores.open(file)) {
        for (int i = 0; i < count; i++) {
          String run = arguments[1] + "-" + i;
          store.write(
              Durability.FULL,
              transaction -> {
                Stores.insertRun(transaction, run);
                for (int sequence = 1; sequence <= 3; sequence++) {
                  Stores.insertEvent(transaction, run, sequence);
                }
                return run;
              });
          System.out.println(run);
        }
      }
    }
  }

  /// Sixteen threads that write one event per transaction, one in ten FULL, while a seventeenth
  /// reads. Prints when it has begun and ends with an error as soon as one reaches a caller.
  static final class SixteenThreads {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      int each = Integer.parseInt(arguments[2]) / THREADS;
      AtomicBoolean ended = new AtomicBoolean();
      AtomicLong reads = new AtomicLong();
      try (Store store = Stores.open(file);
          ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Integer> reader =
            callers.submit(() -> {
              long seen = 0;
              while (!ended.get()) {
                long now = Stores.count(store, "event");
                if (now < seen) {
                  throw new IllegalStateException("a committed event is gone");
                }
                seen = now;
                reads.incrementAndGet();
              }
              return 0;
            });
        List<Future<Integer>> all = new ArrayList<>();
        long began = System.nanoTime();
        for (int thread = 0; thread < THREADS; thread++) {
          String run = arguments[1] + "-" + thread;
          all.add(callers.submit(() -> write(store, run, each)));
        }
        for (Future<Integer> one : all) {
          one.get();
        }
        long millis = (System.nanoTime() - began) / 1_000_000;
        ended.set(true);
        reader.get();
        System.out.printf(
            "%s: %d transactions in %d ms, %d per second, beside %d reads%n",
            arguments[1], each * THREADS, millis, 1000L * each * THREADS / millis, reads.get());
      }
    }

    private static int write(Store store, String run, int count) throws InterruptedException {
      int rows = store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, run));
      for (int i = 1; i < count; i++) {
        long sequence = i;
        Durability durability = i % 10 == 0 ? Durability.FULL : Durability.NORMAL;
        rows +=
            store.write(durability, transaction -> Stores.insertEvent(transaction, run, sequence));
      }
      return rows;
    }
  }

  @Test
  void sixteen_threads_in_each_of_two_processes_lose_nothing_and_see_no_error() throws Exception {
    Path file = folder.resolve("speckit.db");
    Stores.open(file).close();
    List<Process> processes =
        List.of(
            Stores.start(SixteenThreads.class, file, "one", TRANSACTIONS),
            Stores.start(SixteenThreads.class, file, "two", TRANSACTIONS));
    for (Process process : processes) {
      byte[] said = process.getInputStream().readAllBytes();
      System.out.print(new String(said, StandardCharsets.UTF_8));
      assertThat(process.waitFor()).isZero();
    }
    int each = TRANSACTIONS / THREADS;
    try (Store store = Stores.open(file)) {
      assertThat(Stores.count(store, "run")).isEqualTo(2 * THREADS);
      assertThat(Stores.count(store, "event")).isEqualTo(2L * THREADS * (each - 1));
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
  }

  @Test
  void two_processes_create_and_fill_one_store_side_by_side() throws Exception {
    Path file = folder.resolve("both").resolve("speckit.db");
    Process one = Stores.start(WritesForEver.class, file, "one", 300);
    Process two = Stores.start(WritesForEver.class, file, "two", 300);
    for (Process process : List.of(one, two)) {
      process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).isZero();
    }
    try (Store store = Stores.open(file)) {
      assertThat(Stores.count(store, "run")).isEqualTo(600);
      assertThat(Stores.count(store, "event")).isEqualTo(1800);
    }
  }
}
