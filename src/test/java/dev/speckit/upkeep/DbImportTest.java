package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.store.Durability;
import dev.speckit.store.ForeignFile;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbImportTest {
  @TempDir Path folder;
  Path workspace;
  Path temporary;
  Path file;

  @BeforeEach
  void make() throws Exception {
    workspace = Files.createDirectories(folder.resolve("w"));
    temporary = Files.createDirectories(folder.resolve("tmp"));
    Files.createDirectories(workspace.resolve("specs"));
    Files.writeString(workspace.resolve("speckit.toml"), "");
    file = folder.resolve("consensus_artifacts.db");
  }

  @Test
  void the_second_schema_comes_whole_and_only_once() throws Exception {
    EarlierStores.second(file, 500);
    byte[] before = Files.readAllBytes(file);
    Report report = load(file);
    assertThat(figures(report, "consensus_runs", "found", "imported", "already_there"))
        .containsExactly(2000L, 2000L, 0L);
    assertThat(figures(report, "agent_outputs", "found", "imported", "not_json", "redacted"))
        .containsExactly(1500L, 1500L, 500L, 1000L);
    assertThat(figures(report, "agent_executions", "found", "imported", "without_time"))
        .containsExactly(500L, 500L, 0L);
    assertThat(texts("SELECT count(*) AS v FROM imported_run")).containsExactly("2000");
    assertThat(texts("SELECT count(*) AS v FROM imported_answer WHERE imported_run IS NULL"))
        .containsExactly("500");
    assertThat(texts("SELECT content AS v FROM imported_answer WHERE agent = 'agent-0' LIMIT 1"))
        .noneMatch(text -> text.contains("hunter2"));
    assertThat(
            texts(
                """
                SELECT spec || ' ' || stage || ' ' || agent || ' ' || coalesce(model, '-') AS v
                FROM imported_answer WHERE source_table = 'agent_outputs' AND source_id = '5'
                """))
        .containsExactly("SPEC-KIT-1 spec-plan agent-0 -");
    assertThat(
            texts(
                """
                SELECT at || ' ' || ok || ' ' || degraded || ' ' || status AS v FROM imported_run
                WHERE spec = 'SPEC-KIT-1' AND content IS NOT NULL
                """))
        .containsExactly(EarlierStores.MILLIS + 1010 + " 1 1 ok");

    Report again = load(file);
    assertThat(figures(again, "consensus_runs", "imported", "completed", "already_there"))
        .containsExactly(0L, 0L, 2000L);
    assertThat(figures(again, "agent_outputs", "imported", "completed", "already_there"))
        .containsExactly(0L, 0L, 1500L);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(Disk.list(temporary)).isEmpty();
  }

  @Test
  void a_file_that_grew_brings_only_what_is_new() throws Exception {
    EarlierStores.second(file, 2);
    load(file);
    try (Connection connection = EarlierStores.connect(file)) {
      EarlierStores.add(connection, 2);
      EarlierStores.execute(
          connection,
          "UPDATE agent_executions SET completed_at = '2025-11-21 10:01:00', response_text = 'done'"
              + " WHERE agent_id = 'uuid-0'");
    }
    Report report = load(file);
    assertThat(figures(report, "consensus_runs", "imported", "completed", "already_there"))
        .containsExactly(4L, 0L, 8L);
    assertThat(figures(report, "agent_executions", "imported", "completed", "already_there"))
        .containsExactly(1L, 1L, 1L);
    assertThat(texts("SELECT content AS v FROM imported_answer WHERE source_id = 'uuid-0'"))
        .containsExactly("done");
  }

  @Test
  void commits_that_still_stand_in_the_log_come_too() throws Exception {
    EarlierStores.second(file, 1);
    try (Connection connection = EarlierStores.connect(file)) {
      EarlierStores.execute(connection, "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0");
      EarlierStores.add(connection, 1);
      Path log = file.resolveSibling("consensus_artifacts.db-wal");
      byte[] before = Files.readAllBytes(log);
      assertThat(before).isNotEmpty();
      assertThat(figures(load(file), "consensus_runs", "imported")).containsExactly(8L);
      assertThat(Files.readAllBytes(log)).isEqualTo(before);
    }
  }

  @Test
  void the_first_schema_comes_with_all_its_oddities() throws Exception {
    EarlierStores.first(file);
    Report report = load(file);
    assertThat(figures(report, "consensus_synthesis", "found", "imported")).containsExactly(1L, 1L);
    assertThat(
            figures(
                report,
                "consensus_artifacts",
                "found",
                "imported",
                "without_time",
                "without_run",
                "damaged",
                "not_json"))
        .containsExactly(5L, 5L, 1L, 1L, 2L, 2L);
    assertThat(figures(report, "agent_executions", "imported", "without_time"))
        .containsExactly(1L, 1L);
    assertThat(texts("SELECT agent AS v FROM imported_answer WHERE imported_run IS NOT NULL"))
        .containsExactly("claude");
    assertThat(
            texts(
                """
                SELECT agent || ' ' || at AS v FROM imported_answer
                WHERE at IS NOT NULL ORDER BY agent
                """))
        .containsExactly(
            "bytes 1759309200000",
            "claude 1759309200000",
            "gemini 1759309200123",
            "nul 1759309200000");
    assertThat(texts("SELECT content AS v FROM imported_answer WHERE agent IN ('nul', 'bytes')"))
        .containsExactlyInAnyOrder("{\uFFFDA", "\uFFFDA");
    assertThat(texts("SELECT content AS v FROM imported_answer WHERE agent = 'claude' LIMIT 1"))
        .containsExactly("{\"content_json\":\"{\\\"a\\\":1}\",\"response_text\":\"raw a\"}");
    assertThat(texts("SELECT status || ' ' || content AS v FROM imported_run"))
        .singleElement()
        .asString()
        .contains("ok {", "\"output_markdown\":\"# All\"", "\"agreements\":");
  }

  @Test
  void an_answer_whose_run_is_gone_is_kept() throws Exception {
    EarlierStores.second(file, 1);
    EarlierStores.execute(file, "DELETE FROM consensus_runs WHERE id = 2");
    Report report = load(file);
    assertThat(figures(report, "agent_outputs", "imported", "without_run")).containsExactly(3L, 1L);
    assertThat(
            texts(
                """
                SELECT coalesce(imported_run, 0) AS v FROM imported_answer
                WHERE source_table = 'agent_outputs' AND source_id = '2'
                """))
        .containsExactly("0");
  }

  @Test
  void a_dry_run_tells_the_same_and_writes_nothing() throws Exception {
    EarlierStores.second(file, 3);
    Report planned = load(file, "dry-run");
    assertThat(workspace.resolve(".speckit/speckit.db")).doesNotExist();
    Report done = load(file);
    assertThat(planned.data().items("tables")).isEqualTo(done.data().items("tables"));
    try (Connection connection = EarlierStores.connect(file)) {
      EarlierStores.add(connection, 3);
    }
    assertThat(figures(load(file, "dry-run"), "consensus_runs", "imported", "already_there"))
        .containsExactly(4L, 12L);
    assertThat(texts("SELECT count(*) AS v FROM imported_run")).containsExactly("12");
    assertThat(Disk.list(temporary)).isEmpty();
  }

  @Test
  void secrets_behind_escapes_and_in_names_stay_out() throws Exception {
    EarlierStores.second(file, 1);
    String token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    EarlierStores.execute(
        file,
        "UPDATE consensus_runs SET synthesis_json = '{\"output_markdown\":\"api_key ="
            + " \\\"abcd1234efgh5678ijkl\\\"\",\"b\":\"\\u0067hp_abcdefghijklmnopqrstuvwxyz0123456789\",\"p\\u0061ssword\":\"hunter2hunter2\"}'"
            + " WHERE id = 4",
        "UPDATE agent_outputs SET agent_name = '" + token + "', model_version = 'm " + token + "'",
        "UPDATE agent_executions SET agent_id = '"
            + token
            + "', stage = '"
            + token
            + "', extraction_error = '{\"x\":\"\\u0067hp_abcdefghijklmnopqrstuvwxyz0123456789\"}'");
    load(file);
    String all =
        String.join("\n", texts("SELECT content AS v FROM imported_run WHERE content <> ''"));
    assertThat(all).contains("[redacted]").doesNotContain("abcd1234", "hp_abc", "hunter2");
    assertThat(
            texts(
                """
                SELECT source_id || stage || agent || coalesce(model, '') || coalesce(reason, '')
                  AS v FROM imported_answer
                """))
        .noneMatch(text -> text.contains("hp_abc"))
        .anyMatch(text -> text.contains("[redacted]"));
    assertThat(figures(load(file), "agent_executions", "imported", "already_there"))
        .containsExactly(0L, 1L);
  }

  @Test
  void an_import_that_is_interrupted_ends_and_is_repeated() throws Exception {
    EarlierStores.second(file, 100);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> load(file)).isInstanceOf(Failure.Interrupted.class);
    assertThat(workspace.resolve(".speckit/speckit.db")).doesNotExist();
    AtomicInteger pages = new AtomicInteger();
    try (Store store = Store.open(workspace.resolve(".speckit/speckit.db"), host());
        ForeignFile foreign = ForeignFile.open(file, temporary)) {
      Importing importing = new Importing(foreign);
      ImportTarget target =
          new ImportTarget.Kept(
              store,
              _ -> {
                // Another writer has its turn between two parts.
                long rows =
                    store.write(
                        Durability.NORMAL,
                        transaction -> ImportTable.count(transaction, "consensus_runs"));
                assertThat(rows).isEqualTo(importing.changed() + 64);
                if (pages.incrementAndGet() == 3) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThatThrownBy(() -> importing.run(target)).isInstanceOf(InterruptedException.class);
      assertThat(importing.changed()).isEqualTo(192);
    }
    assertThat(Thread.interrupted()).isFalse();
    assertThat(texts("SELECT count(*) AS v FROM imported_run")).containsExactly("192");
    assertThat(figures(load(file), "consensus_runs", "imported", "already_there"))
        .containsExactly(208L, 192L);
    assertThat(texts("SELECT count(*) AS v FROM imported_answer WHERE imported_run IS NULL"))
        .containsExactly("100");
  }

  @Test
  void a_dry_run_leaves_a_store_of_an_older_version_and_a_locked_one_alone() throws Exception {
    EarlierStores.second(file, 2);
    Path store = workspace.resolve(".speckit/speckit.db");
    Files.createDirectories(store.getParent());
    try (var old = DbImportTest.class.getResourceAsStream("/db/sqlite/V1__spine.sql");
        Connection connection = EarlierStores.connect(store)) {
      EarlierStores.execute(connection, new String(old.readAllBytes(), StandardCharsets.UTF_8));
      EarlierStores.execute(connection, "PRAGMA application_id = 1397771076");
    }
    byte[] before = Files.readAllBytes(store);
    assertThat(figures(load(file, "dry-run"), "consensus_runs", "imported")).containsExactly(8L);
    assertThat(Files.readAllBytes(store)).isEqualTo(before);
    Files.delete(store);

    load(file);
    EarlierStores.execute(
        file, "UPDATE agent_executions SET response_text = 'done' WHERE agent_id = 'uuid-0'");
    try (Connection connection = EarlierStores.connect(store)) {
      EarlierStores.execute(connection, "BEGIN IMMEDIATE");
      assertThat(figures(load(file, "dry-run"), "agent_executions", "completed", "already_there"))
          .containsExactly(1L, 1L);
      EarlierStores.execute(connection, "ROLLBACK");
    }
    assertThat(texts("SELECT count(*) AS v FROM imported_answer WHERE content = 'done'"))
        .containsExactly("0");
  }

  @Test
  void a_file_that_is_no_earlier_store_is_refused() throws Exception {
    refused(folder.resolve("nothing.db"), "no-such-file");
    refused(folder, "no-such-file");
    refused(Files.writeString(folder.resolve("text.db"), "x".repeat(5000)), "not-an-earlier-store");
    refused(Files.writeString(folder.resolve("empty.db"), ""), "not-an-earlier-store");
    Path other = folder.resolve("other.db");
    EarlierStores.execute(other, "CREATE TABLE recipes(a)", "CREATE TABLE cooks(a)");
    assertThatThrownBy(() -> load(other)).hasMessageContaining("cooks, recipes");
    Path own = folder.resolve("own.db");
    Store.open(own, host()).close();
    refused(own, "own-store");
    EarlierStores.second(file, 300);
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.db"), Arrays.copyOf(bytes, bytes.length / 2));
    refused(cut, "damaged-file");
    assertThat(workspace.resolve(".speckit")).doesNotExist();
    assertThat(Disk.list(temporary)).isEmpty();
  }

  private void refused(Path given, String code) {
    assertThatThrownBy(() -> load(given))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.problems().getFirst().code()).isEqualTo(code));
  }

  private Host host() {
    return new Host(
        () -> Instant.parse("2026-11-21T10:00:00Z"),
        new Random(1),
        Map.of("TMPDIR", temporary.toString()),
        workspace,
        folder);
  }

  private Report load(Path given, String... flags) throws InterruptedException {
    Map<String, List<String>> values = new HashMap<>();
    values.put("action", List.of("import"));
    values.put("file", List.of(given.toString()));
    for (String flag : flags) {
      values.put(flag, List.of("true"));
    }
    return new DbCommand(host())
        .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private static List<Long> figures(Report report, String table, String... names) {
    Json.Fields found =
        report.data().objects("tables").stream()
            .filter(each -> each.text("table").equals(Optional.of(table)))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(names).map(name -> found.integer(name).orElseThrow()).toList();
  }

  private List<String> texts(String sql) throws InterruptedException {
    try (Store store = Store.open(workspace.resolve(".speckit/speckit.db"), host())) {
      return store.read(t -> t.query(sql, Parameters.none(), row -> row.text("v")));
    }
  }
}
