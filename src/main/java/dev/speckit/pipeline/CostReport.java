package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What agents used up, as far as they said.
final class CostReport {
  private static final String UNKNOWN = "unknown";

  private CostReport() {}

  static Report of(List<UsageTable.Sum> sums) {
    Json.Fields data =
        Json.fields()
            .with("agents", sums.stream().map(CostReport::json).toList())
            .with("attempts", total(sums, UsageTable.Sum::attempts))
            .withPresent("cost_micros", known(sums, UsageTable.Sum::costMicros))
            .with("without_tokens", total(sums, UsageTable.Sum::withoutTokens))
            .with("without_cost", total(sums, UsageTable.Sum::withoutCost));
    if (sums.isEmpty()) {
      return Report.of(data, Block.Notes.of("No attempts yet. `speckit run ID` makes some."));
    }
    return Report.of(
        data,
        new Block.Table(
            "",
            List.of(
                "agent", "model", "attempts", "input", "cached", "cache written", "output", "cost"),
            sums.stream().map(CostReport::cells).toList()),
        Block.Notes.of(sentence(sums)));
  }

  private static long total(List<UsageTable.Sum> sums, Function<UsageTable.Sum, Long> value) {
    return sums.stream().mapToLong(value::apply).sum();
  }

  /// Null when nobody said anything.
  private static @Nullable Long known(
      List<UsageTable.Sum> sums, Function<UsageTable.Sum, @Nullable Long> value) {
    List<Long> said = sums.stream().map(value).filter(Objects::nonNull).toList();
    return said.isEmpty() ? null : said.stream().mapToLong(Long::longValue).sum();
  }

  private static String sentence(List<UsageTable.Sum> sums) {
    Long cost = known(sums, UsageTable.Sum::costMicros);
    long attempts = total(sums, UsageTable.Sum::attempts);
    return "Known cost: "
        + (cost == null ? "none" : dollars(cost))
        + ". Of "
        + attempts
        + (attempts == 1 ? " attempt, " : " attempts, ")
        + total(sums, UsageTable.Sum::withoutTokens)
        + " did not say their tokens and "
        + total(sums, UsageTable.Sum::withoutCost)
        + " not their cost.";
  }

  private static List<Cell> cells(UsageTable.Sum sum) {
    String model = sum.model();
    Long cost = sum.costMicros();
    return List.of(
        Cell.of(sum.agent()),
        Cell.of(model == null ? noModel(sum) : model),
        Cell.of(Long.toString(sum.attempts())),
        count(sum.inputTokens()),
        count(sum.cachedTokens()),
        count(sum.cacheWriteTokens()),
        count(sum.outputTokens()),
        Cell.of(cost == null ? UNKNOWN : dollars(cost)));
  }

  /// Who made no request and says what it used, a built-in analyst, has no model.
  private static String noModel(UsageTable.Sum sum) {
    Long requests = sum.requests();
    return requests != null && requests == 0 && sum.withoutTokens() == 0 ? "none" : UNKNOWN;
  }

  private static Cell count(@Nullable Long tokens) {
    return Cell.of(tokens == null ? UNKNOWN : Long.toString(tokens));
  }

  private static String dollars(long micros) {
    return String.format(Locale.ROOT, "$%.4f", micros / 1e6);
  }

  private static Json.Fields json(UsageTable.Sum sum) {
    return Json.fields()
        .with("agent", sum.agent())
        .withPresent("model", sum.model())
        .with("attempts", sum.attempts())
        .withPresent("input_tokens", sum.inputTokens())
        .withPresent("cached_tokens", sum.cachedTokens())
        .withPresent("cache_write_tokens", sum.cacheWriteTokens())
        .withPresent("output_tokens", sum.outputTokens())
        .withPresent("requests", sum.requests())
        .withPresent("cost_micros", sum.costMicros())
        .with("without_tokens", sum.withoutTokens())
        .with("without_cost", sum.withoutCost());
  }
}
