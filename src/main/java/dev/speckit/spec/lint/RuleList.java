package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;

/// The rules as a list for people, for programs and for `docs/reference/check-rules.md`.
final class RuleList {
  private RuleList() {}

  static Report report() {
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (LintRule rule : LintRule.every()) {
      rows.add(
          List.of(
              Block.Cell.of(rule.id()),
              Block.Cell.of(rule.severity().word()),
              Block.Cell.of(rule.fixable() ? "--fix" : ""),
              Block.Cell.of(rule.what())));
    }
    return Report.of(
        Json.fields().with("rules", LintRule.every().stream().map(RuleList::json).toList()),
        new Block.Table("", List.of("rule", "severity", "fix", "what"), rows));
  }

  private static Json.Fields json(LintRule rule) {
    return Json.fields()
        .with("rule", rule.id())
        .with("severity", rule.severity().word())
        .with("what", rule.what())
        .with("why", rule.why())
        .with("remedy", rule.remedy())
        .with("fixable", rule.fixable());
  }

  /// The page of the reference.
  static String markdown() {
    StringBuilder out =
        new StringBuilder(
            """
            # Rules of `speckit check`

            An error makes `check` end with 2; a warning makes `check --strict` end with 1; an info
            changes nothing. `speckit check --rules` prints this list.

            """);
    for (LintRule rule : LintRule.every()) {
      out.append("## `").append(rule.id()).append("`\n\n");
      out.append(rule.severity().word()).append(rule.fixable() ? ", mended by `--fix`" : "");
      if (!rule.what().equals(rule.id())) {
        out.append(": ").append(rule.what());
      }
      out.append(".\n\n").append(rule.why()).append(' ').append(rule.remedy()).append("\n\n");
    }
    return out.toString().stripTrailing() + "\n";
  }
}
