package dev.speckit.pipeline.metrics;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.metrics.TrackRecord.Counts;
import dev.speckit.pipeline.metrics.TrackRecord.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// How agents fared, for people and programs.
final class TrackRecordReport {
  private TrackRecordReport() {}

  static Report of(TrackRecord record) {
    List<Fields> agents = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    record
        .agents()
        .forEach((agent, counts) -> {
          agents.add(json(agent, counts));
          rows.add(row(agent, counts));
        });
    Fields data = Json.fields().with("agents", agents);
    return rows.isEmpty()
        ? Report.of(data, Block.Notes.of("No verdict yet. `speckit run ID` makes some."))
        : Report.of(
            data,
            new Block.Table(
                "How agents fared",
                List.of(
                    "agent",
                    "answers",
                    "items supported",
                    "claims found",
                    "proposals taken",
                    "candidates taken"),
                rows));
  }

  private static List<Cell> row(String agent, Counts counts) {
    return List.of(
        Cell.of(agent, Tone.STRONG),
        Cell.of(Integer.toString(counts.answers())),
        Cell.of(text(counts.items())),
        Cell.of(text(counts.claims())),
        Cell.of(text(counts.proposals())),
        Cell.of(text(counts.candidates())));
  }

  /// `7 of 9, 78 %`; a share never stands without its cases.
  private static String text(Share share) {
    return share.of() == 0
        ? "n/a"
        : share.hits()
            + " of "
            + share.of()
            + share.share().map(value -> ", " + Math.round(value * 100) + " %").orElse(", n/a");
  }

  private static Fields json(String agent, Counts counts) {
    return Json.fields()
        .with("agent", agent)
        .with("answers", counts.answers())
        .with("items", json(counts.items()))
        .with("claims", json(counts.claims()))
        .with("proposals", json(counts.proposals()))
        .with("candidates", json(counts.candidates()));
  }

  private static Fields json(Share share) {
    return Json.fields()
        .with("hits", share.hits())
        .with("of", share.of())
        .withPresent(
            "share",
            share
                .share()
                .map(value -> BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP))
                .orElse(null));
  }
}
