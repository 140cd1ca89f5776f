package dev.speckit.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// An amount in US dollars, exact to the millionth; never a floating-point number.
///
/// @param micros millionths of a dollar, 0 or more
public record Money(long micros) implements Comparable<Money> {
  public static final Money ZERO = new Money(0);

  /// More than any call costs: a million dollars. What somebody states beyond it is no amount.
  public static final long MICROS_MAX = 1_000_000_000_000L;

  private static final int DIGITS = 6;
  private static final Pattern SHAPE = Pattern.compile("\\$?[0-9]{1,7}(\\.[0-9]{1,6})?");

  public Money {
    if (micros < 0) {
      throw new IllegalArgumentException("an amount is not negative: " + micros);
    }
  }

  /// From `5`, `5.00` or `$5`; empty for anything else, and for more than a million dollars.
  public static Optional<Money> parse(String text) {
    String shown = text.strip();
    if (!SHAPE.matcher(shown).matches()) {
      return Optional.empty();
    }
    return of(new BigDecimal(shown.startsWith("$") ? shown.substring(1) : shown));
  }

  /// Empty when the number is negative, finer than a millionth, or more than a million.
  public static Optional<Money> of(BigDecimal dollars) {
    BigDecimal micros = dollars.movePointRight(DIGITS);
    if (micros.signum() < 0
        || micros.compareTo(BigDecimal.valueOf(MICROS_MAX)) > 0
        || micros.stripTrailingZeros().scale() > 0) {
      return Optional.empty();
    }
    return Optional.of(new Money(micros.longValueExact()));
  }

  /// The amount that somebody states; empty for one that cannot be.
  public static Optional<Money> stated(long micros) {
    return micros < 0 || micros > MICROS_MAX ? Optional.empty() : Optional.of(new Money(micros));
  }

  /// Tokens at a price for a million of them, before rounding: millionths of a millionth.
  static BigInteger times(Money perMillion, long tokens) {
    return BigInteger.valueOf(perMillion.micros).multiply(BigInteger.valueOf(tokens));
  }

  /// Empty for more than a million dollars.
  static Optional<Money> rounded(BigInteger millionthsOfMicros, RoundingMode rounding) {
    BigDecimal micros =
        new BigDecimal(millionthsOfMicros).movePointLeft(DIGITS).setScale(0, rounding);
    return micros.compareTo(BigDecimal.valueOf(MICROS_MAX)) > 0
        ? Optional.empty()
        : Optional.of(new Money(micros.longValueExact()));
  }

  /// The sum; one that no number holds is the largest number.
  public Money plus(Money other) {
    long sum = micros + other.micros;
    return new Money(sum < 0 ? Long.MAX_VALUE : sum);
  }

  /// What is left of it, 0 when more is taken than there is.
  public Money less(Money taken) {
    return new Money(Math.max(0, micros - taken.micros));
  }

  public Money max(Money other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public boolean isZero() {
    return micros == 0;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(micros, other.micros);
  }

  /// Exact, with at least two decimals: `$5.00`, `$0.0025`.
  @Override
  public String toString() {
    BigDecimal dollars = BigDecimal.valueOf(micros, DIGITS).stripTrailingZeros();
    return "$"
        + dollars.setScale(Math.max(2, dollars.scale()), RoundingMode.UNNECESSARY).toPlainString();
  }
}
