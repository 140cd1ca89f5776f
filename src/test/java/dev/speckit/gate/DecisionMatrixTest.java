package dev.speckit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Resolvability;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionMatrixTest {
  @ParameterizedTest
  @CsvSource({
    "HIGH, MINOR, APPLY, APPLY, ASK",
    "HIGH, IMPORTANT, APPLY, CONFIRM, ASK",
    "HIGH, CRITICAL, ASK, ASK, ASK",
    "MEDIUM, MINOR, APPLY, CONFIRM, ASK",
    "MEDIUM, IMPORTANT, ASK, ASK, ASK",
    "MEDIUM, CRITICAL, ASK, ASK, ASK",
    "LOW, MINOR, ASK, ASK, ASK",
    "LOW, IMPORTANT, ASK, ASK, ASK",
    "LOW, CRITICAL, ASK, ASK, ASK",
  })
  void every_cell_has_its_verdict(
      Confidence confidence,
      Magnitude magnitude,
      DecisionMatrix automatic,
      DecisionMatrix suggested,
      DecisionMatrix human) {
    assertThat(DecisionMatrix.of(confidence, magnitude, Resolvability.AUTO_FIX))
        .isEqualTo(automatic);
    assertThat(DecisionMatrix.of(confidence, magnitude, Resolvability.SUGGEST_FIX))
        .isEqualTo(suggested);
    assertThat(DecisionMatrix.of(confidence, magnitude, Resolvability.NEED_HUMAN)).isEqualTo(human);
  }
}
