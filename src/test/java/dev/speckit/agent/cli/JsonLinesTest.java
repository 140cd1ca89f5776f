package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.00184, 1840",
    "1.25e-3, 1250",
    "0.0000005, 1",
    "999999.99, 999999990000",
  })
  void a_cost_is_read_in_millionths(String dollars, long micros) {
    assertThat(JsonLines.micros(fields("cost", dollars), "cost")).contains(micros);
  }

  @ParameterizedTest
  @Timeout(10)
  @ValueSource(strings = {"1e999999999", "1e-999999999", "-1", "1000000", "\"free\"", "null"})
  void what_cannot_be_the_cost_of_a_run_is_none(String dollars) {
    assertThat(JsonLines.micros(fields("cost", dollars), "cost")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "600", "-404", "9223372036854775807", "1e999999999", "\"404\""})
  void a_number_that_is_no_status_of_http_is_none(String number) {
    assertThat(JsonLines.status(fields("status", number), "status")).isEmpty();
    assertThat(JsonLines.status(fields("status", "404"), "status")).contains(404);
  }

  private static Json.Fields fields(String name, String value) {
    return JsonLines.event("{\"" + name + "\":" + value + "}").orElseThrow();
  }

  @Test
  void an_error_of_many_lines_becomes_one() {
    assertThat(JsonLines.oneLine("refused\n\n  Check the key.\r\n"))
        .isEqualTo("refused Check the key.");
  }

  @Test
  void a_line_that_is_no_object_is_no_event() {
    assertThat(JsonLines.event("warning: {}")).isEmpty();
    assertThat(JsonLines.event("{\"type\":")).isEmpty();
    assertThat(JsonLines.event("  {\"type\":\"x\"}\r")).isPresent();
  }
}
