package dev.speckit.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.speckit.agent.Usage;
import dev.speckit.command.Report;
import dev.speckit.cost.Money;
import dev.speckit.cost.PriceTable;
import dev.speckit.cost.Tally;
import dev.speckit.pipeline.Receipt;
import dev.speckit.run.StoredRuns;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostReportTest {
  @TempDir Path folder;

  @Test
  void sums_are_by_agent_and_model_and_count_who_did_not_say() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.attempts(store);
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
}
