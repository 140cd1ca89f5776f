package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentDefinition.Origin;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Subject;
import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.logs.LogsCommand;
import dev.speckit.pipeline.metrics.MetricsCommand;
import dev.speckit.run.AgentLog;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What can be seen of agents during a run and after it: files, logs, metrics, live output.
@Timeout(120)
class AgentDiagnosticsTest {
  private static final List<String> FILES =
      List.of("prompt.md", "stdout.raw", "stderr.txt", "attempt.json");

  @TempDir Path folder;

  private Path workspace;
  private Host host;
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
  private final Told told = new Told();

  @BeforeEach
  void makeWorkspace() {
    workspace = Workspaces.createSpecs(folder.resolve("workspace"));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TMPDIR", folder.toString());
    host =
        new Host(
            InstantSource.system(), new Random(7), environment, workspace, folder.resolve("home"));
    script("alice", Workspaces.answering());
    script("bob", "printf '\\033[31mred\\033[0m\\n\\033]0;title\\007'\n" + Workspaces.answering());
  }

  @Test
  void every_outcome_leaves_prompt_output_errors_and_facts() throws Exception {
    missing("carol");
    script("dave", "echo 'no good' >&2; exit 3");
    script("erin", "cat >/dev/null; exec sleep 60", Duration.ofMillis(300));
    String run = run().data().text("run").orElseThrow();
    List<Json.Fields> attempts = logs(run).data().objects("attempts");
    assertThat(attempts)
        .extracting(each -> each.text("outcome").orElse(""))
        .contains("answered", "not-installed", "crashed", "hung");
    for (Json.Fields attempt : attempts) {
      for (String file : FILES) {
        Path path = workspace.resolve(attempt.text("folder").orElseThrow()).resolve(file);
        assertThat(path).as("%s", attempt).isRegularFile();
      }
      assertThat(attempt.object("files").orElseThrow().values()).hasSize(FILES.size());
    }
  }

