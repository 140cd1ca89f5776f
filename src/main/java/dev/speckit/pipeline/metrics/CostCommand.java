package dev.speckit.pipeline.metrics;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Tally;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.BudgetBlock;
import dev.speckit.pipeline.Day;
import dev.speckit.pipeline.Fence;
import dev.speckit.pipeline.Ledger;
import dev.speckit.pipeline.PipelineSettings;
import dev.speckit.pipeline.Receipt;
import dev.speckit.pipeline.RunStart;
import dev.speckit.pipeline.Runs;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `speckit cost`: a receipt of a run, a spec or a day, whose lines sum to its total.
public final class CostCommand implements Command {
  private static final Pattern SPEC = Pattern.compile("[1-9][0-9]{0,6}");
  private static final Pattern RUN = Pattern.compile("last|[0-9]{8}-[-0-9a-f]*");

  private final Host host;
  private final Function<Path, PipelineSettings> settings;

  public CostCommand(Host host, RunStart.Environment environment) {
    this.host = host;
    this.settings = environment.settings();
  }

  /// What a receipt is about; all null for everything.
  private record Scope(@Nullable String run, @Nullable Integer spec, @Nullable Day day) {}

  @Override
  public Declaration declaration() {
    return Declaration.of("cost", "Show what a run, a spec or a day has cost")
        .description(
            """
            One line for each thing that was asked for, agent and model; the lines sum to the \
            total. *Stated* is what agents said it cost, *computed* what their tokens cost by the \
            dated prices of speckit and of the settings, for those that said nothing. What nobody \
            knows is counted, never 0. Below stand the caps of the budget and what is left.

            Without a run, a spec or a day: today, in UTC.\
            """)
        .parameters(
            Parameter.optional("id", "A run, `last`, or a spec"),
            Parameter.option("day", "DATE", "Only what was asked on this day (UTC)"))
        .example("cost", "Shows what this day has cost.")
        .example("cost 1001", "Shows what all runs of 1001 have cost.")
        .example("cost last", "Shows the receipt of the newest run.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    Optional<Day> named = call.arguments().find("day").map(CostCommand::day);
    Optional<String> id = call.arguments().find("id");
    Day today = new Day(host.clock().instant());
    Optional<Store> found = new Fence(workspace).openStore(host);
    if (found.isEmpty()) {
      Scope scope =
          new Scope(
              null,
              id.filter(text -> !RUN.matcher(text).matches())
                  .map(text -> spec(workspace, text))
                  .orElse(null),
              named.orElse(id.isPresent() ? null : today));
      return report(scope, new Receipt(List.of()), Budget.NONE, Map.of());
    }
    try (Store store = found.get()) {
      Scope scope = scope(store, workspace, id, named, today);
      Receipt receipt =
          store.read(
              transaction -> Receipt.read(transaction, scope.run(), scope.spec(), scope.day()));
      Budget budget = caps(settings.apply(workspace).budget(), scope);
      Integer spec = scope.spec();
      if (scope.run() != null) {
        spec = Runs.find(store, scope.run()).spec();
      }
      int counted = spec == null ? 0 : spec;
      return report(
          scope,
          receipt,
          budget,
          store.read(
              transaction -> Ledger.standings(transaction, budget, scope.run(), counted, today)));
    }
  }

  private static Scope scope(
      Store store, Path workspace, Optional<String> id, Optional<Day> named, Day today)
      throws InterruptedException {
    if (id.isEmpty()) {
      return new Scope(null, null, named.orElse(today));
    }
    if (RUN.matcher(id.get()).matches()) {
      return new Scope(Runs.find(store, id.get()).run(), null, named.orElse(null));
    }
    return new Scope(null, spec(workspace, id.get()), named.orElse(null));
  }

  /// A spec that was removed keeps its attempts; a number needs no document.
  private static int spec(Path workspace, String reference) {
    return SPEC.matcher(reference).matches()
        ? Integer.parseInt(reference)
        : SpecTree.open(workspace).find(reference).id().number();
  }

  private static Day day(String text) {
    try {
      return new Day(LocalDate.parse(text));
    } catch (DateTimeException _) {
      throw new Failure.Usage(
          Problem.of("bad-day", "`" + text + "` is no day").remedy("write it as 2026-01-31"));
    }
  }

  /// The caps that say something about what is shown.
  private static Budget caps(Budget budget, Scope scope) {
    boolean ofSpec = scope.run() != null || scope.spec() != null;
    return new Budget(
        scope.run() == null ? null : budget.run(),
        ofSpec ? budget.spec() : null,
        budget.day(),
        budget.refusesUnpriced());
  }

  private static Report report(
      Scope scope, Receipt all, Budget budget, Map<Budget.Cap, Budget.Standing> standings) {
    Receipt receipt =
        all.grouped(line -> Receipt.alike(line.run(), line.askedFor(), line.agent(), line.model()));
    Tally total = receipt.total();
    Integer spec = scope.spec();
    Day day = scope.day();
    Json.Fields data =
        CostReport.tally(
            Json.fields()
                .withPresent("run", scope.run())
                .withPresent("spec", spec == null ? null : Integer.toString(spec))
                .withPresent("day", day == null ? null : day.toString())
                .with("lines", receipt.lines().stream().map(CostCommand::json).toList()),
            total);
    data = data.with("caps", BudgetBlock.json(budget, standings));
    List<Block> blocks = new ArrayList<>();
    if (receipt.lines().isEmpty()) {
      blocks.add(Block.Notes.of("Nobody was asked."));
    } else {
      List<String> columns = new ArrayList<>(List.of("run", "asked for", "agent", "model"));
      columns.addAll(CostReport.COLUMNS);
      blocks.add(
          new Block.Table("", columns, receipt.lines().stream().map(CostCommand::cells).toList()));
      blocks.add(Block.Notes.of(CostReport.sentence(total)));
    }
    BudgetBlock.of(budget, standings).ifPresent(blocks::add);
    return Report.of(data, blocks);
  }

  private static Json.Fields json(Receipt.Line line) {
    return CostReport.tally(
        Json.fields()
            .with("run", line.run())
            .with("asked_for", line.askedFor())
            .with("agent", line.agent())
            .withPresent("model", line.model()),
        line.tally());
  }

  private static List<Cell> cells(Receipt.Line line) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(line.run()));
    cells.add(Cell.of(line.askedFor()));
    cells.add(Cell.of(line.agent()));
    cells.add(CostReport.model(line));
    cells.addAll(CostReport.cells(line.tally()));
    return cells;
  }
}
