package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Traffic;
import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Money;
import dev.speckit.cost.Price;
import dev.speckit.cost.PriceTable;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.metrics.CostCommand;
import dev.speckit.run.Part;
import dev.speckit.run.SpendingTable;
import dev.speckit.run.Stage;
import dev.speckit.run.StoredRuns;
import dev.speckit.store.Store;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs under a budget: real store, real child processes. Each call of these agents is taken to
/// cost a little more than 8 cents.
@Timeout(300)
class BudgetedRunTest {
  private static final Price PRICE = new Price(dollars("1"), null, null, dollars("10"));
  private static final Map<String, List<String>> PLAN =
      Map.of("id", List.of("1001"), "to", List.of("plan"), "on-question", List.of("defer"));

  @TempDir Path folder;

  private final Random random = new Random(7);

  private Path workspace;
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
  private PriceTable prices = PriceTable.shipped().with("mine", "local", "m-1", PRICE, null);

  @BeforeEach
  void makeWorkspace() {
    workspace = Workspaces.createSpecs(folder.resolve("workspace"));
    environment.put("TMPDIR", folder.toString());
    for (String name : List.of("alice", "bob", "carol")) {
      Path file = folder.resolve("agents").resolve(name + ".sh");
      Workspaces.write(
          file, "#!/bin/sh\necho $SPECKIT_AGENT >>" + log() + "\n" + Workspaces.answering());
      AgentName agent = new AgentName(name);
      agents.put(
          agent,
          new AgentDefinition.Program(
              agent,
              List.of("/bin/sh", file.toString()),
              Clocks.DEFAULT,
              null,
              "mine",
              AgentDefinition.Origin.USER));
    }
  }