  @Test
  void a_cancelled_attempt_leaves_its_files_too() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    script("erin", "cat >/dev/null; echo begun; exec sleep 60");
    AtomicReference<Report> ended = new AtomicReference<>();
    Told watching =
        new Told() {
          @Override
          void told(String line) {
            super.told(line);
            if (line.endsWith("| begun")) {
              begun.countDown();
            }
          }
        };
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ended.set(
                    call(
                        RunCommand.run(host, environment()),
                        Map.of("id", List.of("1001"), "watch", List.of("erin")),
                        watching));
              } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            });
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    String run = runs();
    AtomicReference<Report> followed = new AtomicReference<>();
    CountDownLatch seen = new CountDownLatch(1);
    Told following =
        new Told() {
          @Override
          void told(String line) {
            super.told(line);
            if (line.contains("erin  | begun")) {
              seen.countDown();
            }
          }
        };
    Thread follower =
        Thread.ofVirtual()
            .start(() -> {
              try {
                followed.set(
                    call(
                        new LogsCommand(host),
                        Map.of(
                            "run", List.of("last"),
                            "agent", List.of("erin"),
                            "follow", List.of("true")),
                        following));
              } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            });
    assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    assertThat(follower.join(Duration.ofSeconds(60))).isTrue();
    assertThat(ended.get().exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(following.lines).anyMatch(line -> line.contains("erin  attempt 1  cancelled"));
    Json.Fields erin = followed.get().data().objects("attempts").getFirst();
    assertThat(erin.text("outcome")).contains("cancelled");
    Path kept = workspace.resolve(erin.text("folder").orElseThrow());
    FILES.forEach(file -> assertThat(kept.resolve(file)).isRegularFile());
    assertThat(log()).anyMatch(line -> line.contains("\"outcome\":\"cancelled\""));
    assertThat(run).isNotEmpty();
  }

  @Test
  void logs_show_each_attempt_and_nothing_that_a_terminal_would_obey() throws Exception {
    script("carol", "echo 'no good' >&2; exit 3");
    String run = run().data().text("run").orElseThrow();
    Report bob = logs(run, "agent", "bob");
    String shown = bob.blocks().toString();
    assertThat(shown).contains("plan  bob  attempt 1  answered  exit 0", "red", "stdout.raw");
    assertThat(shown).doesNotContain("\u001B", "0;title", "alice");
    assertThat(logs(run, "agent", "carol", "stderr", "true").blocks().toString())
        .contains("crashed", "exit 3", "no good", "stderr.txt");
    assertThat(logs("last", "prompt", "true", "lines", "3").blocks().toString())
        .contains("prompt.md");
    assertThat(logs(run, "attempt", "2").blocks().toString()).contains("No such attempt");
    assertThat(logs(run, "follow", "true").blocks().toString()).contains("red");
    Files.delete(
        workspace.resolve(
            bob.data().objects("attempts").getFirst().text("folder").orElseThrow()
                + "/stdout.raw"));
    assertThat(logs(run, "agent", "bob").blocks().toString()).contains("speckit evidence restore");
  }

  @Test
  void wrong_words_are_refused_and_say_which_are_right() throws Exception {
    assertThat(refused(() -> logs("last")).message()).contains("no run");
    assertThat(
            refused(() ->
                    call(
                        RunCommand.run(host, environment()),
                        Map.of("id", List.of("1001"), "watch", List.of("zoe")),
                        told))
                .remedy())
        .contains("alice, bob");
    assertThat(Runs.storeFile(workspace)).doesNotExist();
    String run = run().data().text("run").orElseThrow();
    assertThat(refused(() -> logs(run, "agent", "zoe")).remedy()).contains("alice, bob");
    assertThat(refused(() -> logs(run, "lines", "0")).message()).contains("1 to 100000");
    assertThat(refused(() -> logs(run, "attempt", "one")).code()).isEqualTo("bad-number");
    assertThat(refused(() -> metrics("spawn", "agent", "zoe")).remedy()).contains("alice, bob");
    assertThat(refused(() -> metrics("cost", "agent", "bob")).code()).isEqualTo("bad-option");
  }

  @Test
  void a_watched_agent_is_heard_and_no_other() throws Exception {
    run("watch", "bob");
    assertThat(told.lines).contains("plan  bob | red").noneMatch(line -> line.contains("alice |"));
  }

  @Test
  void each_event_is_a_line_of_the_log() throws Exception {
    script("carol", "exit 3");
    String run = run().data().text("run").orElseThrow();
    List<Json.Fields> events = new ArrayList<>();
    for (String line : log()) {
      events.add((Json.Fields) Json.read(line).value().orElseThrow());
    }
    assertThat(events)
        .allMatch(event -> event.text("run").equals(Optional.of(run)))
        .allMatch(event -> event.text("spec").equals(Optional.of("1001")));
    assertThat(events)
        .extracting(event -> event.text("event").orElse(""))
        .contains(
            "started",
            "part-entered",
            "attempt-started",
            "attempt-running",
            "attempt-first-output",
            "attempt-ended",
            "part-decided",
            "stopped");
    Json.Fields crashed =
        events.stream()
            .filter(event -> event.text("outcome").equals(Optional.of("crashed")))
            .findFirst()
            .orElseThrow();
    assertThat(crashed.text("level")).contains("warning");
    assertThat(crashed.integer("exit_code")).contains(3L);
    assertThat(crashed.integer("bytes")).contains(0L);
    assertThat(crashed.text("agent")).contains("carol");
    assertThat(crashed.find("elapsed_ms")).isPresent();
  }

  @Test
  void a_log_that_cannot_be_written_is_told_and_ends_no_run() throws Exception {
    Files.createDirectories(workspace.resolve(".speckit/logs/agents.jsonl"));
    Report report = run();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.warnings()).filteredOn(each -> each.code().equals("log-lost")).hasSize(1);
  }

  @Test
  void metrics_tell_phases_batches_and_what_nobody_said() throws Exception {
    assertThat(metrics("spawn").blocks().toString()).contains("No attempts yet");
    missing("carol");
    run();
    Json.Fields spawn = metrics("spawn").data();
    Json.Fields carol = agent(spawn, "carol");
    assertThat(carol.find("success_rate").orElseThrow().write()).isEqualTo("0.00");
    assertThat(carol.object("phases").orElseThrow().values()).isEmpty();
    Json.Fields alice = agent(spawn, "alice");
    assertThat(alice.integer("samples")).contains(6L);
    assertThat(alice.object("phases").orElseThrow().values().keySet())
        .containsExactly(
            "prompt_build_ms",
            "db_ms",
            "process_start_ms",
            "first_output_after_start_ms",
            "first_output_ms",
            "total_ms");
    assertThat(alice.object("phases").orElseThrow().object("total_ms").orElseThrow().find("p95_ms"))
        .isEmpty();
    Json.Fields pairs = spawn.objects("sizes").getFirst();
    assertThat(pairs.integer("total_agents")).contains(2L);
    assertThat(pairs.integer("batches")).contains(6L);
    assertThat(pairs.find("speedup")).isPresent();
    String shown = metrics("spawn", "spec", "1001").blocks().toString();
    assertThat(shown).contains("prompt build", "n/a", "never started", "100.0 % of 6", "0.0 %");
    assertThat(metrics("spawn", "agent", "bob").data().objects("agents")).hasSize(1);
    assertThat(metrics("spawn", "spec", "1002").data().objects("agents")).isEmpty();
    Json.Fields cost = metrics("cost").data();
    assertThat(cost.integer("attempts")).contains(12L);
    assertThat(cost.integer("without_cost")).contains(12L);
    assertThat(cost.find("cost_micros")).isEmpty();
    Json.Fields file =
        (Json.Fields)
            Json.read(
                    Files.readString(
                        workspace.resolve("evidence/commands/1001/spawn_metrics.json")))
                .value()
                .orElseThrow();
    Json.Fields last = file.objects("batches").getLast();
    assertThat(last.text("batch_id").orElseThrow()).endsWith("/6");
    assertThat(last.objects("agents").getFirst().find("prompt_build_ms")).isPresent();
    assertThat(file.object("window").orElseThrow().object("phases").orElseThrow().values())
        .containsKey("total_ms");
  }

  private static Json.Fields agent(Json.Fields spawn, String name) {
    return spawn.objects("agents").stream()
        .filter(each -> each.text("agent").equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private interface Calling {
    Report call() throws InterruptedException;
  }

  private static Problem refused(Calling call) {
    return catchThrowableOfType(Failure.Usage.class, call::call).problems().getFirst();
  }

  private List<String> log() throws Exception {
    return Files.readAllLines(AgentLog.file(workspace));
  }

  private String runs() throws InterruptedException {
    return call(new RunsCommand(host), Map.of(), told)
        .data()
        .objects("runs")
        .getFirst()
        .text("run")
        .orElseThrow();
  }

  private Report logs(String run, String... options) throws InterruptedException {
    return call(new LogsCommand(host), values("run", run, options), told);
  }

  private Report metrics(String what, String... options) throws InterruptedException {
    return call(new MetricsCommand(host), values("what", what, options), told);
  }

  private Report run(String... options) throws InterruptedException {
    Map<String, List<String>> values = values("id", "1001", options);
    values.put("on-question", List.of("defer"));
    return call(RunCommand.run(host, environment()), values, told);
  }

  private static Map<String, List<String>> values(String name, String value, String... options) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put(name, List.of(value));
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i], List.of(options[i + 1]));
    }
    return values;
  }

  private static Report call(Command command, Map<String, List<String>> values, Progress progress)
      throws InterruptedException {
    return command.run(new Call(new Arguments(values), progress, Optional.empty()));
  }

  private void script(String name, String text) {
    script(name, text, Duration.ofSeconds(20));
  }

  private void script(String name, String text, Duration first) {
    Path file = folder.resolve("agents").resolve(name + ".sh");
    Workspaces.write(file, "#!/bin/sh\n" + text);
    define(name, List.of("/bin/sh", file.toString()), first);
  }

  private void missing(String name) {
    define(name, List.of(folder.resolve("not-there").toString()), Duration.ofSeconds(20));
  }

  private void define(String name, List<String> command, Duration first) {
    AgentName agent = new AgentName(name);
    Clocks clocks = new Clocks(first, Duration.ofSeconds(20), Duration.ofSeconds(40));
    agents.put(agent, new AgentDefinition.Program(agent, command, clocks, null, null, Origin.USER));
  }

  private RunStart.Environment environment() {
    Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      rosters.put(subject, List.copyOf(agents.keySet()));
    }
    PipelineSettings settings =
        new PipelineSettings(agents, new RosterSettings(rosters, 2, 3, false), 1);
    return new RunStart.Environment(_ -> settings, _ -> true, "test");
  }

  /// Keeps what a face would show.
  private static class Told implements Progress {
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    void told(String line) {
      lines.add(line);
    }

    @Override
    public void note(String line) {
      told(line);
    }

    @Override
    public Lane lane(String label) {
      return new Lane() {
        @Override
        public void phase(String phase) {}

        @Override
        public void output() {}

        @Override
        public void said(String line) {
          told(label + " | " + line);
        }

        @Override
        public void end(Tone tone, String how) {}
      };
    }
  }
}
