package dev.speckit.pipeline.explain;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.AgreementBlocks;
import dev.speckit.run.ConsensusTable;
import dev.speckit.run.VerdictTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Verdicts as people and programs read them.
final class ConsensusReport {
  /// A terminal page of an imported text; the rest is in `--json`.
  private static final int LINES_SHOWN_MAX = 60;

  private ConsensusReport() {}

  static Report none(String spec) {
    return Report.of(
        Json.fields().with("spec", spec).with("verdicts", List.of()),
        Block.Notes.of("No verdict yet. `speckit run " + spec + "` asks the agents."));
  }

  static Report history(String spec, List<PastVerdict> verdicts) {
    return Report.of(
        () -> data(spec, verdicts.stream().map(PastVerdict::line).toList()),
        List.of(list(verdicts)));
  }

  /// @param whole whether everything of them is wanted
  static Report latest(String spec, List<PastVerdict> verdicts, boolean whole) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(overview(verdicts));
    if (verdicts.stream().anyMatch(PastVerdict.Own.class::isInstance)) {
      blocks.add(agents(verdicts));
    }
    for (PastVerdict verdict : verdicts) {
      switch (verdict) {
        case PastVerdict.Own own -> addOwn(blocks, own, whole);
        case PastVerdict.Imported imported -> addImported(blocks, imported, whole);
      }
    }
    Report report =
        Report.of(
            () ->
                data(
                    spec,
                    verdicts.stream().map(each -> whole ? whole(each) : each.json()).toList()),
            blocks);
    for (PastVerdict verdict : verdicts) {
      report = said(report, verdict);
    }
    return report;
  }

  private static Fields data(String spec, List<Fields> verdicts) {
    return Json.fields().with("spec", spec).with("verdicts", verdicts);
  }

  private static Fields whole(PastVerdict verdict) {
    return switch (verdict) {
      case PastVerdict.Own own -> own.json().with("content", own.content());
      case PastVerdict.Imported imported -> imported.whole();
    };
  }

  /// Degraded is said aloud.
  private static Report said(Report report, PastVerdict verdict) {
    return verdict instanceof PastVerdict.Own own && !own.missing().isEmpty()
        ? report.warning(
            Problem.of(
                    own.row().status(),
                    own.part()
                        + ": "
                        + own.row().responders()
                        + " of "
                        + own.row().roster()
                        + " agents answered; missing: "
                        + String.join(", ", own.missing()))
                .remedy("`speckit show " + own.row().run() + "` says why"))
        : report;
  }

  /// Of each what stands in its row of the store; what it says was not read.
  private static Block list(List<PastVerdict> verdicts) {
    List<List<Cell>> rows = new ArrayList<>();
    for (PastVerdict verdict : verdicts) {
      rows.add(
          switch (verdict) {
            case PastVerdict.Own own ->
                List.of(
                    Cell.of(own.part(), Tone.STRONG),
                    Cell.of(own.row().status(), tone(own.row().status())),
                    Cell.of(own.agreement()),
                    Cell.of(Long.toString(own.row().need())),
                    Cell.of(time(own.at())),
                    Cell.of(own.row().run()));
            case PastVerdict.Imported imported ->
                List.of(
                    Cell.of(imported.part(), Tone.STRONG),
                    Cell.of(imported.status()),
                    Cell.of(
                        imported.row().answers()
                            + (imported.row().answers() == 1 ? " answer" : " answers")),
                    Cell.of(""),
                    Cell.of(time(imported.at())),
                    Cell.of("imported (" + imported.row().spec() + ")", Tone.MUTED));
          });
    }
    return new Block.Table(
        "", List.of("stage", "status", "agreement", "need", "when", "run"), rows);
  }

  private static Block overview(List<PastVerdict> verdicts) {
    List<List<Cell>> rows = new ArrayList<>();
    for (PastVerdict verdict : verdicts) {
      rows.add(
          switch (verdict) {
            case PastVerdict.Own own ->
                List.of(
                    Cell.of(own.part(), Tone.STRONG),
                    Cell.of(own.row().status(), tone(own.row().status())),
                    Cell.of(own.agreement()),
                    Cell.of(Long.toString(own.row().need())),
                    Cell.of(Integer.toString(own.agreed().size())),
                    Cell.of(Integer.toString(own.dissent().size())),
                    Cell.of(time(own.at())),
                    Cell.of(own.row().run()));
            case PastVerdict.Imported imported ->
                List.of(
                    Cell.of(imported.part(), Tone.STRONG),
                    Cell.of(imported.status()),
                    Cell.of(""),
                    Cell.of(""),
                    Cell.of(""),
                    Cell.of(""),
                    Cell.of(time(imported.at())),
                    Cell.of("imported (" + imported.row().spec() + ")", Tone.MUTED));
          });
    }
    return new Block.Table(
        "",
        List.of("stage", "status", "agreement", "need", "agreed", "dissent", "when", "run"),
        rows);
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "not known" : Json.timestamp(at);
  }

  private static Tone tone(String status) {
    return switch (status) {
      case "full" -> Tone.GOOD;
      case "degraded" -> Tone.WARNING;
      default -> Tone.BAD;
    };
  }

  private static Block agents(List<PastVerdict> verdicts) {
    List<List<Cell>> rows = new ArrayList<>();
    for (PastVerdict verdict : verdicts) {
      if (verdict instanceof PastVerdict.Own own) {
        own.agents()
            .forEach((agent, tried) -> {
              ConsensusTable.AttemptRow last = PastVerdict.Own.decisive(tried);
              String outcome = last.outcome() == null ? "running" : last.outcome();
              rows.add(
                  List.of(
                      Cell.of(own.part()),
                      Cell.of(agent),
                      Cell.of(outcome, last.counted() ? Tone.GOOD : Tone.BAD),
                      Cell.of(Integer.toString(tried.size())),
                      Cell.of(AgreementBlocks.time(last.startedAt(), last.endedAt())),
                      Cell.of(AgreementBlocks.shown(why(last)))));
            });
      }
    }
    return new Block.Table(
        "Who answered", List.of("asked for", "agent", "outcome", "attempts", "time", "why"), rows);
  }

  /// Of an answer only what is said besides that it is one.
  private static String why(ConsensusTable.AttemptRow last) {
    String reason = last.reason() == null ? "" : last.reason();
    return last.counted() ? AgreementBlocks.beside(reason) : reason;
  }

  private static void addOwn(List<Block> blocks, PastVerdict.Own own, boolean whole) {
    StageVerdict stage = new StageVerdict(own.content());
    if (stage.hasItems()) {
      addItems(blocks, "Agreed: " + own.part(), own.agreed(), Tone.GOOD);
      addItems(blocks, "Dissent: " + own.part(), own.dissent(), Tone.WARNING);
    }
    blocks.addAll(stage.blocks(own.part()));
    if (whole) {
      addItems(blocks, "Risks: " + own.part(), titled(own.content().objects("risks")), Tone.PLAIN);
      addItems(
          blocks,
          "Asked by agents: " + own.part(),
          titled(own.content().objects("questions")),
          Tone.PLAIN);
    }
    List<Cell> lines = new ArrayList<>();
    if (!own.notCovered().isEmpty()) {
      lines.add(
          Cell.of(
              own.part() + " does not cover " + String.join(", ", own.notCovered()), Tone.WARNING));
    }
    for (VerdictTable.QuestionRow question : own.questions()) {
      lines.add(
          Cell.of(
              own.part()
                  + " asks ("
                  + question.state()
                  + ", "
                  + question.question()
                  + "): "
                  + AgreementBlocks.shown(question.content().text("text").orElse(""))));
    }
    if (!lines.isEmpty()) {
      blocks.add(new Block.Notes(lines));
    }
  }

  private static List<Fields> titled(List<Fields> texts) {
    return texts.stream().map(each -> each.with("title", each.text("text").orElse(""))).toList();
  }

  private static void addItems(List<Block> blocks, String title, List<Fields> items, Tone tone) {
    if (!items.isEmpty()) {
      blocks.add(AgreementBlocks.items(title, items, tone));
    }
  }

  private static void addImported(
      List<Block> blocks, PastVerdict.Imported imported, boolean whole) {
    if (!whole) {
      return;
    }
    if (!imported.replies().isEmpty()) {
      blocks.add(replies(imported));
    }
    String content = imported.row().content();
    if (content == null) {
      return;
    }
    List<Cell> lines = new ArrayList<>();
    lines.add(Cell.of("Imported: " + imported.part(), Tone.STRONG));
    content.lines().limit(LINES_SHOWN_MAX).forEach(line -> lines.add(Cell.of(line)));
    if (content.lines().count() > LINES_SHOWN_MAX) {
      lines.add(Cell.of("… the rest with `--json`", Tone.MUTED));
    }
    blocks.add(new Block.Notes(lines));
  }

  private static Block replies(PastVerdict.Imported imported) {
    List<List<Cell>> rows = new ArrayList<>();
    imported.replies().stream()
        .limit(LINES_SHOWN_MAX)
        .forEach(reply -> {
          String said = reply.content() == null ? reply.reason() : reply.content();
          rows.add(
              List.of(
                  Cell.of(reply.agent(), Tone.STRONG),
                  Cell.of(reply.model() == null ? "" : reply.model()),
                  Cell.of(time(reply.at())),
                  Cell.of(
                      said == null
                          ? ""
                          : AgreementBlocks.shown(
                              said.lines().filter(line -> !line.isBlank()).findFirst().orElse("")),
                      reply.content() == null ? Tone.MUTED : Tone.PLAIN)));
        });
    return new Block.Table(
        "Imported answers: " + imported.part() + " (" + imported.replies().size() + ")",
        List.of("agent", "model", "when", "first line"),
        rows);
  }
}
