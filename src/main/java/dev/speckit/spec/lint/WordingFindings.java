package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.QualityFinding;
import dev.speckit.spec.quality.QualityRules;
import java.util.List;
import java.util.Set;

/// What the rules of quality find, as the linter says it.
public final class WordingFindings {
  /// Said by a rule of the linter itself already.
  static final Set<String> COVERED = Set.of("placeholder", "duplicate-id");

  private WordingFindings() {}

  public static List<Finding> of(SpecDocument document) {
    return QualityRules.findings(document, COVERED).stream()
        .map(finding -> finding(document, finding))
        .toList();
  }

  private static Finding finding(SpecDocument document, QualityFinding finding) {
    Place place =
        new Place(document.name(), finding.line(), finding.line() == 0 ? 0 : finding.column());
    return new Finding(
        finding.rule(), severity(finding.weight()), place, finding.message(), finding.remedy());
  }

  static Finding.Severity severity(QualityFinding.Weight weight) {
    return switch (weight) {
      case CRITICAL, IMPORTANT -> Finding.Severity.WARNING;
      case MINOR -> Finding.Severity.INFO;
    };
  }
}
