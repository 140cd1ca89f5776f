package dev.speckit.pipeline;

import static dev.speckit.pipeline.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Usage;
import dev.speckit.command.Report;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTableTest {
  @TempDir Path folder;

  @Test
  void sums_are_by_agent_and_model_and_count_who_did_not_say() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            StoredRuns.insert(transaction, "r", 1001, AT);
            StoredRuns.insert(transaction, "s", 1002, AT);
            attempt(transaction, "r", "ann", 1, usage(100L, 20L, 2500L, "m-1"));
            attempt(transaction, "r", "ann", 2, usage(50L, null, null, "m-1"));
            attempt(transaction, "r", "ann", 3, usage(null, null, null, null));
            attempt(transaction, "s", "bob", 1, usage(7L, 8L, 0L, "m-2"));
            // Never started: nothing that could have said anything.
            AttemptTable.Key missing = StoredRuns.key("s", Part.own(Stage.PLAN), "eve", 1);
            AttemptTable.start(transaction, missing, "f", AT);
            AttemptTable.end(
                transaction,
                missing,
                StoredRuns.ended(Subject.PLAN, "eve", 1, Outcome.NOT_INSTALLED, null));
          });
      List<UsageTable.Sum> sums = StoredRuns.list(store, t -> UsageTable.sums(t, null));
      assertThat(sums)
          .containsExactly(
              new UsageTable.Sum("ann", null, 1, null, null, null, null, null, null, 1, 1),
              new UsageTable.Sum("ann", "m-1", 2, 150L, null, null, 20L, 2L, 2500L, 0, 1),
              new UsageTable.Sum("bob", "m-2", 1, 7L, null, null, 8L, 1L, 0L, 0, 0));
      assertThat(StoredRuns.list(store, t -> UsageTable.sums(t, 1002))).hasSize(1);

      Report report = CostReport.of(sums);
      assertThat(report.data().integer("cost_micros")).contains(2500L);
      assertThat(report.data().integer("without_cost")).contains(2L);
      assertThat(report.blocks().toString())
          .contains("$0.0025", "unknown", "Of 4 attempts, 1 did not say their tokens and 2 not");
    }
  }

  @Test
  void without_a_word_about_cost_there_is_no_sum() {
    UsageTable.Sum silent =
        new UsageTable.Sum("ann", null, 1, null, null, null, null, null, null, 1, 1);
    assertThat(CostReport.of(List.of(silent)).data().find("cost_micros")).isEmpty();
    assertThat(CostReport.of(List.of()).blocks().toString()).contains("No attempts yet");
  }

  @Test
  void who_asked_nobody_has_no_model() {
    UsageTable.Sum analyst =
        new UsageTable.Sum("analyst-scope", null, 2, 0L, 0L, 0L, 0L, 0L, 0L, 0, 0);
    assertThat(CostReport.of(List.of(analyst)).blocks().toString())
        .contains("none")
        .doesNotContain("unknown");
  }

  private static void attempt(
      Transaction transaction, String run, String agent, int number, UsageTable.Used used) {
    AttemptTable.Key key = StoredRuns.key(run, Part.own(Stage.PLAN), agent, number);
    AttemptTable.start(transaction, key, "f", AT);
    AttemptTable.end(
        transaction, key, StoredRuns.ended(Subject.PLAN, agent, number, Outcome.EMPTY, null));
    UsageTable.write(transaction, key, used);
  }

  private static UsageTable.Used usage(
      @Nullable Long input, @Nullable Long output, @Nullable Long cost, @Nullable String model) {
    Long requests = model == null ? null : 1L;
    // An agent may say what cannot be.
    Usage said = new Usage(input, -7L, null, output, requests, cost);
    return new UsageTable.Used(
        said, model == null ? " " : model, "", model == null ? Instant.MAX : AT);
  }
}
