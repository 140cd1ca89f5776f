package dev.speckit.pipeline;

import dev.speckit.cost.Money;
import dev.speckit.cost.PriceTable;
import dev.speckit.cost.Tally;
import dev.speckit.run.SpendingTable;
import dev.speckit.run.UsageTable;
import dev.speckit.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What attempts used and cost, one line each. Every sum that is shown is a sum of these lines.
public record Receipt(List<Line> lines) {
  public Receipt {
    lines = List.copyOf(lines);
  }

  /// One attempt, or several alike.
  ///
  /// @param askedFor `plan`, `plan.clarify`
  /// @param model null where nobody said
  public record Line(
      String run, String askedFor, String agent, @Nullable String model, Tally tally) {
    private Line plus(Line other) {
      return new Line(run, askedFor, agent, model, tally.plus(other.tally));
    }
  }

  /// @param run null for all
  /// @param spec null for all
  /// @param day on which the attempts were started, null for all
  public static Receipt read(
      Transaction transaction, @Nullable String run, @Nullable Integer spec, @Nullable Day day) {
    Map<Charge.Key, Charge> charges =
        Charge.of(SpendingTable.told(transaction, run, spec, day == null ? null : day.from()));
    return new Receipt(
        UsageTable.rows(
                transaction,
                run,
                spec,
                day == null ? null : day.from(),
                day == null ? null : day.until())
            .stream()
            .map(row -> line(row, charges.get(key(row))))
            .toList());
  }

  private static Charge.Key key(UsageTable.Attempted row) {
    return new Charge.Key(row.run(), row.subject(), row.input(), row.agent(), row.attempt());
  }

  private static Line line(UsageTable.Attempted row, @Nullable Charge charge) {
    Long said = row.used().costMicros();
    Money stated = said == null ? null : Money.stated(said).orElse(null);
    return new Line(
        row.run(),
        charge == null ? row.subject() : charge.part().name(),
        row.agent(),
        row.model(),
        Tally.of(
            row.used(),
            new PriceTable.Cost(stated, charge == null ? null : charge.cost()),
            charge == null ? null : charge.reserved(),
            row.running()));
  }

  /// Lines that are alike as one, in the order in which the first of each came.
  public Receipt grouped(Function<Line, List<@Nullable Object>> alike) {
    Map<List<@Nullable Object>, Line> groups = new LinkedHashMap<>();
    for (Line line : lines) {
      groups.merge(alike.apply(line), line, Line::plus);
    }
    return new Receipt(List.copyOf(groups.values()));
  }

  /// A key that may hold nulls.
  public static List<@Nullable Object> alike(@Nullable Object... parts) {
    List<@Nullable Object> key = new ArrayList<>();
    for (Object part : parts) {
      key.add(part);
    }
    return key;
  }

  public Tally total() {
    return lines.stream().map(Line::tally).reduce(Tally.NOTHING, Tally::plus);
  }
}
