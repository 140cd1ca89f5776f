package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that write, delete and vacuum at once, killed (SIGKILL) at any moment.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class StoreKillTest {
  private static final int KILLS = Boolean.getBoolean("speckit.exhaustive") ? 200 : 8;

  /// As many processes in turn use one store; then a new one is begun.
  private static final int KILLS_PER_STORE = 8;

  @TempDir Path folder;

  /// Writes whole runs on four threads, two of them FULL and two NORMAL; a fifth removes every
  /// other finished run and gives the space back. Says each step after its commit (`w RUN
  /// SEQUENCE`) and each removal before its beginning (`d RUN`).
  static final class WritesAndRemoves {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      String name = arguments[1];
      LinkedBlockingQueue<String> finished = new LinkedBlockingQueue<>();
      try (Store store = Stores.open(file)) {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
          String prefix = name + "-" + number + "-";
          Durability durability = number % 2 == 0 ? Durability.FULL : Durability.NORMAL;
          threads.add(
              Thread.ofVirtual().start(() -> writeForEver(store, durability, prefix, finished)));
        }
        threads.add(Thread.ofVirtual().start(() -> removeForEver(store, finished)));
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }

    private static void writeForEver(
        Store store, Durability durability, String prefix, LinkedBlockingQueue<String> finished) {
      try {
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
          String run = prefix + i;
          Steps.run(
              store,
              durability,
              run,
              i,
              (of, sequence) -> System.out.println("w " + of + " " + sequence));
          finished.add(run);
        }
      } catch (InterruptedException failure) {
        throw new IllegalStateException(failure);
      }
    }

    private static void removeForEver(Store store, LinkedBlockingQueue<String> finished) {
      try {
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
          String run = finished.take();
          if (i % 4 == 0) {
            continue;
          }
          System.out.println("d " + run);
          Steps.delete(store, run);
          if (i % 16 == 1) {
            Vacuumed _ = store.vacuum(Duration.ofMillis(50), 0);
          }
        }
      } catch (InterruptedException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  @Test
  void a_store_is_whole_after_every_kill_and_holds_all_that_was_confirmed() throws Exception {
    Random random = new Random(20261121);
    long steps = 0;
    long removed = 0;
    Told told = new Told();
    Path file = folder.resolve("none");
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % KILLS_PER_STORE == 0) {
        told = new Told();
        file = folder.resolve("store-" + kill).resolve("speckit.db");
      }
      // The first process of a store is also killed while it creates it.
      boolean early = kill % KILLS_PER_STORE == 0 || random.nextInt(8) == 0;
      killAtSomeMoment(file, "k" + kill, early, random, told);
      if (Files.exists(file) && Files.size(file) > 0) {
        assertWhole(file, told, "kill " + kill);
      }
      if (kill % KILLS_PER_STORE == KILLS_PER_STORE - 1 || kill == KILLS - 1) {
        steps += told.confirmed.values().stream().mapToInt(Integer::intValue).sum();
        removed += told.removed.size();
        try (Store store = Stores.open(file)) {
          Steps.run(store, Durability.FULL, "afterwards", 1, (_, _) -> {});
          assertThat(store.check(Depth.WHOLE)).isEmpty();
        }
      }
    }
    System.out.printf(
        "%d kills: %d steps confirmed, %d runs removed, nothing lost, nothing half%n",
        KILLS, steps, removed);
    assertThat(steps).isGreaterThan(KILLS);
    assertThat(removed).isPositive();
  }

  /// What processes said before they were killed.
  private static final class Told {
    final Map<String, Integer> confirmed = new HashMap<>();
    final Set<String> removed = new HashSet<>();

    void line(String line) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("w")) {
        confirmed.merge(words[1], Integer.parseInt(words[2]), Math::max);
      } else {
        removed.add(words[1]);
      }
    }
  }

  private static void killAtSomeMoment(
      Path file, String name, boolean early, Random random, Told told) throws Exception {
    Process writer = Stores.start(WritesAndRemoves.class, file, name);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      if (early) {
        assertThat(writer.waitFor(random.nextInt(1500), TimeUnit.MILLISECONDS)).isFalse();
      } else {
        int stopAfter = 1 + random.nextInt(1500);
        for (int i = 0; i < stopAfter; i++) {
          String line = out.readLine();
          assertThat(line).as("the writer ended by itself").isNotNull();
          lines.add(line);
        }
      }
      // Through the handle: the process object would close the pipe that is still to be read.
      assertThat(writer.toHandle().destroyForcibly()).isTrue();
      lines.addAll(out.lines().toList());
      // The very last line may have been cut short.
      lines.subList(0, Math.max(0, lines.size() - 1)).forEach(told::line);
      if (!lines.isEmpty() && lines.getLast().startsWith("d ")) {
        // Whichever run was meant: its removal may have begun.
        told.removed.add(lines.getLast().substring(2));
      }
    }
    writer.waitFor();
  }

  private static void assertWhole(Path file, Told told, String when) throws Exception {
    try (Connection store = Stores.foreign(file)) {
      if (Stores.ask(file, "PRAGMA user_version").equals("0")) {
        assertThat(told.confirmed).as(when).isEmpty();
        return;
      }
      assertThat(Steps.broken(store)).as(when).isEmpty();
      Map<String, Integer> found = Steps.journals(store);
      Map<String, Integer> lost = new HashMap<>(told.confirmed);
      lost.keySet().removeAll(told.removed);
      lost.entrySet().removeIf(each -> found.getOrDefault(each.getKey(), 0) >= each.getValue());
      assertThat(lost).as("confirmed and lost, " + when).isEmpty();
    }
  }
}
