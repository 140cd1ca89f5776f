package dev.speckit.run;

import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the store holds about the verdicts on one spec, over all its runs. Reads only.
public final class ConsensusTable {
  private ConsensusTable() {}

  /// A verdict without its content.
  public record VerdictRow(
      long verdict,
      String run,
      String subject,
      String input,
      Instant at,
      String status,
      @Nullable Long supporters,
      long responders,
      long roster,
      long need) {}

  /// One attempt on the input of a verdict.
  ///
  /// @param outcome null while it runs
  /// @param counted whether the verdict was made from its answer
  public record AttemptRow(
      String agent,
      int attempt,
      @Nullable String outcome,
      @Nullable String reason,
      Instant startedAt,
      @Nullable Instant endedAt,
      boolean counted) {}

  /// A result that an earlier program wrote.
  ///
  /// @param at null when it could not be read
  /// @param answers how many answers were imported with it
  public record ImportedRow(
      String spec,
      String stage,
      @Nullable Instant at,
      @Nullable Boolean ok,
      @Nullable Boolean degraded,
      @Nullable String status,
      @Nullable String content,
      long answers) {}

  /// An answer that an earlier program wrote.
  ///
  /// @param at null when it could not be read
  /// @param reason why it has no content
  public record ImportedAnswer(
      String agent,
      @Nullable String model,
      @Nullable Instant at,
      @Nullable String content,
      @Nullable String reason) {}

  /// All verdicts, newest first.
  public static List<VerdictRow> verdicts(Transaction transaction, int spec) {
    return transaction.query(
        """
        SELECT verdict, verdict.run AS run, subject, input, at, status, supporters, responders,
               roster, need
        FROM verdict JOIN run ON run.run = verdict.run
        WHERE run.spec = :spec
        ORDER BY verdict DESC
        """,
        Parameters.of("spec", spec),
        ConsensusTable::verdict);
  }

  private static VerdictRow verdict(Row row) {
    return new VerdictRow(
        row.integer("verdict"),
        row.text("run"),
        row.text("subject"),
        row.text("input"),
        row.instant("at"),
        row.text("status"),
        row.optionalInteger("supporters").orElse(null),
        row.integer("responders"),
        row.integer("roster"),
        row.integer("need"));
  }

  /// Which part of a run an input belongs to: gates of different stages share their subject. The
  /// keys are run and input.
  public static Map<List<String>, Part> parts(Transaction transaction, int spec) {
    Map<List<String>, Part> parts = new HashMap<>();
    transaction
        .query(
            """
            SELECT event.run AS run, kind, payload
            FROM event JOIN run ON run.run = event.run
            WHERE run.spec = :spec AND kind = 'part-entered'
            ORDER BY run.ordinal, sequence
            """,
            Parameters.of("spec", spec),
            row -> new Entered(row.text("run"), event(row.text("kind"), row.text("payload"))))
        .forEach(each ->
            each.event()
                .ifPresent(event -> {
                  if (event instanceof RunEvent.PartEntered entered) {
                    parts.put(
                        List.of(each.run(), entered.part().subject().word(), entered.input()),
                        entered.part());
                  }
                }));
    return parts;
  }

  private record Entered(String run, Optional<RunEvent> event) {}

  private static Optional<RunEvent> event(String kind, String payload) {
    return fields(payload).flatMap(json -> EventText.read(kind, json));
  }

  public static Json.Fields content(Transaction transaction, long verdict) {
    return transaction
        .first(
            "SELECT content FROM verdict WHERE verdict = :verdict",
            Parameters.of("verdict", verdict),
            row -> row.text("content"))
        .flatMap(ConsensusTable::fields)
        .orElse(Json.fields());
  }

  private static Optional<Json.Fields> fields(String text) {
    return Json.read(text).value().orElse(null) instanceof Json.Fields fields
        ? Optional.of(fields)
        : Optional.empty();
  }

