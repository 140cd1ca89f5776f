package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Money;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The caps that are set, how far they are used up, and what is left.
public final class BudgetBlock {
  private BudgetBlock() {}

  public static List<Json.Fields> json(Budget budget, Map<Budget.Cap, Budget.Standing> standings) {
    List<Json.Fields> caps = new ArrayList<>();
    for (Budget.Cap cap : Budget.Cap.values()) {
      Budget.Standing now = standings.getOrDefault(cap, Budget.Standing.NOTHING);
      budget
          .limit(cap)
          .ifPresent(limit ->
              caps.add(
                  Json.fields()
                      .with("cap", cap.word())
                      .with("limit_micros", limit.micros())
                      .with("spent_micros", now.spent().micros())
                      .with("reserved_micros", now.reserved().micros())
                      .with("left_micros", limit.less(now.taken()).micros())));
    }
    return caps;
  }

  /// Empty when no cap is set.
  public static Optional<Block> of(Budget budget, Map<Budget.Cap, Budget.Standing> standings) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Budget.Cap cap : Budget.Cap.values()) {
      Budget.Standing now = standings.getOrDefault(cap, Budget.Standing.NOTHING);
      Optional<Money> limit = budget.limit(cap);
      if (limit.isPresent()) {
        rows.add(
            List.of(
                Cell.of(cap.word()),
                Cell.of(limit.get().toString()),
                Cell.of(now.spent().toString()),
                Cell.of(now.reserved().toString()),
                Cell.of(limit.get().less(now.taken()).toString())));
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Block.Table("Budget", List.of("of", "cap", "spent", "set aside", "left"), rows));
  }
}
