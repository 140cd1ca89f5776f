package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Progress;
import dev.speckit.evidence.AgeingPlan;
import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.RunRetention.OldRun;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UpkeepTest {
  private static final Duration BUDGET = Duration.ofMinutes(1);

  @TempDir Path folder;
  Instant now = Instant.parse("2026-11-21T10:00:00Z");
  Host host;
  Store store;
  int ordinal;

  @BeforeEach
  void open() throws Exception {
    host = new Host(() -> now, new Random(1), Map.of(), folder, folder);
    spec("1001", "completed");
    store = Store.open(folder.resolve(".speckit/speckit.db"), host);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void spec(String id, String status) throws Exception {
    Path file = folder.resolve("specs/1000").resolve(id).resolve("spec.md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# Spec: " + id + "\n\n**Status**: " + status + "\n");
    Files.writeString(folder.resolve("specs/1000/epic.md"), "# Epic: 1000\n");
  }

  /// A run with one event and a file of its own.
  private void run(String run, int spec, int daysAgo) throws Exception {
    ordinal++;
    Instant at = now.minus(Duration.ofDays(daysAgo));
    store.write(
        Durability.NORMAL,
        transaction -> {
          transaction.update(
              """
              INSERT INTO run (run, spec, document, state, from_stage, to_stage, on_question,
                               started_at, ended_at, settings, ordinal)
              VALUES (:run, :spec, 'spec.md', 'done', 'plan', 'tasks', 'ask', :at, :at, '{}',
                      :ordinal)
              """,
              Parameters.of("run", run).and("spec", spec).and("at", at).and("ordinal", ordinal));
          return transaction.update(
              "INSERT INTO event (run, sequence, at, kind, payload) VALUES (:run, 1, :at, 'x',"
                  + " '{}')",
              Parameters.of("run", run).and("at", at));
        });
    Path file = folder.resolve(".speckit/runs").resolve(run).resolve("out.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, run.repeat(500));
  }

  private Upkeep upkeep() {
    return new Upkeep(host, folder, UpkeepSettings.DEFAULT, store);
  }

  private UpkeepResult run() throws Exception {
    return upkeep().run(Reason.ASKED, BUDGET, Progress.silent());
  }

  private List<String> runs() throws Exception {
    return store.read(transaction ->
        transaction.query(
            "SELECT run FROM run ORDER BY ordinal", Parameters.none(), row -> row.text("run")));
  }

  private List<UpkeepTable.UpkeepRow> upkeeps() throws Exception {
    return store.read(transaction -> UpkeepTable.latest(transaction, 5));
  }

  @Test
  void old_files_go_into_archives_and_old_rows_go_and_the_rest_stays() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 200);
    run("20260101-000000-bbbbbb", 1001, 50);
    run("20261101-000000-cccccc", 1001, 20);
    run("20261120-000000-dddddd", 1001, 10);
    UpkeepResult result = run();
    assertThat(result.evidence().errors()).isEmpty();
    assertThat(result.runs()).isEqualTo(1);
    assertThat(runs())
        .containsExactly(
            "20260101-000000-bbbbbb", "20261101-000000-cccccc", "20261120-000000-dddddd");
    assertThat(folder.resolve(".speckit/runs/20250101-000000-aaaaaa")).doesNotExist();
    assertThat(folder.resolve(".speckit/runs/20260101-000000-bbbbbb")).doesNotExist();
    assertThat(folder.resolve(".speckit/runs/20261101-000000-cccccc")).exists();
    assertThat(result.isChecked()).isTrue();
  }

  @Test
  void what_a_plan_says_is_what_is_done() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 200);
    run("20250102-000000-bbbbbb", 1001, 150);
    run("20261120-000000-dddddd", 1001, 10);
    UpkeepPlan plan = upkeep().plan();
    UpkeepResult result = run();
    assertThat(result.plan().runs()).isEqualTo(plan.runs());
    assertThat(result.runs()).isEqualTo(plan.runs().size()).isEqualTo(2);
    assertThat(result.evidence().done().stream().map(AgeingPlan.Step::what))
        .containsExactlyElementsOf(
            plan.evidence().steps().stream().map(AgeingPlan.Step::what).toList());
    assertThat(upkeep().plan().isEmpty()).isTrue();
  }

  @Test
  void a_plan_changes_nothing() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 200);
    run("20261120-000000-dddddd", 1001, 10);
    UpkeepPlan plan = upkeep().plan();
    assertThat(plan.runs()).extracting(OldRun::run).containsExactly("20250101-000000-aaaaaa");
    assertThat(runs()).hasSize(2);
    assertThat(folder.resolve(".speckit/runs/20250101-000000-aaaaaa/out.txt")).exists();
    assertThat(upkeeps()).isEmpty();
  }

  @Test
  void a_spec_that_is_worked_on_keeps_its_rows_and_files() throws Exception {
    spec("1002", "implementing");
    run("20250101-000000-aaaaaa", 1002, 200);
    run("20250102-000000-bbbbbb", 1002, 150);
    UpkeepResult result = run();
    assertThat(result.runs()).isZero();
    assertThat(runs()).hasSize(2);
    assertThat(result.plan().evidence().exempt()).isNotEmpty();
    assertThat(folder.resolve(".speckit/runs/20250101-000000-aaaaaa/out.txt")).exists();
  }

  @Test
  void an_upkeep_is_written_into_the_store_and_into_the_summary_of_its_day() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 200);
    run("20261120-000000-dddddd", 1001, 10);
    run();
    run();
    Path file = folder.resolve("evidence/cleanup/2026-11-21_summary.json");
    Json.Fields summary = (Json.Fields) Json.read(Files.readString(file)).value().orElseThrow();
    assertThat(summary.objects("upkeeps")).hasSize(2);
    assertThat(summary.objects("upkeeps").getFirst().integer("runs_removed")).contains(1L);
    assertThat(summary.objects("upkeeps").getLast().integer("runs_removed")).contains(0L);
    assertThat(upkeeps())
        .hasSize(2)
        .allMatch(row -> row.endedAt() != null && row.reason().equals("asked"));
    assertThat(folder.resolve("evidence/cleanup/.gitignore")).content().contains("*");
  }

  @Test
  void a_summary_that_is_not_ours_is_kept_beside() throws Exception {
    Path file = folder.resolve("evidence/cleanup/2026-11-21_summary.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "my notes");
    run();
    assertThat(file.resolveSibling("2026-11-21_summary.json.unreadable"))
        .content()
        .isEqualTo("my notes");
    assertThat(file).content().contains("upkeeps");
  }

  @Test
  void nothing_is_written_or_removed_through_a_link() throws Exception {
    Path outside = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-out"));
    Path old = Files.writeString(outside.resolve("2025-01-01_summary.json"), "mine");
    Files.createDirectories(folder.resolve("evidence"));
    Files.createSymbolicLink(folder.resolve("evidence/cleanup"), outside);
    assertThatThrownBy(this::run).isInstanceOf(Failure.Invalid.class);
    assertThat(old).content().isEqualTo("mine");
    assertThat(upkeeps()).isEmpty();
  }

  @Test
  void rows_stay_when_the_archive_of_their_files_is_damaged_or_gone() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 60);
    run("20250102-000000-bbbbbb", 1001, 60);
    run("20250103-000000-cccccc", 1001, 60);
    run("20261120-000000-dddddd", 1001, 10);
    run();
    List<Path> archives;
    try (Stream<Path> found = Files.list(folder.resolve(".speckit/archives/1001"))) {
      archives = found.sorted().toList();
    }
    assertThat(archives).hasSize(3);
    byte[] bytes = Files.readAllBytes(archives.get(0));
    bytes[bytes.length / 2] ^= 1;
    Files.write(archives.get(0), bytes);
    Files.delete(archives.get(1));
    now = now.plus(Duration.ofDays(50));
    run();
    assertThat(runs())
        .contains("20250101-000000-aaaaaa", "20250102-000000-bbbbbb")
        .doesNotContain("20250103-000000-cccccc");
  }

  @Test
  void missed_days_are_told_and_what_was_due_on_them_is_done() throws Exception {
    run("20260801-000000-aaaaaa", 1001, 25);
    run("20261120-000000-dddddd", 1001, 10);
    assertThat(run().plan().missedDays()).isZero();
    now = now.plus(Duration.ofDays(9));
    UpkeepResult late = run();
    assertThat(late.plan().missedDays()).isEqualTo(8);
    assertThat(late.evidence().done()).hasSize(1);
    assertThat(late.isChecked()).isTrue();
    now = now.plus(Duration.ofDays(1));
    UpkeepResult next = run();
    assertThat(next.plan().missedDays()).isZero();
    assertThat(next.isChecked()).isFalse();
  }

  @Test
  void without_time_nothing_is_begun_and_the_next_one_does_it() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 200);
    run("20261120-000000-dddddd", 1001, 10);
    UpkeepResult hurried = upkeep().run(Reason.ASKED, Duration.ZERO, Progress.silent());
    assertThat(hurried.runs()).isZero();
    assertThat(hurried.runsLeft()).isEqualTo(1);
    assertThat(runs()).hasSize(2);
    assertThat(run().runs()).isEqualTo(1);
  }

  @Test
  void a_clock_that_was_set_back_removes_nothing() throws Exception {
    run("20250101-000000-aaaaaa", 1001, 200);
    run("20261120-000000-dddddd", 1001, 10);
    now = Instant.parse("2020-01-01T00:00:00Z");
    UpkeepResult result = run();
    assertThat(result.runs()).isZero();
    assertThat(result.evidence().done()).isEmpty();
    assertThat(runs()).hasSize(2);
  }
}
