package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StoreProcessesTest {
  private static final int KILLS = Boolean.getBoolean("speckit.exhaustive") ? 100 : 5;

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

  @Test
  void a_killed_writer_loses_nothing_it_confirmed_and_leaves_nothing_half() throws Exception {
    Path file = folder.resolve("speckit.db");
    Random random = new Random(20261121);
    List<String> confirmed = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = Stores.start(WritesForEver.class, file, "k" + kill, Integer.MAX_VALUE);
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
        int stopAfter = 1 + random.nextInt(200);
        for (int i = 0; i < stopAfter; i++) {
          confirmed.add(out.readLine());
        }
        // Through the handle: the process object would close the pipe that is still to be read.
        writer.toHandle().destroyForcibly();
        List<String> rest = out.lines().toList();
        // The very last line may have been cut short.
        confirmed.addAll(rest.subList(0, Math.max(0, rest.size() - 1)));
      }
      writer.waitFor();
      assertThat(Stores.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
    }
    try (Store store = Stores.open(file)) {
      List<String> found =
          store.read(transaction ->
              transaction.query("SELECT run FROM run", Parameters.none(), row -> row.text("run")));
      assertThat(confirmed).isNotEmpty();
      assertThat(found).containsAll(confirmed);
      assertThat(Stores.count(store, "event")).isEqualTo(3L * found.size());
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
