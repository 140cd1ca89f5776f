package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLinesTest {
  @ParameterizedTest
  @CsvSource({
    "Please try again in 11.054s., 11054",
    "please try again in 6ms, 6",
    "please retry after 20 seconds, 20000",
    "try again in 0.5s, 500",
  })
  void a_pause_is_read_out_of_the_text_of_an_error(String text, long millis) {
    assertThat(JsonLines.tryAgainIn(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"try again later", "try again in a while", "try again in 123456789s", ""})
  void no_pause_is_made_up(String text) {
    assertThat(JsonLines.tryAgainIn(text)).isEmpty();
  }

  @Test
  void a_line_that_is_no_object_is_no_event() {
    assertThat(JsonLines.event("warning: {}")).isEmpty();
    assertThat(JsonLines.event("{\"type\":")).isEmpty();
    assertThat(JsonLines.event("  {\"type\":\"x\"}\r")).isPresent();
  }
}
