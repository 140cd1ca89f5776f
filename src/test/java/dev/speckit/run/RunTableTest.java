package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.ProcessIdentity;
import dev.speckit.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTableTest {
  @TempDir Path folder;
  Store store;

  @BeforeEach
  void fill() throws InterruptedException {
    store = StoredRuns.open(folder);
    StoredRuns.write(
        store,
        transaction -> {
          StoredRuns.insert(transaction, "b", 1001, AT);
          StoredRuns.insert(transaction, "a", 1001, AT.minusSeconds(60));
          StoredRuns.insert(transaction, "c", 1002, AT);
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_run_comes_back_as_it_was_inserted() throws Exception {
    StoredRuns.write(
        store,
        transaction ->
            RunTable.insert(
                transaction,
                "d",
                JournalOfAWholeRun.started(),
                "d.md",
                AT,
                StoredRuns.OWNER,
                "{\"x\":1}"));
    RunTable.RunRow row = store.read(transaction -> RunTable.find(transaction, "d")).orElseThrow();
    assertThat(row)
        .isEqualTo(
            new RunTable.RunRow(
                "d",
                1001,
                "d.md",
                RunState.RUNNING,
                "plan",
                "unlock",
                AT,
                null,
                StoredRuns.OWNER,
                "{\"x\":1}"));
    assertThat(StoredRuns.one(store, transaction -> RunTable.find(transaction, "nobody")))
        .isEmpty();
  }

  @Test
  void runs_are_listed_by_their_order_whatever_the_clock_said() throws Exception {
    assertThat(StoredRuns.list(store, transaction -> RunTable.all(transaction, 10)))
        .extracting(RunTable.RunRow::run)
        .containsExactly("c", "a", "b");
    assertThat(StoredRuns.list(store, transaction -> RunTable.all(transaction, 1))).hasSize(1);
  }

  @Test
  void the_newest_run_of_each_spec_is_the_one_inserted_last() throws Exception {
    assertThat(StoredRuns.list(store, RunTable::newestPerSpec))
        .extracting(RunTable.RunRow::run)
        .containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void a_stopped_run_has_no_owner_and_a_resumed_one_has_again() throws Exception {
    ProcessIdentity other = new ProcessIdentity(78, AT);
    StoredRuns.write(store, transaction -> RunTable.stop(transaction, "a", RunState.DONE, AT));
    assertThat(StoredRuns.list(store, RunTable::running))
        .extracting(RunTable.RunRow::run)
        .containsExactlyInAnyOrder("b", "c");
    RunTable.RunRow stopped =
        store.read(transaction -> RunTable.find(transaction, "a")).orElseThrow();
    assertThat(stopped.state()).isEqualTo(RunState.DONE);
    assertThat(stopped.endedAt()).isEqualTo(AT);
    assertThat(stopped.owner()).isNull();

    StoredRuns.write(store, transaction -> RunTable.own(transaction, "a", other));
    RunTable.RunRow resumed =
        store.read(transaction -> RunTable.find(transaction, "a")).orElseThrow();
    assertThat(resumed.state()).isEqualTo(RunState.RUNNING);
    assertThat(resumed.endedAt()).isNull();
    assertThat(resumed.owner()).isEqualTo(other);
  }

  @Test
  void the_runs_of_a_spec_come_newest_first() throws Exception {
    assertThat(StoredRuns.list(store, transaction -> RunTable.ofSpec(transaction, 1001)))
        .extracting(RunTable.RunRow::run)
        .containsExactly("a", "b");
    assertThat(StoredRuns.list(store, transaction -> RunTable.ofSpec(transaction, 7))).isEmpty();
  }
}
