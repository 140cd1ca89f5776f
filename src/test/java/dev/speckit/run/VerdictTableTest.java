package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.speckit.agent.Subject;
import dev.speckit.consensus.Agreement;
import dev.speckit.gate.Question;
import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTableTest {
  private static final Part PLAN = Part.own(Stage.PLAN);
  private static final Checkpoint BEFORE = new Checkpoint(Stage.PLAN, true);
  private static final Checkpoint AFTER = new Checkpoint(Stage.PLAN, false);

  @TempDir Path folder;
  Store store;

  @BeforeEach
  void start() throws InterruptedException {
    store = StoredRuns.open(folder);
    StoredRuns.write(
        store,
        transaction -> {
          StoredRuns.insert(transaction, "r", 1001, AT);
          StoredRuns.insert(transaction, "other", 1001, AT);
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void the_latest_verdict_counts_and_names_its_answers() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          StoredRuns.answered(transaction, StoredRuns.key("r", PLAN, "ann", 1), Json.fields());
          long answer =
              AttemptTable.answers(transaction, "r", "plan", StoredRuns.input(PLAN))
                  .getFirst()
                  .answer();
          for (int n = 1; n <= 2; n++) {
            VerdictTable.insert(
                transaction,
                "r",
                PLAN,
                StoredRuns.input(PLAN),
                AT,
                "degraded",
                new Agreement(1, 2, 3),
                2,
                verdict(n, List.of()),
                n == 2 ? List.of(answer) : List.of());
          }
        });
    assertThat(
            StoredRuns.one(store, t -> VerdictTable.latest(t, "r", "plan", StoredRuns.input(PLAN))))
        .contains(verdict(2, List.of()));
    assertThat(
            StoredRuns.one(
                store, t -> VerdictTable.latest(t, "other", "plan", StoredRuns.input(PLAN))))
        .isEmpty();
    assertThat(
            StoredRuns.list(
                store,
                t ->
                    t.query(
                        "SELECT verdict FROM verdict_answer",
                        Parameters.none(),
                        row -> row.integer("verdict"))))
        .containsExactly(2L);
  }

  private static Json.Fields verdict(int number, List<Json> agreed) {
    return Json.fields().with("number", number).with("agreed", agreed);
  }

  @Test
  void questions_keep_the_order_in_which_they_were_first_asked() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          VerdictTable.ask(transaction, "r", BEFORE, question("q-2"), "open", AT);
          VerdictTable.ask(transaction, "other", BEFORE, question("q-9"), "open", AT);
          VerdictTable.ask(transaction, "r", BEFORE, question("q-1"), "open", AT);
          VerdictTable.ask(transaction, "r", BEFORE, question("q-2"), "deferred", AT);
        });
    List<VerdictTable.QuestionRow> rows =
        store.read(transaction -> VerdictTable.questions(transaction, "r"));
    assertThat(rows).extracting(VerdictTable.QuestionRow::question).containsExactly("q-2", "q-1");
    assertThat(rows.getFirst().state()).isEqualTo("deferred");
    assertThat(rows.getFirst().content().text("checkpoint")).contains("before-plan");
  }

  @Test
  void what_a_checkpoint_asked_is_forgotten_alone() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          VerdictTable.ask(transaction, "r", BEFORE, question("q-1"), "open", AT);
          VerdictTable.ask(transaction, "r", AFTER, question("q-2"), "open", AT);
          VerdictTable.ask(transaction, "r", BEFORE, question("q-3"), "open", AT);
          VerdictTable.ask(transaction, "r", AFTER, question("q-3"), "open", AT);
          VerdictTable.ask(transaction, "other", BEFORE, question("q-1"), "open", AT);
          VerdictTable.forget(transaction, "r", BEFORE);
        });
    assertThat(StoredRuns.list(store, transaction -> VerdictTable.questions(transaction, "r")))
        .extracting(VerdictTable.QuestionRow::question)
        .containsExactly("q-2", "q-3");
    assertThat(StoredRuns.list(store, transaction -> VerdictTable.questions(transaction, "other")))
        .hasSize(1);
  }

  @Test
  void what_a_person_settled_is_not_forgotten() throws Exception {
    StoredRuns.write(
        store,
        transaction -> {
          VerdictTable.ask(transaction, "r", BEFORE, question("q-1"), "open", AT);
          VerdictTable.ask(transaction, "r", BEFORE, question("q-2"), "open", AT);
          VerdictTable.settle(transaction, "r", "q-1", "answered", AT.plusSeconds(1));
          VerdictTable.forget(transaction, "r", BEFORE);
        });
    assertThat(StoredRuns.list(store, transaction -> VerdictTable.questions(transaction, "r")))
        .extracting(VerdictTable.QuestionRow::question, VerdictTable.QuestionRow::state)
        .containsExactly(tuple("q-1", "answered"));
  }

  private static Question question(String id) {
    return new Question(
        id,
        Subject.CLARIFY,
        null,
        null,
        "what is " + id + "?",
        Question.Need.ANSWER,
        List.of(),
        "nobody knows");
  }
}
