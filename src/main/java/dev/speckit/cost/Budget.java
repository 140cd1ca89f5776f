package dev.speckit.cost;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may be spent. Decides from figures alone; reading them and keeping others from spending
/// meanwhile is the caller's.
///
/// @param run the cap of one run, or null for none
/// @param spec of all runs of a spec, or null
/// @param day of all runs of a workspace that ask on one day (UTC), or null
/// @param refusesUnpriced whether a call is refused whose price nobody knows, when there is a cap
public record Budget(
    @Nullable Money run, @Nullable Money spec, @Nullable Money day, boolean refusesUnpriced) {
  public static final Budget NONE = new Budget(null, null, null, true);

  private static final int WARNING_PERCENT = 80;

  /// What a cap is about, the narrowest first.
  public enum Cap {
    RUN("the run"),
    SPEC("the spec"),
    DAY("the day");

    private final String named;

    Cap(String named) {
      this.named = named;
    }

    /// The word in settings and JSON: `run`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return named;
    }
  }

  /// How far a cap is used up.
  ///
  /// @param spent settled, with what was set aside for calls that ended without anybody knowing
  ///   their cost
  /// @param reserved set aside for calls that are under way
  public record Standing(Money spent, Money reserved) {
    public static final Standing NOTHING = new Standing(Money.ZERO, Money.ZERO);

    public Money taken() {
      return spent.plus(reserved);
    }
  }

  /// Whether a call may be made.
  public sealed interface Decision {
    /// @param nearly caps that this call brings to 80 % or more
    record Allowed(List<Cap> nearly) implements Decision {
      public Allowed {
        nearly = List.copyOf(nearly);
      }
    }

    /// A cap would be passed.
    record OverCap(Cap cap, Money limit, Standing standing, Money asked) implements Decision {}

    /// Nobody knows what the call may cost.
    record Unpriced(Cap cap, Money limit) implements Decision {}
  }

  public Optional<Money> limit(Cap cap) {
    return Optional.ofNullable(
        switch (cap) {
          case RUN -> run;
          case SPEC -> spec;
          case DAY -> day;
        });
  }

  public boolean hasCap() {
    return run != null || spec != null || day != null;
  }

  /// @param standing of each cap that is set
  /// @param asked what the call may cost at most; null when nobody knows
  public Decision decide(Map<Cap, Standing> standing, @Nullable Money asked) {
    List<Cap> nearly = new ArrayList<>();
    for (Cap cap : Cap.values()) {
      Optional<Money> limit = limit(cap);
      if (limit.isEmpty() || (asked != null && asked.isZero())) {
        continue;
      }
      Standing now = standing.getOrDefault(cap, Standing.NOTHING);
      if (asked == null && refusesUnpriced) {
        return new Decision.Unpriced(cap, limit.get());
      }
      Money more = asked == null ? Money.ZERO : asked;
      Money after = now.taken().plus(more);
      if (after.compareTo(limit.get()) > 0) {
        return new Decision.OverCap(cap, limit.get(), now, more);
      }
      if (isNearly(after, limit.get())) {
        nearly.add(cap);
      }
    }
    return new Decision.Allowed(nearly);
  }

  private static boolean isNearly(Money taken, Money limit) {
    BigInteger hundred = BigInteger.valueOf(100);
    return BigInteger.valueOf(taken.micros())
            .multiply(hundred)
            .compareTo(
                BigInteger.valueOf(limit.micros()).multiply(BigInteger.valueOf(WARNING_PERCENT)))
        >= 0;
  }
}
