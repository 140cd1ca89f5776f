package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.consensus.Agreement;
import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsensusTableTest {
  private static final Part PLAN = Part.own(Stage.PLAN);

  @TempDir Path folder;
  Store store;

  @BeforeEach
  void fill() throws InterruptedException {
    store = StoredRuns.open(folder);
    StoredRuns.write(
        store,
        transaction -> {
          for (String run : List.of("r", "s")) {
            StoredRuns.insert(transaction, run, run.equals("r") ? 1001 : 1002, AT);
            EventTable.append(transaction, run, AT, JournalOfAWholeRun.started());
            EventTable.append(
                transaction,
                run,
                AT,
                new RunEvent.PartEntered(
                    PLAN, StoredRuns.input(PLAN), Map.of(), List.of(JournalOfAWholeRun.ALICE), 1));
            AttemptTable.Key failed = StoredRuns.key(run, PLAN, "alice", 1);
            AttemptTable.start(transaction, failed, "f", AT);
            AttemptTable.abandon(transaction, failed, "killed", AT);
            StoredRuns.answered(transaction, StoredRuns.key(run, PLAN, "alice", 2), Json.fields());
            verdict(transaction, run, "insufficient", List.of());
            verdict(
                transaction,
                run,
                "full",
                AttemptTable.answers(transaction, run, "plan", StoredRuns.input(PLAN)).stream()
                    .map(AttemptTable.AnswerRow::answer)
                    .toList());
          }
          imported(transaction, "SPEC-KIT-1", "1", 5L, "{}", null);
          imported(transaction, "spec-kit-1", "2", null, null, "ok");
          imported(transaction, "SPEC-KIT-1", "3", 9L, "{\"a\":1}", null);
          imported(transaction, "SPEC-KIT-1", "4", 10L, null, null);
          imported(transaction, "SPEC-KIT-2", "5", 11L, "{}", null);
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static void verdict(
      Transaction transaction, String run, String status, List<Long> answers) {
    VerdictTable.insert(
        transaction,
        run,
        PLAN,
        StoredRuns.input(PLAN),
        AT,
        status,
        new Agreement(1, 1, 2),
        1,
        Json.fields().with("status", status),
        answers);
  }

  private static void imported(
      Transaction transaction, String spec, String id, Object at, Object content, Object status) {
    transaction.update(
        """
        INSERT INTO imported_run(source, source_table, source_id, spec, stage, at, ok, degraded,
                                 status, content)
        VALUES (:sha, 'consensus_runs', :id, :spec, 'plan', :at, 1, 0, :status, :content)
        """,
        Parameters.of("sha", StoredRuns.SHA)
            .and("id", id)
            .and("spec", spec)
            .and("at", at)
            .and("content", content)
            .and("status", status));
  }

  @Test
  void verdicts_of_a_spec_come_newest_first_with_part_and_content() throws Exception {
    List<ConsensusTable.VerdictRow> rows =
        store.read(transaction -> ConsensusTable.verdicts(transaction, 1001));
    assertThat(rows)
        .extracting(ConsensusTable.VerdictRow::status)
        .containsExactly("full", "insufficient");
    ConsensusTable.VerdictRow row = rows.getFirst();
    assertThat(row)
        .isEqualTo(
            new ConsensusTable.VerdictRow(
                row.verdict(), "r", "plan", StoredRuns.input(PLAN), AT, "full", 1L, 1, 2, 1));
    Map<List<String>, Part> parts =
        store.read(transaction -> ConsensusTable.parts(transaction, 1001));
    assertThat(parts).containsOnlyKeys(List.of("r", "plan", row.input())).containsValue(PLAN);
    Json.Fields content =
        store.read(transaction -> ConsensusTable.content(transaction, row.verdict()));
    assertThat(content.text("status")).contains("full");
  }

  @Test
  void attempts_say_whose_answer_counted() throws Exception {
    List<ConsensusTable.VerdictRow> rows =
        store.read(transaction -> ConsensusTable.verdicts(transaction, 1001));
    assertThat(StoredRuns.list(store, t -> ConsensusTable.attempts(t, rows.getFirst())))
        .extracting(each -> each.attempt() + " " + each.outcome() + " " + each.counted())
        .containsExactly("1 cancelled false", "2 answered true");
    assertThat(StoredRuns.list(store, t -> ConsensusTable.attempts(t, rows.getLast())))
        .noneMatch(ConsensusTable.AttemptRow::counted);
  }

  @Test
  void imported_runs_come_newest_first_also_those_of_single_answers() throws Exception {
    assertThat(StoredRuns.list(store, t -> ConsensusTable.imported(t, "Spec-Kit-1")))
        .extracting(each -> each.at() == null ? -1 : each.at().toEpochMilli())
        .containsExactly(10L, 9L, 5L, -1L);
    boolean known = store.read(t -> ConsensusTable.isImported(t, "spec-kit-2"));
    assertThat(known).isTrue();
    boolean unknown = store.read(t -> ConsensusTable.isImported(t, "SPEC-KIT-3"));
    assertThat(unknown).isFalse();
  }

  @Test
  void imported_answers_are_found_with_and_without_a_run() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          for (String stage : List.of("plan", "tasks")) {
            transaction.update(
                """
                INSERT INTO imported_answer(source, source_table, source_id, spec, stage, agent, at,
                                            content)
                VALUES (:sha, 'agent_executions', :id, 'SPEC-KIT-1', :stage, 'claude', 7, 'said')
                """,
                Parameters.of("sha", StoredRuns.SHA).and("id", stage).and("stage", stage));
          }
        });
    List<ConsensusTable.ImportedRow> alone =
        StoredRuns.list(store, t -> ConsensusTable.importedAlone(t, "spec-kit-1"));
    assertThat(alone).extracting(ConsensusTable.ImportedRow::stage).containsExactly("tasks");
    assertThat(alone.getFirst().answers()).isEqualTo(1);
    assertThat(StoredRuns.list(store, t -> ConsensusTable.importedAnswers(t, alone.getFirst())))
        .extracting(each -> each.agent() + " " + each.content())
        .containsExactly("claude said");
  }
}
