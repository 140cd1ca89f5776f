package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Tone;
import dev.speckit.spec.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Findings for people: one line that editors and terminals open at a click and `grep` finds, and
/// below it what to do.
///
/// Advice comes by the thousand in a large tree and would hide what has to be mended: beyond a
/// screen of it, it is counted.
final class FindingText {
  private static final int ADVICE_MAX = 20;

  private FindingText() {}

  /// @param all whether advice is shown however much there is
  static List<Block> blocks(LintResult result, boolean all) {
    boolean counted = !all && result.count(Finding.Severity.INFO) > ADVICE_MAX;
    List<Block.Cell> lines = new ArrayList<>();
    for (Finding each : result.findings()) {
      if (counted && each.severity() == Finding.Severity.INFO) {
        continue;
      }
      lines.add(Block.Cell.of(line(each), tone(each.severity())));
      if (each.remedy() != null) {
        lines.add(Block.Cell.of("    " + each.remedy(), Tone.MUTED));
      }
    }
    if (counted) {
      lines.addAll(counts(result));
    }
    if (!lines.isEmpty()) {
      lines.add(Block.Cell.of(""));
    }
    lines.add(Block.Cell.of(result.summary()));
    return List.of(new Block.Notes(lines));
  }

  /// A line for each rule, with what the first place is told.
  private static List<Block.Cell> counts(LintResult result) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, Finding> firsts = new HashMap<>();
    for (Finding each : result.findings()) {
      if (each.severity() == Finding.Severity.INFO) {
        counts.merge(each.rule(), 1, Integer::sum);
        firsts.putIfAbsent(each.rule(), each);
      }
    }
    List<Block.Cell> lines = new ArrayList<>();
    counts.forEach((rule, count) -> {
      Finding first = Objects.requireNonNull(firsts.get(rule));
      String more = count == 1 ? "" : " and " + (count - 1) + " more of " + rule;
      lines.add(Block.Cell.of(line(first) + more, Tone.MUTED));
    });
    lines.add(Block.Cell.of("    speckit check --all shows all of this advice", Tone.MUTED));
    return lines;
  }

  static List<String> plain(LintResult result) {
    return blocks(result, true).stream()
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