  /// Every attempt on what a verdict is about, by agent and number.
  public static List<AttemptRow> attempts(Transaction transaction, VerdictRow verdict) {
    return transaction.query(
        """
        SELECT attempt.agent AS agent, attempt.attempt AS attempt, outcome, reason, started_at,
               ended_at,
               CASE WHEN verdict_answer.answer IS NULL THEN 0 ELSE 1 END AS counted
        FROM attempt
        LEFT JOIN answer
          ON answer.run = attempt.run AND answer.subject = attempt.subject
         AND answer.input = attempt.input AND answer.agent = attempt.agent
         AND answer.attempt = attempt.attempt
        LEFT JOIN verdict_answer
          ON verdict_answer.answer = answer.answer AND verdict_answer.verdict = :verdict
        WHERE attempt.run = :run AND attempt.subject = :subject AND attempt.input = :input
        ORDER BY attempt.agent, attempt.attempt
        """,
        Parameters.of("verdict", verdict.verdict())
            .and("run", verdict.run())
            .and("subject", verdict.subject())
            .and("input", verdict.input()),
        row ->
            new AttemptRow(
                row.text("agent"),
                Math.toIntExact(row.integer("attempt")),
                row.optionalText("outcome").orElse(null),
                row.optionalText("reason").orElse(null),
                row.instant("started_at"),
                row.optionalInstant("ended_at").orElse(null),
                row.truth("counted")));
  }

  /// What an earlier program wrote about the spec it calls `name`, newest first, what has no time
  /// last. Where it kept one row per answer, that row is no conclusion: it has neither content nor
  /// status.
  public static List<ImportedRow> imported(Transaction transaction, String name) {
    return transaction.query(
        """
        SELECT spec, stage, at, ok, degraded, status, content,
               (SELECT count(*) FROM imported_answer
                WHERE imported_answer.imported_run = imported_run.imported_run) AS answers
        FROM imported_run
        WHERE lower(spec) = lower(:name)
        ORDER BY CASE WHEN at IS NULL THEN 1 ELSE 0 END, at DESC, imported_run DESC
        """,
        Parameters.of("name", name),
        row ->
            new ImportedRow(
                row.text("spec"),
                row.text("stage"),
                row.optionalInstant("at").orElse(null),
                row.optionalTruth("ok").orElse(null),
                row.optionalTruth("degraded").orElse(null),
                row.optionalText("status").orElse(null),
                row.optionalText("content").orElse(null),
                row.integer("answers")));
  }

  /// What is known of stages of which only answers were imported.
  public static List<ImportedRow> importedAlone(Transaction transaction, String name) {
    return transaction.query(
        """
        SELECT spec, stage, max(at) AS at, count(*) AS answers
        FROM imported_answer
        WHERE lower(spec) = lower(:name)
          AND NOT EXISTS (SELECT 1 FROM imported_run
                          WHERE imported_run.spec = imported_answer.spec
                            AND imported_run.stage = imported_answer.stage)
        GROUP BY spec, stage
        ORDER BY spec, stage
        """,
        Parameters.of("name", name),
        row ->
            new ImportedRow(
                row.text("spec"),
                row.text("stage"),
                row.optionalInstant("at").orElse(null),
                null,
                null,
                null,
                null,
                row.integer("answers")));
  }

  /// Answers that an earlier program got for a stage, whatever run they belong to, newest first: it
  /// kept some under a run of their own.
  public static List<ImportedAnswer> importedAnswers(Transaction transaction, ImportedRow row) {
    return transaction.query(
        """
        SELECT agent, model, at, content, reason
        FROM imported_answer
        WHERE spec = :spec AND stage = :stage
        ORDER BY CASE WHEN at IS NULL THEN 1 ELSE 0 END, at DESC, imported_answer DESC
        """,
        Parameters.of("spec", row.spec()).and("stage", row.stage()),
        answer ->
            new ImportedAnswer(
                answer.text("agent"),
                answer.optionalText("model").orElse(null),
                answer.optionalInstant("at").orElse(null),
                answer.optionalText("content").orElse(null),
                answer.optionalText("reason").orElse(null)));
  }

  /// Whether anything was imported about a spec of this name.
  public static boolean isImported(Transaction transaction, String name) {
    return transaction
        .first(
            """
            SELECT (SELECT count(*) FROM imported_run WHERE lower(spec) = lower(:name))
                 + (SELECT count(*) FROM imported_answer WHERE lower(spec) = lower(:name)) AS n
            """,
            Parameters.of("name", name),
            row -> row.integer("n") > 0)
        .orElse(false);
  }
}
