package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {
  @ParameterizedTest
  @CsvSource({"0, 0 ms", "999, 999 ms", "1000, 1 s", "1450, 1.5 s", "20000, 20 s", "60000, 60 s"})
  void from_a_second_on_it_is_in_seconds(long millis, String words) {
    assertThat(Waits.words(millis)).isEqualTo(words);
  }
}
