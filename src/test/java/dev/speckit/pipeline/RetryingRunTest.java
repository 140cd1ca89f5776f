package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.speckit.agent.AgentBatch;
import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AgentTask;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.BatchLimits;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Patience;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Traffic;
import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.retry.Breaker;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.store.Depth;
import dev.speckit.store.Store;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs whose agents fail: real store, real child processes, faults where real ones strike.
@Timeout(300)
class RetryingRunTest {
  private static final Clocks QUICK =
      new Clocks(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(40));

  /// A twentieth of the usual waits. Who fails twice before each answer opens a breaker in time.
  private static final Patience BRIEF =
      new Patience(
          Duration.ofMillis(50),
          Duration.ofMillis(800),
          Duration.ofSeconds(3),
          new Breaker.Rules(100, 10, 0.5, 5, Duration.ofSeconds(60), Duration.ofMillis(1_500)));

  @TempDir Path folder;

  private Path workspace;
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();

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
              QUICK,
              null,
              null,
              AgentDefinition.Origin.USER));
    }
  }

  @Test
  void one_that_fails_twice_and_then_answers_makes_the_roster_whole() throws Exception {
    environment.put("SPECKIT_FAULTS", "overloaded@alice:1,crash@alice:2");

    Report report = run();

    assertThat(report.exit()).as("%s", report.problems()).isEqualTo(ExitCode.OK);
    assertThat(warnings(report)).doesNotContain("degraded");
    long parts = Part.order(Stage.PLAN, Stage.PLAN).size();
    for (String agent : List.of("alice", "bob", "carol")) {
      assertThat(calls(agent)).isEqualTo(parts);
    }
    Json.Fields plan = report.data().objects("stages").getLast();
    assertThat(plan.objects("agents"))
        .extracting(
            one -> one.text("agent").orElseThrow(), one -> one.integer("attempts").orElseThrow())
        .containsExactly(tuple("alice", 3L), tuple("bob", 1L), tuple("carol", 1L));
    assertThat(plan.object("agreement").orElseThrow().integer("responders")).contains(3L);
  }

  @Test
  void one_that_never_answers_is_named_and_the_others_are_asked_once() throws Exception {
    environment.put("SPECKIT_FAULTS", "garbage@alice");

    Report report = run();

    assertThat(report.exit()).as("%s", report.problems()).isEqualTo(ExitCode.OK);
    assertThat(report.warnings())
        .anySatisfy(warning -> {
          assertThat(warning.code()).isEqualTo("degraded");
          assertThat(warning.message()).contains("2 of 3").contains("missing: alice");
        });
    assertThat(warnings(report))
        .contains("many-retries")
        .doesNotContain("permanent-failure-retried");
    assertThat(calls("alice")).isZero();
    assertThat(calls("bob")).isEqualTo(Part.order(Stage.PLAN, Stage.PLAN).size());
  }

  @Test
  void a_run_that_is_blocked_by_a_rate_limit_says_until_when_and_asks_again_when_resumed()
      throws Exception {
    environment.put("SPECKIT_FAULTS", "rate-limited=900000@alice,rate-limited=900000@bob");

    Report blocked = run();

    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(blocked.problems().getFirst().message())
        .contains("; alice was rate limited until 20")
        .contains("(.speckit/runs/")
        .doesNotContain(workspace.toString(), ".;");
    environment.remove("SPECKIT_FAULTS");
    Report resumed =
        new ResumeCommand(host(), environment())
            .run(
                new Call(
                    new Arguments(Map.of("run", List.of(blocked.data().text("run").orElseThrow()))),
                    Progress.silent(),
                    Optional.empty()));
    assertThat(resumed.exit()).as("%s", resumed.problems()).isEqualTo(ExitCode.OK);
    assertThat(calls("carol")).isEqualTo(calls("alice"));
  }

  @Test
  void a_fault_that_there_is_not_ends_the_command_before_anything_happens() {
    environment.put("SPECKIT_FAULTS", "explode@alice");
    Failure.Usage refused = catchThrowableOfType(Failure.Usage.class, this::run);
    assertThat(refused).hasMessageContaining("explode@alice");
    assertThat(Runs.storeFile(workspace)).doesNotExist();
  }

  @Test
  void many_batches_at_once_leave_no_process_and_a_whole_store() throws Exception {
    int count = Boolean.getBoolean("speckit.exhaustive") ? 100 : 8;
    environment.put(
        "SPECKIT_FAULTS",
        "crash@*:8%:seed1,overloaded@*:8%:seed2,empty@*:5%:seed3,hang@*:3%:seed4,"
            + "garbage@*:5%:seed5,flood@*:2%:seed6,rate-limited@*:4%:seed7,not-signed-in@*:2%:seed8");
    Host host = host();
    Traffic traffic = new Traffic(new Traffic.Limits(16, 8, Map.of(), BRIEF));
    List<String> runs = Collections.synchronizedList(new ArrayList<>());
    try (Store store = Store.open(Runs.storeFile(workspace), host);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Journal journal = new Journal(store, host);
      List<Future<?>> batches = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        batches.add(
            threads.submit(() -> {
              runs.add(batch(journal, host, traffic, number));
              return true;
            }));
      }
      for (Future<?> batch : batches) {
        var _ = batch.get();
      }
      assertThat(store.check(Depth.WHOLE)).isEmpty();
      for (String run : runs) {
        Run read = journal.read(run).orElseThrow();
        List<Run.Attempt> attempts = read.parts().get(Part.own(Stage.PLAN)).attempts();
        assertThat(attempts).isNotEmpty().allSatisfy(one -> assertThat(one.outcome()).isNotNull());
        assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
      }
    }
    assertThat(runs).hasSize(count);
    assertThat(zombies()).isEmpty();
  }

  private String batch(Journal journal, Host host, Traffic traffic, int number)
      throws InterruptedException {
    String run = "20261122-120000-" + String.format(java.util.Locale.ROOT, "%06x", number);
    Part part = Part.own(Stage.PLAN);
    journal.start(
        run,
        new RunEvent.Started(1001, Stage.PLAN, Stage.PLAN, OnQuestion.STOP, "test", Map.of(), ""),
        "specs/1000/1001/spec.md",
        ProcessIdentity.current(),
        Json.fields());
    journal.append(
        run, new RunEvent.PartEntered(part, "input", Map.of(), List.copyOf(agents.keySet()), 2));
    List<AgentCall> calls = new ArrayList<>();
    for (String name : List.of("alice", "bob", "carol")) {
      AgentName agent = new AgentName(name + number);
      AgentDefinition.Program program = (AgentDefinition.Program) agents.get(new AgentName(name));
      calls.add(
          AgentCall.first(
              new AgentDefinition.Program(
                  agent, program.command(), QUICK, null, null, AgentDefinition.Origin.USER),
              true,
              new AgentTask(run, "1001", Subject.PLAN, workspace, "prompt"),
              folder.resolve("attempts").resolve(run)));
    }
    AttemptListener recorder =
        new AttemptListener() {
          @Override
          public void starting(AgentCall call, int attempt, Path at) {
            journal.appendUninterrupted(
                run,
                new RunEvent.AttemptStarted(part, "input", call.agent(), attempt, "folder", null),
                _ -> {});
          }

          @Override
          public void ended(AgentCall call, AttemptResult result) {
            journal.appendUninterrupted(
                run,
                new RunEvent.AttemptEnded(
                    part,
                    "input",
                    call.agent(),
                    result.attempt(),
                    result.outcome(),
                    result.reason(),
                    result.totalMillis(),
                    null),
                _ -> {});
          }
        };
    var _ =
        new AgentBatch(host, traffic)
            .run(calls, new BatchLimits(10, Duration.ofMinutes(4), 3, false, 1 << 20), recorder);
    return run;
  }

  /// Children of this process that ended and that nobody waited for.
  private static List<String> zombies() throws Exception {
    String parent = Long.toString(ProcessHandle.current().pid());
    List<String> zombies = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(path -> path.toString().matches("/proc/\\d+")).toList()) {
        String stat;
        try {
          stat = Files.readString(process.resolve("stat"));
        } catch (java.io.IOException _) {
          continue;
        }
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        if (words[0].equals("Z") && words[1].equals(parent)) {
          zombies.add(stat);
        }
      }
    }
    return zombies;
  }

  private Path log() {
    return folder.resolve("asked.log");
  }

  private long calls(String agent) throws Exception {
    try (Stream<String> lines = Files.exists(log()) ? Files.lines(log()) : Stream.<String>empty()) {
      return lines.filter(agent::equals).count();
    }
  }

  private static List<String> warnings(Report report) {
    return report.warnings().stream().map(Problem::code).toList();
  }

  private Host host() {
    return new Host(
        InstantSource.system(), new Random(7), environment, workspace, folder.resolve("home"));
  }

  private RunStart.Environment environment() {
    Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      rosters.put(subject, List.copyOf(agents.keySet()));
    }
    PipelineSettings settings =
        new PipelineSettings(
            agents,
            new RosterSettings(rosters, 2, 3, false),
            3,
            new Traffic.Limits(16, 8, Map.of(), BRIEF),
            List.of(),
            Map.of());
    return new RunStart.Environment(_ -> settings, _ -> true, "test");
  }

  private Report run() throws InterruptedException {
    return RunCommand.run(host(), environment())
        .run(
            new Call(
                new Arguments(
                    Map.of(
                        "id", List.of("1001"),
                        "to", List.of("plan"),
                        "on-question", List.of("defer"))),
                Progress.silent(),
                Optional.empty()));
  }
}
