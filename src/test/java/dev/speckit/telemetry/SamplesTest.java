package dev.speckit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {
  private final Samples samples = new Samples();

  @Test
  void nothing_measured_is_absent_not_zero() {
    assertThat(samples.summary().distribution()).isEmpty();
    assertThat(samples.summary().successRate()).isEmpty();
    samples.add(null, false);
    assertThat(samples.summary().samples()).isEqualTo(1);
    assertThat(samples.summary().distribution()).isEmpty();
    assertThat(samples.summary().successRate()).contains(0.0);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // 1..n: p50, p95 by nearest rank
        "19, none, none",
        "20, 10, 19",
        "21, 11, 20",
        "100, 50, 95",
        "101, 51, 96",
        "1000, 500, 950"
      })
  void percentiles_are_measured_values_and_absent_for_few(int n, Double p50, Double p95) {
    for (int i = n; i >= 1; i--) {
      samples.add((double) i, true);
    }
    Samples.Distribution found = samples.summary().distribution().orElseThrow();
    assertThat(found.n()).isEqualTo(n);
    assertThat(found.p50().orElse(null)).isEqualTo(p50);
    assertThat(found.p95().orElse(null)).isEqualTo(p95);
    assertThat(found.min()).isEqualTo(1);
    assertThat(found.max()).isEqualTo(n);
    assertThat(found.mean()).isEqualTo((n + 1) / 2.0);
  }

  @Test
  void the_deviation_is_that_of_a_sample_and_absent_for_one() {
    samples.add(2.0, true);
    assertThat(samples.summary().distribution().orElseThrow().sd()).isEmpty();
    samples.add(4.0, true);
    samples.add(null, false);
    samples.add(9.0, true);
    assertThat(samples.summary().distribution().orElseThrow().sd()).contains(Math.sqrt(13));
  }

  @Test
  void only_the_last_thousand_count() {
    for (int i = 1; i <= 2500; i++) {
      samples.add((double) i, i > 2000);
    }
    Samples.Summary summary = samples.summary();
    assertThat(summary.samples()).isEqualTo(1000);
    assertThat(summary.successRate()).contains(0.5);
    assertThat(summary.distribution().orElseThrow().min()).isEqualTo(1501);
    assertThat(summary.distribution().orElseThrow().max()).isEqualTo(2500);
  }

  @Test
  void what_is_no_number_is_refused() {
    assertThatThrownBy(() -> samples.add(Double.NaN, true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
