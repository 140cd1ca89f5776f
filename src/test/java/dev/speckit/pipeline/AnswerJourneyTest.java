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
import dev.speckit.command.Dialogue;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.explain.ExplainCommand;
import dev.speckit.run.Journal;
import dev.speckit.run.RunTable;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that ask, and persons who answer: real store, real files, script agents.
class AnswerJourneyTest {
  private static final Clocks QUICK =
      new Clocks(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40));

  @TempDir Path folder;

  private Path workspace;
  private Host host;
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
  private Optional<Dialogue> dialogue = Optional.empty();

  @BeforeEach
  void makeWorkspace() {
    workspace = Workspaces.createSpecs(folder.resolve("workspace"));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TMPDIR", folder.toString());
    environment.put("SPECKIT_AGENT", "tester");
    host =
        new Host(
            InstantSource.system(), new Random(7), environment, workspace, folder.resolve("home"));
    for (String name : List.of("alice", "bob", "carol")) {
      script(name, asking());
    }
  }

  @Test
  void an_answer_goes_into_the_spec_and_nobody_who_answered_is_asked_again() throws Exception {
    String before = spec();
    Report waiting = run();
    assertThat(waiting.exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    assertThat(waiting.problems().getFirst().remedy()).contains("speckit answer");
    List<String> ids = ids(waiting);
    assertThat(ids).hasSize(2);
    String id = waiting.data().text("run").orElseThrow();
    assertThat(waiting.problems().getFirst().remedy())
        .contains("speckit questions " + id, ids.get(0) + "=\"...\"", ids.get(1) + "=yes");
    assertThat(call(new QuestionsCommand(host), Map.of()).blocks().getLast().toString())
        .contains(ids.get(0) + "=\"...\"", ids.get(1) + "=yes`", ids.get(1) + "=no`");
    Report dry = answer(Map.of("answer", List.of(ids.get(0) + "=Only the red"), "dry-run", TRUE));
    assertThat(dry.data().texts("diff")).anyMatch(line -> line.contains("Only the red"));
    assertThat(spec()).isEqualTo(before);
    Report answered =
        answer(Map.of("answer", List.of(ids.get(0) + "=Only the red", ids.get(1) + "=no")));
    assertThat(answered.exit()).isEqualTo(ExitCode.OK);
    assertThat(spec()).startsWith(before).contains("## Clarifications", "Only the red");
    List<String> asked = calls();
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(done.warnings()).extracting(Problem::code).doesNotContain("input-changed");
    assertThat(calls().subList(asked.size(), calls().size()))
        .noneMatch(call -> call.startsWith("clarify") || call.startsWith("checklist"));
    assertThat(Files.readString(workspace.resolve("specs/1000/1001/plan.md")))
        .contains("## Decided by persons", "Only the red", "refused", "tester for");
    assertThat(prompts("plan")).isNotEmpty().allMatch(text -> text.contains("Only the red"));
    Report explained = explain("last");
    assertThat(explained.data().objects("decisions"))
        .extracting(each -> each.text("kind").orElse(""))
        .contains("part", "checkpoint", "ruling", "answer", "edit", "stop");
    Report one = explain(ids.get(0));
    assertThat(one.blocks().toString()).contains("alice", "bob", "carol", ".speckit/runs");
  }

  @Test
  void what_was_settled_is_not_asked_by_a_later_run_either() throws Exception {
    List<String> ids = ids(run());
    Report _ = answer(Map.of("answer", List.of(ids.get(0) + "=Red", ids.get(1) + "=yes")));
    String first = resume().data().text("run").orElseThrow();
    Report second = run();
    assertThat(second.exit()).as("%s", second.problems()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(workspace.resolve("specs/1000/1001/plan.md")))
        .contains("answered in run " + first);
  }

  @Test
  void an_answer_is_taken_back_and_asked_again() throws Exception {
    String before = spec();
    List<String> ids = ids(run());
    Report _ = answer(Map.of("answer", List.of(ids.get(0) + "=Red", ids.get(1) + "=yes")));
    assertThat(spec()).isNotEqualTo(before);
    Report undone = answer(Map.of("undo", List.of(ids.get(0), ids.get(1))));
    assertThat(undone.exit()).as("%s", undone.problems()).isEqualTo(ExitCode.OK);
    assertThat(spec()).startsWith(before).doesNotContain("Red");
    int calls = calls().size();
    Report again = resume();
    assertThat(again.exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    assertThat(ids(again)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(calls()).hasSize(calls);
  }

  @Test
  void a_file_of_answers_is_what_questions_prints() throws Exception {
    List<String> ids = ids(run());
    Report questions = call(new QuestionsCommand(host), Map.of());
    List<Json.Fields> filled = new ArrayList<>();
    for (Json.Fields question : questions.data().objects("questions")) {
      filled.add(
          question.with(
              "answer", question.text("need").equals(Optional.of("approval")) ? "yes" : "Red"));
    }
    Files.writeString(
        workspace.resolve("answers.json"),
        Json.fields().with("data", Json.fields().with("questions", filled)).write());
    Report answered = answer(Map.of("file", List.of("answers.json")));
    assertThat(answered.data().texts("answered")).containsExactlyInAnyOrderElementsOf(ids);
    Report same = answer(Map.of("file", List.of("answers.json")));
    assertThat(same.data().texts("answered")).isEmpty();
    assertThat(resume().exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_wrong_call_changes_nothing() throws Exception {
    List<String> ids = ids(run());
    String before = spec();
    String good = ids.get(0) + "=Red";
    for (List<String> wrong :
        List.of(
            List.of(good, "q-00000000=x"),
            List.of(good, ids.get(1) + "= "),
            List.of(good, ids.get(1) + "=perhaps"),
            List.of(good, "no"),
            List.of(good, good),
            List.of(good, ids.get(1) + "=" + "x".repeat(3000)))) {
      assertThat(catchThrowableOfType(Failure.Usage.class, () -> answer(Map.of("answer", wrong))))
          .as("%s", wrong)
          .isNotNull();
    }
    assertThat(
            catchThrowableOfType(
                Failure.Usage.class,
                () -> answer(Map.of("accept", List.of(ids.get(0), ids.get(0))))))
        .isNotNull();
    Files.writeString(workspace.resolve("bad.json"), "[1]");
    assertThat(
            catchThrowableOfType(
                Failure.Invalid.class, () -> answer(Map.of("file", List.of("bad.json")))))
        .isNotNull();
    assertThat(spec()).isEqualTo(before);
    Report _ = answer(Map.of("answer", List.of(good)));
    assertThat(
            catchThrowableOfType(
                    Failure.Usage.class,
                    () -> answer(Map.of("answer", List.of(ids.get(0) + "=Blue"))))
                .problems())
        .extracting(Problem::code)
        .containsExactly("already-answered");
    assertThat(answer(Map.of()).exit()).isEqualTo(ExitCode.WOULD_PROMPT);
  }

  @Test
  void a_run_that_is_under_way_is_not_answered() throws Exception {
    List<String> ids = ids(run());
    try (FileLock _ = FileLock.acquire(RunStart.lockFile(workspace, 1001), Duration.ofSeconds(1))) {
      assertThat(
              catchThrowableOfType(
                      Failure.Usage.class,
                      () -> answer(Map.of("answer", List.of(ids.get(0) + "=Red"))))
                  .problems())
          .extracting(Problem::code)
          .containsExactly("run-under-way");
    }
  }

  @Test
  void a_spec_without_a_place_keeps_the_run_waiting() throws Exception {
    List<String> ids = ids(run());
    Files.writeString(workspace.resolve("specs/1000/1001/spec.md"), spec() + "\n```\nunfinished\n");
    String before = spec();
    Report refused = answer(Map.of("answer", List.of(ids.get(0) + "=Red")));
    assertThat(refused.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(refused.blocks().toString()).contains("Red");
    assertThat(spec()).isEqualTo(before);
    assertThat(refused.data().objects("questions"))
        .allMatch(question -> question.text("state").equals(Optional.of("open")));
  }

  @Test
  void an_answer_that_cannot_be_taken_back_is_shown_as_it_was_written() throws Exception {
    List<String> ids = ids(run());
    Report _ = answer(Map.of("answer", List.of(ids.get(0) + "=Red")));
    Files.writeString(
        workspace.resolve("specs/1000/1001/spec.md"), spec().replace("Red", "Scarlet"));
    Report refused = answer(Map.of("undo", List.of(ids.get(0))));
    assertThat(refused.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(refused.blocks().toString()).contains("Red").doesNotContain("@@ -1 +0,0 @@, -**q");
    assertThat(refused.blocks().toString()).doesNotContain(": ]");
  }

  @Test
  void a_person_at_the_terminal_is_asked_and_the_run_goes_on() throws Exception {
    Typed typed = new Typed("1", "yes", "yes");
    dialogue = Optional.of(typed);
    Report done = run();
    assertThat(done.exit()).as("%s %s", done.problems(), typed.shown).isEqualTo(ExitCode.OK);
    assertThat(typed.shown.toString()).contains("alice", "Which hives count?", "Diff");
    assertThat(spec()).contains("all of them", "Weigh hourly.");
  }

  @Test
  void a_person_who_skips_leaves_the_run_waiting() throws Exception {
    dialogue = Optional.of(new Typed("", ""));
    assertThat(run().exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    dialogue = Optional.of(new Typed("Red", "", "yes"));
    Report left = resume();
    assertThat(left.exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    assertThat(left.data().objects("questions"))
        .anyMatch(question -> question.text("answer").equals(Optional.of("Red")));
  }

  @Test
  void the_same_run_is_not_started_twice() throws Exception {
    String id = run().data().text("run").orElseThrow();
    try (FileLock _ = FileLock.acquire(RunStart.lockFile(workspace, 1001), Duration.ofSeconds(1))) {
      StoredState.running(workspace, host, id);
      Report same = run();
      assertThat(same.exit()).isEqualTo(ExitCode.OK);
      assertThat(same.data().text("run")).contains(id);
      assertThat(same.warnings()).extracting(Problem::code).contains("deduplicated");
      Report late =
          call(new WaitCommand(host), Map.of("run", List.of(id), "timeout", List.of("0s")));
      assertThat(late.exit()).isEqualTo(ExitCode.ENVIRONMENT);
      Files.writeString(workspace.resolve("specs/1000/1001/spec.md"), spec() + "\nMore.\n");
      assertThat(catchThrowableOfType(Failure.Unavailable.class, this::run).problems())
          .extracting(Problem::code)
          .containsExactly("run-under-way");
    }
  }

  @Test
  void waiting_ends_with_the_exit_code_of_the_run() throws Exception {
    String id = run().data().text("run").orElseThrow();
    Report waited = call(new WaitCommand(host), Map.of("run", List.of(id)));
    assertThat(waited.exit()).isEqualTo(ExitCode.NEEDS_INPUT);
  }

  private static final List<String> TRUE = List.of("true");

  /// Makes a run look as if this process carried it.
  private static final class StoredState {
    private StoredState() {}

    static void running(Path workspace, Host host, String id) throws InterruptedException {
      try (var store = Runs.openStore(host, workspace).orElseThrow()) {
        new Journal(store, host)
            .note(transaction ->
                RunTable.own(transaction, id, dev.speckit.host.ProcessIdentity.current()));
      }
    }
  }

  /// A person who types these lines, then leaves.
  private static final class Typed implements Dialogue {
    private final List<String> lines;
    private final List<Block> shown = new ArrayList<>();
    private int next;

    Typed(String... lines) {
      this.lines = List.of(lines);
    }

    @Override
    public Optional<String> ask(Question question) {
      return next < lines.size() ? Optional.of(lines.get(next++)) : Optional.empty();
    }

    @Override
    public void show(List<Block> blocks) {
      shown.addAll(blocks);
    }
  }

  private void script(String name, String text) {
    Path file = folder.resolve("agents").resolve(name + ".sh");
    Workspaces.write(file, "#!/bin/sh\n" + text);
    AgentName agent = new AgentName(name);
    agents.put(
        agent,
        new AgentDefinition.Program(
            agent, List.of("/bin/sh", file.toString()), QUICK, null, null, Origin.USER));
  }

  /// One question for a person and one wording to approve; every prompt is kept.
  private String asking() {
    String issue =
        """
        {"issues": [{"question": "Which hives count?", "answer": "all of them",
        "confidence": "low", "magnitude": "critical", "resolvability": "need-human",
        "requirement": "BEE-1"}]}
        """;
    String rating =
        """
        {"requirements": [{"id": "BEE-1", "specificity": 1, "testability": 1, "completeness": 1,
        "clarity": 1, "suggestion": "Weigh hourly."}]}
        """;
    return "echo \"$SPECKIT_STAGE\" >>calls.log\n"
        + "if [ \"$SPECKIT_STAGE\" = clarify ]; then cat >/dev/null; cat <<'ISSUE'\n"
        + issue
        + "ISSUE\nexit 0; fi\n"
        + "if [ \"$SPECKIT_STAGE\" = checklist ]; then cat >/dev/null; cat <<'RATING'\n"
        + rating
        + "RATING\nexit 0; fi\n"
        + Workspaces.answering();
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

  private Report run() throws InterruptedException {
    return call(RunCommand.run(host, environment()), Map.of("id", List.of("1001")));
  }

  private Report resume() throws InterruptedException {
    return call(new ResumeCommand(host, environment()), Map.of("run", List.of("last")));
  }

  private Report explain(String decision) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("run", List.of("last"));
    if (!decision.equals("last")) {
      values.put("decision", List.of(decision));
    }
    return call(new ExplainCommand(host), values);
  }

  private Report answer(Map<String, List<String>> more) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>(more);
    values.put("run", List.of("last"));
    return call(new AnswerCommand(host), values);
  }

  private Report call(Command command, Map<String, List<String>> values)
      throws InterruptedException {
    return command.run(new Call(new Arguments(values), Progress.silent(), dialogue));
  }

  private static List<String> ids(Report report) {
    return report.data().objects("questions").stream()
        .map(question -> question.text("id").orElseThrow())
        .toList();
  }

  private List<String> prompts(String stage) throws Exception {
    List<String> prompts = new ArrayList<>();
    try (var files = Files.walk(workspace.resolve(".speckit/runs"))) {
      for (Path file : files.filter(path -> path.endsWith("prompt.md")).toList()) {
        String text = Files.readString(file);
        if (text.startsWith("SPECKIT PROMPT 1 " + stage + " ")) {
          prompts.add(text);
        }
      }
    }
    return prompts;
  }

  private String spec() throws Exception {
    return Files.readString(workspace.resolve("specs/1000/1001/spec.md"));
  }

  private List<String> calls() throws Exception {
    return Files.readAllLines(workspace.resolve("calls.log"));
  }
}
