package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentDefinition.Origin;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Traffic;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.explain.ConsensusCommand;
import dev.speckit.pipeline.explain.ExplainCommand;
import dev.speckit.pipeline.replay.ReplayCommand;
import dev.speckit.run.Stage;
import dev.speckit.testkit.GreetingProject;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Stages whose answers differ, asked once more: real store, real files, script agents that answer
/// otherwise when they are shown what is disputed.
class SecondRoundTest {
  private static final Clocks QUICK =
      new Clocks(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40));
  private static final List<String> NAMES = List.of("alice", "bob", "carol");
  private static final String CLAIM = "BEE-1: met, see scale.txt:1; or not met, see scale.txt:2";

  @TempDir Path folder;

  private Path workspace;
  private Host host;
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
  private boolean twice = true;

  @BeforeEach
  void makeWorkspace() {
    workspace = Workspaces.createSpecs(folder.resolve("workspace"));
    Workspaces.write(workspace.resolve("specs/1000/1001/plan.md"), "# Plan\n");
    Workspaces.write(workspace.resolve("specs/1000/1001/tasks.md"), "# Tasks\n");
    Workspaces.write(workspace.resolve("scale.txt"), "reports every quarter\nbut never at night\n");
    GreetingProject git = new GreetingProject(workspace);
    git.git("init", "--quiet", "--initial-branch=main");
    git.commit("Begin with the scale");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TMPDIR", folder.toString());
    host =
        new Host(
            InstantSource.system(), new Random(7), environment, workspace, folder.resolve("home"));
    agent("alice", met("BEE-1"), met("BEE-1"));
    agent("bob", met("BEE-1"), met("BEE-1"));
    agent("carol", unmet("BEE-1"), met("BEE-1"));
  }

  @Test
  void what_was_disputed_is_met_when_all_look_again() throws Exception {
    Report report = validate();
    assertThat(report.exit()).as("%s", report.problems()).isEqualTo(ExitCode.OK);
    assertThat(calls()).containsOnly("first", "second").hasSize(6);
    Json.Fields stage = report.data().objects("stages").getFirst();
    assertThat(stage.integer("round")).contains(2L);
    assertThat(report.blocks().toString()).contains("validate (second round)");
    assertThat(artifact()).contains("- Second round: asked again about 1 claim\n");
    Json.Fields verdict = json("evidence/consensus/1001/validate_verdict.json");
    assertThat(verdict.object("content").orElseThrow().integer("round")).contains(2L);
    assertThat(verdict.object("content").orElseThrow().texts("disputed")).isEmpty();
    Json.Fields evidence = json("evidence/commands/1001/validate.json");
    assertThat(evidence.integer("round")).contains(2L);
    assertThat(evidence.texts("disputed")).containsExactly(CLAIM);
    assertThat(evidence.objects("agents")).hasSize(6);
    assertThat(explained())
        .anyMatch(text -> text.endsWith("; asked once more about 1 claim"))
        .anyMatch(text -> text.endsWith("second round: nothing disputed, before it 1 claim"));
    assertThat(verdicts()).hasSize(2);
    replaysTheSame();
  }

  @Test
  void the_prompt_of_the_second_round_names_nobody_and_that_of_the_first_nothing_new()
      throws Exception {
    validate();
    List<String> prompts = prompts();
    List<String> second =
        prompts.stream().filter(prompt -> prompt.contains("\"dispute\"")).toList();
    assertThat(prompts).hasSize(6);
    assertThat(second)
        .hasSize(3)
        .allSatisfy(prompt ->
            assertThat(prompt)
                .contains("\n- " + CLAIM + "\n", "the document `dispute` lists claims")
                .doesNotContain(NAMES));
    prompts.removeAll(second);
    assertThat(prompts).hasSize(3).allMatch(prompt -> !prompt.contains("dispute"));
  }

  @Test
  void what_stays_disputed_blocks_and_nobody_is_asked_a_third_time() throws Exception {
    agent("carol", unmet("BEE-1"), unmet("BEE-1"));
    Report report = validate();
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(report.problems().getFirst().message()).contains("BEE-1 is disputed");
    assertThat(calls()).hasSize(6);
    assertThat(explained())
        .anyMatch(text -> text.endsWith("second round: 1 claim disputed, before it 1 claim"));
    assertThat(resume().exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(calls()).hasSize(6);
    replaysTheSame();
  }

  @Test
  void by_default_everyone_is_asked_once() throws Exception {
    twice = false;
    Report report = validate();
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(calls()).hasSize(3);
    assertThat(report.data().objects("stages").getFirst().integer("round")).contains(1L);
    assertThat(
            json("evidence/consensus/1001/validate_verdict.json")
                .object("content")
                .orElseThrow()
                .values())
        .doesNotContainKeys("round", "disputed");
    assertThat(json("evidence/commands/1001/validate.json").find("round")).isEmpty();
    assertThat(artifact()).doesNotContain("Second round");
    replaysTheSame();
  }

  @Test
  void who_agree_are_asked_once() throws Exception {
    agent("carol", met("BEE-1"), "exit 1\n");
    Report report = validate();
    assertThat(report.exit()).as("%s", report.problems()).isEqualTo(ExitCode.OK);
    assertThat(calls()).hasSize(3);
    replaysTheSame();
  }

  @Test
  void too_few_second_answers_block_and_the_missing_are_asked_again_after_a_resume()
      throws Exception {
    agent("bob", met("BEE-1"), "exit 3\n");
    agent("carol", unmet("BEE-1"), "exit 3\n");
    Report blocked = validate();
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(blocked.problems().getFirst().message()).contains("1 of 3 agents answered validate");
    agent("bob", met("BEE-1"), met("BEE-1"));
    agent("carol", unmet("BEE-1"), met("BEE-1"));
    twice = false;
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(calls()).as("three, three, and two again").hasSize(8);
    assertThat(artifact()).contains("- Second round: asked again about 1 claim\n");
    replaysTheSame();
  }

  /// The number is of the events of this kind that the stage writes.
  @ParameterizedTest
  @CsvSource({
    "part-decided, 1",
    "part-entered, 2",
    "part-asked, 2",
    "part-decided, 2",
    "artifact-intended, 1"
  })
  void a_run_that_is_cut_off_goes_on_where_it_was(String event, int number) throws Exception {
    AtomicInteger seen = new AtomicInteger();
    Progress cut =
        new Progress() {
          @Override
          public void note(String line) {}

          @Override
          public Lane lane(String label) {
            return Progress.silent().lane(label);
          }

          @Override
          public void event(Json.Fields told) {
            if (told.text("event").equals(Optional.of(event)) && seen.incrementAndGet() == number) {
              throw new IllegalStateException("cut off");
            }
          }
        };
    assertThat(catchThrowable(() -> call(RunCommand.of(Stage.VALIDATE, host, environment()), cut)))
        .hasMessage("cut off");
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(calls()).hasSize(6);
    assertThat(artifact()).contains("- Second round: asked again about 1 claim\n");
    replaysTheSame();
  }

  @Test
  void files_that_change_before_the_second_round_are_asked_about_from_the_beginning()
      throws Exception {
    agent("bob", met("BEE-1"), "exit 3\n");
    agent("carol", unmet("BEE-1"), "exit 3\n");
    assertThat(validate().exit()).isEqualTo(ExitCode.BLOCKED);
    Workspaces.write(workspace.resolve("specs/1000/1001/plan.md"), "# Plan\n\nAt night too.\n");
    for (String name : NAMES) {
      agent(name, met("BEE-1"), met("BEE-1"));
    }
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(done.data().objects("stages").getFirst().integer("round")).contains(1L);
    assertThat(artifact()).doesNotContain("Second round");
    replaysTheSame();
  }

  @Test
  void a_dry_run_says_how_many_more_calls_there_may_be() throws Exception {
    Report planned = dryRun();
    assertThat(planned.blocks().toString()).contains("a second round may ask 3 more calls");
    assertThat(planned.data().integer("second_round_calls")).contains(3L);
    twice = false;
    assertThat(dryRun().data().find("second_round_calls")).isEmpty();
  }

  // ---- agents

  /// @param first what it does when it is asked first
  /// @param second what it does when it is shown what is disputed
  private void agent(String name, String first, String second) {
    Path file = folder.resolve("agents").resolve(name + ".sh");
    Workspaces.write(
        file,
        """
        #!/bin/sh
        prompt=$(cat)
        case "$prompt" in
          *fact:dispute*) echo second >>'%3$s'
        %1$s
          ;;
          *) echo first >>'%3$s'
        %2$s
          ;;
        esac
        """
            .formatted(second, first, folder.resolve("calls.log")));
    AgentName agent = new AgentName(name);
    agents.put(
        agent,
        new AgentDefinition.Program(
            agent, List.of("/bin/sh", file.toString()), QUICK, null, null, Origin.USER));
  }

  private static String met(String requirement) {
    return saying(requirement, "met", 1, "reports every quarter");
  }

  private static String unmet(String requirement) {
    return saying(requirement, "unmet", 2, "never at night");
  }

  /// Everything else is met.
  private static String saying(String requirement, String status, int line, String quote) {
    StringBuilder claims = new StringBuilder();
    for (String other : List.of("BEE-2", "AC-1", "AC-2")) {
      claims.append(claim(other, "met", 1, "reports every quarter")).append(", ");
    }
    return "cat <<'ANSWER'\n{\"claims\": ["
        + claims
        + claim(requirement, status, line, quote)
        + "], \"verdict\": \"pass\", \"confidence\": \"high\"}\nANSWER";
  }

  private static String claim(String requirement, String status, int line, String quote) {
    return """
    {"requirement": "%s", "status": "%s",
     "evidence": [{"file": "scale.txt", "line": %d, "quote": "%s"}]}\
    """
        .formatted(requirement, status, line, quote);
  }

  // ---- calls

  private RunStart.Environment environment() {
    Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      rosters.put(subject, List.copyOf(agents.keySet()));
    }
    CheckDefinition check =
        new CheckDefinition(
            "test",
            List.of("true"),
            null,
            null,
            Duration.ofSeconds(30),
            CheckDefinition.DEFAULT_STAGES,
            false);
    PipelineSettings settings =
        new PipelineSettings(
            agents,
            new RosterSettings(rosters, 2, 3, false, twice),
            1,
            Traffic.Limits.NONE,
            List.of(check),
            Map.of());
    return new RunStart.Environment(_ -> settings, _ -> true, "test");
  }

  private Report validate() throws InterruptedException {
    return call(RunCommand.of(Stage.VALIDATE, host, environment()), Progress.silent());
  }

  private Report dryRun() throws InterruptedException {
    return call(
        RunCommand.of(Stage.VALIDATE, host, environment()),
        Map.of("id", List.of("1001"), "dry-run", List.of("true")),
        Progress.silent());
  }

  private Report resume() throws InterruptedException {
    return call(
        new ResumeCommand(host, environment()), Map.of("run", List.of("last")), Progress.silent());
  }

  private static Report call(Command command, Progress progress) throws InterruptedException {
    return call(command, Map.of("id", List.of("1001")), progress);
  }

  private static Report call(Command command, Map<String, List<String>> values, Progress progress)
      throws InterruptedException {
    return command.run(new Call(new Arguments(values), progress, Optional.empty()));
  }

  // ---- looking

  private List<String> calls() throws Exception {
    return Files.readAllLines(folder.resolve("calls.log"));
  }

  private String artifact() {
    return Workspaces.read(workspace.resolve("specs/1000/1001/validate.md"));
  }

  private Json.Fields json(String path) {
    return (Json.Fields) Json.read(Workspaces.read(workspace.resolve(path))).value().orElseThrow();
  }

  private List<String> explained() throws InterruptedException {
    return call(new ExplainCommand(host), Map.of("run", List.of("last")), Progress.silent())
        .data()
        .objects("decisions")
        .stream()
        .map(decision -> decision.text("text").orElseThrow())
        .toList();
  }

  private List<Json.Fields> verdicts() throws InterruptedException {
    return call(
            new ConsensusCommand(host),
            Map.of("id", List.of("1001"), "history", List.of("true")),
            Progress.silent())
        .data()
        .objects("verdicts");
  }

  private void replaysTheSame() throws InterruptedException {
    Report replayed =
        call(new ReplayCommand(host), Map.of("run", List.of("last")), Progress.silent());
    assertThat(replayed.data().integer("different")).as("%s", replayed.data().write()).contains(0L);
    assertThat(replayed.data().integer("not_repeatable")).contains(0L);
  }

  private List<String> prompts() throws Exception {
    try (var files = Files.walk(workspace.resolve(".speckit/runs"))) {
      return new ArrayList<>(
          files
              .filter(file -> file.getFileName().toString().startsWith("prompt"))
              .map(Workspaces::read)
              .toList());
    }
  }
}
