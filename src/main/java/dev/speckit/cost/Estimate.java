package dev.speckit.cost;

import dev.speckit.agent.Subject;
import dev.speckit.agent.Usage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a call may use, before it is made. An estimate: a program may read more files than its
/// prompt holds, and nobody knows how much it will write.
///
/// @param inputTokens of the prompt: a quarter of its bytes, rounded up
/// @param output tokens it is expected to write
/// @param outputMost tokens it is taken to write at most
/// @param samples own earlier calls that `output` comes from; 0 for a default of the subject
public record Estimate(long inputTokens, long output, long outputMost, int samples) {
  private static final int BYTES_PER_TOKEN = 4;

  /// What a call may cost.
  public record Range(Money low, Money high) {
    public Range plus(Range other) {
      return new Range(low.plus(other.low), high.plus(other.high));
    }
  }

  /// @param past what the agent used for the same subject before, newest first
  public static Estimate of(long promptBytes, Subject subject, List<Usage> past) {
    List<Long> written =
        past.stream().map(Usage::outputTokens).filter(Objects::nonNull).sorted().toList();
    long most = outputMost(subject);
    if (written.isEmpty()) {
      return new Estimate(tokens(promptBytes), outputUsual(subject), most, 0);
    }
    return new Estimate(
        tokens(promptBytes),
        Forecast.nearestRank(written, 50),
        Math.max(most, written.getLast()),
        written.size());
  }

  public static long tokens(long bytes) {
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }

  /// Tokens that an answer usually has, where no earlier call is known.
  static long outputUsual(Subject subject) {
    return outputMost(subject) / 4;
  }

  /// Tokens that an answer is taken to have at most.
  public static long outputMost(Subject subject) {
    return switch (subject) {
      case CLARIFY, CHECKLIST, ANALYZE, VALIDATE, AUDIT, UNLOCK -> 8_000;
      case PLAN, TASKS -> 16_000;
      case IMPLEMENT -> 32_000;
    };
  }

  /// From the expected to the largest; empty when the price of input or output is not known.
  public Optional<Range> cost(Price price) {
    return price
        .plain(inputTokens, output)
        .flatMap(
            low -> price.most(inputTokens, outputMost).map(high -> new Range(low, high.max(low))));
  }

  /// What is set aside for a call: its largest cost by the prompt, or the ninth of ten of what the
  /// same agent's calls for the same subject have cost, when that is more.
  ///
  /// @param past known costs
  public Optional<Money> reservation(Price price, List<Money> past) {
    return price
        .most(inputTokens, outputMost)
        .map(most -> most.max(Forecast.of(past).map(Forecast::high).orElse(Money.ZERO)));
  }
}
