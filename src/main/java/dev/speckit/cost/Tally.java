package dev.speckit.cost;

import dev.speckit.agent.Usage;
import org.jspecify.annotations.Nullable;

/// What attempts used and cost, as a sum that adds up: the tally of two groups is the sum of their
/// tallies. What nobody said is null, and counted.
///
/// @param usage tokens and requests; its cost is not used
/// @param stated what agents stated
/// @param computed what was computed for those that stated nothing
/// @param unsettled what was set aside for attempts that ended without a known cost
/// @param open what is set aside for attempts under way
/// @param withoutTokens attempts that have ended and did not say their tokens
/// @param withoutCost attempts that have ended and whose cost nobody knows
public record Tally(
    long attempts,
    Usage usage,
    @Nullable Money stated,
    @Nullable Money computed,
    Money unsettled,
    Money open,
    long withoutTokens,
    long withoutCost) {
  public static final Tally NOTHING =
      new Tally(0, Usage.UNKNOWN, null, null, Money.ZERO, Money.ZERO, 0, 0);

  /// One attempt.
  ///
  /// @param cost of an attempt that has ended
  /// @param reserved what was set aside when it started; null when nobody knew a price
  /// @param running whether it has not ended
  public static Tally of(
      Usage usage, PriceTable.Cost cost, @Nullable Money reserved, boolean running) {
    Money aside = reserved == null ? Money.ZERO : reserved;
    boolean unknown = !running && cost.settled() == null;
    return new Tally(
        1,
        usage,
        cost.stated(),
        cost.stated() == null ? cost.computed() : null,
        unknown ? aside : Money.ZERO,
        running ? aside : Money.ZERO,
        !running && usage.inputTokens() == null && usage.outputTokens() == null ? 1 : 0,
        unknown ? 1 : 0);
  }

  public Tally plus(Tally other) {
    return new Tally(
        attempts + other.attempts,
        usage.plus(other.usage),
        sum(stated, other.stated),
        sum(computed, other.computed),
        unsettled.plus(other.unsettled),
        open.plus(other.open),
        withoutTokens + other.withoutTokens,
        withoutCost + other.withoutCost);
  }

  /// Stated and computed together; null when nothing is known.
  public @Nullable Money known() {
    return sum(stated, computed);
  }

  /// How much of a cap it takes.
  public Budget.Standing standing() {
    Money known = known();
    return new Budget.Standing((known == null ? Money.ZERO : known).plus(unsettled), open);
  }

  private static @Nullable Money sum(@Nullable Money one, @Nullable Money other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.plus(other);
  }
}
