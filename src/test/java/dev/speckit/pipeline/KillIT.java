package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// speckit is killed (SIGKILL) around every journal event of a whole run, and the run is resumed.
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class KillIT {
  /// Far above what a run of three agents writes; the first number past the end ends the sweep.
  private static final int EVENTS_MAX = 200;

  @TempDir Path folder;

  /// After and before every event in the exhaustive build; else after every fourth and before every
  /// tenth: the moment before one event differs from the moment after the last only by what is no
  /// event.
  static Stream<String> moments() {
    boolean all = Boolean.getBoolean("speckit.exhaustive");
    return Stream.of(
        all ? "kill-after:1" : "kill-after:4", all ? "kill-before:1" : "kill-before:10");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void a_run_killed_at_any_event_is_resumed_without_asking_anybody_twice(String sweep)
      throws Exception {
    String moment = sweep.substring(0, sweep.indexOf(':'));
    int stride = Integer.parseInt(sweep.substring(moment.length() + 1));
    String whole = wholeRun();
    for (int event = stride; event <= EVENTS_MAX; event += stride) {
      Path workspace = workspace("at-" + moment + "-" + event);
      Speckit speckit = speckit(workspace);
      Speckit.Ended killed =
          speckit
              .with("SPECKIT_FAULTS", moment + ":" + event)
              .run("run", "1001", "--on-question", "defer");
      if (killed.exit() == 0) {
        assertThat(event).as("events of a whole run").isGreaterThan(60);
        return;
      }
      assertThat(killed.exit()).as("SIGKILL at event %d: %s", event, killed).isEqualTo(137);
      resumeAndCompare(speckit, workspace, whole, moment + ":" + event);
    }
    throw new AssertionError("the run never comes to its end");
  }

  private void resumeAndCompare(Speckit speckit, Path workspace, String whole, String when)
      throws Exception {
    List<String> answered = committedAnswers(workspace);
    int calls = calls(workspace).size();
    String run = run(workspace);
    Speckit.Ended resumed =
        run.isEmpty()
            ? speckit.run("run", "1001", "--on-question", "defer", "--json")
            : speckit.run("resume", run, "--json");
    assertThat(resumed.exit()).as("resume after %s: %s", when, resumed).isZero();
    assertThat(resumed.data().text("state")).as(when).contains("done");
    List<String> askedAgain = calls(workspace).subList(calls, calls(workspace).size());
    for (String call : askedAgain) {
      assertThat(answered).as("asked again after %s", when).doesNotContain(subjectAndAgent(call));
    }
    assertThat(withoutRun(Workspaces.read(plan(workspace)))).as(when).isEqualTo(whole);
    assertThat(integrity(workspace)).as(when).isEqualTo("ok");
    String id = run(workspace);
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + id)).as(when).isEmpty();
    assertThat(count(workspace, "SELECT count(*) FROM attempt WHERE state = 'running'"))
        .as(when)
        .isZero();
    assertThat(
            count(
                workspace,
                "SELECT count(*) FROM attempt WHERE outcome = 'answered' AND NOT EXISTS"
                    + " (SELECT 1 FROM answer WHERE answer.run = attempt.run"
                    + " AND answer.input = attempt.input AND answer.agent = attempt.agent)"))
        .as("answers lost after %s", when)
        .isZero();
  }

  /// The plan of a run that nobody disturbed, the run's own id taken out.
  private String wholeRun() {
    Workspaces.defineForUser(home(), Workspaces.threeOf(Workspaces.counting()));
    Path workspace = workspace("whole");
    Speckit.Ended ended = speckit(workspace).run("run", "1001", "--on-question", "defer", "--json");
    assertThat(ended.exit()).as("%s", ended).isZero();
    return withoutRun(Workspaces.read(plan(workspace)));
  }

  @Test
  void a_child_that_survives_the_kill_is_gone_after_the_resume() throws Exception {
    Workspaces.defineForUser(
        home(),
        Workspaces.threeOf(
            "if [ ! -e resumed ]; then setsid sleep 300 & sleep 300; fi\n"
                + Workspaces.answering()));
    Path workspace = workspace("survivor");
    Speckit speckit = speckit(workspace);
    // By the fifth event the first agents run: started, entered, three attempts begun.
    Speckit.Ended killed =
        speckit.with("SPECKIT_FAULTS", "kill-after:5").run("run", "1001", "--on-question", "defer");
    assertThat(killed.exit()).isEqualTo(137);
    String run = run(workspace);
    Files.createFile(workspace.resolve("resumed"));
    Speckit.Ended resumed = speckit.run("resume", run, "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
  }

  private Path workspace(String name) {
    return Workspaces.createSpecs(folder.resolve(name));
  }

  private Speckit speckit(Path workspace) {
    return Speckit.in(workspace, home());
  }

  private Path home() {
    return folder.resolve("home");
  }

  private static Path plan(Path workspace) {
    return workspace.resolve("specs/1000/1001/plan.md");
  }

  private static String withoutRun(String plan) {
    return plan.replaceAll("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}", "RUN");
  }

  private static List<String> calls(Path workspace) throws Exception {
    Path log = workspace.resolve("calls.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private static String subjectAndAgent(String call) {
    String[] words = call.split(" ", -1);
    return words[0] + " " + words[1];
  }

  /// `<subject> <agent>` of all answers that the store holds; analyze is asked on two inputs, so it
  /// counts only when both are there.
  private static List<String> committedAnswers(Path workspace) throws Exception {
    TreeMap<String, Integer> answers = new TreeMap<>();
    for (String row : query(workspace, "SELECT subject || ' ' || agent FROM answer")) {
      answers.merge(row, 1, Integer::sum);
    }
    List<String> whole = new ArrayList<>();
    answers.forEach((answer, times) -> {
      if (times >= (answer.startsWith("analyze") ? 2 : 1)) {
        whole.add(answer);
      }
    });
    return whole;
  }

  private static String run(Path workspace) throws Exception {
    List<String> runs = query(workspace, "SELECT run FROM run");
    return runs.isEmpty() ? "" : runs.getFirst();
  }

  private static String integrity(Path workspace) throws Exception {
    return query(workspace, "PRAGMA integrity_check").getFirst();
  }

  private static long count(Path workspace, String sql) throws Exception {
    return Long.parseLong(query(workspace, sql).getFirst());
  }

  private static List<String> query(Path workspace, String sql) throws Exception {
    Path store = workspace.resolve(".speckit/speckit.db");
    if (!Files.exists(store)) {
      return List.of();
    }
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  @Test
  void a_killed_run_shows_as_interrupted_and_not_as_running() throws Exception {
    Workspaces.defineForUser(home(), Workspaces.threeOf(Workspaces.answering()));
    Path workspace = workspace("shown");
    Speckit speckit = speckit(workspace);
    speckit.with("SPECKIT_FAULTS", "kill-after:9").run("run", "1001");
    Json.Fields shown = speckit.run("show", "last", "--json").data();
    assertThat(shown.truth("owner_alive")).contains(false);
    assertThat(speckit.run("runs").out()).contains("interrupted");
  }
}
