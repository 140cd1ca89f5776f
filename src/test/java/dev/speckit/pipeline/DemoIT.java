package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration on a machine that has nothing: no settings, no git identity, no model.
class DemoIT {
  @TempDir Path folder;

  @Test
  void the_demo_takes_its_example_to_a_plan_with_proof() throws Exception {
    Path workspace = folder.resolve("show case");
    Speckit.Ended ended = speckit().run("demo", "show case", "--json");
    assertThat(ended.exit()).as("%s", ended).isZero();
    Json.Fields run = ended.data();
    assertThat(run.text("state")).contains("done");
    assertThat(Journey.codes(ended, "warnings")).isEmpty();
    paths(run, workspace);
    plan(workspace);
    overlap(Workspaces.read(workspace.resolve("evidence/commands/1001/spawn_metrics.json")));
    Journey journey = new Journey(workspace, Speckit.in(workspace, folder.resolve("home")));
    assertThat(journey.query("PRAGMA integrity_check")).containsExactly("ok");
    manifest(Path.of(run.text("evidence").orElseThrow()));
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run.text("run").orElseThrow()))
        .isEmpty();
    assertThat(log(workspace)).contains("Begin with the cold-storage example");

    byte[] before = Files.readAllBytes(workspace.resolve("specs/1000/1001/plan.md"));
    Speckit.Ended again = speckit().run("demo", "show case", "--json");
    assertThat(again.exit()).as("%s", again).isEqualTo(64);
    assertThat(again.json().objects("problems")).isNotEmpty();
    assertThat(workspace.resolve("specs/1000/1001/plan.md")).hasBinaryContent(before);
    assertThat(journey.query("SELECT count(*) FROM run")).containsExactly("1");
  }

  private static void paths(Json.Fields run, Path workspace) throws IOException {
    assertThat(Path.of(run.text("workspace").orElseThrow()).toRealPath())
        .isEqualTo(workspace.toRealPath());
    for (String key : new String[] {"workspace", "plan", "tasks", "evidence"}) {
      assertThat(Path.of(run.text(key).orElseThrow())).as(key).isAbsolute().exists();
    }
  }

  private static void plan(Path workspace) {
    String spec = Workspaces.read(workspace.resolve("specs/1000/1001/spec.md"));
    String plan = Workspaces.read(workspace.resolve("specs/1000/1001/plan.md"));
    List<String> criteria = ids(spec, "(?m)^- \\[[ x]\\] \\*\\*([A-Z]+-[0-9]+)\\*\\*");
    List<String> requirements = ids(spec, "(?m)^- \\*\\*([A-Z]+-[0-9]+)\\*\\*");
    assertThat(criteria).hasSizeGreaterThan(5);
    assertThat(plan).contains(criteria).contains(requirements);
    assertThat(plan)
        .contains("| item | title | agreement | supporters |")
        .contains("| analyst-requirements | answered |")
        .contains("3 of 3");
    String tasks = Workspaces.read(workspace.resolve("specs/1000/1001/tasks.md"));
    assertThat(tasks).contains(requirements);
  }

  private static List<String> ids(String text, String pattern) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  /// All children of a batch were alive at the same moment, in each batch.
  private static void overlap(String metrics) {
    Json.Fields file = (Json.Fields) Json.read(metrics).value().orElseThrow();
    List<Json.Fields> batches = file.objects("batches");
    assertThat(batches).hasSize(6);
    for (Json.Fields batch : batches) {
      List<Json.Fields> agents = batch.objects("agents");
      assertThat(agents).hasSize(3);
      assertThat(agents.stream().map(agent -> agent.integer("pid").orElseThrow()).distinct())
          .hasSize(3);
      Instant lastStart =
          agents.stream().map(agent -> time(agent, "started_at")).max(Instant::compareTo).get();
      Instant firstEnd =
          agents.stream().map(agent -> time(agent, "ended_at")).min(Instant::compareTo).get();
      assertThat(lastStart).as(batch.text("stage").orElse("")).isBefore(firstEnd);
    }
  }

  private static Instant time(Json.Fields agent, String key) {
    return Instant.parse(agent.text(key).orElseThrow());
  }

  private static void manifest(Path evidence) throws Exception {
    Json manifest = Json.read(Workspaces.read(evidence.resolve("manifest.json"))).value().get();
    List<String> listed = new ArrayList<>();
    for (Json.Fields entry : ((Json.Fields) manifest).objects("files")) {
      String path = entry.text("path").orElseThrow();
      byte[] bytes = Files.readAllBytes(evidence.resolve(path));
      String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertThat(entry.text("sha256")).as(path).contains(sha256);
      assertThat(entry.integer("bytes")).as(path).contains((long) bytes.length);
      listed.add(path);
    }
    try (Stream<Path> files = Files.walk(evidence)) {
      List<String> present =
          files
              .filter(Files::isRegularFile)
              .map(file -> evidence.relativize(file).toString())
              .filter(path -> !path.equals("manifest.json"))
              .toList();
      assertThat(listed).containsExactlyInAnyOrderElementsOf(present);
      // Six batches of three attempts, each with prompt, output, answer and facts at least.
      assertThat(listed).hasSizeGreaterThanOrEqualTo(6 * 3 * 4);
    }
  }

  private static String log(Path workspace) throws Exception {
    Process git =
        new ProcessBuilder("git", "-C", workspace.toString(), "log", "--oneline")
            .redirectErrorStream(true)
            .start();
    String text =
        new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void a_folder_that_holds_something_is_refused_and_left_as_it_is() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken"));
    Files.writeString(taken.resolve("mine.txt"), "mine");
    Speckit.Ended refused = speckit().run("demo", "taken");
    assertThat(refused.exit()).as("%s", refused).isEqualTo(64);
    try (Stream<Path> files = Files.list(taken)) {
      assertThat(files).containsExactly(taken.resolve("mine.txt"));
    }
    assertThat(taken.resolve("mine.txt")).hasContent("mine");
    Speckit.Ended file = speckit().run("demo", "taken/mine.txt");
    assertThat(file.exit()).as("%s", file).isEqualTo(64);
    assertThat(taken.resolve("mine.txt")).hasContent("mine");
  }

  /// Another subject, in another hand: what stands in the plan must come from the text.
  @Test
  void the_analysts_plan_what_a_foreign_spec_says() throws IOException {
    Path workspace = Files.createDirectories(folder.resolve("harbour"));
    String spec =
        """
        ---
        title: Tide Gauge
        status: planning
        tags: [harbour]
        ---
        # Spec: Tide Gauge

        ## Requirements

        - **TG-1**: The gauge MUST measure the water level every 10 seconds.
        - **TG-2**: The gauge MUST sound the harbour siren within 5 seconds of a level above 4 metres.

        ## Acceptance Criteria

        - [ ] **AC-1**: In one minute the gauge records 6 water levels.
        - [ ] **AC-2**: At 4.1 metres the siren sounds within 5 seconds.
        """
            .replace("\n", "\r\n");
    Workspaces.write(workspace.resolve("specs/7000/epic.md"), "# Epic: Harbour\r\n");
    Workspaces.write(workspace.resolve("specs/7000/7001/spec.md"), spec);
    Speckit.Ended ended =
        Speckit.in(workspace, folder.resolve("home"))
            .run("run", "7001", "--on-question", "defer", "--json");
    assertThat(ended.exit()).as("%s", ended).isZero();
    String plan = Workspaces.read(workspace.resolve("specs/7000/7001/plan.md"));
    assertThat(plan)
        .contains("TG-1", "TG-2", "AC-1", "AC-2", "gauge", "siren", "# Plan: Tide Gauge")
        .doesNotContain("NAS", "nfs", "Storage");
    assertThat(Workspaces.read(workspace.resolve("specs/7000/7001/tasks.md")))
        .contains("TG-1", "TG-2");
    assertThat(Workspaces.read(workspace.resolve("specs/7000/7001/spec.md"))).isEqualTo(spec);
  }

  private Speckit speckit() throws IOException {
    Files.createDirectories(folder.resolve("home"));
    return Speckit.in(folder, folder.resolve("home"));
  }
}
