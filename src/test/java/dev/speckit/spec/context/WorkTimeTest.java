package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-21 14:05, 2026-11-21T14:05",
    "2026-01-28 00:00, 2026-01-28T00:00",
    "2024-02-29 23:59, 2024-02-29T23:59",
    "2026-12-31 10:00, 2026-12-31T10:00",
    "2026-13-01 10:00, ",
    "2026-11-00 10:00, ",
    "2026-11-21 25:00, ",
    "2026-11-21 10:60, ",
    "2026-11-21T10:00, ",
    "2026-11-2x 10:00, ",
    "2026-11-21, ",
    "'', "
  })
  void a_moment_is_a_date_and_a_time(String text, LocalDateTime moment) {
    assertThat(WorkTime.moment(text)).isEqualTo(Optional.ofNullable(moment));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21, 2026-11-21",
    "2024-02-29, 2024-02-29",
    "2023-02-29, ",
    "2026-04-31, ",
    "2026-12-31, 2026-12-31",
    "2026/11/21, ",
    "0000-01-01, 0000-01-01",
    "soon, "
  })
  void a_date_is_one_that_there_is(String text, LocalDate date) {
    assertThat(WorkTime.date(text)).isEqualTo(Optional.ofNullable(date));
  }

  @ParameterizedTest
  @CsvSource({
    "Wrote it (14:07), 2026-11-21T14:07, 9",
    "Wrote it (2026-11-30 14:07), 2026-11-30T14:07, 9",
    "(10:00) and (11:00), 2026-11-21T11:00, 12",
    "At (10:00) or (99:99), 2026-11-21T10:00, 3",
  })
  void the_last_time_in_brackets_is_the_stamp(String line, LocalDateTime at, int start) {
    assertThat(WorkTime.lastStamp(line, Optional.of(LocalDate.of(2026, 11, 21))))
        .hasValueSatisfying(stamp -> {
          assertThat(stamp.at()).isEqualTo(at);
          assertThat(stamp.start()).isEqualTo(start);
        });
  }
}
