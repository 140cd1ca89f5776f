package dev.speckit.pipeline;

import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns of `attempt` that say what it used up.
final class UsageTable {
  private UsageTable() {}

  /// What one attempt used up, as its agent said; null where it did not say.
  ///
  /// @param inputTokens without those from a cache
  /// @param costMicros millionths of a dollar
  /// @param session under which the agent can go on
  /// @param retryAt when whom it asked would listen again
  record Usage(
      @Nullable Long inputTokens,
      @Nullable Long cachedTokens,
      @Nullable Long cacheWriteTokens,
      @Nullable Long outputTokens,
      @Nullable Long requests,
      @Nullable Long costMicros,
      @Nullable String model,
      @Nullable String session,
      @Nullable Instant retryAt) {}

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

  static void write(Transaction transaction, AttemptTable.Key key, Usage usage) {
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
            .and("input_tokens", usage.inputTokens())
            .and("cached_tokens", usage.cachedTokens())
            .and("cache_write_tokens", usage.cacheWriteTokens())
            .and("output_tokens", usage.outputTokens())
            .and("requests", usage.requests())
            .and("cost_micros", usage.costMicros())
            .and("model", usage.model())
            .and("session", usage.session())
            .and("retry_at", usage.retryAt()));
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
