package dev.speckit.run;

import dev.speckit.agent.Usage;
import dev.speckit.cost.Money;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns of `attempt` that say what it used up.
public final class UsageTable {
  /// More than any attempt uses; sums of such numbers stay numbers.
  private static final long COUNT_MAX = Money.MICROS_MAX;

  /// Characters of a name that an agent gives.
  private static final int WORD_MAX = 200;

  private UsageTable() {}

  /// What an attempt used up, as its agent said.
  ///
  /// @param model that answered, or that was to answer
  /// @param session under which the agent can go on
  /// @param retryAt when whom it asked would listen again
  public record Used(
      Usage usage, @Nullable String model, @Nullable String session, @Nullable Instant retryAt) {}

  /// An attempt that was made, as its row tells it.
  ///
  /// @param running whether it has not ended
  /// @param used what it said; its cost is what the agent stated
  public record Attempted(
      String run,
      String subject,
      String input,
      String agent,
      int attempt,
      boolean running,
      @Nullable String model,
      Usage used) {}

  public static void write(Transaction transaction, AttemptTable.Key key, Used used) {
    transaction.update(
        """
        UPDATE attempt
        SET input_tokens = :input_tokens, cached_tokens = :cached_tokens,
            cache_write_tokens = :cache_write_tokens, output_tokens = :output_tokens,
            requests = :requests, cost_micros = :cost_micros, model = :model,
            session = :session, retry_at = :retry_at
        WHERE run = :run AND subject = :subject AND input = :input AND agent = :agent
          AND attempt = :attempt
        """,
        key.parameters()
            .and("input_tokens", count(used.usage().inputTokens()))
            .and("cached_tokens", count(used.usage().cachedTokens()))
            .and("cache_write_tokens", count(used.usage().cacheWriteTokens()))
            .and("output_tokens", count(used.usage().outputTokens()))
            .and("requests", count(used.usage().requests()))
            .and("cost_micros", count(used.usage().costMicros()))
            .and("model", word(used.model()))
            .and("session", word(used.session()))
            .and("retry_at", time(used.retryAt())));
  }

  /// An agent says what it likes; an impossible number is none.
  private static @Nullable Long count(@Nullable Long said) {
    return said == null || said < 0 || said > COUNT_MAX ? null : said;
  }

  private static @Nullable Instant time(@Nullable Instant said) {
    boolean possible =
        said != null
            && !said.isBefore(Instant.EPOCH)
            && said.isBefore(Instant.ofEpochSecond(1L << 36));
    return possible ? said : null;
  }

  private static @Nullable String word(@Nullable String said) {
    if (said == null || said.isBlank()) {
      return null;
    }
    return said.length() <= WORD_MAX ? said : said.substring(0, WORD_MAX);
  }

  /// Attempts that were started, or are to be, in the order of their runs and starts.
  ///
  /// @param run null for all
  /// @param spec null for all
  /// @param from when they were started at the earliest, null for all
  /// @param until before which they were started, null for all
  public static List<Attempted> rows(
      Transaction transaction,
      @Nullable String run,
      @Nullable Integer spec,
      @Nullable Instant from,
      @Nullable Instant until) {
    return transaction.query(
        """
        SELECT attempt.run, subject, input, agent, attempt, attempt.state, model, input_tokens,
               cached_tokens, cache_write_tokens, output_tokens, requests, cost_micros
        FROM attempt JOIN run ON run.run = attempt.run
        WHERE (attempt.outcome IS NULL OR attempt.outcome <> 'not-installed')
          AND (:run IS NULL OR attempt.run = :run) AND (:spec IS NULL OR run.spec = :spec)
          AND (:from IS NULL OR attempt.started_at >= :from)
          AND (:until IS NULL OR attempt.started_at < :until)
        ORDER BY run.ordinal, attempt.started_at, agent, attempt
        """,
        Parameters.of("run", run).and("spec", spec).and("from", from).and("until", until),
        UsageTable::attempted);
  }

  /// What an agent used for a subject before, newest first: attempts that told their tokens.
  public static List<Attempted> past(
      Transaction transaction, String agent, String subject, int most) {
    return transaction.query(
        """
        SELECT run, subject, input, agent, attempt, state, model, input_tokens, cached_tokens,
               cache_write_tokens, output_tokens, requests, cost_micros
        FROM attempt
        WHERE agent = :agent AND subject = :subject AND state = 'ended'
          AND output_tokens IS NOT NULL
        ORDER BY started_at DESC LIMIT :most
        """,
        Parameters.of("agent", agent).and("subject", subject).and("most", most),
        UsageTable::attempted);
  }

  private static Attempted attempted(Row row) {
    return new Attempted(
        row.text("run"),
        row.text("subject"),
        row.text("input"),
        row.text("agent"),
        Math.toIntExact(row.integer("attempt")),
        row.text("state").equals("running"),
        row.optionalText("model").orElse(null),
        new Usage(
            number(row, "input_tokens"),
            number(row, "cached_tokens"),
            number(row, "cache_write_tokens"),
            number(row, "output_tokens"),
            number(row, "requests"),
            number(row, "cost_micros")));
  }

  private static @Nullable Long number(Row row, String column) {
    return row.optionalInteger(column).orElse(null);
  }
}
