package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,000 files | 1000 files",
        "1'000'000 rows | 1000000 rows",
        "1.50 s | 1.5s",
        "Yes! | yeah",
        "FALSE | no",
        "  Keep   it. | keep it",
        "ten percent | 10 %",
        "don't | dont",
      })
  void one_meaning_has_one_normal_form(String one, String other) {
    assertThat(Wording.normal(one)).isEqualTo(Wording.normal(other)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 days | 90 days",
        "1.5 | 15",
        "Yes, 30 days | Yes, 90 days",
        "archive before delete | delete before archive",
        "keep it | do not keep it",
        "-1 | 1",
      })
  void different_answers_stay_different(String one, String other) {
    assertThat(Wording.answerKey(one)).isNotEqualTo(Wording.answerKey(other));
  }

  @ParameterizedTest
  @CsvSource({
    "archive, archives, archiving, archived",
    "policy, policies, Policies, POLICY",
    "log, logs, LOG, Logs",
    "compression, compress, compressed, compressing",
    "validate, validation, validated, validating",
  })
  void endings_do_not_hide_a_word(String a, String b, String c, String d) {
    assertThat(Wording.stems(b)).isEqualTo(Wording.stems(a));
    assertThat(Wording.stems(c)).isEqualTo(Wording.stems(a));
    assertThat(Wording.stems(d)).isEqualTo(Wording.stems(a));
  }
}
