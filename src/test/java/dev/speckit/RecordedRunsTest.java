package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The recorded answers of the example project, run through all six stages once, then repeated. Its
/// check is a quick script: what the real one says is known.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedRunsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/recorded/greeting.json");
  private static final List<String> STAGES =
      List.of("plan", "tasks", "implement", "validate", "audit", "unlock");
  private static final String CHECK =
      """
      #!/bin/sh
      # Each test method is a case; all fail where the code does not have the new behaviour.
      set -eu
      cd "$(dirname "$0")/.."
      mkdir -p build/reports
      report=build/reports/TEST-greeting.xml
      ready=no
      code=src/greeting/Greeting.java
      if grep -q 'strip()' $code && grep -q 'evening' $code; then
        ready=yes
      fi
      echo '<testsuite name="greeting">' >"$report"
      for name in $(grep -h 'void ' test/greeting/*.java \\
          | sed 's/.*void \\([A-Za-z0-9_]*\\).*/\\1/'); do
        echo "<testcase classname=\\"greeting.GreetingTest\\" name=\\"$name\\">" >>"$report"
        [ "$ready" = yes ] || echo '<failure message="not yet"/>' >>"$report"
        echo '</testcase>' >>"$report"
      done
      echo '</testsuite>' >>"$report"
      [ "$ready" = yes ]
      """;

  @TempDir static Path folder;

  private Path workspace = Path.of("");
  private List<Command> commands = List.of();
  private String run = "";

  @BeforeAll
  void runs_all_stages() throws Exception {
    workspace = folder.resolve("greeting");
    copy(Path.of("examples/greeting"), workspace);
    Files.writeString(workspace.resolve("tools/test.sh"), CHECK);
    Files.createDirectories(folder.resolve("home"));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("TMPDIR", folder.toString());
    environment.put("SPECKIT_AGENT", "tester");
    git(environment, "init", "-q");
    git(environment, "config", "user.email", "tester@example.com");
    git(environment, "config", "user.name", "tester");
    git(environment, "add", "-A");
    git(environment, "commit", "-q", "-m", "start");
    Host host =
        new Host(
            InstantSource.system(), new Random(7), environment, workspace, folder.resolve("home"));
    commands = Wiring.commands(host, InputStream.nullInputStream(), "test");
    Report _ = call("trust", Map.of());
    Report waiting = call("auto", Map.of("id", List.of("1001"), "on-question", List.of("stop")));
    run = waiting.data().text("run").orElseThrow();
    assertThat(waiting.exit()).as("%s", waiting.problems()).isEqualTo(ExitCode.NEEDS_INPUT);
    String question = waiting.data().objects("questions").getFirst().text("id").orElseThrow();
    Report _ = call("answer", Map.of("run", List.of(run), "answer", List.of(question + "=Yes.")));
    Report done = call("resume", Map.of("run", List.of(run)));
    assertThat(done.exit()).as("%s", done.problems()).isEqualTo(ExitCode.OK);
  }

  @Test
  void all_stages_come_out_the_same_again() throws Exception {
    String before = spec();
    Path target = folder.resolve("again");
    Report replayed = replay(target);
    assertThat(replayed.exit()).as("%s", replayed.blocks()).isEqualTo(ExitCode.OK);
    assertThat(replayed.data().integer("different")).contains(0L);
    assertThat(replayed.data().integer("not_repeatable")).contains(0L);
    assertThat(whats(replayed)).contains("plan.clarify", "before-plan", "implement base", "audit");
    for (String stage : STAGES) {
      assertThat(target.resolve(stage + ".md"))
          .hasSameBinaryContentAs(workspace.resolve("specs/1000/1001/" + stage + ".md"));
    }
    assertThat(spec()).isEqualTo(before);
  }

  @Test
  void a_spec_that_changed_since_makes_no_difference() throws Exception {
    String before = spec();
    Path file = workspace.resolve("specs/1000/1001/spec.md");
    try {
      Files.writeString(file, "# Another\n\n- **FR-009**: It MUST be otherwise.\n");
      assertThat(replay().exit()).isEqualTo(ExitCode.OK);
    } finally {
      Files.writeString(file, before);
    }
  }

  @Test
  void a_folder_that_holds_something_is_refused() throws Exception {
    Path target = Files.createDirectories(folder.resolve("full"));
    Files.writeString(target.resolve("mine.txt"), "mine\n");
    assertThat(catchThrowableOfType(Failure.Invalid.class, () -> replay(target))).isNotNull();
    assertThat(target.toFile().list()).containsExactly("mine.txt");
  }

  @Test
  void an_answer_that_was_changed_in_the_store_is_told() throws Exception {
    String select = "SELECT content FROM answer WHERE subject = 'plan' AND agent = 'alice'";
    String before = text(select);
    assertThat(before).contains("Drop blanks around the name");
    update(before.replace("Drop blanks around the name", "Paint every wall blue"));
    try {
      Report replayed = replay();
      assertThat(replayed.exit()).isEqualTo(ExitCode.BLOCKED);
      assertThat(repeated(replayed, "different"))
          .extracting(each -> each.text("what").orElse(""))
          .contains("plan alice", "plan", "specs/1000/1001/plan.md")
          .doesNotContain("tasks", "before-plan", "audit");
      assertThat(replayed.blocks())
          .anyMatch(block ->
              block instanceof Block.Diff diff && diff.lines().toString().contains("Paint"));
    } finally {
      update(before);
    }
    assertThat(replay().exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void without_the_prompts_what_needs_the_spec_cannot_be_repeated() throws Exception {
    Path runs = workspace.resolve(".speckit/runs");
    Path away = workspace.resolve(".speckit/away");
    Files.move(runs, away);
    try {
      Report replayed = replay();
      assertThat(replayed.exit()).isEqualTo(ExitCode.ENVIRONMENT);
      assertThat(replayed.problems().getFirst().remedy()).contains("evidence restore");
      assertThat(repeated(replayed, "not-repeatable"))
          .extracting(each -> each.text("what").orElse(""))
          .contains("plan", "before-plan", "specs/1000/1001/plan.md")
          .doesNotContain("plan.clarify", "implement");
      assertThat(repeated(replayed, "different")).isEmpty();
    } finally {
      Files.move(away, runs);
    }
  }

  @Test
  void each_stage_leaves_a_file_of_facts_that_its_schema_allows() throws Exception {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Path.of("src/main/resources/evidence/stage.schema.json")),
                InputFormat.JSON);
    for (String stage : STAGES) {
      Path file = workspace.resolve("evidence/commands/1001/" + stage + ".json");
      String text = Files.readString(file);
      assertThat(schema.validate(text, InputFormat.JSON)).as(stage).isEmpty();
      assertThat(text).contains("\"outcome\": \"done\"", run);
      assertThat(workspace.resolve("evidence/consensus/1001/" + stage + "_verdict.json")).exists();
    }
    Path implement = workspace.resolve("evidence/commands/1001/implement.json");
    assertThat(implement).content().contains("\"taken\": true", "\"files\": \"base\"");
    assertThat(schema.validate("{\"schema_version\": 2}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void the_manifest_lists_what_the_checks_printed() {
    Manifest manifest = Manifest.read(new RunFolder(workspace, run)).orElseThrow();
    assertThat(manifest.files())
        .extracting(Manifest.Entry::path)
        .anyMatch(path -> path.startsWith("checks/implement-base-test/"))
        .anyMatch(path -> path.startsWith("checks/validate-workspace-test/"));
  }

  @Test
  void the_context_tells_the_run_in_one_line_however_often_it_stopped() throws Exception {
    String recorded = Files.readString(Path.of("examples/greeting/specs/1000/1001/context.md"));
    List<String> before = recorded.lines().toList();
    List<String> lines = Files.readAllLines(workspace.resolve("specs/1000/1001/context.md"));
    assertThat(lines).containsSubsequence(before);
    assertThat(lines.stream().filter(line -> line.contains(run)))
        .singleElement()
        .asString()
        .contains("**: done; plan", "implement", "with alice at", "checks passed");
    assertThat(call("link", Map.of("action", List.of("check"))).exit()).isEqualTo(ExitCode.OK);
  }

  /// `-Dspeckit.update=true` writes the hashes anew.
  @Test
  void the_recorded_answers_give_the_artefacts_of_always() throws Exception {
    Json.Fields hashes = Json.fields();
    for (Map.Entry<String, String> each : hashes().entrySet()) {
      hashes = hashes.with(each.getKey(), each.getValue());
    }
    if (Boolean.getBoolean("speckit.update")) {
      Files.createDirectories(GOLDEN.resolveSibling(""));
      Files.write(GOLDEN, hashes.fileBytes());
    }
    assertThat(new String(hashes.fileBytes(), StandardCharsets.UTF_8))
        .isEqualTo(Files.readString(GOLDEN));
  }

  /// SHA-256 of each artefact without what is another one each time: run and commits.
  private Map<String, String> hashes() throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String stage : STAGES) {
      String text = Files.readString(workspace.resolve("specs/1000/1001/" + stage + ".md"));
      String lasting = text.replace(run, "RUN").replaceAll("\\b[0-9a-f]{12}\\b", "COMMIT");
      hashes.put(stage, Disk.sha256(lasting.getBytes(StandardCharsets.UTF_8)));
    }
    return hashes;
  }

  private static List<Json.Fields> repeated(Report report, String result) {
    return report.data().objects("repeated").stream()
        .filter(each -> each.text("result").equals(Optional.of(result)))
        .toList();
  }

  private static List<String> whats(Report report) {
    return report.data().objects("repeated").stream()
        .map(each -> each.text("what").orElse(""))
        .toList();
  }

  private Report replay() throws InterruptedException {
    return call("replay", Map.of("run", List.of(run)));
  }

  private Report replay(Path target) throws InterruptedException {
    return call("replay", Map.of("run", List.of(run), "to", List.of(target.toString())));
  }

  private Report call(String name, Map<String, List<String>> values) throws InterruptedException {
    Command command =
        commands.stream()
            .filter(each -> each.declaration().name().equals(name))
            .findFirst()
            .orElseThrow();
    return command.run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private String spec() throws IOException {
    return Files.readString(workspace.resolve("specs/1000/1001/spec.md"));
  }

  private Connection store() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + workspace.resolve(".speckit/speckit.db"));
  }

  private String text(String query) throws Exception {
    try (Connection store = store();
        Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private void update(String content) throws Exception {
    try (Connection store = store();
        var statement =
            store.prepareStatement(
                "UPDATE answer SET content = ? WHERE subject = 'plan' AND agent = 'alice'")) {
      statement.setString(1, content);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private void git(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("git");
    builder.command().addAll(List.of(words));
    builder.environment().putAll(environment);
    assertThat(builder.directory(workspace.toFile()).inheritIO().start().waitFor()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
