package dev.speckit.pipeline;

import dev.speckit.agent.Usage;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns of `attempt` that say what it used up.
final class UsageTable {
  /// Characters of a name that an agent gives.
  private static final int WORD_MAX = 200;

  private UsageTable() {}

  /// What an attempt used up, as its agent said.
  ///
  /// @param model that answered, or that was to answer
  /// @param session under which the agent can go on
  /// @param retryAt when whom it asked would listen again
  record Used(
      Usage usage, @Nullable String model, @Nullable String session, @Nullable Instant retryAt) {}

  /// Sums over the attempts of one agent with one model that were started.
  ///
  /// @param model null where nobody said
  /// @param withoutTokens attempts that did not say how many tokens they used
  /// @param withoutCost attempts that did not say what they cost
  record Sum(
      String agent,
      @Nullable String model,
      long attempts,
      @Nullable Long inputTokens,
      @Nullable Long cachedTokens,
      @Nullable Long cacheWriteTokens,
      @Nullable Long outputTokens,
      @Nullable Long requests,
      @Nullable Long costMicros,
      long withoutTokens,
      long withoutCost) {}

  static void write(Transaction transaction, AttemptTable.Key key, Used used) {
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
    return said == null || said < 0 ? null : said;
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

  /// By agent and model.
  ///
  /// @param spec null for all
  static List<Sum> sums(Transaction transaction, @Nullable Integer spec) {
    return transaction.query(
        """
        SELECT agent, model, count(*) AS attempts, sum(input_tokens) AS input_tokens,
               sum(cached_tokens) AS cached_tokens,
               sum(cache_write_tokens) AS cache_write_tokens,
               sum(output_tokens) AS output_tokens, sum(requests) AS requests,
               sum(cost_micros) AS cost_micros,
               count(*) - count(coalesce(input_tokens, output_tokens)) AS without_tokens,
               count(*) - count(cost_micros) AS without_cost
        FROM attempt JOIN run ON run.run = attempt.run
        WHERE attempt.state = 'ended' AND attempt.outcome <> 'not-installed'
          AND (:spec IS NULL OR run.spec = :spec)
        GROUP BY agent, model ORDER BY agent, model
        """,
        Parameters.of("spec", spec),
        row ->
            new Sum(
                row.text("agent"),
                row.optionalText("model").orElse(null),
                row.integer("attempts"),
                number(row, "input_tokens"),
                number(row, "cached_tokens"),
                number(row, "cache_write_tokens"),
                number(row, "output_tokens"),
                number(row, "requests"),
                number(row, "cost_micros"),
                row.integer("without_tokens"),
                row.integer("without_cost")));
  }

  private static @Nullable Long number(Row row, String column) {
    return row.optionalInteger(column).orElse(null);
  }
}
