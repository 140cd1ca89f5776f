package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.run.Stage;
import dev.speckit.testkit.GreetingProject;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// speckit is killed (SIGKILL) around journal events of a run through all six stages, and the run
/// is resumed: nothing shows that it happened.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class JourneyKillIT {
  private static final String ASKED_AGAIN =
      """
      SELECT later.subject || ' ' || later.agent
      FROM attempt AS later JOIN answer USING (run, subject, input, agent)
      WHERE later.attempt > answer.attempt
      """;

  private static final long SEED = 1001;
  private static final int SAMPLE = 9;
  private static final int SHARES = 4;

  /// A kill before these falls between an act on the world and its record.
  private static final List<String> OUTCOMES =
      List.of(
          "attempt-ended",
          "candidate-taken",
          "check-ended",
          "applied",
          "artifact-written",
          "noted");

  private static final List<String> OTHERS =
      List.of("checks-ended", "candidate-chosen", "apply-intended");

  /// An agent that is a program and speaks like one that states what it cost.
  private static final String ALICE =
      """
      #!/bin/sh
      cat >/dev/null
      if [ "$SPECKIT_STAGE" = implement ]; then
        git apply --reverse --check recorded/alice/implement.patch 2>/dev/null ||
          git apply recorded/alice/implement.patch || exit 1
      fi
      cat "EVENTS/$SPECKIT_STAGE.jsonl"
      """;

  private static final long COST_MICROS = 1842;

  @TempDir Path folder;

  /// How a run ended, without what differs from run to run.
  private record Outcome(Map<String, String> artifacts, Map<String, Integer> counts) {}

  @ParameterizedTest
  @MethodSource("shares")
  void a_run_of_six_stages_killed_at_any_moment_ends_as_if_nothing_had_happened(int share) {
    defineForUser(project("example"));
    GreetingProject whole = withoutSettings(project("whole"));
    Speckit.Ended ended = speckit(whole).run("auto", "1001", "--json");
    assertThat(ended.exit()).as("%s", ended).isZero();
    Outcome expected = outcome(whole);
    assertThat(expected.artifacts()).hasSize(6);
    assertThat(cost(whole)).isEqualTo(statedCost(whole)).isGreaterThan(8 * COST_MICROS);
    List<String> kinds = query(whole, "SELECT kind FROM event ORDER BY sequence");
    assertThat(kinds).hasSizeGreaterThan(100);
    List<String> failures = new ArrayList<>();
    List<String> moments = moments(kinds, share);
    for (String moment : moments) {
      try {
        killAndResume(moment, expected);
      } catch (AssertionError failure) {
        failures.add(moment + ": " + failure.getMessage());
      }
    }
    assertThat(failures).as("of %d kills", moments.size()).isEmpty();
  }

  /// Parts of the moments, so that several machines can share them.
  static IntStream shares() {
    return IntStream.range(0, Boolean.getBoolean("speckit.exhaustive") ? SHARES : 1);
  }

  /// In the exhaustive build after every event, and before every outcome: an act on the world is
  /// done then and not recorded. Else a sample that holds each kind of act once.
  private static List<String> moments(List<String> kinds, int share) {
    if (Boolean.getBoolean("speckit.exhaustive")) {
      return IntStream.rangeClosed(1, kinds.size())
          .filter(event -> event % SHARES == share)
          .boxed()
          .flatMap(event ->
              OUTCOMES.contains(kinds.get(event - 1))
                  ? Stream.of("kill-after:" + event, "kill-before:" + event)
                  : Stream.of("kill-after:" + event))
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
    GreetingProject project = withoutSettings(project(moment.replace(':', '-')));
    String base = project.head();
    Speckit speckit = speckit(project);
    Speckit.Ended killed = speckit.with("SPECKIT_FAULTS", moment).run("auto", "1001");
    assertThat(killed.exit()).as("SIGKILL: %s", killed).isEqualTo(137);
    List<String> runs = query(project, "SELECT run FROM run");
    Speckit.Ended resumed =
        runs.isEmpty()
            ? speckit.run("auto", "1001", "--json")
            : speckit.run("resume", runs.getFirst(), "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(resumed.data().text("state")).contains("done");
    Outcome outcome = outcome(project);
    assertThat(outcome.artifacts()).isEqualTo(expected.artifacts());
    assertThat(outcome.counts()).isEqualTo(expected.counts());
    assertThat(project.since(base)).hasSize(1);
    String run = query(project, "SELECT run FROM run").getFirst();
    assertThat(cost(project)).as("stated cost, counted once").isEqualTo(statedCost(project));
    assertThat(query(project, ASKED_AGAIN)).as("asked although they had answered").isEmpty();
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
        "whole store", query(project, "PRAGMA integrity_check").equals(List.of("ok")) ? 1 : 0);
    counts.put("left folders", Files.exists(project.file(".speckit/worktrees")) ? 1 : 0);
    return counts;
  }

  /// What the receipt of the run says in all.
  private long cost(GreetingProject project) {
    Speckit.Ended ended = speckit(project).run("cost", "last", "--json");
    return ended.data().integer("cost_micros").orElseThrow();
  }

  private static long statedCost(GreetingProject project) {
    String calls = "SELECT count(*) FROM attempt WHERE agent = 'alice' AND outcome = 'answered'";
    return COST_MICROS * Long.parseLong(query(project, calls).getFirst());
  }

  private static void count(
      Map<String, Integer> counts, GreetingProject project, String name, String rows) {
    counts.put(name, Integer.parseInt(query(project, "SELECT count(*) FROM " + rows).getFirst()));
  }

  private GreetingProject project(String name) {
    return GreetingProject.quick(folder.resolve(name));
  }

  /// Agents and check of the project in the user's own settings: they need no trust.
  private void defineForUser(GreetingProject example) {
    Path recorded = example.file("recorded");
    Path alice = folder.resolve("alice.sh");
    Path events = folder.resolve("events");
    Workspaces.write(
        alice, ALICE.replace("EVENTS", events.toString()).replace("recorded/", recorded + "/"));
    assertThat(alice.toFile().setExecutable(true)).isTrue();
    for (Path answer : Disk.list(recorded.resolve("alice"))) {
      String name = answer.getFileName().toString();
      if (name.endsWith(".txt")) {
        Workspaces.write(events.resolve(name.replace(".txt", ".jsonl")), events(answer));
      }
    }
    Workspaces.write(
        folder.resolve("home/.config/speckit/config.toml"),
        example
            .read("speckit.toml")
            .replace(
                "kind = \"replay\"\nfolder = \"recorded/alice\"",
                "kind = \"claude\"\nexecutable = \"" + alice + "\"")
            .replace("\"recorded/", "\"" + recorded + "/"));
  }

  /// The events of Claude Code around an answer, with tokens and cost.
  private static String events(Path answer) {
    Json.Fields end =
        Json.fields()
            .with("type", "result")
            .with("subtype", "success")
            .with("is_error", false)
            .with("result", Disk.readText(answer))
            .with("total_cost_usd", new Json.Numeral(BigDecimal.valueOf(COST_MICROS, 6)))
            .with("usage", Json.fields().with("input_tokens", 234).with("output_tokens", 56));
    return """
    {"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}
    %s
    """
        .formatted(end.write());
  }

  private GreetingProject withoutSettings(GreetingProject project) {
    return project.delete("speckit.toml").commit("Keep the settings at home");
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
    assertThat(Disk.deleteTree(tree)).isEmpty();
  }
}
