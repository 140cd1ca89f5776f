package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Usage;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTableTest {
  @TempDir Path folder;

  @Test
  void attempts_are_read_by_run_spec_and_time_and_what_they_used_by_agent() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.attempts(store);
      assertThat(StoredRuns.list(store, t -> UsageTable.rows(t, null, null, null, null)))
          .extracting(UsageTable.Attempted::agent)
          .containsExactly("ann", "ann", "ann", "bob");
      assertThat(StoredRuns.list(store, t -> UsageTable.rows(t, "s", 1002, AT, AT.plusMillis(1))))
          .hasSize(1);
      assertThat(StoredRuns.list(store, t -> UsageTable.rows(t, null, null, null, AT))).isEmpty();
      assertThat(StoredRuns.list(store, t -> UsageTable.past(t, "ann", "plan", 5)))
          .extracting(row -> row.used().outputTokens())
          .containsExactly(20L);
    }
  }

  @Test
  void what_an_agent_says_that_cannot_be_is_absent() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            StoredRuns.insert(transaction, "r", 1001, AT);
            AttemptTable.Key key = StoredRuns.key("r", Part.own(Stage.PLAN), "ann", 1);
            AttemptTable.start(transaction, key, "f", AT);
            UsageTable.write(
                transaction,
                key,
                new UsageTable.Used(
                    new Usage(-1L, null, null, 20L, 1L, Long.MAX_VALUE), " ", "s", Instant.MAX));
          });
      UsageTable.Attempted told =
          StoredRuns.list(store, t -> UsageTable.rows(t, "r", null, null, null)).getFirst();
      assertThat(told.used()).isEqualTo(new Usage(null, null, null, 20L, 1L, null));
      assertThat(told.model()).isNull();
    }
  }
}
