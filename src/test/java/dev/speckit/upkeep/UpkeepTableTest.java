package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTableTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-21");

  @TempDir Path folder;
  Store store;

  @BeforeEach
  void open() throws Exception {
    Host host = new Host(() -> at(0), new Random(1), Map.of(), folder, folder);
    store = Store.open(folder.resolve("speckit.db"), host);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Instant at(int second) {
    return Instant.parse("2026-11-21T10:00:00Z").plusSeconds(second);
  }

  private void write(Consumer<Transaction> change) throws Exception {
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              change.accept(transaction);
              return true;
            });
  }

  private long begin(int second) throws Exception {
    return store.write(
        Durability.NORMAL, transaction -> UpkeepTable.begin(transaction, DAY, "asked", at(second)));
  }

  @Test
  void the_newest_upkeep_comes_first_and_one_that_was_cut_off_has_no_end() throws Exception {
    long first = begin(1);
    long second = begin(5);
    write(transaction ->
        UpkeepTable.end(transaction, first, at(2), Json.fields().with("runs_removed", 3)));
    List<UpkeepTable.UpkeepRow> rows =
        store.read(transaction -> UpkeepTable.latest(transaction, 5));
    assertThat(rows).extracting(UpkeepTable.UpkeepRow::id).containsExactly(second, first);
    assertThat(rows.getFirst().endedAt()).isNull();
    assertThat(rows.getFirst().content()).isNull();
    Optional<UpkeepTable.UpkeepRow> ended = store.read(UpkeepTable::lastEnded);
    assertThat(ended).map(UpkeepTable.UpkeepRow::id).contains(first);
    assertThat(ended.orElseThrow().content()).isEqualTo(Json.fields().with("runs_removed", 3));
    assertThat(ended.orElseThrow().day()).isEqualTo(DAY);
  }

  @Test
  void a_metric_is_asked_for_as_it_was_at_a_moment() throws Exception {
    write(transaction -> {
      UpkeepTable.measure(transaction, "bytes", at(1), 10);
      UpkeepTable.measure(transaction, "bytes", at(3), 30);
      UpkeepTable.measure(transaction, "other", at(9), 90);
    });
    Optional<Long> between =
        store.read(transaction -> UpkeepTable.metric(transaction, "bytes", at(2)));
    Optional<Long> before =
        store.read(transaction -> UpkeepTable.metric(transaction, "bytes", at(0)));
    Optional<Instant> last =
        store.read(transaction -> UpkeepTable.lastMeasured(transaction, "bytes"));
    Optional<Instant> never =
        store.read(transaction -> UpkeepTable.lastMeasured(transaction, "nothing"));
    assertThat(between).contains(10L);
    assertThat(before).isEmpty();
    assertThat(last).contains(at(3));
    assertThat(never).isEmpty();
  }

  @Test
  void what_is_older_than_a_moment_is_forgotten() throws Exception {
    long kept = begin(9);
    begin(1);
    write(transaction -> {
      UpkeepTable.measure(transaction, "bytes", at(1), 10);
      UpkeepTable.measure(transaction, "bytes", at(9), 90);
      UpkeepTable.forget(transaction, at(5));
    });
    List<UpkeepTable.UpkeepRow> rows =
        store.read(transaction -> UpkeepTable.latest(transaction, 5));
    Optional<Long> early =
        store.read(transaction -> UpkeepTable.metric(transaction, "bytes", at(8)));
    assertThat(rows).extracting(UpkeepTable.UpkeepRow::id).containsExactly(kept);
    assertThat(early).isEmpty();
  }
}
