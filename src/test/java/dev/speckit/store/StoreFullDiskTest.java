package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.testkit.SmallDisk;
import dev.speckit.testkit.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that cannot grow, and one that cannot be written.
@Timeout(60)
class StoreFullDiskTest {
  private static final int THREADS = 4;

  @TempDir Path folder;

  @Test
  void on_a_full_disk_all_is_kept_that_was_confirmed_and_writing_goes_on_when_there_is_space()
      throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "2m")) {
      Path file = disk.folder().resolve("speckit.db");
      Path other = disk.folder().resolve("other");
      Files.write(other, new byte[400_000]);
      try (Store store = Stores.open(file)) {
        Map<String, Integer> confirmed = writeUntilFull(store, "before");
        assertWhole(file, confirmed);
        // Again and again: no failure may make the next one worse.
        for (int i = 0; i < 5; i++) {
          confirmed.putAll(writeUntilFull(store, "full-" + i));
        }
        assertWhole(file, confirmed);
        Files.delete(other);
        Steps.run(store, Durability.FULL, "afterwards", 1, confirmed::put);
        assertWhole(file, confirmed);
        assertThat(confirmed).containsEntry("afterwards", Steps.EVENTS);
      }
      try (Store store = Stores.open(file)) {
        assertThat(store.check(Depth.WHOLE)).isEmpty();
      }
    }
  }

  @Test
  void at_the_largest_size_it_is_the_same() throws Exception {
    Path file = folder.resolve("speckit.db");
    try (Store store = Stores.open(file)) {
      long pages = Long.parseLong(Stores.ask(file, "PRAGMA page_count"));
      limit(store, pages + 60);
      Map<String, Integer> confirmed = writeUntilFull(store, "before");
      assertThat(confirmed).isNotEmpty();
      assertWhole(file, confirmed);
      limit(store, pages + 1000);
      Steps.run(store, Durability.FULL, "afterwards", 1, confirmed::put);
      assertWhole(file, confirmed);
      Steps.delete(store, "afterwards");
      Vacuumed vacuumed = store.vacuum(java.time.Duration.ofSeconds(10), 0);
      assertThat(vacuumed.complete()).isTrue();
    }
  }

  @Test
  void a_disk_that_is_full_from_the_start_is_said_and_nothing_stands_on_it() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "64k")) {
      Path filling = disk.fill();
      Path file = disk.folder().resolve("speckit.db");
      assertThatThrownBy(() -> Stores.open(file)).satisfies(StoreFullDiskTest::isFull);
      Files.delete(filling);
      Files.write(disk.folder().resolve("half"), new byte[16_384]);
      // Too little for the tables: the next opening goes on where this one stopped.
      assertThatThrownBy(() -> Stores.open(file)).satisfies(StoreFullDiskTest::isFull);
    }
  }

  @Test
  void a_full_disk_without_room_for_what_connections_share_is_said() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "1m")) {
      Path file = disk.folder().resolve("speckit.db");
      Stores.open(file).close();
      Path filling = disk.fill();
      assertThatThrownBy(() -> Stores.open(file)).satisfies(StoreFullDiskTest::isFull);
      Files.delete(filling);
      Stores.open(file).close();
    }
  }

  @Test
  void a_disk_that_cannot_be_written_is_said_and_the_store_left_as_it_is() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "4m")) {
      Path file = disk.folder().resolve("speckit.db");
      try (Store store = Stores.open(file)) {
        Steps.run(store, Durability.FULL, "r", 1, (_, _) -> {});
      }
      Map<String, String> before = Snapshot.of(disk.folder());
      disk.readOnly();
      try (Store store = Stores.open(file)) {
        assertThat(Stores.count(store, "run")).isEqualTo(1);
        assertThat(store.figures().tables()).contains(new StoreFigures.TableRows("run", 1));
        assertThatThrownBy(() -> Steps.run(store, Durability.FULL, "s", 1, (_, _) -> {}))
            .isInstanceOfSatisfying(
                Failure.Unavailable.class,
                failure -> {
                  assertThat(failure.exit()).isEqualTo(ExitCode.ENVIRONMENT);
                  assertThat(failure.problems().getFirst().code()).isEqualTo("store-read-only");
                  assertThat(failure.problems().getFirst().place().toString())
                      .startsWith(disk.folder().toString());
                  assertThat(failure.problems().getFirst().remedy()).isNotBlank();
                });
      }
      assertThat(Snapshot.of(disk.folder())).isEqualTo(before);
    }
  }

  /// Writes whole runs on several threads, each until its first failure, which must say what it is.
  ///
  /// @return how many events of each run were confirmed
  private static Map<String, Integer> writeUntilFull(Store store, String name) throws Exception {
    Map<String, Integer> confirmed = new ConcurrentHashMap<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Failure>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        String prefix = name + "-" + thread + "-";
        Durability durability = thread % 2 == 0 ? Durability.FULL : Durability.NORMAL;
        all.add(callers.submit(() -> firstFailure(store, durability, prefix, confirmed)));
      }
      for (Future<Failure> one : all) {
        assertThat(one.get()).satisfies(StoreFullDiskTest::isFull);
      }
    }
    return confirmed;
  }

  private static Failure firstFailure(
      Store store, Durability durability, String prefix, Map<String, Integer> confirmed)
      throws InterruptedException {
    try {
      for (int i = 0; i < 1_000_000; i++) {
        Steps.run(store, durability, prefix + i, i, confirmed::put);
      }
    } catch (Failure failure) {
      return failure;
    }
    throw new AssertionError("the disk never became full");
  }

  private static void isFull(Throwable thrown) {
    assertThat(thrown).isInstanceOf(Failure.Unavailable.class);
    Failure failure = (Failure) thrown;
    assertThat(failure.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(failure.problems().getFirst().code()).isIn("store-full", "disk-full");
    assertThat(failure.problems().getFirst().remedy()).contains("free some space");
  }

  private static void assertWhole(Path file, Map<String, Integer> confirmed) throws Exception {
    try (Connection store = Stores.foreign(file)) {
      assertThat(Steps.broken(store)).isEmpty();
      assertThat(Steps.journals(store)).containsAllEntriesOf(confirmed);
    }
  }

  private static void limit(Store store, long pages) throws InterruptedException {
    long set =
        store.write(
            Durability.NORMAL,
            transaction ->
                transaction
                    .first(
                        "PRAGMA max_page_count=" + pages,
                        Parameters.none(),
                        row -> row.integer("max_page_count"))
                    .orElseThrow());
    assertThat(set).isEqualTo(pages);
  }
}
