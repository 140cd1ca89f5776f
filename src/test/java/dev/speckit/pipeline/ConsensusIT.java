package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the agents agreed on, as a reader asks for it.
class ConsensusIT {
  @TempDir Path folder;
  Path workspace;
  Speckit speckit;

  @BeforeEach
  void make() throws Exception {
    workspace = Workspaces.createSpecs(folder.resolve("w"));
    speckit = Speckit.in(workspace, folder.resolve("home"));
  }

  @Test
  void what_was_agreed_is_told_from_the_store_alone() throws Exception {
    Speckit.Ended none = speckit.run("consensus", "1001");
    assertThat(none.exit()).isZero();
    assertThat(none.out()).contains("No verdict yet", "speckit run 1001");

    assertThat(speckit.run("run", "1001", "--on-question", "defer").exit()).isZero();
    assertThat(speckit.run("run", "1001", "--on-question", "defer").exit()).isZero();
    delete(workspace.resolve("evidence"));
    delete(workspace.resolve("specs/1000"));

    Json.Fields latest = call("consensus", "1001", "--json");
    assertThat(latest.objects("verdicts").stream().map(each -> each.text("stage").orElse("")))
        .containsExactly(
            "plan.clarify", "plan.checklist", "plan", "plan.analyze", "tasks", "tasks.analyze");
    Json.Fields plan = stage(latest, "plan");
    assertThat(plan.text("status")).contains("full");
    assertThat(plan.object("agreement").orElseThrow().integer("roster")).contains(3L);
    assertThat(plan.objects("agreed")).isNotEmpty();
    assertThat(plan.objects("agents")).hasSize(3);
    assertThat(plan.objects("agents").getFirst().truth("counted")).contains(true);
    assertThat(plan.find("content")).isEmpty();

    Json.Fields whole = call("consensus", "1001", "plan", "--json");
    assertThat(whole.objects("verdicts")).hasSize(1);
    assertThat(stage(whole, "plan").object("content").orElseThrow().objects("agreed")).isNotEmpty();
    assertThat(call("consensus", "1001", "analyze", "--json").objects("verdicts")).hasSize(2);

    Json.Fields history = call("consensus", "1001", "plan", "--history", "--json");
    List<String> runs =
        history.objects("verdicts").stream().map(each -> each.text("run").orElse("")).toList();
    assertThat(runs).hasSize(2).doesNotHaveDuplicates();
    Json.Fields older = call("consensus", "1001", "plan", "--run", runs.getLast(), "--json");
    assertThat(stage(older, "plan").text("run")).contains(runs.getLast());

    Speckit.Ended shown = speckit.run("consensus", "1001");
    assertThat(shown.out()).contains("Who answered", "Agreed: plan", "tasks.analyze");
  }

  @Test
  void what_nobody_knows_is_refused_with_the_nearest() throws Exception {
    assertThat(speckit.run("consensus", "1009").exit()).isEqualTo(64);
    assertThat(speckit.run("run", "1001", "--on-question", "defer").exit()).isZero();
    Speckit.Ended stage = speckit.run("consensus", "1001", "plam");
    assertThat(stage.exit()).isEqualTo(64);
    assertThat(stage.err()).contains("no stage or gate `plam`", "`plan`");
    assertThat(speckit.run("consensus", "1009").exit()).isEqualTo(64);
    assertThat(speckit.run("consensus", "1001", "--run", "20010101-000000-abcdef").exit())
        .isEqualTo(64);
  }

  @Test
  void an_imported_verdict_is_shown_where_nothing_newer_is() throws Exception {
    Path earlier = folder.resolve("consensus_artifacts.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + earlier);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          CREATE TABLE consensus_runs (id INTEGER PRIMARY KEY, spec_id TEXT, stage TEXT,
            run_timestamp INTEGER, consensus_ok BOOL, degraded BOOL, synthesis_json TEXT)
          """);
      statement.executeUpdate(
          """
          INSERT INTO consensus_runs VALUES
            (1, 'SPEC-KIT-9', 'spec-plan', 1763719200, 1, 1, '{"output_markdown":"# Old plan"}'),
            (2, 'SPEC-KIT-9', 'audit', 1763719200123, 1, 0, '{"output_markdown":"# Old audit"}')
          """);
    }
    Path spec = workspace.resolve("specs/1000/1001/spec.md");
    String text = Files.readString(spec);
    int line = text.indexOf('\n');
    Files.writeString(
        spec, text.substring(0, line) + "\n\n**Aliases**: SPEC-KIT-9\n" + text.substring(line + 1));
    assertThat(speckit.run("db", "import", earlier.toString()).exit()).isZero();

    Json.Fields before = call("consensus", "SPEC-KIT-9", "--json");
    assertThat(before.objects("verdicts").stream().map(each -> each.text("status").orElse("")))
        .containsExactlyInAnyOrder("degraded", "full");
    assertThat(before.objects("verdicts")).allMatch(each -> each.truth("imported").orElse(false));
    assertThat(speckit.run("consensus", "1001", "audit").out()).contains("# Old audit");

    assertThat(speckit.run("run", "1001", "--on-question", "defer").exit()).isZero();
    Json.Fields after = call("consensus", "1001", "--json");
    assertThat(stage(after, "plan").find("imported")).isEmpty();
    assertThat(stage(after, "audit").truth("imported")).contains(true);
    assertThat(call("consensus", "1001", "plan", "--history", "--json").objects("verdicts"))
        .hasSize(2);
  }

  private Json.Fields call(String... words) throws Exception {
    Speckit.Ended ended = speckit.run(words);
    assertThat(ended.exit()).as("%s", ended).isZero();
    return ended.data();
  }

  private static Json.Fields stage(Json.Fields data, String stage) {
    return data.objects("verdicts").stream()
        .filter(each -> each.text("stage").orElse("").equals(stage))
        .findFirst()
        .orElseThrow();
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
