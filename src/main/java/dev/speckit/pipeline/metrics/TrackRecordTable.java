package dev.speckit.pipeline.metrics;

import dev.speckit.json.Json;
import dev.speckit.run.EventText;
import dev.speckit.run.RunEvent;
import dev.speckit.run.VerdictTable;
import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the store knows of how answers fared. Reads only.
final class TrackRecordTable {
  private TrackRecordTable() {}

  /// @param spec null for all
  static TrackRecord read(Transaction transaction, @Nullable Integer spec) {
    return TrackRecord.of(
        verdicts(transaction, spec),
        settlements(transaction, spec),
        List.copyOf(
            events(
                    transaction,
                    spec,
                    """
                    SELECT event.run, event.kind, event.payload
                    FROM event JOIN run ON run.run = event.run
                    WHERE event.kind IN ('candidate-taken', 'candidate-chosen')
                      AND (:spec IS NULL OR run.spec = :spec)
                    ORDER BY run.ordinal, event.sequence
                    """)
                .values()));
  }

  /// The latest on each input of each run: an earlier one was made from fewer answers.
  static List<TrackRecord.Judged> verdicts(Transaction transaction, @Nullable Integer spec) {
    return transaction.query(
        """
        SELECT status, need, content
        FROM verdict JOIN run ON run.run = verdict.run
        WHERE (:spec IS NULL OR run.spec = :spec)
          AND verdict = (SELECT max(newest.verdict) FROM verdict AS newest
                         WHERE newest.run = verdict.run AND newest.subject = verdict.subject
                           AND newest.input = verdict.input)
        ORDER BY verdict
        """,
        Parameters.of("spec", spec),
        row ->
            new TrackRecord.Judged(
                row.text("status"),
                Math.toIntExact(row.integer("need")),
                fields(row.text("content")).orElse(Json.fields())));
  }

  /// What persons settled and did not open again.
  static List<TrackRecord.Settlement> settlements(Transaction transaction, @Nullable Integer spec) {
    List<TrackRecord.Settlement> settlements = new ArrayList<>();
    events(
            transaction,
            spec,
            """
            SELECT event.run, event.kind, event.payload
            FROM event JOIN run ON run.run = event.run
            WHERE event.kind IN ('question-answered', 'question-reopened')
              AND (:spec IS NULL OR run.spec = :spec)
            ORDER BY run.ordinal, event.sequence
            """)
        .forEach((run, events) -> {
          Map<String, RunEvent.QuestionAnswered> answered = answered(events);
          for (VerdictTable.QuestionRow question : VerdictTable.questions(transaction, run)) {
            RunEvent.QuestionAnswered answer = answered.get(question.question());
            if (answer != null) {
              settlements.add(
                  new TrackRecord.Settlement(
                      question.content(), answer.accepted(), answer.answer()));
            }
          }
        });
    return settlements;
  }

  @SuppressWarnings("PatternMatchingInstanceof") // of all events two matter
  private static Map<String, RunEvent.QuestionAnswered> answered(List<RunEvent> events) {
    Map<String, RunEvent.QuestionAnswered> answered = new HashMap<>();
    for (RunEvent event : events) {
      if (event instanceof RunEvent.QuestionAnswered answer) {
        answered.put(answer.question(), answer);
      } else if (event instanceof RunEvent.QuestionReopened reopened) {
        answered.remove(reopened.question());
      }
    }
    return answered;
  }

  /// By run, in the order of each run's journal.
  private static Map<String, List<RunEvent>> events(
      Transaction transaction, @Nullable Integer spec, String statement) {
    Map<String, List<RunEvent>> events = new LinkedHashMap<>();
    transaction
        .query(
            statement,
            Parameters.of("spec", spec),
            row -> new Told(row.text("run"), event(row.text("kind"), row.text("payload"))))
        .forEach(told ->
            told.event()
                .ifPresent(event ->
                    events.computeIfAbsent(told.run(), _ -> new ArrayList<>()).add(event)));
    return events;
  }

  private record Told(String run, Optional<RunEvent> event) {}

  private static Optional<RunEvent> event(String kind, String payload) {
    return fields(payload).flatMap(json -> EventText.read(kind, json));
  }

  private static Optional<Json.Fields> fields(String text) {
    return Json.read(text).value().orElse(null) instanceof Json.Fields fields
        ? Optional.of(fields)
        : Optional.empty();
  }
}
