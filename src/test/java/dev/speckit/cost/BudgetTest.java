package dev.speckit.cost;

import static dev.speckit.cost.PriceTest.dollars;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Subject;
import dev.speckit.agent.Usage;
import dev.speckit.cost.Budget.Cap;
import dev.speckit.cost.Budget.Decision;
import dev.speckit.cost.Budget.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetTest {
  private static final Budget RUN = new Budget(dollars("5"), null, null, true);

  @ParameterizedTest
  @CsvSource({
    "3.00, 0, 0.90, false",
    "3.00, 0, 1.00, true",
    "4.20, 0, 0.80, true",
    "0, 4.5, 0.1, true"
  })
  void what_fits_is_allowed_and_from_80_percent_on_said(
      String spent, String reserved, String asked, boolean nearly) {
    assertThat(RUN.decide(standing(spent, reserved), dollars(asked)))
        .isEqualTo(new Decision.Allowed(nearly ? List.of(Cap.RUN) : List.of()));
  }

  @ParameterizedTest
  @CsvSource({"4.20, 0, 0.80000", "0, 5, 0.000001", "2, 2.5, 0.500001", "6, 0, 0.1"})
  void what_does_not_fit_is_refused_with_the_figures(String spent, String reserved, String asked) {
    Budget tight = new Budget(dollars("4.99"), null, null, true);
    assertThat(tight.decide(standing(spent, reserved), dollars(asked)))
        .isEqualTo(
            new Decision.OverCap(
                Cap.RUN,
                dollars("4.99"),
                new Standing(dollars(spent), dollars(reserved)),
                dollars(asked)));
  }

  @Test
  void what_costs_nothing_is_allowed_whatever_was_spent() {
    assertThat(RUN.decide(standing("9", "0"), Money.ZERO))
        .isEqualTo(new Decision.Allowed(List.of()));
  }

  @Test
  void a_price_that_nobody_knows_is_refused_only_under_a_cap() {
    assertThat(RUN.decide(Map.of(), null)).isEqualTo(new Decision.Unpriced(Cap.RUN, dollars("5")));
    assertThat(new Budget(null, null, dollars("5"), false).decide(Map.of(), null))
        .isEqualTo(new Decision.Allowed(List.of()));
    assertThat(Budget.NONE.decide(Map.of(), null)).isEqualTo(new Decision.Allowed(List.of()));
    assertThat(Budget.NONE.hasCap()).isFalse();
  }

  @Test
  void the_narrowest_cap_is_named() {
    Budget all = new Budget(dollars("1"), dollars("1"), dollars("1"), true);
    assertThat(all.decide(Map.of(), dollars("2")))
        .isInstanceOfSatisfying(
            Decision.OverCap.class, over -> assertThat(over.cap()).isEqualTo(Cap.RUN));
  }

  @Test
  void an_interval_needs_five_samples_and_is_made_of_amounts_that_occurred() {
    assertThat(Forecast.of(amounts(4))).isEmpty();
    assertThat(Forecast.of(amounts(5))).contains(new Forecast(5, new Money(1), new Money(5)));
    assertThat(Forecast.of(amounts(20))).contains(new Forecast(20, new Money(2), new Money(18)));
  }

  @Test
  void an_estimate_takes_own_history_where_there_is_some() {
    Estimate fresh = Estimate.of(4001, Subject.PLAN, List.of());
    assertThat(fresh).isEqualTo(new Estimate(1001, 4000, 16_000, 0));
    Estimate known =
        Estimate.of(
            0, Subject.CLARIFY, List.of(written(10), written(20_000), written(30), written(null)));
    assertThat(known).isEqualTo(new Estimate(0, 30, 20_000, 3));
    Price price = new Price(dollars("1"), null, null, dollars("10"));
    assertThat(fresh.cost(price))
        .contains(new Estimate.Range(new Money(41_001), new Money(161_001)));
    assertThat(fresh.reservation(price, amounts(4))).contains(new Money(161_001));
    assertThat(fresh.reservation(price, Collections.nCopies(5, dollars("2"))))
        .as("own calls were dearer")
        .contains(dollars("2"));
    assertThat(fresh.cost(Price.UNKNOWN)).isEmpty();
  }

  @Test
  void tallies_of_any_groups_sum_to_the_tally_of_all() {
    Random random = new Random(20261122);
    for (int trial = 0; trial < 200; trial++) {
      List<Tally> attempts = new ArrayList<>();
      for (int i = 0; i < random.nextInt(1, 12); i++) {
        attempts.add(
            Tally.of(
                new Usage(some(random), some(random), null, some(random), 1L, null),
                new PriceTable.Cost(money(random), money(random)),
                money(random),
                random.nextInt(4) == 0));
      }
      Tally all = attempts.stream().reduce(Tally.NOTHING, Tally::plus);
      int cut = random.nextInt(attempts.size() + 1);
      Collections.shuffle(attempts, random);
      Tally parts =
          attempts.subList(0, cut).stream()
              .reduce(Tally.NOTHING, Tally::plus)
              .plus(
                  attempts.subList(cut, attempts.size()).stream()
                      .reduce(Tally.NOTHING, Tally::plus));
      assertThat(parts).isEqualTo(all);
      long known =
          attempts.stream()
              .mapToLong(one -> {
                Money money = one.known();
                return money == null ? 0 : money.micros();
              })
              .sum();
      assertThat(all.standing().spent().micros()).isEqualTo(known + all.unsettled().micros());
    }
  }

  @Test
  void an_attempt_that_ended_without_a_cost_keeps_what_was_set_aside() {
    PriceTable.Cost unknown = new PriceTable.Cost(null, null);
    Tally ended = Tally.of(Usage.UNKNOWN, unknown, dollars("2"), false);
    assertThat(ended.standing()).isEqualTo(new Standing(dollars("2"), Money.ZERO));
    assertThat(ended.withoutCost()).isEqualTo(1);
    Tally running = Tally.of(Usage.UNKNOWN, unknown, dollars("2"), true);
    assertThat(running.standing()).isEqualTo(new Standing(Money.ZERO, dollars("2")));
    assertThat(running.withoutCost()).isZero();
    Tally settled =
        Tally.of(
            Usage.UNKNOWN, new PriceTable.Cost(dollars("1"), dollars("9")), dollars("2"), false);
    assertThat(settled.standing()).isEqualTo(new Standing(dollars("1"), Money.ZERO));
    assertThat(settled.computed()).isNull();
  }

  private static @Nullable Long some(Random random) {
    return random.nextBoolean() ? null : (long) random.nextInt(1000);
  }

  private static @Nullable Money money(Random random) {
    return random.nextBoolean() ? null : new Money(random.nextInt(1000));
  }

  private static List<Money> amounts(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(Money::new).toList();
  }

  private static Usage written(@Nullable Integer output) {
    return new Usage(1L, null, null, output == null ? null : (long) output, 1L, null);
  }

  private static Map<Cap, Standing> standing(String spent, String reserved) {
    return Map.of(Cap.RUN, new Standing(dollars(spent), dollars(reserved)));
  }
}
