package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentDefinition.Origin;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Subject;
import dev.speckit.command.Arguments;
import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.evidence.Manifest;
import dev.speckit.evidence.RunFolder;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.explain.ConsensusCommand;
import dev.speckit.pipeline.explain.ExplainCommand;
import dev.speckit.pipeline.logs.LogsCommand;
import dev.speckit.pipeline.replay.ReplayCommand;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs in this process: real store, real files, real script agents as child processes.
class WholeRunTest {
  private static final Clocks QUICK =
      new Clocks(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40));

  @TempDir Path folder;

  private Path workspace;
  private Host host;
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
  private Origin origin = Origin.USER;
  private boolean trusted = true;

  @BeforeEach
  void makeWorkspace() {
    workspace = Workspaces.createSpecs(folder.resolve("workspace"));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TMPDIR", folder.toString());
    host =
        new Host(
            InstantSource.system(), new Random(7), environment, workspace, folder.resolve("home"));
    for (String name : List.of("alice", "bob", "carol")) {
      script(name, Workspaces.counting());
    }
  }

  @Test
  void three_answers_become_a_plan_its_tasks_and_evidence() throws Exception {
    Report report = run("--on-question", "defer");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.data().text("state")).contains("done");
    assertThat(plan()).content().contains("BEE-1", "BEE-2", "AC-1", "AC-2", "3 of 3");
    assertThat(plan().resolveSibling("tasks.md")).content().contains("T001", "T002");
    for (Json.Fields stage : report.data().objects("stages")) {
      assertThat(stage.text("state")).contains("done");
      assertThat(stage.object("agreement").orElseThrow().integer("supporters")).contains(3L);
      assertThat(stage.objects("agents")).hasSize(3);
    }
    String run = report.data().text("run").orElseThrow();
    RunFolder evidence = new RunFolder(workspace, run);
    assertThat(Manifest.read(evidence)).contains(Manifest.of(evidence));
    assertThat(workspace.resolve("evidence/consensus/1001/plan_verdict.json")).exists();
    assertThat(workspace.resolve("evidence/commands/1001/spawn_metrics.json")).exists();
    assertThat(text(report)).contains("Agreed: plan", "Report the weight of each hive", "alice");
  }

  @Test
  void a_run_is_listed_shown_and_left_alone_when_it_is_done() throws Exception {
    String run = run("--on-question", "defer").data().text("run").orElseThrow();
    Report runs = call(new RunsCommand(host), Map.of());
    assertThat(runs.data().objects("runs").getFirst().text("run")).contains(run);
    Report shown = call(new ShowCommand(host), Map.of("id", List.of("last")));
    assertThat(shown.data().text("run")).contains(run);
    assertThat(shown.exit()).isEqualTo(ExitCode.OK);
    int calls = calls();
    assertThat(resume(run).exit()).isEqualTo(ExitCode.OK);
    assertThat(calls()).isEqualTo(calls);
    Report cancelled = call(new CancelCommand(host), Map.of("run", List.of(run)));
    assertThat(cancelled.data().text("state")).contains("done");
    assertThat(Runs.newestStates(host, workspace)).containsValue("done");
    Report spec = call(new ShowCommand(host), Map.of("id", List.of("1001")));
    assertThat(spec.data().text("title")).contains("Beehive Scale");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void an_empty_id_means_no_run(String blank) throws Exception {
    String run = run("--on-question", "defer").data().text("run").orElseThrow();
    Map<String, Command> commands =
        Map.of(
            "cancel", new CancelCommand(host),
            "resume", new ResumeCommand(host, environment()),
            "show", new ShowCommand(host),
            "wait", new WaitCommand(host),
            "explain", new ExplainCommand(host),
            "replay", new ReplayCommand(host),
            "questions", new QuestionsCommand(host),
            "logs", new LogsCommand(host));
    commands.forEach((word, command) ->
        assertThat(
                catchThrowableOfType(
                    Failure.Usage.class,
                    () -> call(command, Map.of("run", List.of(blank), "id", List.of(blank)))))
            .as(word)
            .isNotNull());
    assertThat(call(new ShowCommand(host), Map.of("id", List.of(run))).data().text("state"))
        .contains("done");
  }

  @Test
  void what_was_agreed_on_is_told_from_the_store_alone() throws Exception {
    script("bob", "exit 3");
    String first = run("--on-question", "defer").data().text("run").orElseThrow();
    script("bob", Workspaces.counting());
    String second = run("--on-question", "defer").data().text("run").orElseThrow();
    assertThat(Disk.deleteTree(workspace.resolve("evidence"))).isEmpty();
    Report latest = call(new ConsensusCommand(host), Map.of("id", List.of("1001")));
    assertThat(text(latest)).doesNotContain("3 of 3 of 3", "text=answered, tone=PLAIN");
    assertThat(latest.data().objects("verdicts"))
        .hasSize(6)
        .allMatch(each -> each.text("run").equals(Optional.of(second)))
        .allMatch(each -> each.text("status").equals(Optional.of("full")));
    Report plan =
        call(new ConsensusCommand(host), Map.of("id", List.of("1001"), "stage", List.of("plan")));
    assertThat(text(plan)).contains("Report the weight of each hive", "alice", "bob", "carol");
    Report history =
        call(new ConsensusCommand(host), Map.of("id", List.of("1001"), "history", List.of("true")));
    assertThat(history.data().objects("verdicts")).hasSize(12);
    Report former =
        call(
            new ConsensusCommand(host),
            Map.of("id", List.of("1001"), "stage", List.of("plan"), "run", List.of(first)));
    assertThat(former.data().objects("verdicts").getFirst().text("status")).contains("degraded");
    assertThat(text(former)).contains("bob");
    assertThat(
            catchThrowableOfType(
                    Failure.Usage.class,
                    () ->
                        call(
                            new ConsensusCommand(host),
                            Map.of("id", List.of("1001"), "stage", List.of("plam"))))
                .problems()
                .getFirst()
                .remedy())
        .contains("plan");
  }

  @Test
  void one_answer_of_three_blocks_and_the_missing_are_asked_again_after_a_resume()
      throws Exception {
    script("bob", "exit 3");
    script("carol", "exit 3");
    Report blocked = run("--on-question", "defer");
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(blocked.problems().getFirst().remedy()).contains("resume");
    assertThat(plan()).doesNotExist();
    script("bob", Workspaces.counting());
    Report resumed = resume(blocked.data().text("run").orElseThrow());
    assertThat(resumed.exit()).as("%s", resumed.problems()).isEqualTo(ExitCode.OK);
    assertThat(resumed.warnings()).isNotEmpty();
    assertThat(plan()).content().contains("carol");
    assertThat(Files.readAllLines(workspace.resolve("calls.log")))
        .filteredOn(line -> line.startsWith("clarify alice"))
        .hasSize(1);
  }

  @Test
  void zero_answers_never_pass() throws Exception {
    for (String name : List.of("alice", "bob", "carol")) {
      script(name, "exit 0");
    }
    Report failed = run("--on-question", "defer");
    assertThat(failed.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(failed.data().text("state")).contains("failed");
    assertThat(plan()).doesNotExist();
  }

  @Test
  void a_question_stops_the_run_and_defer_goes_on_with_it_open() throws Exception {
    for (String name : List.of("alice", "bob", "carol")) {
      script(name, asking());
    }
    Report waiting = run("--on-question", "stop");
    assertThat(waiting.exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    Json.Fields question = waiting.data().objects("questions").getFirst();
    assertThat(question.text("state")).contains("open");
    assertThat(question.text("requirement")).contains("BEE-1");
    Report done =
        call(
            resume(),
            Map.of(
                "run", List.of(waiting.data().text("run").orElseThrow()),
                "on-question", List.of("defer")));
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(done.data().objects("questions").getFirst().text("state")).contains("deferred");
    assertThat(plan()).content().contains("Which hives count?");
  }

  @Test
  void a_plan_edited_by_hand_is_left_and_the_difference_is_shown() throws Exception {
    run("--on-question", "defer");
    Files.writeString(plan(), "mine\n");
    Report conflict = run("--on-question", "defer");
    assertThat(conflict.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(plan()).hasContent("mine\n");
    assertThat(conflict.blocks()).anyMatch(block -> block instanceof Block.Diff);
    Path beside = plan().resolveSibling("plan.new.md");
    assertThat(beside).content().contains("BEE-1");
    Files.delete(beside);
    Report settled = resume(conflict.data().text("run").orElseThrow());
    assertThat(settled.exit()).as("%s", settled.problems()).isEqualTo(ExitCode.OK);
    assertThat(plan()).hasContent("mine\n");
  }

  @Test
  void a_spec_that_changes_while_its_run_is_under_way_is_told() throws Exception {
    script(
        "carol",
        "if [ \"$SPECKIT_STAGE\" = plan ]; then echo '- more' >>specs/1000/1001/spec.md; fi\n"
            + Workspaces.answering());
    Report report = run("--on-question", "defer");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.warnings())
        .anySatisfy(warning -> {
          assertThat(warning.code()).isEqualTo("input-changed");
          assertThat(String.valueOf(warning.place())).isEqualTo("specs/1000/1001/spec.md");
        });
  }

  @Test
  void what_a_project_file_names_starts_nothing_in_a_workspace_that_is_not_trusted() {
    origin = Origin.PROJECT;
    trusted = false;
    List.of("alice", "bob", "carol").forEach(name -> script(name, Workspaces.counting()));
    Failure.NeedsApproval refused =
        catchThrowableOfType(Failure.NeedsApproval.class, () -> run("--on-question", "defer"));
    assertThat(refused.problems()).hasSize(3);
    assertThat(refused.problems().getFirst().message()).contains("/bin/sh");
    assertThat(workspace.resolve("calls.log")).doesNotExist();
    assertThat(Runs.storeFile(workspace)).doesNotExist();
  }

  @Test
  void wrong_calls_are_refused_before_anything_happens() {
    assertThat(
            catchThrowableOfType(Failure.Usage.class, () -> run("--from", "tasks", "--to", "plan")))
        .isNotNull();
    assertThat(catchThrowableOfType(Failure.Blocked.class, () -> run("--from", "tasks")))
        .isNotNull();
    assertThat(catchThrowableOfType(Failure.Usage.class, () -> resume("20200101-000000-abcdef")))
        .isNotNull();
    assertThat(Runs.storeFile(workspace)).doesNotExist();
  }

  private void script(String name, String text) {
    Path file = folder.resolve("agents").resolve(name + ".sh");
    Workspaces.write(file, "#!/bin/sh\n" + text);
    AgentName agent = new AgentName(name);
    agents.put(
        agent,
        new AgentDefinition.Program(
            agent, List.of("/bin/sh", file.toString()), QUICK, null, null, origin));
  }

  private static String asking() {
    String issue =
        """
        {"issues": [{"question": "Which hives count?", "answer": "all of them",
        "confidence": "low", "magnitude": "critical", "resolvability": "need-human",
        "requirement": "BEE-1"}]}
        """;
    return "if [ \"$SPECKIT_STAGE\" = clarify ]; then cat >/dev/null; cat <<'ISSUE'\n"
        + issue
        + "ISSUE\nexit 0; fi\n"
        + Workspaces.answering();
  }

  private RunStart.Environment environment() {
    Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      rosters.put(subject, List.copyOf(agents.keySet()));
    }
    PipelineSettings settings =
        new PipelineSettings(agents, new RosterSettings(rosters, 2, 3, false), 1);
    return new RunStart.Environment(_ -> settings, _ -> trusted, "test");
  }

  private Report run(String... options) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("id", List.of("1001"));
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i].substring(2), List.of(options[i + 1]));
    }
    return call(RunCommand.run(host, environment()), values);
  }

  private Report resume(String run) throws InterruptedException {
    return call(resume(), Map.of("run", List.of(run)));
  }

  private Command resume() {
    return new ResumeCommand(host, environment());
  }

  private static Report call(Command command, Map<String, List<String>> values)
      throws InterruptedException {
    return command.run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private Path plan() {
    return workspace.resolve("specs/1000/1001/plan.md");
  }

  private int calls() throws Exception {
    return Files.readAllLines(workspace.resolve("calls.log")).size();
  }

  private static String text(Report report) {
    return report.blocks().toString();
  }
}
