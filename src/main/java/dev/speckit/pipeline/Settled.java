package dev.speckit.pipeline;

import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What persons settled: in this run and in earlier runs of the same spec. It is not asked again.
///
/// @param formerRun where it was settled; null for this run
record Settled(
    String question, boolean accepted, String answer, String by, @Nullable String formerRun) {

  /// By question; this run counts more than an earlier one, a later one more than those before it.
  static Map<String, Settled> of(Journal journal, Run run) throws InterruptedException {
    Map<String, Settled> settled = new LinkedHashMap<>();
    journal
        .store()
        .read(transaction -> earlier(transaction, run))
        .forEach(row -> take(settled, row));
    run.answered()
        .values()
        .forEach(answer ->
            settled.put(
                answer.question(),
                new Settled(
                    answer.question(), answer.accepted(), answer.answer(), answer.by(), null)));
    return settled;
  }

  private record StoredAnswer(String run, String kind, String payload) {}

  private static List<StoredAnswer> earlier(Transaction transaction, Run run) {
    return transaction.query(
        """
        SELECT event.run, event.kind, event.payload
        FROM run JOIN event ON event.run = run.run
        WHERE run.spec = :spec AND event.kind IN ('question-answered', 'question-reopened')
          AND run.ordinal < (SELECT own.ordinal FROM run AS own WHERE own.run = :run)
        ORDER BY run.ordinal, event.sequence
        """,
        Parameters.of("spec", run.started().spec()).and("run", run.id()),
        row -> new StoredAnswer(row.text("run"), row.text("kind"), row.text("payload")));
  }

  private static void take(Map<String, Settled> settled, StoredAnswer row) {
    if (!(Json.read(row.payload()).value().orElse(null) instanceof Json.Fields fields)) {
      return;
    }
    EventText.read(row.kind(), fields)
        .ifPresent(event -> {
          if (event instanceof RunEvent.QuestionReopened reopened) {
            settled.remove(reopened.question());
          }
          if (event instanceof RunEvent.QuestionAnswered answer) {
            settled.put(
                answer.question(),
                new Settled(
                    answer.question(), answer.accepted(), answer.answer(), answer.by(), row.run()));
          }
        });
  }

  /// Who decided it, for people.
  String who() {
    return formerRun == null ? by : by + ", answered in run " + formerRun;
  }
}
