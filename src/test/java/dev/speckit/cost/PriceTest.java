package dev.speckit.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Usage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PriceTest {
  private static final Price PRICE =
      new Price(dollars("3"), dollars("0.30"), dollars("3.75"), dollars("15"));

  @Test
  void tokens_cost_what_the_table_says_to_the_millionth() {
    assertThat(PRICE.of(new Usage(1000L, 2000L, 400L, 100L, 1L, null))).contains(new Money(6600));
    // Half a millionth and more is one.
    assertThat(new Price(dollars("0.5"), null, null, dollars("1")).of(usage(1L, 0L)))
        .contains(new Money(1));
    assertThat(PRICE.of(usage(0L, 0L))).contains(Money.ZERO);
  }

  @Test
  void a_missing_figure_makes_no_cost() {
    Price withoutCache = new Price(dollars("3"), null, null, dollars("15"));
    assertThat(withoutCache.of(new Usage(1L, 2L, null, 3L, 1L, null))).isEmpty();
    assertThat(withoutCache.of(new Usage(1L, 0L, null, 3L, 1L, null))).isPresent();
    assertThat(PRICE.of(usage(null, 3L))).isEmpty();
    assertThat(PRICE.of(usage(1L, null))).isEmpty();
    assertThat(PRICE.of(usage(-1L, 1L))).isEmpty();
    assertThat(PRICE.of(usage(Long.MAX_VALUE, 1L))).as("more than a million dollars").isEmpty();
    assertThat(Price.UNKNOWN.most(1, 1)).isEmpty();
  }

  @Test
  void the_most_is_rounded_up_and_takes_the_dearest_way_to_read() {
    assertThat(PRICE.most(1, 0)).contains(new Money(4));
    assertThat(PRICE.most(1_000_000, 1_000_000)).contains(dollars("18.75"));
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-sonnet-4-5, $3.00",
    "anthropic, claude-sonnet-4-5-20250929, $3.00",
    "anthropic, claude-opus-4@20250514, $15.00",
    "openai, gpt-5-2025-08-07, $1.25",
    "opencode, anthropic/claude-haiku-4-5, $1.00"
  })
  void a_model_is_found_by_its_name_and_by_a_day_after_it(
      String provider, String model, String input) {
    assertThat(PriceTable.shipped().find(provider, model))
        .hasValueSatisfying(listed -> {
          assertThat(listed.price().input()).hasToString(input);
          assertThat(listed.asOf()).isEqualTo("2025-11-19");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-sonnet-4-5[1m]",
    "anthropic, claude-sonnet-4-6",
    "anthropic, claude-sonnet-4-5-fast",
    "openai, gpt-5-nano",
    "openai, claude-sonnet-4-5",
    "github, gpt-5"
  })
  void another_model_is_not_taken_for_one_that_is_listed(String provider, String model) {
    assertThat(PriceTable.shipped().find(provider, model)).isEmpty();
  }

  @Test
  void the_settings_go_before_what_comes_with_speckit_figure_by_figure() {
    PriceTable table =
        PriceTable.shipped()
            .with(
                "sonnet",
                "anthropic",
                "claude-sonnet-4-5",
                new Price(null, null, null, dollars("10")),
                "2026-11-01");
    assertThat(table.find("anthropic", "claude-sonnet-4-5-20250929"))
        .hasValueSatisfying(listed -> {
          assertThat(listed.price().output()).isEqualTo(dollars("10"));
          assertThat(listed.price().input()).isEqualTo(dollars("3"));
          assertThat(listed.asOf()).isEqualTo("2026-11-01");
          assertThat(listed.source()).isEqualTo("settings");
        });
  }

  @Test
  void what_the_agent_states_and_what_is_computed_are_kept_apart() {
    PriceTable table = PriceTable.shipped().with("mine", "local", "m-1", PRICE, null);
    AgentDefinition program = program("mine");
    PriceTable.Cost both = table.cost(program, new Usage(1000L, null, null, 0L, 1L, 7L), null);
    assertThat(both.stated()).isEqualTo(new Money(7));
    assertThat(both.computed()).isEqualTo(new Money(3000));
    assertThat(both.settled()).isEqualTo(new Money(7));
    assertThat(table.cost(program, usage(1000L, 0L), "m-1-20260101").settled())
        .isEqualTo(new Money(3000));
    assertThat(table.cost(program, usage(1000L, 0L), "another").settled()).isNull();
    assertThat(table.cost(program, Usage.UNKNOWN, null).settled()).isNull();
    assertThat(table.cost(program, new Usage(null, null, null, null, null, -4L), null).settled())
        .isNull();
  }

  @Test
  void whoever_asks_nobody_costs_nothing() {
    AgentName name = new AgentName("tape");
    AgentDefinition replay =
        new AgentDefinition.Replay(name, Path.of("x"), Clocks.DEFAULT, AgentDefinition.Origin.USER);
    assertThat(PriceTable.shipped().cost(replay, Usage.UNKNOWN, null).settled())
        .isEqualTo(Money.ZERO);
    assertThat(PriceTable.isFree(program("mine"))).isFalse();
  }

  private static AgentDefinition program(String model) {
    return new AgentDefinition.Program(
        new AgentName("bob"),
        List.of("bob"),
        Clocks.DEFAULT,
        null,
        model,
        AgentDefinition.Origin.USER);
  }

  private static Usage usage(Long input, Long output) {
    return new Usage(input, null, null, output, 1L, null);
  }

  static Money dollars(String text) {
    return Money.parse(text).orElseThrow();
  }
}
