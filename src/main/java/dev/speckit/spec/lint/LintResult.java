package dev.speckit.spec.lint;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.Finding;
import java.util.Comparator;
import java.util.List;

/// What one check has found.
///
/// @param findings sorted by place
/// @param specs looked at
/// @param contexts that were there
record LintResult(List<Finding> findings, int specs, int contexts) {
  static final Comparator<Finding> BY_PLACE =
      Comparator.comparing((Finding each) -> each.place().file())
          .thenComparingInt(each -> each.place().line())
          .thenComparingInt(each -> each.place().column())
          .thenComparing(Finding::rule)
          .thenComparing(Finding::message);

  LintResult {
    findings = List.copyOf(findings);
  }

  long count(Finding.Severity severity) {
    long count = 0;
    for (Finding each : findings) {
      count += each.severity() == severity ? 1 : 0;
    }
    return count;
  }

  String summary() {
    return counted(specs, "spec", "specs")
        + ", "
        + counted(contexts, "context", "contexts")
        + ": "
        + counted(count(Finding.Severity.ERROR), "error", "errors")
        + ", "
        + counted(count(Finding.Severity.WARNING), "warning", "warnings")
        + ", "
        + counted(count(Finding.Severity.INFO), "piece of advice", "pieces of advice");
  }

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  Json.Fields data() {
    return Json.fields()
        .with("findings", findings.stream().map(LintResult::json).toList())
        .with("specs", specs)
        .with("contexts", contexts);
  }

  private static Json.Fields json(Finding finding) {
    return Json.fields()
        .with("rule", finding.rule())
        .with("severity", finding.severity().word())
        .with("file", finding.place().file())
        .with("line", Math.max(1, finding.place().line()))
        .with("column", Math.max(1, finding.place().column()))
        .with("message", finding.message())
        .withPresent("remedy", finding.remedy());
  }

  Report ending(Report report, boolean strict) {
    long errors = count(Finding.Severity.ERROR);
    long warnings = count(Finding.Severity.WARNING);
    if (errors > 0) {
      return report.ending(
          ExitCode.BLOCKED,
          Problem.of("check-failed", "the check found " + counted(errors, "error", "errors"))
              .remedy("mend the places named above"));
    }
    if (strict && warnings > 0) {
      return report.ending(
          ExitCode.WARNED,
          Problem.of("check-warned", "the check found " + counted(warnings, "warning", "warnings"))
              .remedy("mend the places named above, or leave --strict out"));
    }
    return report;
  }
}
