package dev.speckit.spec.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.SpecDocument;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class QualityRulesTest {
  static Stream<QualityRule> rules() {
    return QualityRules.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_rule_flags_its_bad_example(QualityRule rule) {
    assertThat(rulesFound(wrapped(rule.flags()))).contains(rule.name());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_rule_passes_its_good_example(QualityRule rule) {
    assertThat(rulesFound(wrapped(rule.passes()))).doesNotContain(rule.name());
  }

  @Test
  void a_finding_names_line_and_column_of_the_word() {
    String text = "# T\n\n## Requirements\n\n- **FR-1**: The form MUST be easy to use.\n";
    QualityFinding finding =
        QualityRules.findings(SpecDocument.parse("spec.md", text)).stream()
            .filter(one -> one.rule().equals("vague-word"))
            .findFirst()
            .orElseThrow();
    assertThat(finding.line()).isEqualTo(5);
    assertThat(finding.column()).isEqualTo(30);
    assertThat(finding.requirement()).isEqualTo("FR-1");
  }

  @Test
  void reads_and_writes_with_different_limits_do_not_contradict() {
    String text =
        wrapped(
            "- **FR-1**: Sequential writes of a 10 GB file MUST reach at least 900 MB/s.\n"
                + "- **FR-2**: Sequential reads of a 10 GB file MUST reach at least 800 MB/s.\n");
    assertThat(rulesFound(text)).doesNotContain("contradicting-numbers", "duplicate");
  }

  @Test
  void words_between_back_ticks_are_names_and_never_vague() {
    String text = wrapped("- **FR-1**: The mode `fast` MUST exist beside `robust`.\n");
    assertThat(rulesFound(text)).doesNotContain("vague-word", "no-limit");
  }

  @Test
  void a_duty_and_the_ban_that_goes_with_it_are_one_requirement() {
    String text = wrapped("- **FR-1**: Staff MUST enter; all others MUST NOT enter.\n");
    assertThat(rulesFound(text)).doesNotContain("compound");
  }

  @Test
  void a_criterion_that_contradicts_a_requirement_is_no_orphan() {
    String text =
        wrapped(
            "- **FR-1**: A failed read of the network MUST be tried again at most 5 times.\n"
                + "- [ ] **AC-1**: Without network the client gives up after 3 attempts.\n");
    assertThat(rulesFound(text))
        .contains("contradicting-numbers")
        .doesNotContain("orphan-criterion");
  }

  @Test
  void a_criterion_that_names_requirements_proves_these_and_no_other() {
    String text =
        wrapped(
            "- **FR-001**: The main door MUST lock at night.\n"
                + "- **FR-002**: The main door MUST lock at noon.\n"
                + "- **FR-0010**: Invoices MUST show tax.\n"
                + "- [ ] **AC-1**: The main door is locked at midnight and at noon (FR-001).\n");
    assertThat(
            QualityRules.findings(SpecDocument.parse("spec.md", text)).stream()
                .filter(finding -> finding.rule().equals("unproved"))
                .map(QualityFinding::requirement))
        .containsExactly("FR-002", "FR-0010");
  }

  @Test
  void a_criterion_proves_what_it_names_though_no_word_is_shared() {
    String text =
        wrapped(
            "- **FR-1.2**: The door MUST lock.\n"
                + "- **FR-2**: Lamps MUST glow.\n"
                + "- [ ] **AC-1**: Nobody gets in by night (fr-1.2, FR-2).\n");
    assertThat(rulesFound(text)).doesNotContain("unproved", "orphan-criterion");
  }

  @Test
  void vague_words_of_one_demand_are_one_finding() {
    String text = wrapped("- **FR-1**: The form MUST be easy, intuitive and robust.\n");
    assertThat(rulesFound(text)).containsOnlyOnce("vague-word");
  }

  @Test
  void a_hundred_thousand_requirements_are_read_within_bounds() {
    StringBuilder text = new StringBuilder("# T\n\n## Requirements\n\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("- **FR-").append(i).append("**: The easy door MUST lock ??? times.\n");
    }
    List<QualityFinding> findings =
        QualityRules.findings(SpecDocument.parse("spec.md", text.toString()));
    assertThat(findings.size())
        .isBetween(200, QualityRules.all().size() * QualityRules.FINDINGS_MAX);
  }

  private static String wrapped(String body) {
    if (body.startsWith("# ")) {
      return body;
    }
    int box = body.indexOf("- [ ]");
    return box < 0
        ? "# T\n\n## Requirements\n\n" + body
        : "# T\n\n## Requirements\n\n"
            + body.substring(0, box)
            + "\n## Acceptance Criteria\n\n"
            + body.substring(box);
  }

  private static List<String> rulesFound(String text) {
    return QualityRules.findings(SpecDocument.parse("spec.md", text)).stream()
        .map(QualityFinding::rule)
        .toList();
  }
}
