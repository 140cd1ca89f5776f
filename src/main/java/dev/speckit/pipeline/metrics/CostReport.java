package dev.speckit.pipeline.metrics;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.cost.Money;
import dev.speckit.cost.Tally;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Receipt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What agents used up by agent and model, and how tallies are shown.
final class CostReport {
  /// The columns of [#cells].
  static final List<String> COLUMNS =
      List.of("attempts", "input", "cached", "cache written", "output", "stated", "computed");

  private static final String UNKNOWN = "unknown";

  private CostReport() {}

  public static Report of(Receipt receipt) {
    List<Receipt.Line> lines =
        receipt.grouped(line -> Receipt.alike(line.agent(), line.model())).lines().stream()
            .sorted(
                Comparator.comparing(Receipt.Line::agent)
                    .thenComparing(
                        Receipt.Line::model, Comparator.nullsFirst(Comparator.naturalOrder())))
            .toList();
    Tally total = receipt.total();
    Json.Fields data =
        Json.fields()
            .with(
                "agents",
                lines.stream()
                    .map(line ->
                        tally(
                            Json.fields()
                                .with("agent", line.agent())
                                .withPresent("model", line.model()),
                            line.tally()))
                    .toList())
            .with("attempts", total.attempts());
    data = costs(data, total);
    if (lines.isEmpty()) {
      return Report.of(data, Block.Notes.of("No attempts yet. `speckit run ID` makes some."));
    }
    List<String> columns = new ArrayList<>(List.of("agent", "model"));
    columns.addAll(COLUMNS);
    return Report.of(
        data,
        new Block.Table("", columns, lines.stream().map(CostReport::row).toList()),
        Block.Notes.of(sentence(total)));
  }

  private static List<Cell> row(Receipt.Line line) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(line.agent()));
    cells.add(model(line));
    cells.addAll(cells(line.tally()));
    return cells;
  }

  /// Who made no request and says what it used, a built-in analyst, has no model.
  static Cell model(Receipt.Line line) {
    if (line.model() != null) {
      return Cell.of(line.model());
    }
    Long requests = line.tally().usage().requests();
    boolean nobody = requests != null && requests == 0 && line.tally().withoutTokens() == 0;
    return Cell.of(nobody ? "none" : UNKNOWN);
  }

  static List<Cell> cells(Tally tally) {
    return List.of(
        Cell.of(Long.toString(tally.attempts())),
        count(tally.usage().inputTokens()),
        count(tally.usage().cachedTokens()),
        count(tally.usage().cacheWriteTokens()),
        count(tally.usage().outputTokens()),
        money(tally.stated(), tally),
        money(tally.computed(), tally));
  }

  private static Cell count(@Nullable Long tokens) {
    return Cell.of(tokens == null ? UNKNOWN : Long.toString(tokens));
  }

  /// Where the other sum is known, an empty cell says that there is nothing to add.
  private static Cell money(@Nullable Money sum, Tally tally) {
    if (sum != null) {
      return Cell.of(sum.toString());
    }
    return Cell.of(tally.known() == null ? UNKNOWN : "");
  }

  static Json.Fields tally(Json.Fields fields, Tally tally) {
    return costs(
        fields
            .with("attempts", tally.attempts())
            .withPresent("input_tokens", tally.usage().inputTokens())
            .withPresent("cached_tokens", tally.usage().cachedTokens())
            .withPresent("cache_write_tokens", tally.usage().cacheWriteTokens())
            .withPresent("output_tokens", tally.usage().outputTokens())
            .withPresent("requests", tally.usage().requests()),
        tally);
  }

  private static Json.Fields costs(Json.Fields fields, Tally tally) {
    return fields
        .withPresent("cost_micros", micros(tally.known()))
        .withPresent("stated_micros", micros(tally.stated()))
        .withPresent("computed_micros", micros(tally.computed()))
        .with("unsettled_micros", tally.unsettled().micros())
        .with("open_micros", tally.open().micros())
        .with("without_tokens", tally.withoutTokens())
        .with("without_cost", tally.withoutCost());
  }

  private static @Nullable Long micros(@Nullable Money money) {
    return money == null ? null : money.micros();
  }

  static String sentence(Tally total) {
    Money known = total.known();
    StringBuilder said =
        new StringBuilder("Known cost: ")
            .append(known == null ? "none" : known.toString())
            .append(". Of ")
            .append(total.attempts())
            .append(total.attempts() == 1 ? " attempt, " : " attempts, ")
            .append(total.withoutTokens())
            .append(" did not say their tokens and ")
            .append(total.withoutCost())
            .append(" have no known cost.");
    if (!total.unsettled().isZero()) {
      said.append(" For those ").append(total.unsettled()).append(" stay set aside.");
    }
    if (!total.open().isZero()) {
      said.append(" For attempts under way ").append(total.open()).append(" are set aside.");
    }
    return said.toString();
  }
}
