package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.store.ForeignFile.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierTimeTest {
  @ParameterizedTest
  @CsvSource({
    "1763719200, 2025-11-21T10:00:00Z",
    "1763719200123, 2025-11-21T10:00:00.123Z",
    "99999999999, 5138-11-16T09:46:39Z",
    "100000000000, 1973-03-03T09:46:40Z"
  })
  void seconds_and_milliseconds_are_told_apart(long number, String time) {
    assertThat(EarlierTime.read(new Value.Whole(number)).orElseThrow()).hasToString(time);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-21T10:00:00Z, 2025-11-21T10:00:00Z",
    "2025-11-21T10:00:00.123456789+02:00, 2025-11-21T08:00:00.123Z",
    "2025-11-21 10:00:00, 2025-11-21T10:00:00Z",
    "2025-11-21 10:00:00.5, 2025-11-21T10:00:00.500Z",
    "2025-11-21 10:00:00 UTC, 2025-11-21T10:00:00Z",
    "2025-11-21T10:00:00, 2025-11-21T10:00:00Z",
    "1763719200123, 2025-11-21T10:00:00.123Z",
    "1763719200.0, 2025-11-21T10:00:00Z",
    "+57860-01-29T12:02:03Z, 2025-11-21T10:21:21.723Z"
  })
  void text_is_read_as_utc(String text, String time) {
    assertThat(EarlierTime.read(new Value.Text(text, false)).orElseThrow()).hasToString(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2025-11-21", "2025-13-01 10:00:00", "-5", "999999999999999"})
  void what_cannot_be_read_is_no_time(String text) {
    assertThat(EarlierTime.read(new Value.Text(text, false))).isEmpty();
  }

  @Test
  void numbers_that_nobody_measured_are_no_time() {
    assertThat(EarlierTime.read(new Value.Whole(0))).isEmpty();
    assertThat(EarlierTime.read(new Value.Whole(-1))).isEmpty();
    assertThat(EarlierTime.read(new Value.Whole(Long.MAX_VALUE))).isEmpty();
    assertThat(EarlierTime.read(new Value.Absent())).isEmpty();
  }
}
