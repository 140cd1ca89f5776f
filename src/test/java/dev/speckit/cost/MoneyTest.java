package dev.speckit.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MoneyTest {
  @ParameterizedTest
  @CsvSource({
    "5, 5000000, $5.00",
    "5.00, 5000000, $5.00",
    "$5, 5000000, $5.00",
    "0.1, 100000, $0.10",
    "0.000001, 1, $0.000001",
    "0.0025, 2500, $0.0025",
    "1000000, 1000000000000, $1000000.00",
    "0, 0, $0.00"
  })
  void an_amount_is_read_and_written_exactly(String text, long micros, String shown) {
    Money money = Money.parse(text).orElseThrow();
    assertThat(money.micros()).isEqualTo(micros);
    assertThat(money).hasToString(shown);
    assertThat(Money.parse(shown)).contains(money);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1e3", "5 dollars", "0.0000001", "1000000.01", "1,5", "NaN", "$"})
  void what_is_no_amount_is_none(String text) {
    assertThat(Money.parse(text)).isEmpty();
  }

  @Test
  void sums_never_turn_negative() {
    assertThat(new Money(Long.MAX_VALUE).plus(new Money(5))).isEqualTo(new Money(Long.MAX_VALUE));
    assertThat(new Money(3).less(new Money(5))).isEqualTo(Money.ZERO);
    assertThat(Money.stated(-1)).isEmpty();
    assertThat(Money.stated(Long.MAX_VALUE)).isEmpty();
    assertThat(Money.of(new BigDecimal("0.0000005"))).isEmpty();
    assertThatThrownBy(() -> new Money(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
