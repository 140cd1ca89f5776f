package dev.speckit.pipeline.metrics;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.consensus.Agreement;
import dev.speckit.json.Json;
import dev.speckit.pipeline.metrics.TrackRecord.Share;
import dev.speckit.run.EventTable;
import dev.speckit.run.Part;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.run.StoredRuns;
import dev.speckit.run.VerdictTable;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackRecordTableTest {
  private static final AgentName ALICE = new AgentName("alice");

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void fill() throws InterruptedException {
    store = StoredRuns.open(folder);
    StoredRuns.write(
        store,
        transaction -> {
          StoredRuns.insert(transaction, "r", 1001, AT);
          StoredRuns.insert(transaction, "s", 1002, AT);
          verdict(transaction, "r", "insufficient", "one");
          verdict(transaction, "r", "full", "one");
          verdict(transaction, "s", "full", "one");
          question(transaction, "r", "q-1");
          question(transaction, "r", "q-2");
          answered(transaction, "q-1", "yes");
          answered(transaction, "q-2", "yes");
          EventTable.append(transaction, "r", AT, new RunEvent.QuestionReopened("q-2", "ann"));
          EventTable.append(
              transaction,
              "s",
              AT,
              new RunEvent.CandidateTaken(
                  "i", ALICE, "refs/x", "c", List.of("a"), 1, 0, List.of(), null));
          EventTable.append(
              transaction, "s", AT, new RunEvent.CandidateChosen(ALICE, "c", "it passes"));
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static void verdict(Transaction transaction, String run, String status, String input) {
    VerdictTable.insert(
        transaction,
        run,
        Part.own(Stage.PLAN),
        input,
        AT,
        status,
        new Agreement(1, 1, 1),
        2,
        (Json.Fields)
            Json.read("{\"participation\":{\"roster\":[\"alice\"],\"missing\":[]}}")
                .value()
                .orElseThrow(),
        List.of());
  }

  private static void question(Transaction transaction, String run, String id) {
    transaction.update(
        """
        INSERT INTO question(run, question, subject, text, answers, state, at, ordinal)
        VALUES (:run, :id, 'clarify', 'Really?',
                '{"answers":[{"text":"yes","supporters":["alice"]}]}', 'answered', 1,
                (SELECT coalesce(max(ordinal), 0) + 1 FROM question WHERE run = :run))
        """,
        Parameters.of("run", run).and("id", id));
  }

  private static void answered(Transaction transaction, String question, String text) {
    EventTable.append(
        transaction, "r", AT, new RunEvent.QuestionAnswered(question, true, text, "ann"));
  }

  @Test
  void of_each_input_the_latest_verdict_counts() throws Exception {
    assertThat(StoredRuns.list(store, t -> TrackRecordTable.verdicts(t, null)))
        .extracting(TrackRecord.Judged::status)
        .containsExactly("full", "full");
    assertThat(StoredRuns.list(store, t -> TrackRecordTable.verdicts(t, 1001))).hasSize(1);
  }

  @Test
  void what_was_opened_again_is_not_settled() throws Exception {
    assertThat(StoredRuns.list(store, t -> TrackRecordTable.settlements(t, null))).hasSize(1);
    assertThat(StoredRuns.list(store, t -> TrackRecordTable.settlements(t, 1002))).isEmpty();
  }

  @Test
  void all_of_it_is_read_for_one_spec_or_for_all() throws Exception {
    TrackRecord all = store.read(transaction -> TrackRecordTable.read(transaction, null));
    assertThat(all.agents().get("alice").answers()).isEqualTo(2);
    assertThat(all.agents().get("alice").proposals()).isEqualTo(new Share(1, 1));
    assertThat(all.agents().get("alice").candidates()).isEqualTo(new Share(1, 1));
    TrackRecord one = store.read(transaction -> TrackRecordTable.read(transaction, 1001));
    assertThat(one.agents().get("alice").answers()).isEqualTo(1);
    assertThat(one.agents().get("alice").candidates()).isEqualTo(new Share(0, 0));
  }
}
