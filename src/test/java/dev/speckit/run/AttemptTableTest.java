package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTableTest {
  private static final Part PLAN = Part.own(Stage.PLAN);
  private static final AttemptTable.Key KEY = StoredRuns.key("r", PLAN, "ann", 1);

  @TempDir Path folder;
  Store store;

  @BeforeEach
  void start() throws InterruptedException {
    store = StoredRuns.open(folder);
    StoredRuns.write(
        store,
        transaction -> {
          StoredRuns.insert(transaction, "r", 1001, AT);
          AttemptTable.start(transaction, KEY, "runs/r/plan/ann-1", AT);
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_started_attempt_runs_and_knows_its_process() throws Exception {
    StoredRuns.write(
        store, transaction -> AttemptTable.spawned(transaction, KEY, new ProcessIdentity(55, AT)));
    assertThat(column("state")).isEqualTo("running");
    assertThat(column("folder")).isEqualTo("runs/r/plan/ann-1");
    assertThat(column("pid")).isEqualTo("55");
    assertThat(column("process_started_at")).isEqualTo(Long.toString(AT.toEpochMilli()));
  }

  @Test
  void an_attempt_is_under_way_until_it_ended() throws Exception {
    assertThat(StoredRuns.list(store, transaction -> AttemptTable.underWay(transaction, "r")))
        .containsExactly(new AttemptTable.UnderWay(KEY.subject(), "ann", 1, "runs/r/plan/ann-1"));
    StoredRuns.write(
        store, transaction -> AttemptTable.abandon(transaction, KEY, "killed", AT.plusMillis(5)));
    assertThat(StoredRuns.list(store, transaction -> AttemptTable.underWay(transaction, "r")))
        .isEmpty();
  }

  @Test
  void an_ended_attempt_has_its_outcome_and_never_ends_before_it_began() throws Exception {
    StoredRuns.write(
        store,
        transaction ->
            AttemptTable.end(
                transaction, KEY, StoredRuns.ended(Subject.PLAN, "ann", 1, Outcome.EMPTY, null)));
    assertThat(column("outcome")).isEqualTo("empty");
    assertThat(column("reason")).isEqualTo("it wrote nothing");
    assertThat(column("ended_at")).isEqualTo(Long.toString(AT.plusMillis(40).toEpochMilli()));
    assertThat(column("truncated")).isEqualTo("0");
    assertThat(StoredRuns.list(store, t -> AttemptTable.facts(t, "r")))
        .containsExactly(new AttemptTable.FactsRow("runs/r/plan/ann-1", 0, 12L, false));
  }

  @Test
  void an_attempt_is_under_way_until_it_ends() throws Exception {
    assertThat(StoredRuns.list(store, t -> AttemptTable.underWay(t, "r")))
        .containsExactly(new AttemptTable.UnderWay("plan", "ann", 1, "runs/r/plan/ann-1"));
    StoredRuns.write(
        store,
        transaction ->
            AttemptTable.end(
                transaction, KEY, StoredRuns.ended(Subject.PLAN, "ann", 1, Outcome.EMPTY, null)));
    assertThat(StoredRuns.list(store, t -> AttemptTable.underWay(t, "r"))).isEmpty();
  }

  @Test
  void an_abandoned_attempt_is_cancelled_also_when_the_clock_was_set_back() throws Exception {
    StoredRuns.write(
        store, transaction -> AttemptTable.abandon(transaction, KEY, "killed", AT.minusSeconds(9)));
    assertThat(column("outcome")).isEqualTo("cancelled");
    assertThat(column("ended_at")).isEqualTo(Long.toString(AT.toEpochMilli()));
    StoredRuns.write(
        store, transaction -> AttemptTable.abandon(transaction, KEY, "again", AT.plusSeconds(9)));
    assertThat(column("reason")).isEqualTo("killed");
  }

  @Test
  void the_newest_answer_of_each_agent_counts() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          AttemptTable.answer(transaction, KEY, Json.fields().with("n", 1), AT);
          StoredRuns.answered(
              transaction, StoredRuns.key("r", PLAN, "ann", 2), Json.fields().with("n", 2));
          StoredRuns.answered(
              transaction, StoredRuns.key("r", PLAN, "aaa", 1), Json.fields().with("n", 3));
        });
    List<AttemptTable.AnswerRow> rows =
        store.read(
            transaction -> AttemptTable.answers(transaction, "r", "plan", StoredRuns.input(PLAN)));
    assertThat(rows)
        .extracting(AttemptTable.AnswerRow::content)
        .containsExactly("{\"n\":3}", "{\"n\":2}");
    assertThat(StoredRuns.list(store, t -> AttemptTable.answers(t, "r", "plan", "other")))
        .isEmpty();
  }

  private String column(String name) throws InterruptedException {
    return store.read(transaction ->
        transaction
            .first(
                "SELECT " + name + " AS v FROM attempt WHERE agent = 'ann' AND attempt = 1",
                Parameters.none(),
                row -> row.text("v"))
            .orElseThrow());
  }
}
