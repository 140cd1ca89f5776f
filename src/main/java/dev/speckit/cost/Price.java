package dev.speckit.cost;

import dev.speckit.agent.Usage;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a million tokens of a model cost. A figure that nobody knows is null, never 0.
///
/// @param input read by the model, those from a cache left out
/// @param cached read from a cache
/// @param cacheWrite put into a cache
/// @param output written by the model
public record Price(
    @Nullable Money input,
    @Nullable Money cached,
    @Nullable Money cacheWrite,
    @Nullable Money output) {
  /// A price as a list has it.
  ///
  /// @param model the provider's name for it
  /// @param asOf the day of the price, `2025-11-19`; null when the settings name none
  /// @param source `speckit` or `settings`
  public record Listed(
      String provider, String model, Price price, @Nullable String asOf, String source) {}

  public static final Price UNKNOWN = new Price(null, null, null, null);
  public static final Price FREE = new Price(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

  /// With the figures of another price where that has some.
  Price overriddenBy(Price other) {
    return new Price(
        other.input == null ? input : other.input,
        other.cached == null ? cached : other.cached,
        other.cacheWrite == null ? cacheWrite : other.cacheWrite,
        other.output == null ? output : other.output);
  }

  /// What these tokens cost, rounded to the nearest millionth of a dollar. A program that counts no
  /// cached tokens has them in its input.
  ///
  /// @return empty when the program did not say its input or output, or when a price is missing of
  ///   which there are tokens
  public Optional<Money> of(Usage usage) {
    if (usage.inputTokens() == null || usage.outputTokens() == null) {
      return Optional.empty();
    }
    BigInteger sum = BigInteger.ZERO;
    Long[] tokens = {
      usage.inputTokens(), usage.cachedTokens(), usage.cacheWriteTokens(), usage.outputTokens()
    };
    Money[] prices = {input, cached, cacheWrite, output};
    for (int i = 0; i < tokens.length; i++) {
      long count = tokens[i] == null ? 0 : tokens[i];
      if (count < 0 || (count > 0 && prices[i] == null)) {
        return Optional.empty();
      }
      if (count > 0) {
        sum = sum.add(Money.times(prices[i], count));
      }
    }
    return Money.rounded(sum, RoundingMode.HALF_UP);
  }

  /// What a call costs at most that reads and writes so much and finds nothing in a cache, rounded
  /// up.
  ///
  /// @return empty when the price of input or output is not known
  public Optional<Money> most(long inputTokens, long outputTokens) {
    if (input == null || output == null) {
      return Optional.empty();
    }
    Money read = cacheWrite == null ? input : input.max(cacheWrite);
    return Money.rounded(
        Money.times(read, inputTokens).add(Money.times(output, outputTokens)),
        RoundingMode.CEILING);
  }

  /// The same at the price of plain input, for an expectation.
  Optional<Money> plain(long inputTokens, long outputTokens) {
    return new Price(input, null, null, output).most(inputTokens, outputTokens);
  }
}
