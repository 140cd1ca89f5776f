package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentDefinition.Origin;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Traffic;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.command.Arguments;
import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.explain.ExplainCommand;
import dev.speckit.run.Stage;
import dev.speckit.testkit.GreetingProject;
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
import org.junit.jupiter.params.provider.CsvSource;

/// The example of a greeting through implement, validate, audit and unlock, and every way in which
/// that can end otherwise: real store, real git, real checks, recorded agents.
class GreetingRunTest {
  private static final Clocks QUICK =
      new Clocks(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
  private static final String[] FROM_IMPLEMENT = {"--from", "implement"};

  @TempDir Path folder;

  private GreetingProject project;
  private Host host;
  private final Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
  private final Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
  private boolean hasCheck = true;

  @BeforeEach
  void makeProject() {
    project = GreetingProject.quick(folder.resolve("desk"));
    project.write("specs/1000/1001/plan.md", "# Plan: Greeting\n");
    project.write("specs/1000/1001/tasks.md", "# Tasks: Greeting\n");
    project.commit("Plan the greeting");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TMPDIR", folder.toString());
    host =
        new Host(
            InstantSource.system(),
            new Random(7),
            environment,
            project.workspace(),
            folder.resolve("home"));
    List<AgentName> all = List.of(name("alice"), name("bob"), name("carol"));
    for (AgentName agent : all) {
      agents.put(
          agent,
          new AgentDefinition.Replay(agent, project.file("recorded/" + agent), QUICK, Origin.USER));
    }
    for (Subject subject : Subject.values()) {
      rosters.put(subject, all);
    }
  }

  @Test
  void each_stage_alone_builds_on_what_the_one_before_it_wrote() throws Exception {
    String base = project.head();
    project.delete("specs/1000/1001/plan.md").delete("specs/1000/1001/tasks.md");
    for (Stage stage : Stage.values()) {
      Report report = call(RunCommand.of(stage, host, environment()), spec());
      assertThat(report.exit()).as("%s %s", stage, report.problems()).isEqualTo(ExitCode.OK);
      assertThat(project.file("specs/1000/1001/" + stage.artifact())).isRegularFile();
    }
    assertThat(project.since(base)).hasSize(1);
    assertThat(project.git("log", "-1", "--format=%b")).contains("Spec: 1001", "Agent: alice");
    assertThat(project.changes()).isEmpty();
    assertThat(project.file(".speckit/worktrees")).doesNotExist();
  }

  @Test
  void a_wrong_candidate_is_not_taken_and_others_are_asked_for_with_its_failures()
      throws Exception {
    rosters.put(Subject.IMPLEMENT, List.of(name("bob")));
    String base = project.head();
    Report blocked = auto("--only", "implement");
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked))
        .contains("from_noon_on_it_is_afternoon", "who_gives_no_name_is_greeted_as_a_friend");
    assertThat(project.head()).isEqualTo(base);
    assertThat(project.kept()).hasSize(1).allMatch(reference -> reference.endsWith("/bob"));
    assertThat(project.read("src/greeting/Greeting.java")).contains("\"Hello, \"");
    project.write("recorded/bob/implement.patch", project.read("recorded/alice/implement.patch"));
    project.commit("Mend bob");
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(prompts("implement"))
        .hasSize(2)
        .anyMatch(prompt -> prompt.contains("from_noon_on_it_is_afternoon"));
    assertThat(project.kept()).hasSize(2);
    assertThat(project.since(base)).hasSize(2);
  }

  @Test
  void a_candidate_with_a_test_less_is_not_taken() throws Exception {
    rosters.put(Subject.IMPLEMENT, List.of(name("carol")));
    Report blocked = auto("--only", "implement");
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("5 tests", "6 before");
    assertThat(project.kept()).hasSize(1);
    assertThat(project.workTrees()).isEmpty();
  }

  @Test
  void a_failed_check_blocks_the_proof_and_nobody_is_asked() throws Exception {
    Report blocked = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("check test", "before_noon_it_is_morning");
    Json.Fields validate = stage(blocked, "validate");
    assertThat(validate.objects("agents")).isEmpty();
    assertThat(validate.toString()).contains("check");
    assertThat(prompts("validate")).isEmpty();
  }

  @Test
  void a_vote_against_is_shown_and_two_keep_the_lock() throws Exception {
    String no = "{\"verdict\": \"block\", \"reasons\": [\"Nobody asked the visitors.\"]}";
    project.write("recorded/carol/unlock.txt", no).commit("Let carol object");
    Report done = auto(FROM_IMPLEMENT);
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/unlock.md"))
        .contains("2 of 3 agents say unlock", "Nobody asked the visitors.");
    assertThat(done.blocks().getLast().toString()).contains("Unlocked: 2 of 3");
    project.write("recorded/bob/unlock.txt", no).commit("Let bob object too");
    Report locked = call(RunCommand.of(Stage.UNLOCK, host, environment()), spec());
    assertThat(locked.exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
  }

  @Test
  void one_missing_proof_is_said_and_two_are_too_few() throws Exception {
    project.delete("recorded/carol/validate.txt").commit("Silence carol");
    Report done = auto(FROM_IMPLEMENT);
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(done.warnings()).extracting(Problem::code).contains("degraded");
    project.delete("recorded/bob/validate.txt").commit("Silence bob");
    Report few = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(few.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(few)).contains("1 of 3 agents answered validate");
  }

  @Test
  void a_place_that_is_not_in_the_file_proves_nothing() throws Exception {
    for (String agent : List.of("alice", "bob")) {
      project.edit(
          "recorded/" + agent + "/validate.txt",
          "String known = name.strip();",
          "String known = name.trim().toUpperCase();");
    }
    project.commit("Let two invent a place");
    Report blocked = auto(FROM_IMPLEMENT);
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("FR-002");
    assertThat(stage(blocked, "unlock").text("state")).contains("pending");
  }

  @Test
  void what_agents_write_while_they_are_asked_proves_nothing_and_ends_the_stage() throws Exception {
    assertThat(auto("--only", "implement").exit()).isEqualTo(ExitCode.OK);
    String answer = project.read("recorded/alice/validate.txt");
    for (String agent : List.of("alice", "bob", "carol")) {
      validating(agent, "echo all of it is met >proof.txt", citing(answer, "proof.txt"));
    }
    Report blocked = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("files changed while they were validated: proof.txt");
    assertThat(project.read("specs/1000/1001/validate.md"))
        .contains("Files changed while they were validated", "not counted: files changed");
    project.delete("proof.txt");
    agents.replaceAll((name, _) -> replaying(name));
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/validate.md")).contains("**Met.**");
  }

  @ParameterizedTest
  @CsvSource({
    "build/proof.txt, all of it is met, git does not know this file",
    "later.txt, all of it is met, git does not know this file",
    "evidence/proof.txt, all of it is met, own files prove nothing",
    "specs/1000/epic.md, Visitors, own files prove nothing",
    "src/greeting/Greeting.java, r, a quote so short"
  })
  void a_place_that_proves_nothing_is_said_with_its_reason(String file, String quote, String why)
      throws Exception {
    assertThat(auto("--only", "implement").exit()).isEqualTo(ExitCode.OK);
    for (String own : List.of("build/proof.txt", "later.txt", "evidence/proof.txt")) {
      project.write(own, "all of it is met\n");
    }
    project.write("specs/1000/epic.md", project.read("specs/1000/epic.md") + "\nVisitors\n");
    String answer = project.read("recorded/alice/validate.txt");
    for (String agent : List.of("alice", "bob", "carol")) {
      validating(agent, "true", citing(answer, file).replace("all of it is met", quote));
    }
    Report blocked = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("FR-001 is not shown to be met");
    assertThat(project.read("specs/1000/1001/validate.md")).contains(why);
  }

  @Test
  void a_check_that_edits_what_it_checks_ends_the_stage() throws Exception {
    assertThat(auto("--only", "implement").exit()).isEqualTo(ExitCode.OK);
    String check = project.read("tools/test.sh");
    project.edit(
        "tools/test.sh", "failed=0\n", "failed=0\necho // >>test/greeting/GreetingTest.java\n");
    project.commit("Edit while checking");
    Report blocked = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked))
        .contains("files changed while they were validated: test/greeting/GreetingTest.java");
    assertThat(prompts("validate")).isEmpty();
    project.write("tools/test.sh", check).commit("Check only");
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/validate.md")).contains("**Met.**");
  }

  @Test
  void an_auditor_that_edits_ends_the_audit_and_is_asked_again() throws Exception {
    assertThat(auto("--from", "implement", "--to", "validate").exit()).isEqualTo(ExitCode.OK);
    String answer = project.read("recorded/bob/audit.txt");
    asking("bob", Subject.AUDIT, "echo // >>src/greeting/Greeting.java", answer);
    Report blocked = call(RunCommand.of(Stage.AUDIT, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked))
        .contains("files changed while they were audited: src/greeting/Greeting.java");
    asking("bob", Subject.AUDIT, "true", answer);
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/audit.md")).contains("**Passed.**");
    assertThat(Workspaces.read(folder.resolve("bob-asked"))).hasLineCount(2);
  }

  @Test
  void a_changed_check_and_a_secret_that_was_committed_meanwhile_are_found_by_rules()
      throws Exception {
    assertThat(auto("--only", "implement").exit()).isEqualTo(ExitCode.OK);
    project.edit("tools/test.sh", "failed=0\n", "failed=0\n\n").commit("Change the check");
    Report audited = call(RunCommand.of(Stage.AUDIT, host, environment()), spec());
    assertThat(audited.exit()).as("%s", audited.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/audit.md"))
        .contains("**minor** check: tools/test.sh: was changed, and check test runs it");
    project.write("src/Keys.java", "// ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n");
    project.commit("Commit a secret meanwhile");
    Report blocked = call(RunCommand.of(Stage.AUDIT, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("secret at src/Keys.java:1");
  }

  @Test
  void where_nothing_tells_what_the_spec_changed_every_file_is_searched_for_secrets()
      throws Exception {
    assertThat(call(RunCommand.of(Stage.AUDIT, host, environment()), spec()).exit())
        .isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/audit.md")).contains("all files that git knows");
    project.write("src/Keys.java", "// ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n");
    project.commit("Commit a secret").write("README.md", "Changed later\n").commit("Go on");
    Report blocked = call(RunCommand.of(Stage.AUDIT, host, environment()), spec());
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("secret at src/Keys.java:1");
  }

  @Test
  void a_check_that_removes_candidates_from_git_does_not_lose_them() throws Exception {
    project.edit(
        "tools/test.sh",
        "failed=0\n",
        "failed=0\nif [ \"$SPECKIT_TREE\" = 'candidate alice' ]; then"
            + " git for-each-ref --format='delete %(refname)' refs/speckit"
            + " | git update-ref --stdin; fi\n");
    project.commit("Remove what is kept");
    Report done = auto("--only", "implement");
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.kept()).hasSize(3);
    assertThat(project.read("specs/1000/1001/implement.md"))
        .contains("after the checks of the candidate alice, and leads to the work of bob again");
  }

  @Test
  void a_candidate_that_changes_its_check_is_said_to() throws Exception {
    Path script = folder.resolve("carol-implement.sh");
    Workspaces.write(
        script,
        "#!/bin/sh\ncat >/dev/null\ngit apply '"
            + project.file("recorded/alice/implement.patch")
            + "'\necho >>tools/test.sh\ncat '"
            + project.file("recorded/alice/implement.txt")
            + "'\n");
    agents.put(
        name("carol"),
        new AgentDefinition.Program(
            name("carol"), List.of("/bin/sh", script.toString()), QUICK, null, null, Origin.USER));
    rosters.put(Subject.IMPLEMENT, List.of(name("carol"), name("alice")));
    Report done = auto("--only", "implement");
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.git("log", "-1", "--format=%b")).contains("Agent: alice");
    assertThat(project.read("specs/1000/1001/implement.md"))
        .contains("carol: its checks passed, but it changes tools/test.sh, which check test runs");
  }

  /// An answer whose places are all in one file.
  private static String citing(String answer, String file) {
    return answer
        .replaceAll("\"file\": \"[^\"]*\"", "\"file\": \"" + file + "\"")
        .replaceAll("\"line\": \\d+", "\"line\": 1")
        .replaceAll("\"quote\": \"(\\\\.|[^\"\\\\])*\"", "\"quote\": \"all of it is met\"");
  }

  private void validating(String agent, String deed, String answer) {
    asking(agent, Subject.VALIDATE, deed, answer);
  }

  /// Lets an agent do something in the workspace before it answers.
  private void asking(String agent, Subject subject, String deed, String answer) {
    Path text = folder.resolve(agent + ".txt");
    Workspaces.write(text, answer);
    Path script = folder.resolve(agent + "-" + subject.word() + ".sh");
    Path asked = folder.resolve(agent + "-asked");
    Workspaces.write(
        script,
        "#!/bin/sh\ncat >/dev/null\necho asked >>'"
            + asked
            + "'\n"
            + deed
            + "\ncat '"
            + text
            + "'\n");
    agents.put(
        name(agent),
        new AgentDefinition.Program(
            name(agent), List.of("/bin/sh", script.toString()), QUICK, null, null, Origin.USER));
  }

  private AgentDefinition replaying(AgentName agent) {
    return new AgentDefinition.Replay(agent, project.file("recorded/" + agent), QUICK, Origin.USER);
  }

  @Test
  void a_question_that_stays_open_keeps_the_lock() throws Exception {
    asking();
    project.delete("specs/1000/1001/plan.md").delete("specs/1000/1001/tasks.md");
    Report locked = auto("--on-question", "defer");
    assertThat(locked.exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
    Json.Fields point = stage(locked, "unlock").objects("open_points").getFirst();
    assertThat(point.text("what").orElseThrow()).contains("name of one letter");
    assertThat(point.text("place").orElseThrow()).contains("spec.md");
    assertThat(project.read("specs/1000/1001/unlock.md")).contains("name of one letter");
  }

  private void asking() {
    project.write(
        "recorded/bob/clarify.txt",
        Workspaces.read(Path.of("examples/greeting/recorded/bob/clarify.txt")));
    project.commit("Let bob ask");
  }

  @Test
  void a_branch_that_moved_waits_for_a_merge() throws Exception {
    Report waiting = moved();
    assertThat(waiting.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(message(waiting)).contains("branch main moved");
    assertThat(remedy(waiting))
        .contains("git merge refs/speckit/", "speckit resume")
        .doesNotContain(".new.md");
    Report still = resume();
    assertThat(still.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    project.git("merge", "--quiet", "-m", "Take it over", reference("alice"));
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.changes()).isEmpty();
  }

  @Test
  void without_a_branch_nothing_is_spent() throws Exception {
    project.git("checkout", "--quiet", "--detach");
    Failure.Blocked detached =
        catchThrowableOfType(Failure.Blocked.class, () -> auto("--only", "implement"));
    assertThat(detached.problems().getFirst().remedy()).contains("git switch");
    assertThat(Runs.storeFile(project.workspace())).doesNotExist();
  }

  @Test
  void a_loser_is_shown_with_its_own_reason_everywhere() throws Exception {
    Report done = auto("--only", "implement");
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    String why = "check test did not pass";
    for (Json.Fields candidate : stage(done, "implement").objects("candidates")) {
      String agent = candidate.text("agent").orElseThrow();
      assertThat(candidate.text("rejected").isPresent())
          .as(agent)
          .isNotEqualTo(agent.equals("alice"));
    }
    assertThat(table(done, "Candidates")).contains(why).contains("5 tests, 6 before");
    assertThat(project.read("specs/1000/1001/implement.md"))
        .contains("not chosen: " + why)
        .containsOnlyOnce("## Before the work")
        .doesNotContain("## Checks");
    assertThat(project.read("evidence/commands/1001/implement.json")).contains(why);
    assertThat(explained()).contains("3 of 3 answered, 1 candidate could be taken");
  }

  private String explained() throws InterruptedException {
    return call(new ExplainCommand(host), Map.of("run", List.of("last"))).data().toString();
  }

  private static String table(Report report, String title) {
    return report.blocks().stream()
        .filter(block -> block instanceof Block.Table table && table.title().equals(title))
        .findFirst()
        .map(Object::toString)
        .orElse("");
  }

  private static String remedy(Report report) {
    return String.valueOf(report.problems().getFirst().remedy());
  }

  @Test
  void a_remedy_names_the_table_that_holds_the_reason() throws Exception {
    Report checks = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(remedy(checks)).contains("`Checks`");
    assertThat(table(checks, "Checks")).contains("before_noon_it_is_morning");
    assertThat(table(checks, "Agents")).isEmpty();
    rosters.put(Subject.IMPLEMENT, List.of(name("bob")));
    assertThat(remedy(auto("--only", "implement"))).contains("`Candidates`");
    rosters.put(Subject.IMPLEMENT, List.of(name("alice")));
    String no = "{\"verdict\": \"block\", \"reasons\": [\"Not today.\"]}";
    project.write("recorded/bob/unlock.txt", no).write("recorded/carol/unlock.txt", no);
    project.commit("Let two object");
    Report locked = auto(FROM_IMPLEMENT);
    assertThat(locked.exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
    assertThat(remedy(locked)).contains("`Votes`").doesNotContain("Open points");
    assertThat(table(locked, "Votes")).contains("bob", "Not today.");
  }

  @Test
  void unlock_says_each_open_point_when_it_is_explained() throws Exception {
    Report locked = unlock();
    assertThat(remedy(locked)).contains("`Open points`");
    assertThat(explained()).contains("audit was not done", "validate was not done");
  }

  @Test
  void a_dry_run_lists_what_is_refused_at_once_and_what_is_written() throws Exception {
    project.write("src/greeting/Greeting.java", "package greeting;\n");
    hasCheck = false;
    Report dry = auto("--from", "implement", "--dry-run", "true");
    assertThat(dry.exit()).isEqualTo(ExitCode.OK);
    List<Json.Fields> stops = dry.data().objects("stops");
    assertThat(stops.subList(0, 2))
        .allMatch(stop -> stop.text("at").equals(Optional.of("start")))
        .extracting(stop -> stop.text("exits").orElseThrow())
        .containsExactly("3", "2");
    assertThat(dry.data().objects("files").stream().map(file -> file.text("path").orElseThrow()))
        .contains("evidence/commands/1001/implement.json", "branch main");
    rosters.remove(Subject.IMPLEMENT);
    Report nobody = auto("--only", "implement", "--dry-run", "true");
    assertThat(nobody.data().objects("stops").getFirst().text("why").orElseThrow())
        .contains("no agent is named");
  }

  @Test
  void without_git_nothing_is_proven_and_the_audit_says_that_it_saw_no_files() throws Exception {
    assertThat(Disk.deleteTree(project.file(".git"))).isEmpty();
    assertThat(missing("--only", "validate")).contains("git init");
    assertThat(Runs.storeFile(project.workspace())).doesNotExist();
    Report audit = auto("--only", "audit");
    assertThat(audit.data().toString()).contains("no changed files could be looked at");
  }

  @Test
  void a_finished_run_tells_the_context_of_checks_that_count() throws Exception {
    project.write("specs/1000/1001/context.md", "# Context\n").commit("Begin a context");
    assertThat(auto(FROM_IMPLEMENT).exit()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/context.md"))
        .contains("2 of 2 checks passed", "unlocked 3 of 3");
  }

  /// A commit of the user's falls between the first candidate's check and the choice.
  private Report moved() throws InterruptedException {
    Path once = folder.resolve("once");
    project.edit(
        "tools/test.sh",
        "failed=0\n",
        "failed=0\nif [ \"$SPECKIT_TREE\" = 'candidate alice' ] && mkdir '"
            + once
            + "'; then git -C '"
            + project.workspace()
            + "' -c user.name=U -c user.email=u@example.org commit --allow-empty -qm Moved; fi\n");
    project.commit("Commit meanwhile");
    return auto(FROM_IMPLEMENT);
  }

  private String reference(String agent) {
    return project.kept().stream().filter(name -> name.endsWith("/" + agent)).findFirst().get();
  }

  @Test
  void a_cancelled_run_leaves_candidates_with_git_and_no_work_tree() throws Exception {
    rosters.put(Subject.IMPLEMENT, List.of(name("alice"), name("bob"), name("carol")));
    Path script = folder.resolve("carol.sh");
    Workspaces.write(script, "#!/bin/sh\necho more >>README.md\nexit 1\n");
    agents.put(
        name("carol"),
        new AgentDefinition.Program(
            name("carol"), List.of("/bin/sh", script.toString()), QUICK, null, null, Origin.USER));
    Report waiting = moved();
    assertThat(waiting.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(project.workTrees()).hasSize(1);
    Report cancelled = call(new CancelCommand(host), Map.of("run", List.of("last")));
    assertThat(cancelled.data().text("state")).contains("cancelled");
    assertThat(project.workTrees()).isEmpty();
    assertThat(project.file(".speckit/worktrees")).doesNotExist();
    assertThat(project.kept())
        .hasSize(3)
        .anyMatch(name -> name.endsWith("/alice"))
        .anyMatch(name -> name.endsWith("/carol-unfinished"));
    assertThat(project.git("show", reference("carol-unfinished"))).contains("+more");
    project.git("merge", "--quiet", "-m", "Take it over", reference("alice"));
    Report done = resume();
    assertThat(done.warnings()).extracting(Problem::code).contains("degraded");
  }

  @Test
  void what_a_run_needs_is_missed_before_anybody_is_asked() throws Exception {
    project.write("src/greeting/Greeting.java", "package greeting;\n");
    Failure.Blocked dirty =
        catchThrowableOfType(Failure.Blocked.class, () -> auto("--only", "implement"));
    assertThat(dirty.problems().getFirst().message()).contains("src/greeting/Greeting.java");
    project.git("checkout", "--quiet", "--", "src");
    rosters.remove(Subject.IMPLEMENT);
    assertThat(missing("--only", "implement")).contains("[quality_gates] implement");
    hasCheck = false;
    assertThat(missing("--only", "validate")).contains("[checks.test]");
    assertThat(Runs.storeFile(project.workspace())).doesNotExist();
  }

  private String missing(String... options) {
    return String.valueOf(
        catchThrowableOfType(Failure.Unavailable.class, () -> auto(options))
            .problems()
            .getFirst()
            .remedy());
  }

  @Test
  void a_stage_that_was_left_out_is_an_open_point_with_its_reason() throws Exception {
    Report locked = auto("--from", "implement", "--skip", "audit", "--because", "an inner tool");
    assertThat(locked.exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
    assertThat(project.read("specs/1000/1001/unlock.md")).contains("audit", "an inner tool");
    Report proven = auto("--preset", "proof");
    assertThat(proven.exit()).as("%s", proven.problems()).isEqualTo(ExitCode.OK);
    assertThat(proven.data().objects("stages"))
        .extracting(stage -> stage.text("stage").orElseThrow())
        .containsExactly("validate", "audit");
    assertThat(explained())
        .contains("left out: preset proof: a check in between", "tasks", "unlock");
  }

  @Test
  void files_that_change_after_their_proof_are_proven_again() throws Exception {
    String no = "{\"verdict\": \"block\", \"reasons\": [\"Not today.\"]}";
    project.write("recorded/bob/unlock.txt", no).write("recorded/carol/unlock.txt", no);
    project.commit("Let two object");
    assertThat(auto(FROM_IMPLEMENT).exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
    String good = project.read("src/greeting/Greeting.java");
    project.edit("src/greeting/Greeting.java", "\"friend\"", "\"stranger\"").commit("Break it");
    Report broken = resume();
    assertThat(broken.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(broken)).contains("who_gives_no_name_is_greeted_as_a_friend");
    project.write("src/greeting/Greeting.java", good);
    project.write("recorded/bob/unlock.txt", no.replace("block", "unlock"));
    project.commit("Mend it");
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_later_unlock_sees_what_is_not_proven_any_more() throws Exception {
    assertThat(auto(FROM_IMPLEMENT).exit()).isEqualTo(ExitCode.OK);
    assertThat(unlock().exit()).isEqualTo(ExitCode.OK);
    String landed = project.head();
    project.git("reset", "--quiet", "--keep", "HEAD~1");
    assertThat(openPoints(unlock()))
        .anyMatch(what -> what.startsWith("the chosen work is not on the branch"))
        .contains("files were changed after validate", "files were changed after audit");
    assertThat(call(RunCommand.of(Stage.VALIDATE, host, environment()), spec()).exit())
        .isEqualTo(ExitCode.BLOCKED);
    project.git("merge", "--quiet", "--ff-only", landed);
    assertThat(openPoints(unlock())).anyMatch(what -> what.startsWith("check test did not pass"));
    assertThat(call(RunCommand.of(Stage.VALIDATE, host, environment()), spec()).exit())
        .isEqualTo(ExitCode.OK);
    assertThat(unlock().exit()).isEqualTo(ExitCode.OK);
    project.edit(
        "specs/1000/1001/spec.md",
        "\n## Acceptance",
        "\n- **FR-004**: A visitor MUST NOT be greeted twice.\n\n## Acceptance");
    assertThat(openPoints(unlock())).contains("FR-004 came after validate");
  }

  @Test
  void a_file_beside_the_spec_proves_no_stage() throws Exception {
    for (String stage : List.of("implement", "validate", "audit")) {
      project.write("specs/1000/1001/" + stage + ".md", "x\n");
    }
    assertThat(openPoints(unlock()))
        .contains("implement was not done", "validate was not done", "audit was not done");
  }

  @Test
  void a_question_of_an_earlier_run_keeps_the_lock_until_it_is_answered() throws Exception {
    asking();
    project.delete("specs/1000/1001/plan.md").delete("specs/1000/1001/tasks.md");
    assertThat(auto("--on-question", "defer").exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
    assertThat(openPoints(unlock())).anyMatch(what -> what.contains("name of one letter"));
  }

  @Test
  void an_answer_after_the_work_has_landed_lets_the_work_stand() throws Exception {
    asking();
    project.delete("specs/1000/1001/plan.md").delete("specs/1000/1001/tasks.md");
    assertThat(auto("--on-question", "defer").exit()).isEqualTo(ExitCode.SHIP_BLOCKED);
    String landed = project.head();
    Report answered =
        call(new AnswerCommand(host), Map.of("run", List.of("last"), "accept", List.of("all")));
    assertThat(answered.exit()).as("%s", answered.problems()).isEqualTo(ExitCode.OK);
    Report done = resume();
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.head()).isEqualTo(landed);
    assertThat(project.read("specs/1000/1001/implement.md"))
        .contains("The work that is on the branch stands");
    assertThat(project.changes()).isEmpty();
  }

  @Test
  void one_that_changes_nothing_does_not_keep_the_others_from_being_judged() throws Exception {
    Path script = folder.resolve("lazy.sh");
    Workspaces.write(script, "#!/bin/sh\ncat >/dev/null\necho '{\"summary\":\"did it\"}'\n");
    agents.put(
        name("lazy"),
        new AgentDefinition.Program(
            name("lazy"), List.of("/bin/sh", script.toString()), QUICK, null, null, Origin.USER));
    rosters.put(Subject.IMPLEMENT, List.of(name("lazy")));
    Report blocked = auto("--only", "implement");
    assertThat(blocked.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(message(blocked)).contains("lazy: changed nothing");
    rosters.put(Subject.IMPLEMENT, List.of(name("lazy"), name("alice")));
    Report done = auto("--only", "implement");
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
    assertThat(project.read("specs/1000/1001/implement.md")).contains("changed nothing");
  }

  @Test
  void a_document_that_speckit_made_is_its_own_also_in_a_clone() throws Exception {
    assertThat(auto(FROM_IMPLEMENT).exit()).isEqualTo(ExitCode.OK);
    project.git("add", "-A", "specs", "evidence");
    project.git("commit", "--quiet", "-m", "Keep");
    assertThat(unlock().exit()).isEqualTo(ExitCode.OK);
    project.git("checkout", "--quiet", "--", "specs");
    assertThat(unlock().exit()).as("an older text of speckit's own").isEqualTo(ExitCode.OK);
    assertThat(Disk.deleteTree(project.file(".speckit"))).isEmpty();
    project.git("checkout", "--quiet", "--", "specs", "evidence");
    Report proven = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(proven.exit()).as("%s", proven.problems()).isEqualTo(ExitCode.OK);
    String validate = "specs/1000/1001/validate.md";
    project.write(validate, project.read(validate) + "My own words.\n");
    Report edited = call(RunCommand.of(Stage.VALIDATE, host, environment()), spec());
    assertThat(edited.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(project.read("specs/1000/1001/validate.md")).contains("My own words.");
  }

  @Test
  void a_store_or_a_spec_that_goes_away_meanwhile_is_said() throws Exception {
    deleting("spec", "mv specs/1000/1001 elsewhere");
    assertThat(gone("--from", "validate")).isEqualTo("spec-gone");
    assertThat(project.file("specs/1000/1001/validate.md")).doesNotExist();
    assertThat(project.file("elsewhere/spec.md")).isRegularFile();
    deleting("store", "rm -f .speckit/speckit.db*");
    assertThat(gone("--from", "validate")).isEqualTo("store-gone");
  }

  /// Validate is asked of one who answers and takes something away.
  private void deleting(String agent, String command) {
    Path script = folder.resolve(agent + ".sh");
    Workspaces.write(
        script,
        "#!/bin/sh\ncat >/dev/null\ncd '"
            + project.workspace()
            + "' && "
            + command
            + "\ncat '"
            + project.file("recorded/alice/validate.txt")
            + "'\n");
    agents.put(
        name(agent),
        new AgentDefinition.Program(
            name(agent), List.of("/bin/sh", script.toString()), QUICK, null, null, Origin.USER));
    rosters.put(Subject.VALIDATE, List.of(name(agent)));
  }

  private String gone(String... options) {
    project.git("apply", project.file("recorded/alice/implement.patch").toString());
    project.git("commit", "--quiet", "-am", "Work");
    String code =
        catchThrowableOfType(Failure.Unavailable.class, () -> auto(options))
            .problems()
            .getFirst()
            .code();
    project.git("reset", "--quiet", "--hard", "HEAD~1");
    return code;
  }

  private Report unlock() throws InterruptedException {
    return call(RunCommand.of(Stage.UNLOCK, host, environment()), spec());
  }

  private static List<String> openPoints(Report report) {
    assertThat(report.exit()).as("%s", report.problems()).isEqualTo(ExitCode.SHIP_BLOCKED);
    return stage(report, "unlock").objects("open_points").stream()
        .map(point -> point.text("what").orElseThrow())
        .toList();
  }

  @Test
  void a_spec_that_is_changed_and_changed_back_meets_its_earlier_answers() throws Exception {
    asking();
    project.delete("specs/1000/1001/plan.md").delete("specs/1000/1001/tasks.md");
    assertThat(auto("--to", "plan").exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    String before = project.read("specs/1000/1001/spec.md");
    project.write("specs/1000/1001/spec.md", before + "\nVisitors come in pairs.\n");
    assertThat(resume().exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    int asked = prompts("plan.clarify").size();
    project.write("specs/1000/1001/spec.md", before);
    assertThat(resume().exit()).isEqualTo(ExitCode.NEEDS_INPUT);
    assertThat(prompts("plan.clarify")).hasSize(asked);
  }

  private static AgentName name(String agent) {
    return new AgentName(agent);
  }

  private RunStart.Environment environment() {
    CheckDefinition check =
        new CheckDefinition(
            "test",
            List.of("tools/test.sh"),
            "build/reports/*.xml",
            null,
            Duration.ofSeconds(30),
            CheckDefinition.DEFAULT_STAGES,
            false);
    PipelineSettings settings =
        new PipelineSettings(
            agents,
            new RosterSettings(rosters, 2, 3, false),
            1,
            Traffic.Limits.NONE,
            hasCheck ? List.of(check) : List.of(),
            Map.of(
                "proof",
                new Preset("proof", List.of(Stage.VALIDATE, Stage.AUDIT), "a check in between")));
    return new RunStart.Environment(_ -> settings, _ -> false, "test");
  }

  private Report auto(String... options) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>(spec());
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i].substring(2), List.of(options[i + 1]));
    }
    return call(RunCommand.auto(host, environment()), values);
  }

  private static Map<String, List<String>> spec() {
    return Map.of("id", List.of("1001"));
  }

  private Report resume() throws InterruptedException {
    return call(new ResumeCommand(host, environment()), Map.of("run", List.of("last")));
  }

  private static Report call(Command command, Map<String, List<String>> values)
      throws InterruptedException {
    return command.run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private static String message(Report report) {
    return report.problems().getFirst().message();
  }

  private static Json.Fields stage(Report report, String word) {
    return report.data().objects("stages").stream()
        .filter(stage -> stage.text("stage").equals(Optional.of(word)))
        .findFirst()
        .orElseThrow();
  }

  /// What agents were asked at a part, over all runs.
  private List<String> prompts(String part) throws Exception {
    try (var files = Files.walk(project.file(".speckit/runs"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("prompt"))
          .filter(
              file -> file.getParent().getParent().getFileName().toString().startsWith(part + "-"))
          .map(Workspaces::read)
          .toList();
    }
  }
}
