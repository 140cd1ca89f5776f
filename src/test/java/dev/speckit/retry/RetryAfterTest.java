package dev.speckit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "3 | PT3S",
        " 20 | PT20S",
        "0 | PT0S",
        "1 | PT1S",
        "125 | PT125S",
        "86400 | PT24H",
        "1.5 | PT1.5S",
        "Sun, 22 Nov 2026 12:00:30 GMT | PT30S",
        "Sunday, 22-Nov-26 12:00:30 GMT | PT30S",
        "Sun Nov 22 12:00:30 2026 | PT30S",
        "Wed Dec  2 12:00:00 2026 | PT240H",
        "Mon, 22 Nov 2026 12:00:30 GMT | PT30S",
        "Sun, 22 Nov 2026 12:59:60 GMT | PT1H",
        "Sun, 06 Nov 1994 08:49:37 GMT | PT0S",
        "Sun Nov  6 08:49:37 1994 | PT0S",
        "-3 | none",
        "NaN | none",
        "Infinity | none",
        "1e9 | none",
        "+3 | none",
        "'' | none",
        "soon | none",
        "3 s | none",
        "Sun, 31 Feb 2026 12:00:30 GMT | none",
        "Sun, 22 Nov 2026 25:00:30 GMT | none",
        "Sun, 22 Nix 2026 12:00:30 GMT | none",
        "Sun, 22 Nov 2026 12:00:30 CET | none",
      })
  void a_header_is_seconds_or_a_date_and_neither_cut_nor_stretched(String value, Duration wait) {
    assertThat(RetryAfter.header(value, NOW)).isEqualTo(Optional.ofNullable(wait));
  }

  @Test
  void a_wait_that_nobody_outlives_is_still_a_wait() {
    assertThat(RetryAfter.header("9".repeat(30), NOW)).contains(RetryAfter.FOREVER);
    assertThat(RetryAfter.header("Sun, 22 Nov 9999 12:00:30 GMT", NOW))
        .contains(RetryAfter.FOREVER);
    assertThat(RetryAfter.text("try again in 999999999999 days", NOW)).contains(RetryAfter.FOREVER);
    assertThat(NOW.plus(RetryAfter.FOREVER)).isAfter(NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      quoteCharacter = '`',
      value = {
        "Rate limited, retry after 20s | PT20S",
        "retry-after: 3 | PT3S",
        "Retry-After: Sun, 22 Nov 2026 12:01:00 GMT | PT1M",
        "please try again in 6m0s. | PT6M",
        "Please try again in 1.898s. Visit the site | PT1.898S",
        "Please retry in 34.07s | PT34.07S",
        "{\"retryDelay\": \"34s\"} | PT34S",
        "{\"retry_after\": 12} | PT12S",
        "{\"retry-after-ms\": \"1500\"} | PT1.5S",
        "try again in 1 hour and 20 minutes | PT1H20M",
        "try again in 1h2m3.5s | PT1H2M3.5S",
        "wait 5 minutes, then | PT5M",
        "retry in 200ms | PT0.2S",
        "limit resets at 2026-11-22T12:34:56Z | PT34M56S",
        "limit resets at 2026-11-22T13:34:56+01:00 | PT34M56S",
        "anthropic-ratelimit-requests-reset: 2026-11-22T12:00:09Z | PT9S",
        "limit resets 3pm (UTC) | PT3H",
        "limit resets at 15:45 UTC | PT3H45M",
        "resets 11am (UTC) | PT23H",
        "resets 5am (America/Los_Angeles) | PT1H",
        "resets 3pm | none",
        "resets 27pm (UTC) | none",
        "first: retry after 1s; later: retry after 90 s | PT1M30S",
        "retry after 20. Then | PT20S",
        "retry after -5 s | none",
        "retry after NaN | none",
        "we will try again in the evening | none",
        "waited 20 s | none",
        "version 20.5 was retried | none",
        "resets at 2020-01-01T00:00:00Z | PT0S",
      })
  void a_text_names_its_wait_in_many_ways(String text, Duration wait) {
    assertThat(RetryAfter.text(text, NOW)).isEqualTo(Optional.ofNullable(wait));
  }

  @Test
  void a_reset_in_seconds_since_1970_is_a_reset() {
    long reset = NOW.plusSeconds(90).getEpochSecond();
    assertThat(RetryAfter.text("usage limit reached|" + reset, NOW))
        .contains(Duration.ofSeconds(90));
    assertThat(RetryAfter.text("x-ratelimit-reset: " + reset + "000", NOW))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void a_flood_of_text_is_read_in_no_time() {
    String flood = "retry after ".repeat(20_000) + "1".repeat(100_000) + " try again in 7s";
    assertThat(RetryAfter.text(flood, NOW)).contains(Duration.ofSeconds(7));
  }
}
