package dev.speckit.run;

import dev.speckit.consensus.Agreement;
import dev.speckit.gate.Question;
import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Rows of `verdict`, `verdict_answer` and `question`.
public final class VerdictTable {
  private VerdictTable() {}

  /// A verdict with references to exactly the answers it was made from.
  public static void insert(
      Transaction transaction,
      String run,
      Part part,
      String input,
      Instant at,
      String status,
      Agreement agreement,
      int need,
      Json.Fields content,
      List<Long> answers) {
    long verdict =
        transaction
            .first(
                """
                INSERT INTO verdict(run, subject, input, at, status, supporters, responders, roster,
                                    need, content)
                VALUES (:run, :subject, :input, :at, :status, :supporters, :responders, :roster,
                        :need, :content)
                RETURNING verdict
                """,
                Parameters.of("run", run)
                    .and("subject", part.subject().word())
                    .and("input", input)
                    .and("at", at)
                    .and("status", status)
                    .and("supporters", agreement.supporters())
                    .and("responders", agreement.responders())
                    .and("roster", agreement.roster())
                    .and("need", need)
                    .and("content", content.write()),
                row -> row.integer("verdict"))
            .orElseThrow();
    for (long answer : answers) {
      transaction.update(
          "INSERT INTO verdict_answer(verdict, answer) VALUES (:verdict, :answer)",
          Parameters.of("verdict", verdict).and("answer", answer));
    }
  }

  /// The latest verdict on an input.
  public static Optional<Json.Fields> latest(
      Transaction transaction, String run, String subject, String input) {
    return transaction
        .first(
            """
            SELECT content FROM verdict
            WHERE run = :run AND subject = :subject AND input = :input
            ORDER BY verdict DESC LIMIT 1
            """,
            Parameters.of("run", run).and("subject", subject).and("input", input),
            row -> row.text("content"))
        .flatMap(text -> Json.read(text).value())
        .flatMap(
            json -> json instanceof Json.Fields fields ? Optional.of(fields) : Optional.empty());
  }

  /// Stores a question, or its new state when it is known.
  public static void ask(
      Transaction transaction,
      String run,
      Checkpoint checkpoint,
      Question question,
      String state,
      Instant at) {
    Json.Fields answers =
        question
            .json()
            .with("stage", checkpoint.stage().word())
            .with("checkpoint", checkpoint.name());
    transaction.update(
        """
        INSERT INTO question(run, question, subject, requirement, text, answers, state, at,
                             checkpoint, ordinal)
        VALUES (:run, :question, :subject, :requirement, :text, :answers, :state, :at, :checkpoint,
                (SELECT coalesce(max(ordinal), 0) + 1 FROM question WHERE run = :run))
        ON CONFLICT (run, question) DO UPDATE
        SET state = excluded.state, at = excluded.at, answers = excluded.answers,
            checkpoint = excluded.checkpoint
        """,
        Parameters.of("run", run)
            .and("question", question.id())
            .and("subject", question.subject().word())
            .and("requirement", question.requirement())
            .and("text", question.text())
            .and("answers", answers.write())
            .and("state", state)
            .and("at", at)
            .and("checkpoint", checkpoint.name()));
  }

  /// A person settled a question, or opened it again.
  public static void settle(
      Transaction transaction, String run, String question, String state, Instant at) {
    transaction.update(
        "UPDATE question SET state = :state, at = :at WHERE run = :run AND question = :question",
        Parameters.of("state", state).and("at", at).and("run", run).and("question", question));
  }

  /// Questions of an earlier decision of the checkpoint that nobody asks any more; those that a
  /// person answered stay.
  public static void forget(Transaction transaction, String run, Checkpoint checkpoint) {
    transaction.update(
        """
        DELETE FROM question
        WHERE run = :run AND checkpoint = :checkpoint AND state <> 'answered'
        """,
        Parameters.of("run", run).and("checkpoint", checkpoint.name()));
  }

  /// @param content the question as the gate made it, with `stage` and `checkpoint`
  public record QuestionRow(String question, String state, Json.Fields content) {}

  public static List<QuestionRow> questions(Transaction transaction, String run) {
    return transaction.query(
        "SELECT question, state, answers FROM question WHERE run = :run ORDER BY ordinal",
        Parameters.of("run", run),
        row ->
            new QuestionRow(
                row.text("question"),
                row.text("state"),
                Json.read(row.text("answers")).value().orElse(null) instanceof Json.Fields fields
                    ? fields
                    : Json.fields()));
  }
}
