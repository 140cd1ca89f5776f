package dev.speckit.upkeep;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Tone;
import dev.speckit.evidence.AgeingPlan;
import dev.speckit.evidence.AgeingResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// A plan and a result as people read them.
final class UpkeepText {
  /// More would scroll away what stands above; `--json` has all.
  private static final int LISTED_MAX = 20;

  private UpkeepText() {}

  static List<Block> plan(UpkeepPlan plan) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(steps("Would be done with evidence", plan.evidence().steps()));
    if (!plan.evidence().exempt().isEmpty()) {
      blocks.add(exempt(plan.evidence().exempt()));
    }
    if (!plan.runs().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Rows that would go",
              List.of("run", "spec", "last heard of"),
              plan.runs().stream()
                  .limit(LISTED_MAX)
                  .map(run ->
                      List.of(
                          Cell.of(run.run()),
                          Cell.of(Integer.toString(run.spec())),
                          Cell.of(Upkeep.day(run.at()).toString())))
                  .toList()));
    }
    blocks.add(
        new Block.Facts(
            List.of(
                Block.Facts.fact("runs to remove", counted(plan.runs().size())),
                Block.Facts.fact("samples to remove", Long.toString(plan.samples())),
                Block.Facts.fact("free in the store now", bytes(plan.figures().freeBytes())),
                Block.Facts.fact("check of the store", plan.checkDue() ? "due" : "not due"))));
    blocks.add(Block.Notes.of("Nothing was changed."));
    return blocks;
  }

  private static String counted(int runs) {
    return runs > LISTED_MAX ? runs + ", the first " + LISTED_MAX + " above" : "" + runs;
  }

  private static Block steps(String title, List<AgeingPlan.Step> steps) {
    if (steps.isEmpty()) {
      return Block.Notes.of("No evidence is old enough to be archived or removed.");
    }
    List<List<Cell>> rows =
        steps.stream()
            .limit(LISTED_MAX)
            .map(step ->
                List.of(
                    Cell.of(step.word()),
                    Cell.of(step.what()),
                    Cell.of(bytes(step.bytes())),
                    Cell.of(step.why())))
            .toList();
    String more = steps.size() > LISTED_MAX ? ", the first of " + steps.size() : "";
    return new Block.Table(title + more, List.of("step", "what", "size", "why"), rows);
  }

  private static Block exempt(List<AgeingPlan.Exempt> exempt) {
    String more = exempt.size() > LISTED_MAX ? ", the first of " + exempt.size() : "";
    return new Block.Table(
        "Old, but kept" + more,
        List.of("what", "why"),
        exempt.stream()
            .limit(LISTED_MAX)
            .map(each -> List.of(Cell.of(each.what()), Cell.of(each.why())))
            .toList());
  }

  static List<Block> result(UpkeepResult result) {
    List<Block> blocks = new ArrayList<>();
    if (!result.evidence().done().isEmpty()) {
      blocks.add(steps("Done with evidence", result.evidence().done()));
    }
    if (!result.evidence().left().isEmpty()) {
      blocks.add(left(result.evidence().left()));
    }
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(
        Block.Facts.fact(
            "evidence",
            count(result.evidence().done().size(), "step")
                + ", "
                + bytes(result.evidence().bytesFreed())
                + " freed"
                + left(result.evidence().left().size())));
    facts.add(
        Block.Facts.fact(
            "rows",
            count(result.runs(), "run")
                + " and "
                + count(result.samples(), "sample")
                + " removed"
                + left(result.runsLeft())));
    facts.add(
        Block.Facts.fact(
            "store",
            bytes(result.vacuumed().bytesBefore())
                + " before, "
                + bytes(result.after().bytes())
                + " after; free pages "
                + result.vacuumed().freeBefore()
                + " before, "
                + result.after().freePages()
                + " after"));
    if (result.isChecked()) {
      facts.add(Block.Facts.fact("check of the store", "whole", Tone.GOOD));
    }
    if (result.plan().missedDays() > 0) {
      facts.add(
          Block.Facts.fact(
              "missed days", result.plan().missedDays() + ", caught up with this one"));
    }
    WorkChanges changes = result.changes();
    if (changes.sessions() > 0 || !changes.delivered().isEmpty()) {
      facts.add(
          Block.Facts.fact(
              "since the last upkeep",
              changes.sessions()
                  + " work sessions begun, "
                  + changes.delivered().size()
                  + " files delivered"));
    }
    if (!changes.gone().isEmpty()) {
      facts.add(
          Block.Facts.fact("deliverables gone", String.join(", ", changes.gone()), Tone.WARNING));
    }
    blocks.add(new Block.Facts(facts));
    return blocks;
  }

  private static Block left(List<AgeingResult.Left> left) {
    String more = left.size() > LISTED_MAX ? ", the first of " + left.size() : "";
    return new Block.Table(
        "Left for the next time" + more,
        List.of("step", "what", "why"),
        left.stream()
            .limit(LISTED_MAX)
            .map(each ->
                List.of(
                    Cell.of(each.step().word()), Cell.of(each.step().what()), Cell.of(each.why())))
            .toList());
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static String left(long count) {
    return count == 0 ? "" : ", " + count + " left for the next time";
  }

  /// Such as `12 B`, `3.4 KiB`, `25.0 MiB`.
  static String bytes(long bytes) {
    if (bytes < 0) {
      return "-" + bytes(-bytes);
    }
    if (bytes < 1L << 10) {
      return bytes + " B";
    }
    boolean large = bytes >= 1L << 20;
    return BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(large ? 1L << 20 : 1L << 10), 1, RoundingMode.HALF_UP)
            .toPlainString()
        + (large ? " MiB" : " KiB");
  }
}
