package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTableTest {
  @TempDir Path folder;
  Store store;

  @BeforeEach
  void open() throws InterruptedException {
    store = StoredRuns.open(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void the_window_holds_the_newest_thousand_and_what_was_not_measured_is_absent() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          for (long n = 0; n < 1001; n++) {
            insert(transaction, "r", 1001, "ann", null, 0, n > 0, total(n));
          }
          insert(transaction, "r", 1001, "ann", null, 0, false, total(null));
        });
    List<SpawnTable.Sample> window =
        store.read(transaction -> SpawnTable.window(transaction, null, null));
    assertThat(window).hasSize(1000);
    assertThat(window.getFirst()).isEqualTo(new SpawnTable.Sample("ann", false, total(null)));
    assertThat(window.get(1)).isEqualTo(new SpawnTable.Sample("ann", true, total(1000L)));
    assertThat(window.getLast()).isEqualTo(new SpawnTable.Sample("ann", true, total(2L)));
  }

  @Test
  void a_window_is_that_of_an_agent_and_a_spec_and_keeps_each_phase() throws Exception {
    SpawnTable.Phases phases = new SpawnTable.Phases(1L, 2L, 3L, 4L, 7L, 9L);
    StoredRuns.write(
        store,
        transaction -> {
          insert(transaction, "r", 1001, "ann", 1L, 0, true, phases);
          insert(transaction, "r", 1001, "bob", 1L, 0, false, total(5L));
          insert(transaction, "s", 1002, "ann", 1L, 0, true, total(6L));
        });
    assertThat(StoredRuns.list(store, t -> SpawnTable.window(t, 1001, "ann")))
        .containsExactly(new SpawnTable.Sample("ann", true, phases));
    assertThat(StoredRuns.list(store, t -> SpawnTable.window(t, 1001, null))).hasSize(2);
    assertThat(StoredRuns.list(store, t -> SpawnTable.window(t, null, "ann"))).hasSize(2);
    assertThat(StoredRuns.list(store, t -> SpawnTable.agents(t, null)))
        .containsExactly("ann", "bob");
    assertThat(StoredRuns.list(store, t -> SpawnTable.agents(t, 1002))).containsExactly("ann");
  }

  @Test
  void a_batch_is_compared_with_its_agents_one_after_another() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          insert(transaction, "r", 1001, "ann", 1L, 0, true, ran(400));
          insert(transaction, "r", 1001, "bob", 1L, 10, true, ran(500));
          // Never started: in no sum.
          insert(transaction, "r", 1001, "eve", 1L, 0, false, total(9L));
          insert(transaction, "r", 1001, "ann", 2L, 900, true, ran(100));
          insert(transaction, "s", 1002, "bob", 1L, 0, true, ran(50));
          // Of an earlier speckit.
          insert(transaction, "s", 1002, "bob", null, 0, true, ran(50));
        });
    assertThat(StoredRuns.list(store, t -> SpawnTable.batches(t, null, null)))
        .containsExactly(
            new SpawnTable.Batch("s", 1, 1, 50, 50),
            new SpawnTable.Batch("r", 2, 1, 100, 100),
            new SpawnTable.Batch("r", 1, 2, 900, 510));
    assertThat(StoredRuns.list(store, t -> SpawnTable.batches(t, 1001, "bob")))
        .containsExactly(new SpawnTable.Batch("r", 1, 2, 900, 510));
    assertThat(store.<Long>read(t -> SpawnTable.nextBatch(t, "r"))).isEqualTo(3);
    assertThat(store.<Long>read(t -> SpawnTable.nextBatch(t, "new"))).isEqualTo(1);
  }

  private static SpawnTable.Phases total(@Nullable Long millis) {
    return new SpawnTable.Phases(null, null, null, null, null, millis);
  }

  private static SpawnTable.Phases ran(long millis) {
    return new SpawnTable.Phases(null, null, 1L, null, null, millis);
  }

  private static void insert(
      Transaction transaction,
      String run,
      int spec,
      String agent,
      @Nullable Long batch,
      long after,
      boolean success,
      SpawnTable.Phases phases) {
    SpawnTable.insert(
        transaction,
        new SpawnTable.Origin(run, spec, Part.own(Stage.PLAN), agent, batch, AT.plusMillis(after)),
        success,
        phases);
  }
}
