package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant MOMENT = NOW.minus(Duration.ofDays(90));

  @TempDir Path folder;
  Store store;
  int ordinal;

  @BeforeEach
  void open() throws Exception {
    Host host = new Host(() -> NOW, new Random(1), Map.of(), folder, folder);
    store = Store.open(folder.resolve("speckit.db"), host);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void run(String run, int spec, String state, int daysAgo) throws Exception {
    ordinal++;
    Instant at = NOW.minus(Duration.ofDays(daysAgo));
    store.write(
        Durability.NORMAL,
        transaction ->
            transaction.update(
                """
                INSERT INTO run (run, spec, document, state, from_stage, to_stage, on_question,
                                 started_at, ended_at, settings, ordinal)
                VALUES (:run, :spec, 'spec.md', :state, 'plan', 'tasks', 'ask', :at, :at, '{}',
                        :ordinal)
                """,
                Parameters.of("run", run)
                    .and("spec", spec)
                    .and("state", state)
                    .and("at", at)
                    .and("ordinal", ordinal)));
  }

  private void update(String sql, Parameters parameters) throws Exception {
    store.write(Durability.NORMAL, transaction -> transaction.update(sql, parameters));
  }

  private List<String> old() throws Exception {
    return store.read(transaction -> RunRetention.before(transaction, MOMENT)).stream()
        .map(RunRetention.OldRun::run)
        .toList();
  }

  @Test
  void old_runs_go_but_never_the_newest_of_a_spec() throws Exception {
    run("a", 1001, "done", 200);
    run("b", 1001, "failed", 91);
    run("c", 1001, "done", 89);
    run("d", 1002, "blocked", 300);
    run("e", 1002, "cancelled", 250);
    assertThat(old()).containsExactly("a", "b", "d");
  }

  @Test
  void a_run_that_waits_for_a_person_stays() throws Exception {
    run("a", 1001, "waiting", 200);
    run("b", 1001, "done", 1);
    assertThat(old()).isEmpty();
  }

  @Test
  void a_run_is_as_old_as_the_last_word_of_it() throws Exception {
    run("a", 1001, "done", 200);
    run("b", 1001, "done", 1);
    update(
        "INSERT INTO event (run, sequence, at, kind, payload) VALUES ('a', 1, :at, 'x', '{}')",
        Parameters.of("at", NOW.minus(Duration.ofDays(3))));
    assertThat(old()).isEmpty();
  }

  @Test
  void a_run_that_somebody_carries_stays_and_one_whose_owner_is_gone_goes() throws Exception {
    run("a", 1001, "running", 200);
    run("b", 1001, "running", 200);
    run("c", 1001, "done", 1);
    ProcessIdentity own = ProcessIdentity.current();
    update(
        "UPDATE run SET owner_pid = :pid, owner_started_at = :at WHERE run = 'a'",
        Parameters.of("pid", own.pid()).and("at", own.startedAt()));
    update(
        "UPDATE run SET owner_pid = :pid, owner_started_at = :at WHERE run = 'b'",
        Parameters.of("pid", own.pid()).and("at", own.startedAt().minusSeconds(86_400)));
    assertThat(old()).containsExactly("b");
  }

  @Test
  void a_removed_run_takes_its_rows_along() throws Exception {
    run("a", 1001, "done", 200);
    run("b", 1001, "done", 1);
    update(
        "INSERT INTO event (run, sequence, at, kind, payload) VALUES ('a', 1, 1, 'x', '{}')",
        Parameters.none());
    List<RunRetention.OldRun> old =
        store.read(transaction -> RunRetention.before(transaction, MOMENT));
    RunRetention.Removal removal = new RunRetention.Removal(old);
    long deleted = store.write(Durability.NORMAL, transaction -> removal.some(transaction, 10));
    assertThat(deleted).isEqualTo(1);
    assertThat(old()).isEmpty();
    long events =
        store.read(transaction ->
            transaction
                .first(
                    "SELECT count(*) AS n FROM event", Parameters.none(), row -> row.integer("n"))
                .orElseThrow());
    assertThat(events).isZero();
  }

  @Test
  void a_part_that_was_undone_is_made_again_and_no_run_is_left_out() throws Exception {
    for (int i = 0; i < 10; i++) {
      run("r" + i, 1001, "done", 200);
    }
    run("last", 1001, "done", 1);
    RunRetention.Removal removal =
        new RunRetention.Removal(
            store.read(transaction -> RunRetention.before(transaction, MOMENT)));
    store.write(Durability.NORMAL, transaction -> removal.some(transaction, 3));
    assertThatThrownBy(() ->
            store.write(
                Durability.NORMAL,
                transaction -> {
                  removal.some(transaction, 3);
                  throw new IllegalStateException("undone");
                }))
        .hasMessage("undone");
    long rest = 0;
    long some = 1;
    while (some > 0) {
      some = store.write(Durability.NORMAL, transaction -> removal.some(transaction, 3));
      rest += some;
    }
    assertThat(rest).isEqualTo(7);
    assertThat(old()).isEmpty();
  }

  @Test
  void samples_go_by_age_but_the_last_thousand_stay() throws Exception {
    for (int i = 1; i <= 1500; i++) {
      long day = i <= 1200 ? 200 : 1;
      Instant at = NOW.minus(Duration.ofDays(day));
      update(
          """
          INSERT INTO spawn_sample (run, spec, subject, agent, at, success)
          VALUES ('r', 1001, 'plan', 'claude', :at, 1)
          """,
          Parameters.of("at", at));
    }
    long old = store.read(transaction -> RunRetention.oldSamples(transaction, MOMENT));
    assertThat(old).isEqualTo(500);
    int removed =
        store.write(
            Durability.NORMAL, transaction -> RunRetention.deleteSamples(transaction, MOMENT, 300));
    assertThat(removed).isEqualTo(300);
    int rest =
        store.write(
            Durability.NORMAL, transaction -> RunRetention.deleteSamples(transaction, MOMENT, 300));
    assertThat(rest).isEqualTo(200);
  }
}
