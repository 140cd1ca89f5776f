package dev.speckit.run;

import dev.speckit.agent.AttemptResult;
import dev.speckit.host.Disk;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of `attempt` and `answer`.
public final class AttemptTable {
  private AttemptTable() {}

  /// Names one attempt. Gates of different stages share subjects, so the input tells them apart.
  public record Key(String run, String subject, String input, String agent, int number) {
    Parameters parameters() {
      return Parameters.of("run", run)
          .and("subject", subject)
          .and("input", input)
          .and("agent", agent)
          .and("attempt", number);
    }
  }

  /// @param answer id of the row
  /// @param content JSON that satisfied the subject's schema
  /// @param sha256 of the content as it was stored
  public record AnswerRow(long answer, String agent, String sha256, String content) {}

  /// What a finished attempt is told by besides its journal.
  ///
  /// @param folder relative to the workspace
  public record FactsRow(
      String folder, @Nullable Integer exitCode, @Nullable Long stdoutBytes, boolean truncated) {}

  /// An attempt that has begun and not ended, as far as its speckit could write it down.
  ///
  /// @param folder relative to the workspace
  public record UnderWay(String subject, String agent, int attempt, String folder) {}

  public static List<UnderWay> underWay(Transaction transaction, String run) {
    return transaction.query(
        """
        SELECT subject, agent, attempt, folder FROM attempt
        WHERE run = :run AND state = 'running' ORDER BY started_at, agent
        """,
        Parameters.of("run", run),
        row ->
            new UnderWay(
                row.text("subject"),
                row.text("agent"),
                Math.toIntExact(row.integer("attempt")),
                row.text("folder")));
  }

  public static void start(Transaction transaction, Key key, String folder, Instant at) {
    transaction.update(
        """
        INSERT INTO attempt(run, subject, agent, attempt, state, input, prompt_sha256, folder,
                            started_at)
        VALUES (:run, :subject, :agent, :attempt, 'running', :input, :input, :folder, :at)
        """,
        key.parameters().and("folder", folder).and("at", at));
  }

  public static void spawned(Transaction transaction, Key key, ProcessIdentity process) {
    transaction.update(
        """
        UPDATE attempt SET pid = :pid, process_started_at = :pid_at
        WHERE run = :run AND subject = :subject AND input = :input AND agent = :agent
          AND attempt = :attempt
        """,
        key.parameters().and("pid", process.pid()).and("pid_at", process.startedAt()));
  }

  /// It ended as long after its start as was measured, which is also what the journal tells.
  public static void end(Transaction transaction, Key key, AttemptResult result) {
    transaction.update(
        """
        UPDATE attempt
        SET state = 'ended', outcome = :outcome, reason = :reason,
            prompt_sha256 = :prompt_sha256, first_output_at = :first_output_at,
            ended_at = started_at + :total_ms,
            exit_code = :exit_code,
            stdout_bytes = :stdout_bytes, truncated = :truncated
        WHERE run = :run AND subject = :subject AND input = :input AND agent = :agent
          AND attempt = :attempt
        """,
        key.parameters()
            .and("outcome", result.outcome().word())
            .and("reason", result.reason())
            .and("prompt_sha256", result.promptSha256())
            .and("first_output_at", result.firstOutputAt())
            .and("total_ms", result.totalMillis())
            .and("exit_code", result.exitCode())
            .and("stdout_bytes", result.stdoutBytes())
            .and("truncated", result.truncated()));
  }

  /// An attempt whose outcome nobody saw: speckit was killed while it ran.
  public static void abandon(Transaction transaction, Key key, String reason, Instant at) {
    transaction.update(
        """
        UPDATE attempt SET state = 'ended', outcome = 'cancelled', reason = :reason,
                           ended_at = CASE WHEN started_at > :at THEN started_at ELSE :at END
        WHERE run = :run AND subject = :subject AND input = :input AND agent = :agent
          AND attempt = :attempt AND state = 'running'
        """,
        key.parameters().and("reason", reason).and("at", at));
  }

  public static void answer(Transaction transaction, Key key, Json json, Instant at) {
    String content = json.write();
    String sha256 = Disk.sha256(content.getBytes(StandardCharsets.UTF_8));
    transaction.update(
        """
        INSERT INTO answer(run, subject, input, agent, attempt, at, sha256, content)
        VALUES (:run, :subject, :input, :agent, :attempt, :at, :sha256, :content)
        """,
        key.parameters().and("at", at).and("sha256", sha256).and("content", content));
  }

  public static List<FactsRow> facts(Transaction transaction, String run) {
    return transaction.query(
        "SELECT folder, exit_code, stdout_bytes, truncated FROM attempt WHERE run = :run",
        Parameters.of("run", run),
        row ->
            new FactsRow(
                row.text("folder"),
                row.optionalInteger("exit_code").map(Math::toIntExact).orElse(null),
                row.optionalInteger("stdout_bytes").orElse(null),
                row.optionalTruth("truncated").orElse(false)));
  }

  /// The answers to one input, the newest of each agent.
  public static List<AnswerRow> answers(
      Transaction transaction, String run, String subject, String input) {
    return transaction.query(
        """
        SELECT answer, agent, sha256, content FROM answer AS given
        WHERE run = :run AND subject = :subject AND input = :input
          AND attempt = (SELECT max(attempt) FROM answer AS other
                         WHERE other.run = given.run AND other.subject = given.subject
                           AND other.input = given.input AND other.agent = given.agent)
        ORDER BY agent
        """,
        Parameters.of("run", run).and("subject", subject).and("input", input),
        row ->
            new AnswerRow(
                row.integer("answer"), row.text("agent"), row.text("sha256"), row.text("content")));
  }
}
