package dev.speckit.cli;

import dev.speckit.command.Block;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import java.util.List;

/// Reports for people.
///
/// @param width cells of a line that tables are made to fit; [#UNBOUNDED] for programs and files
record ReportText(Paint paint, int width) {
  static final int UNBOUNDED = Integer.MAX_VALUE;

  /// Blocks with an empty line between them; each line ends with a line feed.
  String blocks(List<Block> blocks) {
    StringBuilder out = new StringBuilder();
    for (Block block : blocks) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      append(out, block);
    }
    return out.toString();
  }

  private void append(StringBuilder out, Block block) {
    // The two most frequent stay out of the switch, whose first use in a start is dear.
    if (block instanceof Block.Table table) {
      new TableText(paint, width).append(out, table);
      return;
    }
    if (block instanceof Block.Verbatim verbatim) {
      out.append(verbatim.text());
      return;
    }
    switch (block) {
      case Block.Facts facts -> appendFacts(out, facts);
      case Block.Table table -> new TableText(paint, width).append(out, table);
      case Block.Notes notes ->
          notes.lines().forEach(line -> TableText.appendLine(out, painted(line)));
      case Block.Diff diff -> diff.lines().forEach(line -> appendDiffLine(out, line));
      case Block.Verbatim verbatim -> out.append(verbatim.text());
    }
  }

  private void appendFacts(StringBuilder out, Block.Facts facts) {
    int widest = 0;
    for (Block.Facts.Fact fact : facts.facts()) {
      widest = Math.max(widest, Glyphs.width(Glyphs.safe(fact.label())));
    }
    for (Block.Facts.Fact fact : facts.facts()) {
      String label = padded(Glyphs.safe(fact.label()), widest, Tone.MUTED);
      TableText.appendLine(out, label + "  " + painted(fact.value()));
    }
  }

  private void appendDiffLine(StringBuilder out, String line) {
    Tone tone =
        line.startsWith("+")
            ? Tone.GOOD
            : line.startsWith("-") ? Tone.BAD : line.startsWith("@@") ? Tone.MUTED : Tone.PLAIN;
    TableText.appendLine(out, paint.paint(Glyphs.safe(line), tone));
  }

  private String painted(Block.Cell cell) {
    return paint.paint(Glyphs.safe(cell.text()), cell.tone());
  }

  private String padded(String safe, int width, Tone tone) {
    return paint.paint(safe, tone) + " ".repeat(width - Glyphs.width(safe));
  }

  /// What, where, what to do: three lines a problem, and what can be pasted in lines of its own.
  ///
  /// @param head `warning` or `speckit`
  String problem(String head, Tone tone, Problem problem) {
    StringBuilder out = new StringBuilder();
    TableText.appendLine(out, paint.paint(head + ":", tone) + " " + Glyphs.safe(problem.message()));
    if (problem.place() != null) {
      TableText.appendLine(out, "  where: " + Glyphs.safe(problem.place().toString()));
    }
    if (problem.remedy() != null) {
      List<String> lines = problem.remedy().lines().toList();
      TableText.appendLine(out, "  what to do: " + Glyphs.safe(lines.getFirst()));
      for (String line : lines.subList(1, lines.size())) {
        TableText.appendLine(out, "    " + Glyphs.safe(line));
      }
    }
    return out.toString();
  }
}
