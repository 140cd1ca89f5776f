package dev.speckit.pipeline;

import static dev.speckit.pipeline.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Usage;
import dev.speckit.command.Report;
import dev.speckit.cost.Money;
import dev.speckit.cost.PriceTable;
import dev.speckit.cost.Tally;
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
      assertThat(StoredRuns.list(store, t -> UsageTable.rows(t, null, null, null, null)))
          .extracting(UsageTable.Attempted::agent)
          .containsExactly("ann", "ann", "ann", "bob");
      assertThat(StoredRuns.list(store, t -> UsageTable.rows(t, "s", 1002, AT, AT.plusMillis(1))))
          .hasSize(1);
      assertThat(StoredRuns.list(store, t -> UsageTable.rows(t, null, null, null, AT))).isEmpty();
      assertThat(StoredRuns.list(store, t -> UsageTable.past(t, "ann", "plan", 5)))
          .extracting(row -> row.used().outputTokens())
          .containsExactly(20L);
      Receipt receipt = store.read(t -> Receipt.read(t, null, null, null));

      Report report = CostReport.of(receipt);
      assertThat(report.data().objects("agents"))
          .extracting(
              one -> one.text("agent").orElseThrow(),
              one -> one.text("model").orElse("none"),
              one -> one.integer("input_tokens").orElse(-1L),
              one -> one.integer("without_cost").orElseThrow())
          .containsExactly(
              tuple("ann", "none", -1L, 1L),
              tuple("ann", "m-1", 150L, 1L),
              tuple("bob", "m-2", 7L, 0L));
      assertThat(report.data().integer("cost_micros")).contains(2500L);
      assertThat(report.data().integer("without_cost")).contains(2L);
      assertThat(report.blocks().toString())
          .contains("$0.0025", "unknown", "Of 4 attempts, 1 did not say their tokens and 2 have");
    }
  }

  @Test
  void without_a_word_about_cost_there_is_no_sum() {
    assertThat(CostReport.of(of(Usage.UNKNOWN)).data().find("cost_micros")).isEmpty();
    assertThat(CostReport.of(new Receipt(List.of())).blocks().toString())
        .contains("No attempts yet");
  }

  @Test
  void who_asked_nobody_has_no_model() {
    assertThat(CostReport.of(of(new Usage(0L, 0L, 0L, 0L, 0L, 0L))).blocks().toString())
        .contains("none")
        .doesNotContain("unknown");
  }

  private static Receipt of(Usage usage) {
    Long cost = usage.costMicros();
    return new Receipt(
        List.of(
            new Receipt.Line(
                "r",
                "plan",
                "analyst-scope",
                null,
                Tally.of(
                    usage,
                    new PriceTable.Cost(cost == null ? null : new Money(cost), null),
                    null,
                    false))));
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
