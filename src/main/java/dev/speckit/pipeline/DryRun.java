package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Landing;
import dev.speckit.candidate.Repository;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Estimate;
import dev.speckit.cost.Forecast;
import dev.speckit.cost.Money;
import dev.speckit.cost.Tally;
import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.evidence.StageFile;
import dev.speckit.evidence.VerdictFile;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.run.ArtifactTable;
import dev.speckit.run.Part;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a run would do, without doing any of it: calls in their order, checks, files, places where
/// it may stop, and what it may cost. Starts nothing and writes nothing.
final class DryRun {
  /// Runs that an interval is made from at most: older ones say little about the next.
  private static final int RUNS_MAX = 20;

  private final RunScene scene;
  private final StageChoice choice;
  private final List<Failure> refused;
  private final @Nullable Store store;
  private final List<Problem> warnings = new ArrayList<>();

  /// @param refused what a run would not begin with, as things stand
  /// @param store null before the first run of a workspace
  DryRun(RunScene scene, StageChoice choice, List<Failure> refused, @Nullable Store store) {
    this.scene = scene;
    this.choice = choice;
    this.refused = List.copyOf(refused);
    this.store = store;
  }

  /// @param path relative to the workspace; of a branch its name
  /// @param change `new`, `replaced`, `a line` of it, `moved on`, or `beside`: a file that a person
  ///   edited stays as it is
  private record WrittenFile(String path, String change) {}

  /// @param at a part, a stage, `budget`, or `start` for what is refused at once
  private record MayStop(String at, String exits, String why) {}

  /// What the whole run may cost.
  ///
  /// @param source `runs` when the range is of own finished runs, else `calls`
  /// @param unpriced calls whose price nobody knows; the range leaves them out
  private record Whole(Estimate.Range range, String source, int samples, long unpriced) {
    boolean nothingKnown() {
      return unpriced > 0 && range.high().equals(Money.ZERO);
    }
  }

