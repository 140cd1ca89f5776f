package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.GreetingProject;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// speckit is killed (SIGKILL) around journal events of a run through all six stages, and the run
/// is resumed: nothing shows that it happened.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class JourneyKillIT {
  private static final long SEED = 1001;
  private static final int SAMPLE = 12;

  /// A kill before these falls between an act on the world and its record.
  private static final List<String> OUTCOMES =
      List.of(
          "attempt-ended", "candidate-taken", "check-ended", "applied", "artifact-written", "noted");

  private static final List<String> OTHERS =
      List.of(
          "worktree-intended",
          "checks-intended",
          "checks-ended",
          "candidate-chosen",
          "apply-intended",
          "stage-ended");

  /// An agent that is a program, so that its calls can be counted from outside.
  private static final String ALICE =
      """
      #!/bin/sh
      cat >/dev/null
      echo "$SPECKIT_STAGE" >>"CALLS"
      if [ "$SPECKIT_STAGE" = implement ]; then
        git apply --reverse --check recorded/alice/implement.patch 2>/dev/null ||
          git apply recorded/alice/implement.patch || exit 1
      fi
      cat "recorded/alice/$SPECKIT_STAGE.txt"
      """;

  @TempDir Path folder;

  /// How a run ended, without what differs from run to run.
  private record Outcome(Map<String, String> artifacts, Map<String, Integer> counts) {}

  @Test
  void a_run_of_six_stages_killed_at_any_moment_ends_as_if_nothing_had_happened() {
    GreetingProject whole = project("whole");
    Speckit.Ended ended = speckit(whole).run("auto", "1001", "--json");
    assertThat(ended.exit()).as("%s", ended).isZero();
    Outcome expected = outcome(whole);
    assertThat(expected.artifacts()).hasSize(6);
    List<String> kinds = query(whole, "SELECT kind FROM event ORDER BY sequence");
    assertThat(kinds).hasSizeGreaterThan(100);
    List<String> failures = new ArrayList<>();
    List<String> moments = moments(kinds);
    for (String moment : moments) {
      try {
        killAndResume(moment, expected);
      } catch (AssertionError failure) {
        failures.add(moment + ": " + failure.getMessage());
      }
    }
    assertThat(failures).as("of %d kills", moments.size()).isEmpty();
  }

  /// Every moment in the exhaustive build. Else a sample that holds each kind of act once.
  private static List<String> moments(List<String> kinds) {
    if (Boolean.getBoolean("speckit.exhaustive")) {
      return Stream.iterate(1, event -> event < kinds.size(), event -> event + 1)
          .flatMap(event -> Stream.of("kill-after:" + event, "kill-before:" + (event + 1)))
          .filter(moment ->
              Boolean.getBoolean("speckit.exhaustive.after-only")
                  ? moment.startsWith("kill-after")
                  : true)
          .toList();
    }
    Random random = new Random(SEED);
    List<String> moments = new ArrayList<>();
    OUTCOMES.forEach(kind -> moments.add("kill-before:" + one(kinds, kind, random)));
    OTHERS.forEach(kind -> moments.add("kill-after:" + one(kinds, kind, random)));
    assertThat(moments).hasSize(SAMPLE);
    return moments;
  }

  /// The number of one of the events of a kind.
  private static int one(List<String> kinds, String kind, Random random) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).equals(kind)) {
        numbers.add(i + 1);
      }
    }
    return numbers.get(random.nextInt(numbers.size()));
  }

  private void killAndResume(String moment, Outcome expected) {
    GreetingProject project = project(moment.replace(':', '-'));
    String base = project.head();
    Speckit speckit = speckit(project);
    Speckit.Ended killed = speckit.with("SPECKIT_FAULTS", moment).run("auto", "1001");
    assertThat(killed.exit()).as("SIGKILL: %s", killed).isEqualTo(137);
    List<String> runs = query(project, "SELECT run FROM run");
    List<String> answered =
        query(project, "SELECT subject || input FROM answer WHERE agent = 'alice'");
    int calls = calls(project).size();
    Speckit.Ended resumed =
        runs.isEmpty()
            ? speckit.run("auto", "1001", "--json")
            : speckit.run("resume", runs.getFirst(), "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.data().text("state")).contains("done");
    Outcome outcome = outcome(project);
    assertThat(outcome.artifacts()).isEqualTo(expected.artifacts());
    assertThat(outcome.counts()).isEqualTo(expected.counts());
    // Nine parts: who was answered once is not called again.
    assertThat(calls(project).size() - calls).isLessThanOrEqualTo(9 - answered.size());
    assertThat(project.since(base)).hasSize(1);
    String run = query(project, "SELECT run FROM run").getFirst();
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
    remove(project.workspace());
  }

  private Outcome outcome(GreetingProject project) {
    Map<String, String> artifacts = new TreeMap<>();
    for (Stage stage : Stage.values()) {
      String path = "specs/1000/1001/" + stage.artifact();
      artifacts.put(
          path,
          project
              .read(path)
              .replaceAll("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}", "RUN")
              .replaceAll("\\b[0-9a-f]{12}\\b", "COMMIT"));
    }
    return new Outcome(artifacts, counts(project));
  }

  private Map<String, Integer> counts(GreetingProject project) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    count(counts, project, "answers", "answer");
    count(counts, project, "answered attempts", "attempt WHERE outcome = 'answered'");
    count(
        counts,
        project,
        "other attempts",
        "attempt WHERE coalesce(outcome, 'running') NOT IN ('answered', 'cancelled')");
    count(counts, project, "candidates", "event WHERE kind = 'candidate-taken'");
    count(counts, project, "choices", "event WHERE kind = 'candidate-chosen'");
    count(counts, project, "moves of the branch", "event WHERE kind = 'applied'");
    count(counts, project, "verdicts", "verdict");
    counts.put("kept commits", project.kept().size());
    counts.put("work trees", project.workTrees().size());
    counts.put("changes of the user's", project.changes().size());
    counts.put(
        "whole store",
        query(project, "PRAGMA integrity_check").equals(List.of("ok")) ? 1 : 0);
    counts.put("left folders", Files.exists(project.file(".speckit/worktrees")) ? 1 : 0);
    Json.Fields cost = speckit(project).run("cost", "last", "--json").data();
    for (String sum : List.of("cost_micros", "open_micros")) {
      counts.put(sum, Math.toIntExact(sum(cost, sum)));
    }
    return counts;
  }

  private static long sum(Json.Fields cost, String name) {
    return cost.objects("lines").stream().mapToLong(line -> line.integer(name).orElse(0L)).sum();
  }

  private static void count(
      Map<String, Integer> counts, GreetingProject project, String name, String rows) {
    counts.put(
        name, Integer.parseInt(query(project, "SELECT count(*) FROM " + rows).getFirst()));
  }

  private GreetingProject project(String name) {
    GreetingProject project = GreetingProject.quick(folder.resolve(name));
    project.write("tools/alice.sh", ALICE.replace("CALLS", callsFile(project).toString()));
    project.edit(
        "speckit.toml",
        "[agents.alice]\nkind = \"replay\"\nfolder = \"recorded/alice\"",
        "[agents.alice]\nkind = \"command\"\ncommand = [\"/bin/sh\", \"tools/alice.sh\"]");
    project.commit("Let a program be asked");
    Speckit.Ended trusted = speckit(project).run("trust");
    assertThat(trusted.exit()).as("%s", trusted).isZero();
    return project;
  }

  private static Path callsFile(GreetingProject project) {
    return project.workspace().resolveSibling(project.workspace().getFileName() + ".calls");
  }

  private static List<String> calls(GreetingProject project) {
    Path file = callsFile(project);
    return Files.exists(file) ? Workspaces.read(file).lines().toList() : List.of();
  }

  private Speckit speckit(GreetingProject project) {
    return Speckit.in(project.workspace(), folder.resolve("home"));
  }

  private static List<String> query(GreetingProject project, String sql) {
    if (!Files.exists(project.file(".speckit/speckit.db"))) {
      return List.of();
    }
    return new Journey(project.workspace(), Speckit.in(project.workspace(), project.workspace()))
        .query(sql);
  }

  private static void remove(Path tree) {
    assertThat(dev.speckit.host.Disk.deleteTree(tree)).isEmpty();
  }
}
