package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.BadWorkspace;
import dev.speckit.testkit.Refusal;
import dev.speckit.testkit.Snapshot;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stores that are none, newer or torn; evidence that is half written; two processes at once.
final class BadStoreIT {
  private static final String STORE = ".speckit/speckit.db";

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"runs", "run 1001", "show last", "resume last", "cancel last"})
  void a_file_that_is_no_database_is_refused_and_kept(String words) {
    BadWorkspace workspace = BadWorkspace.in(temporary);
    workspace.write(STORE, "This is a letter to my aunt, and no database.\n".repeat(50));
    Refusal refusal = Refusal.of(workspace.speckit(), words.split(" ", -1));
    assertThat(refusal.line()).isEqualTo("3 store-not-a-database " + workspace.at(STORE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "run 1001", "show last", "resume last", "cancel last"})
  void a_store_of_a_newer_speckit_is_refused_and_kept(String words) throws Exception {
    BadWorkspace workspace = BadWorkspace.in(temporary);
    assertThat(workspace.speckit().run("run", "1001").exit()).isNotEqualTo(3);
    try (RandomAccessFile file = new RandomAccessFile(workspace.at(STORE).toFile(), "rw")) {
      // user_version of the file header, sqlite.org/fileformat.html.
      file.seek(60);
      file.writeInt(99);
    }
    Files.deleteIfExists(workspace.at(STORE + "-wal"));
    Files.deleteIfExists(workspace.at(STORE + "-shm"));
    Refusal refusal = Refusal.of(workspace.speckit(), words.split(" ", -1));
    assertThat(refusal.line()).isEqualTo("3 store-newer " + workspace.at(STORE));
    assertThat(refusal.message()).contains("99");
  }

  @Test
  void specs_are_listed_although_the_store_cannot_be_read() {
    BadWorkspace workspace = BadWorkspace.in(temporary);
    workspace.write(STORE, "This is a letter to my aunt, and no database.\n".repeat(50));
    Map<String, String> before = Snapshot.of(workspace.folder());
    Speckit.Ended listed = workspace.speckit().run("list", "--json");
    assertThat(listed.exit()).as(listed.toString()).isZero();
    assertThat(listed.data().objects("specs"))
        .extracting(spec -> spec.text("id").orElseThrow())
        .containsExactly("1000", "1001");
    Json.Fields warning = listed.json().objects("warnings").getFirst();
    assertThat(warning.text("code")).contains("store-not-a-database");
    assertThat(warning.text("place")).contains(workspace.at(STORE).toString());
    assertThat(workspace.speckit().run("list").err())
        .contains(warning.text("message").orElseThrow());
    assertThat(Snapshot.of(workspace.folder())).isEqualTo(before);
  }

  @Test
  void a_store_cut_in_half_is_refused_and_kept() throws Exception {
    BadWorkspace workspace = BadWorkspace.in(temporary);
    assertThat(workspace.speckit().run("run", "1001").exit()).isNotEqualTo(3);
    try (RandomAccessFile file = new RandomAccessFile(workspace.at(STORE).toFile(), "rw")) {
      file.setLength(file.length() / 2 / 2048 * 2048);
    }
    for (String words : new String[] {"runs", "run 1001", "show last"}) {
      Refusal refusal = Refusal.of(workspace.speckit(), words.split(" ", -1));
      assertThat(refusal.line()).isEqualTo("3 store-corrupt " + workspace.at(STORE));
    }
  }

  @Test
  void half_written_evidence_stops_nothing_and_is_kept() throws Exception {
    Path folder = temporary.resolve("workspace");
    Speckit speckit = trusted(folder, Workspaces.answering());
    Speckit.Ended first = speckit.run("run", "1001", "--json");
    assertThat(first.exit()).as(first.toString()).isZero();
    String run = first.data().text("run").orElseThrow();
    Path metrics = folder.resolve("evidence/commands/1001/spawn_metrics.json");
    String torn = half(metrics);
    half(folder.resolve("evidence/consensus/1001/plan_verdict.json"));
    half(folder.resolve(".speckit/runs/" + run + "/manifest.json"));
    assertThat(speckit.run("show", run).exit()).isZero();
    assertThat(speckit.run("resume", run).exit()).isZero();
    Files.writeString(
        folder.resolve(BadWorkspace.SPEC), Workspaces.SPEC.replace("15 minutes", "20 minutes"));
    Speckit.Ended second = speckit.run("run", "1001", "--json");
    assertThat(second.exit()).as(second.toString()).isZero();
    assertThat(metrics.resolveSibling("spawn_metrics.json.unreadable")).hasContent(torn);
    assertThat(Json.read(Files.readString(metrics)).value()).isPresent();
  }

  @Test
  @Timeout(120)
  void a_second_run_of_a_spec_is_refused_while_the_first_goes_on() throws Exception {
    Path folder = temporary.resolve("workspace");
    String waiting = "touch asked\nwhile [ ! -e go ]; do sleep 0.05; done\n";
    Speckit speckit = trusted(folder, waiting + Workspaces.answering());
    Speckit.Started first = speckit.start("run", "1001", "--json");
    while (!Files.exists(folder.resolve("asked"))) {
      assertThat(first.process().isAlive()).isTrue();
      Thread.onSpinWait();
    }
    Refusal second = Refusal.without(speckit, "run", "1001", "--to", "plan");
    assertThat(second.line()).isEqualTo("3 run-under-way");
    Files.createFile(folder.resolve("go"));
    Speckit.Ended ended = first.ended();
    assertThat(ended.exit()).as(ended.toString()).isZero();
    assertThat(speckit.run("runs", "--json").data().items("runs")).hasSize(1);
    assertThat(folder.resolve("specs/1000/1001/tasks.md")).isNotEmptyFile();
  }

  @Test
  @Timeout(120)
  void a_run_goes_on_although_the_clock_was_set_and_its_owner_seems_gone() throws Exception {
    Path folder = temporary.resolve("workspace");
    String waiting =
        "if [ \"$SPECKIT_SPEC\" = 1001 ]; then touch asked; while [ ! -e go ]; do sleep 0.05; done;"
            + " fi\n";
    Speckit speckit = trusted(folder, waiting + Workspaces.answering());
    Workspaces.write(folder.resolve("specs/1000/1002/spec.md"), Workspaces.SPEC);
    Speckit.Started first = speckit.start("run", "1001", "--json");
    while (!Files.exists(folder.resolve("asked"))) {
      assertThat(first.process().isAlive()).isTrue();
      Thread.onSpinWait();
    }
    try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(STORE));
        Statement statement = store.createStatement()) {
      // The system derives the start of a process from the time of boot, which a set clock moves.
      statement.executeUpdate("UPDATE run SET owner_started_at = owner_started_at + 3600000");
    }
    Speckit.Ended other = speckit.run("run", "1002", "--to", "plan", "--json");
    assertThat(other.exit()).as(other.toString()).isZero();
    Files.createFile(folder.resolve("go"));
    Speckit.Ended ended = first.ended();
    assertThat(ended.exit()).as(ended.toString()).isZero();
    assertThat(ended.data().objects("stages").getFirst().objects("gates"))
        .flatExtracting(gate -> gate.objects("agents"))
        .isNotEmpty()
        .allSatisfy(agent -> assertThat(agent.integer("attempts")).contains(1L));
  }

  @Test
  void specs_made_at_once_get_ids_of_their_own_and_all_links() throws Exception {
    BadWorkspace workspace = BadWorkspace.in(temporary);
    List<Speckit.Started> started = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      started.add(workspace.speckit().start("new", "feature", "F" + i, "--json"));
    }
    List<String> ids = new ArrayList<>();
    for (Speckit.Started each : started) {
      Speckit.Ended ended = each.ended();
      assertThat(ended.exit()).as(ended.toString()).isZero();
      ids.add(ended.data().text("id").orElseThrow());
    }
    assertThat(ids).containsExactlyInAnyOrder("1002", "1003", "1004");
    assertThat(Files.readString(workspace.at("specs/1000/epic.md")))
        .contains("[[1002/spec", "[[1003/spec", "[[1004/spec");
  }

  private Speckit trusted(Path folder, String script) {
    Workspaces.create(folder, Map.of("alice", script));
    Speckit speckit = Speckit.in(folder, temporary.resolve("home"));
    assertThat(speckit.run("trust").exit()).isZero();
    return speckit;
  }

  /// Cuts a file in the middle, as a crash does.
  private static String half(Path file) throws Exception {
    String text = Files.readString(file);
    String torn = text.substring(0, text.length() / 2);
    Files.writeString(file, torn);
    return torn;
  }
}