  @Test
  void a_run_whose_cap_is_reached_waits_and_goes_on_with_a_larger_one() throws Exception {
    Report stopped = run(budget("0.2", null, null), PLAN);

    assertThat(stopped.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(asked()).as("two calls fit at the same time, no third").isEqualTo(2);
    Problem problem = stopped.problems().getFirst();
    assertThat(problem.message())
        .contains("the run waits: the budget of the run is $0.20", "may cost $0.08");
    assertThat(problem.remedy()).contains("[budget]", "speckit resume");
    assertThat(stopped.warnings()).extracting(Problem::code).contains("budget-nearly-spent");
    String run = stopped.data().text("run").orElseThrow();
    assertThat(stopped.data().text("state")).contains("waiting");

    Report done = resume(budget("100", null, null), run);

    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    long parts = Part.order(Stage.PLAN, Stage.PLAN).size();
    assertThat(asked()).as("nobody is asked twice").isEqualTo(3 * parts);
    Json.Fields receipt = cost(Map.of("id", List.of(run))).data();
    assertThat(receipt.integer("attempts")).contains(3 * parts);
    assertThat(receipt.integer("without_cost")).contains(3 * parts);
    assertThat(sum(receipt, "unsettled_micros"))
        .isEqualTo(receipt.integer("unsettled_micros").orElseThrow());
    assertThat(receipt.integer("unsettled_micros").orElseThrow())
        .isBetween(3 * parts * 80_000L, 3 * parts * 400_000L);
  }

  @Test
  void what_other_runs_spent_counts_for_the_spec_and_the_day() throws Exception {
    Budget none = budget(null, null, null);
    assertThat(run(none, PLAN).exit()).isEqualTo(ExitCode.OK);
    long before = asked();
    try (Store store = Store.open(Runs.storeFile(workspace), host())) {
      assertThat(StoredRuns.list(store, t -> SpendingTable.told(t, null, 1001, null)))
          .hasSize(Math.toIntExact(2 * before));
      assertThat(StoredRuns.list(store, t -> SpendingTable.told(t, "none", null, null))).isEmpty();
    }

    Report spec = run(budget(null, "0.5", null), PLAN);
    assertThat(spec.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(spec.problems().getFirst().message()).contains("the budget of the spec is $0.50");
    Report day = run(budget(null, null, "0.5"), PLAN);
    assertThat(day.problems().getFirst().message()).contains("the budget of the day is $0.50");
    assertThat(asked()).isEqualTo(before);
  }

  @Test
  void a_price_that_nobody_knows_is_refused_or_allowed_as_the_settings_say() throws Exception {
    prices = PriceTable.shipped();
    Report refused = run(budget("5", null, null), PLAN);
    assertThat(refused.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(refused.problems().getFirst().message()).contains("nobody knows what asking");
    assertThat(refused.problems().getFirst().remedy()).contains("unpriced");
    assertThat(asked()).isZero();
    assertThat(run(new Budget(dollars("5"), null, null, false), PLAN).exit())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void an_attempt_that_is_made_again_sets_money_aside_again() throws Exception {
    environment.put("SPECKIT_FAULTS", "overloaded@alice:1");
    Map<AgentName, AgentDefinition> alone = new LinkedHashMap<>();
    AgentName alice = new AgentName("alice");
    alone.put(alice, agents.get(alice));
    agents.clear();
    agents.putAll(alone);
    Report stopped = run(budget("0.1", null, null), PLAN);
    assertThat(stopped.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(asked()).isZero();
  }

  @Test
  void a_dry_run_lists_everything_and_changes_nothing() throws Exception {
    Map<String, List<String>> dry = new HashMap<>(PLAN);
    dry.put("dry-run", List.of("true"));
    dry.put("to", List.of("tasks"));
    List<String> before = files();

    Report report = run(budget("0.1", null, null), dry);

    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(files()).isEqualTo(before);
    assertThat(asked()).isZero();
    List<Json.Fields> calls = report.data().objects("calls");
    assertThat(calls).hasSize(3 * Part.order(Stage.PLAN, Stage.TASKS).size());
    assertThat(calls.getFirst().text("asked_for")).contains("plan.clarify");
    assertThat(calls.getFirst().integer("prompt_bytes")).isPresent();
    assertThat(calls.getFirst().text("source")).contains("estimate");
    assertThat(calls.getLast().text("after")).contains("tasks");
    assertThat(calls.getLast().integer("prompt_bytes")).isEmpty();
    assertThat(report.data().objects("files").getFirst().text("change")).contains("new");
    assertThat(report.data().objects("stops"))
        .extracting(stop -> stop.text("at").orElseThrow())
        .contains("before plan", "plan", "after tasks", "budget");
    Json.Fields cost = report.data().object("cost").orElseThrow();
    assertThat(cost.text("source")).contains("calls");
    assertThat(sum(report.data().with("lines", calls), "high_micros"))
        .isEqualTo(cost.integer("high_micros").orElseThrow());
    assertThat(report.data().objects("caps").getFirst().integer("left_micros")).contains(100_000L);
  }

  @Test
  void a_file_that_a_person_wrote_is_named_in_a_dry_run() throws Exception {
    Path plan = workspace.resolve("specs/1000/1001/plan.md");
    Workspaces.write(plan, "mine\n");
    Map<String, List<String>> dry = new HashMap<>(PLAN);
    dry.put("dry-run", List.of("true"));
    Json.Fields first = run(Budget.NONE, dry).data().objects("files").getFirst();
    assertThat(first.text("change")).contains("beside");
    assertThat(first.text("path")).contains("specs/1000/1001/plan.new.md");
  }

  private static long sum(Json.Fields receipt, String field) {
    return receipt.objects("lines").stream()
        .mapToLong(line -> line.integer(field).orElse(0L))
        .sum();
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.walk(workspace)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private Path log() {
    return folder.resolve("asked.log");
  }

  private long asked() throws Exception {
    try (Stream<String> lines = Files.exists(log()) ? Files.lines(log()) : Stream.<String>empty()) {
      return lines.count();
    }
  }

  private static Budget budget(@Nullable String run, @Nullable String spec, @Nullable String day) {
    return new Budget(amount(run), amount(spec), amount(day), true);
  }

  private static @Nullable Money amount(@Nullable String text) {
    return text == null ? null : dollars(text);
  }

  private static Money dollars(String text) {
    return Money.parse(text).orElseThrow();
  }

  private Host host() {
    return new Host(InstantSource.system(), random, environment, workspace, folder.resolve("home"));
  }

  private RunStart.Environment environment(Budget budget) {
    Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      rosters.put(subject, List.copyOf(agents.keySet()));
    }
    PipelineSettings settings =
        new PipelineSettings(
            agents,
            new RosterSettings(rosters, 2, 3, false),
            3,
            Traffic.Limits.NONE,
            List.of(),
            Map.of(),
            budget,
            prices);
    return new RunStart.Environment(_ -> settings, _ -> true, "test");
  }

  private Report run(Budget budget, Map<String, List<String>> arguments) throws Exception {
    return call(RunCommand.run(host(), environment(budget)), arguments);
  }

  private Report resume(Budget budget, String run) throws Exception {
    return call(
        new ResumeCommand(host(), environment(budget)),
        Map.of("run", List.of(run), "on-question", List.of("defer")));
  }

  private Report cost(Map<String, List<String>> arguments) throws Exception {
    return call(new CostCommand(host(), environment(Budget.NONE)), arguments);
  }

  private static Report call(Command command, Map<String, List<String>> arguments)
      throws Exception {
    return command.run(new Call(new Arguments(arguments), Progress.silent(), Optional.empty()));
  }
}
