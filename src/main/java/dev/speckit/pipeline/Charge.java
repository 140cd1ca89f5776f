package dev.speckit.pipeline;

import dev.speckit.agent.Usage;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Money;
import dev.speckit.cost.PriceTable;
import dev.speckit.cost.Tally;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.SpendingTable;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the journals say of one attempt's cost.
///
/// @param spec of its run
/// @param at when it was started: on the day of which it counts
/// @param reserved set aside for it; null when nobody knew a price
/// @param ended whether it has ended
/// @param cost null when nobody knows, or it has not ended
record Charge(
    Key key,
    int spec,
    Part part,
    Instant at,
    @Nullable Money reserved,
    boolean ended,
    @Nullable Money cost) {

  /// Names an attempt, as the rows of `attempt` do.
  record Key(String run, String subject, String input, String agent, int attempt) {}

  /// Pure. Events that cannot be read, and others than those of attempts, say nothing.
  static Map<Key, Charge> of(Collection<SpendingTable.Told> told) {
    Map<Key, Charge> charges = new LinkedHashMap<>();
    for (SpendingTable.Told one : told) {
      RunEvent event = one.event().recorded().map(Run.Recorded::event).orElse(null);
      if (event instanceof RunEvent.AttemptStarted started) {
        Key key =
            key(
                one.run(),
                started.part(),
                started.input(),
                started.agent().value(),
                started.number());
        charges.put(
            key,
            new Charge(
                key,
                one.spec(),
                started.part(),
                one.event().at(),
                money(started.reservedMicros()),
                false,
                null));
      } else if (event instanceof RunEvent.AttemptEnded ended) {
        Key key =
            key(one.run(), ended.part(), ended.input(), ended.agent().value(), ended.number());
        charges.computeIfPresent(key, (_, before) -> before.ended(money(ended.costMicros())));
      }
    }
    return charges;
  }

  private static Key key(String run, Part part, String input, String agent, int number) {
    return new Key(run, part.subject().word(), input, agent, number);
  }

  private static @Nullable Money money(@Nullable Long micros) {
    return micros == null ? null : Money.stated(micros).orElse(null);
  }

  private Charge ended(@Nullable Money known) {
    return new Charge(key, spec, part, at, reserved, true, known);
  }

  /// How much of a cap these take.
  static Budget.Standing standing(Collection<Charge> charges) {
    return charges.stream()
        .map(charge ->
            Tally.of(
                Usage.UNKNOWN,
                new PriceTable.Cost(null, charge.cost()),
                charge.reserved(),
                !charge.ended()))
        .reduce(Tally.NOTHING, Tally::plus)
        .standing();
  }
}