  Report report() throws InterruptedException {
    List<PlannedCall> calls = calls();
    Whole whole = whole(calls);
    List<WrittenFile> files = files();
    Budget budget = scene.settings().budget();
    Map<Budget.Cap, Budget.Standing> standings =
        store == null
            ? Map.of()
            : store.read(transaction ->
                Ledger.standings(
                    transaction,
                    budget,
                    null,
                    scene.spec().id().number(),
                    new Day(scene.host().clock().instant())));
    List<MayStop> stops = stops(files, whole, budget, standings);
    Json.Fields data =
        Json.fields()
            .with("dry_run", true)
            .with("spec", scene.spec().id().toString())
            .with("stages", Json.texts(stages().stream().map(Stage::word).toList()))
            .with("calls", calls.stream().map(PlannedCall::json).toList())
            .with("attempts_max", scene.settings().attemptsMax())
            .with("checks", checks().stream().map(DryRun::json).toList())
            .with("files", files.stream().map(DryRun::json).toList())
            .with("stops", stops.stream().map(DryRun::json).toList())
            .with("cost", json(whole))
            .with("caps", BudgetBlock.json(budget, standings));
    data =
        scene.settings().rosters().secondRound()
            ? data.with("second_round_calls", onceMore(calls))
            : data;
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts(calls, whole));
    if (!calls.isEmpty()) {
      blocks.add(table(calls));
    }
    if (!checks().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Checks",
              List.of("stage", "check", "of", "command"),
              checks().stream().map(DryRun::cells).toList()));
    }
    blocks.add(
        new Block.Table(
            "Files",
            List.of("file", "change"),
            files.stream()
                .map(file -> List.of(Cell.of(file.path()), Cell.of(file.change())))
                .toList()));
    blocks.add(
        new Block.Table(
            "Where it may stop",
            List.of("at", "exit code", "why"),
            stops.stream()
                .map(
                    stop -> List.of(Cell.of(stop.at()), Cell.of(stop.exits()), Cell.of(stop.why())))
                .toList()));
    BudgetBlock.of(budget, standings).ifPresent(blocks::add);
    Report report = Report.of(data, blocks);
    for (Problem warning : warnings) {
      report = report.warning(warning);
    }
    return report;
  }

  private List<Stage> stages() {
    return Stream.of(Stage.values())
        .filter(stage ->
            stage.compareTo(choice.from()) >= 0
                && stage.compareTo(choice.to()) <= 0
                && !choice.skipped().containsKey(stage))
        .toList();
  }

  // ---- calls

  private List<PlannedCall> calls() throws InterruptedException {
    List<PlannedCall> calls = new ArrayList<>();
    for (Stage stage : stages()) {
      for (Part part : Part.order(stage, stage)) {
        String prompt = PartInput.of(scene, part).prompt();
        List<Stage> written = PartInput.readable(part).stream().filter(stages()::contains).toList();
        List<AgentName> roster = scene.settings().rosters().roster(part.subject());
        if (roster.isEmpty()) {
          warnings.add(
              Problem.of("no-roster", "nobody is named for " + part)
                  .at("speckit.toml")
                  .remedy("name agents: `quality_gates." + part.subject().word() + "`"));
        }
        for (AgentName name : roster) {
          AgentDefinition definition = scene.settings().agents().get(name);
          if (definition != null) {
            calls.add(call(part, definition, prompt, written));
          }
        }
      }
    }
    return calls;
  }

  private PlannedCall call(
      Part part, AgentDefinition definition, String prompt, List<Stage> written)
      throws InterruptedException {
    return PlannedCall.of(
        scene,
        part,
        definition,
        prompt,
        written.isEmpty() ? null : written.getLast(),
        written.stream().mapToLong(stage -> Estimate.outputMost(stage.subject())).sum(),
        store == null
            ? PastCalls.NONE
            : PastCalls.read(store, scene, definition.name(), part.subject()));
  }

  /// How many of the calls may be made once more because answers differ.
  private static long onceMore(List<PlannedCall> calls) {
    return calls.stream().map(PlannedCall::part).filter(Round::mayFollow).count();
  }

  private Whole whole(List<PlannedCall> calls) throws InterruptedException {
    long unpriced = calls.stream().filter(call -> call.range().isEmpty()).count();
    boolean free = calls.stream().allMatch(call -> call.source().equals("free"));
    Optional<Forecast> runs = free ? Optional.empty() : Forecast.of(pastRuns());
    if (runs.isPresent()) {
      Estimate.Range range = new Estimate.Range(runs.get().low(), runs.get().high());
      return new Whole(range, "runs", runs.get().samples(), 0);
    }
    Estimate.Range sum =
        calls.stream()
            .flatMap(call -> call.range().stream())
            .reduce(new Estimate.Range(Money.ZERO, Money.ZERO), Estimate.Range::plus);
    return new Whole(sum, "calls", 0, unpriced);
  }

  /// What finished runs of the same stages have cost: those of whose every call the cost is known.
  private List<Money> pastRuns() throws InterruptedException {
    if (store == null) {
      return List.of();
    }
    List<RunTable.RunRow> rows =
        store.read(transaction -> RunTable.all(transaction, Runs.LISTED_MAX)).stream()
            .filter(row ->
                row.state() == RunState.DONE
                    && row.from().equals(choice.from().word())
                    && row.to().equals(choice.to().word()))
            .limit(RUNS_MAX)
            .toList();
    List<Money> costs = new ArrayList<>();
    for (RunTable.RunRow row : rows) {
      Tally total =
          store.read(transaction -> Receipt.read(transaction, row.run(), null, null)).total();
      Money known = total.known();
      if (known != null && total.withoutCost() == 0) {
        costs.add(known);
      }
    }
    return costs;
  }

  // ---- checks, files, stops

  /// @param of which tree it would run on
  private record PlannedCheck(Stage stage, CheckDefinition check, String of) {}

  private List<PlannedCheck> checks() {
    List<PlannedCheck> checks = new ArrayList<>();
    for (Stage stage : stages()) {
      for (CheckDefinition check : scene.settings().checks()) {
        if (check.stages().contains(stage.word())) {
          checks.add(
              new PlannedCheck(
                  stage, check, stage == Stage.IMPLEMENT ? "base and candidates" : "workspace"));
        }
      }
    }
    return checks;
  }

  private List<WrittenFile> files() throws InterruptedException {
    List<WrittenFile> files = new ArrayList<>();
    for (Stage stage : stages()) {
      Path file = scene.artifact(stage);
      if (isEdited(file)) {
        files.add(new WrittenFile(scene.relative(Fence.beside(file)), "beside"));
      } else {
        files.add(new WrittenFile(scene.relative(file), change(file)));
      }
    }
    String spec = scene.spec().id().toString();
    for (Stage stage : stages()) {
      for (Part part : Part.order(stage, stage)) {
        Path file = VerdictFile.path(scene.workspace(), spec, part.name());
        files.add(new WrittenFile(scene.relative(file), change(file)));
      }
    }
    for (Stage stage : stages()) {
      Path file = StageFile.path(scene.workspace(), spec, stage.word());
      files.add(new WrittenFile(scene.relative(file), change(file)));
    }
    Path metrics = SpawnMetrics.file(scene.workspace(), spec);
    files.add(new WrittenFile(scene.relative(metrics), change(metrics)));
    Path context = scene.spec().contextPath();
    if (Disk.isFile(context)) {
      files.add(new WrittenFile(scene.relative(context), "a line"));
    }
    if (stages().contains(Stage.IMPLEMENT)) {
      branch().ifPresent(branch -> files.add(new WrittenFile("branch " + branch, "moved on")));
    }
    return files;
  }

  /// The one that the chosen work would move.
  private Optional<String> branch() throws InterruptedException {
    Optional<Repository> repository = scene.surroundings().find();
    return repository.isEmpty() ? Optional.empty() : new Landing(repository.get()).branch();
  }

  private static String change(Path file) {
    return Disk.exists(file) ? "replaced" : "new";
  }

  /// Whether the file is not as speckit wrote it last.
  private boolean isEdited(Path file) throws InterruptedException {
    if (!Disk.exists(file)) {
      return false;
    }
    String now = Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX));
    return store == null
        || store
            .read(transaction -> ArtifactTable.sha256(transaction, scene.relative(file)))
            .filter(now::equals)
            .isEmpty();
  }

  private List<MayStop> stops(
      List<WrittenFile> files,
      Whole whole,
      Budget budget,
      Map<Budget.Cap, Budget.Standing> standings) {
    List<MayStop> stops = new ArrayList<>();
    for (Failure failure : refused) {
      Problem problem = failure.problems().getFirst();
      stops.add(new MayStop("start", Integer.toString(failure.exit().number()), problem.message()));
    }
    for (Stage stage : stages()) {
      if (!stage.gatesBefore().isEmpty()) {
        stops.add(gate("before " + stage.word()));
      }
      stops.add(own(stage));
      if (!stage.gatesAfter().isEmpty()) {
        stops.add(gate("after " + stage.word()));
      }
    }
    for (WrittenFile file : files) {
      if (file.change().equals("beside")) {
        stops.add(new MayStop(file.path(), "11", "a person edited the file it stands beside"));
      }
    }
    for (Budget.Cap cap : Budget.Cap.values()) {
      Optional<Money> limit = budget.limit(cap);
      Money taken = standings.getOrDefault(cap, Budget.Standing.NOTHING).taken();
      if (limit.isEmpty()) {
        continue;
      }
      if (taken.plus(whole.range().high()).compareTo(limit.get()) > 0) {
        stops.add(new MayStop("budget", "11", "the budget of " + cap + " may not last"));
      }
      if (whole.unpriced() > 0 && budget.refusesUnpriced()) {
        stops.add(
            new MayStop("budget", "11", "a price is not known, and " + cap + " has a budget"));
      }
    }
    return stops;
  }

  private static MayStop gate(String at) {
    return new MayStop(at, "2, 10, 11", "too few answer, or a gate needs a person");
  }

  private static MayStop own(Stage stage) {
    return switch (stage) {
      case PLAN, TASKS -> new MayStop(stage.word(), "2, 3, 11", "too few answer");
      case IMPLEMENT ->
          new MayStop(stage.word(), "2, 3, 11", "no candidate is good, or the branch has moved");
      case VALIDATE ->
          new MayStop(stage.word(), "2, 3, 11", "a check fails, or a requirement is not proved");
      case AUDIT -> new MayStop(stage.word(), "2, 3, 11", "something critical is found");
      case UNLOCK -> new MayStop(stage.word(), "2, 3, 11, 12", "a point is open");
    };
  }

  // ---- shown

  private static Json.Fields json(PlannedCheck check) {
    return Json.fields()
        .with("stage", check.stage().word())
        .with("check", check.check().name())
        .with("command", Json.texts(check.check().command()))
        .with("of", check.of());
  }

  private static List<Cell> cells(PlannedCheck check) {
    return List.of(
        Cell.of(check.stage().word()),
        Cell.of(check.check().name()),
        Cell.of(check.of()),
        Cell.of(check.check().action()));
  }

  private static Json.Fields json(WrittenFile file) {
    return Json.fields().with("path", file.path()).with("change", file.change());
  }

  private static Json.Fields json(MayStop stop) {
    return Json.fields().with("at", stop.at()).with("exits", stop.exits()).with("why", stop.why());
  }

  private static Json.Fields json(Whole whole) {
    return Json.fields()
        .with("source", whole.nothingKnown() ? "unknown" : whole.source())
        .with("samples", whole.samples())
        .with("low_micros", whole.range().low().micros())
        .with("high_micros", whole.range().high().micros())
        .with("unpriced_calls", whole.unpriced());
  }

  private Block facts(List<PlannedCall> calls, Whole whole) {
    return new Block.Facts(
        List.of(
            Block.Facts.fact("spec", scene.spec().path()),
            Block.Facts.fact(
                "stages", String.join(", ", stages().stream().map(Stage::word).toList())),
            Block.Facts.fact(
                "calls",
                calls.size()
                    + ", each made at most "
                    + scene.settings().attemptsMax()
                    + " times; nothing was started"
                    + secondRound(calls)),
            Block.Facts.fact("cost", cost(whole))));
  }

  private String secondRound(List<PlannedCall> calls) {
    long most = scene.settings().rosters().secondRound() ? onceMore(calls) : 0;
    return most == 0
        ? ""
        : ". Where answers differ a second round may ask "
            + most
            + (most == 1 ? " more call" : " more calls");
  }

  private static String cost(Whole whole) {
    if (whole.nothingKnown()) {
      return "unknown: of "
          + whole.unpriced()
          + (whole.unpriced() == 1 ? " call" : " calls")
          + " nobody knows the price";
    }
    String range = whole.range().low() + " to " + whole.range().high();
    String from =
        whole.source().equals("runs")
            ? " (8 of 10 of " + whole.samples() + " finished runs of these stages)"
            : " (estimated call by call, without asking again)";
    return range
        + from
        + (whole.unpriced() == 0
            ? ""
            : "; of " + whole.unpriced() + " calls nobody knows the price");
  }

  private static Block table(List<PlannedCall> calls) {
    return new Block.Table(
        "Calls",
        List.of("asked for", "agent", "kind", "model", "may", "prompt tokens", "cost", "from"),
        calls.stream()
            .map(call ->
                List.of(
                    Cell.of(call.part().name()),
                    Cell.of(call.agent().value()),
                    Cell.of(call.kind()),
                    Cell.of(call.model() == null ? "" : call.model()),
                    Cell.of(call.mode()),
                    Cell.of(
                        call.after() == null
                            ? "about " + call.estimate().inputTokens()
                            : "known after " + call.after().word()),
                    Cell.of(
                        call.range().map(range -> range.low() + " to " + range.high()).orElse("")),
                    Cell.of(
                        call.source()
                            + (call.samples() == 0 ? "" : " (n = " + call.samples() + ")"))))
            .toList());
  }
}
