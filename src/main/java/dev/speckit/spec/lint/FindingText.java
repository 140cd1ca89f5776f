package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Tone;
import dev.speckit.spec.Finding;
import java.util.ArrayList;
import java.util.List;

/// Findings for people: one line that editors and terminals open at a click and `grep` finds, and
/// below it what to do.
final class FindingText {
  private FindingText() {}

  static List<Block> blocks(LintResult result) {
    List<Block.Cell> lines = new ArrayList<>(result.findings().size() * 2 + 2);
    for (Finding each : result.findings()) {
      lines.add(Block.Cell.of(line(each), tone(each.severity())));
      if (each.remedy() != null) {
        lines.add(Block.Cell.of("    " + each.remedy(), Tone.MUTED));
      }
    }
    if (!lines.isEmpty()) {
      lines.add(Block.Cell.of(""));
    }
    lines.add(Block.Cell.of(result.summary()));
    return List.of(new Block.Notes(lines));
  }

  static List<String> plain(LintResult result) {
    return blocks(result).stream()
        .flatMap(block -> ((Block.Notes) block).lines().stream())
        .map(Block.Cell::text)
        .toList();
  }

  private static String line(Finding finding) {
    String place =
        finding.place().file()
            + ":"
            + Math.max(1, finding.place().line())
            + ":"
            + Math.max(1, finding.place().column());
    return place
        + " "
        + finding.severity().word()
        + " "
        + finding.message()
        + " ("
        + finding.rule()
        + ")";
  }

  private static Tone tone(Finding.Severity severity) {
    return switch (severity) {
      case ERROR -> Tone.BAD;
      case WARNING -> Tone.WARNING;
      case INFO -> Tone.MUTED;
    };
  }
}
