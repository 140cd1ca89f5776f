package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendingTableTest {
  @TempDir Path folder;

  @Test
  void attempts_are_told_by_run_spec_and_day() throws Exception {
    Part plan = Part.own(Stage.PLAN);
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            StoredRuns.insert(transaction, "r", 1001, AT);
            AttemptTable.start(transaction, StoredRuns.key("r", plan, "ann", 1), "f", AT);
            var _ =
                EventTable.append(
                    transaction,
                    "r",
                    AT,
                    new RunEvent.AttemptStarted(plan, "i", new AgentName("ann"), 1, "f", 7L));
            var _ = EventTable.append(transaction, "r", AT, new RunEvent.PartAsked(plan));
          });
      assertThat(StoredRuns.list(store, t -> SpendingTable.told(t, "r", 1001, AT)))
          .extracting(SpendingTable.Told::spec)
          .containsExactly(1001);
      assertThat(StoredRuns.list(store, t -> SpendingTable.told(t, null, 1002, null))).isEmpty();
      assertThat(StoredRuns.list(store, t -> SpendingTable.told(t, null, null, AT.plusMillis(1))))
          .isEmpty();
    }
  }
}
