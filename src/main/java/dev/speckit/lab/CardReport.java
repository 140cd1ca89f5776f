package dev.speckit.lab;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a card says, for people and programs.
record CardReport(List<CardProgram> programs, List<CardCell> cells) {
  private static final List<String> COLUMNS =
      List.of("scenario", "expected", "seen", "exit", "requests", "seconds", "left", "");

  CardReport {
    programs = List.copyOf(programs);
    cells = List.copyOf(cells);
  }

  List<CardCell> differences() {
    return cells.stream().filter(cell -> !cell.isAsExpected()).toList();
  }

  Report report() {
    List<Block> blocks = new ArrayList<>();
    List<Json.Fields> agents = new ArrayList<>();
    for (CardProgram program : programs) {
      List<CardCell> own =
          cells.stream().filter(cell -> cell.kind().equals(program.adapter().kind())).toList();
      blocks.add(head(program));
      if (program.isInstalled()) {
        blocks.add(table(own));
        blocks.add(reasons(own));
      }
      agents.add(json(program, own));
    }
    int differences = differences().size();
    blocks.add(verdict(differences));
    Json.Fields data = Json.fields().with("agents", agents).with("differences", differences);
    Report report = Report.of(data, blocks);
    return differences == 0
        ? report
        : report.ending(
            ExitCode.BLOCKED,
            programs.stream()
                .flatMap(program -> problem(program).stream())
                .toArray(Problem[]::new));
  }

  private static Block head(CardProgram program) {
    List<Block.Facts.Fact> facts = new ArrayList<>();
    Path path = program.program();
    if (path == null) {
      facts.add(
          Block.Facts.fact(
              program.adapter().kind(),
              "absent; to install: " + program.adapter().installation(),
              Tone.MUTED));
      return new Block.Facts(facts);
    }
    String version = program.version();
    facts.add(
        Block.Facts.fact(
            program.adapter().kind(),
            version == null ? "of an unknown version" : version,
            Tone.STRONG));
    facts.add(Block.Facts.fact("program", path.toString()));
    facts.add(Block.Facts.fact("started as", String.join(" ", program.launch())));
    return new Block.Facts(facts);
  }

  private static Block reasons(List<CardCell> cells) {
    return new Block.Notes(
        cells.stream()
            .flatMap(cell ->
                Expected.of(cell.kind()).reason(cell.script().scenario()).stream()
                    .map(reason -> cell.script().word() + ": " + reason))
            .map(Cell::of)
            .toList());
  }

  private static Block table(List<CardCell> cells) {
    return new Block.Table("", COLUMNS, cells.stream().map(CardReport::row).toList());
  }

  private static List<Cell> row(CardCell cell) {
    Integer exit = cell.result().exitCode();
    return List.of(
        Cell.of(cell.script().word()),
        Cell.of(String.join(" or ", cell.expected())),
        Cell.of(cell.result().outcome().word(), cell.isAsExpected() ? Tone.PLAIN : Tone.BAD),
        Cell.of(exit == null ? "" : exit.toString()),
        Cell.of(Long.toString(cell.requests())),
        Cell.of(String.format(Locale.ROOT, "%.1f", cell.result().totalMillis() / 1000.0)),
        Cell.of(Integer.toString(cell.left()), cell.left() == 0 ? Tone.PLAIN : Tone.BAD),
        cell.isAsExpected() ? Cell.of("as expected", Tone.GOOD) : Cell.of("differs", Tone.BAD));
  }

  private static Block verdict(int differences) {
    return new Block.Notes(
        List.of(
            differences == 0
                ? Cell.of("Everything came out as expected.", Tone.GOOD)
                : Cell.of(differences + " came out differently than expected.", Tone.BAD)));
  }

  /// The first difference tells most: they are many when a program was not understood at all.
  private Optional<Problem> problem(CardProgram program) {
    List<CardCell> own =
        differences().stream()
            .filter(cell -> cell.kind().equals(program.adapter().kind()))
            .toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    CardCell first = own.getFirst();
    String left = first.left() == 0 ? "" : ", left " + first.left() + " processes";
    return Optional.of(
        Problem.of(
                "card-differs",
                "%s differs in %d, first in %s: %s%s; %s"
                    .formatted(
                        first.kind(),
                        own.size(),
                        first.script().word(),
                        first.result().outcome().word(),
                        left,
                        first.result().reason()))
            .at(first.result().folder().toString())
            .remedy("look at the raw output there; a newer program may need a newer speckit"));
  }

  private static Json.Fields json(CardProgram program, List<CardCell> cells) {
    Path path = program.program();
    Json.Fields head =
        Json.fields().with("agent", program.adapter().kind()).with("state", state(program, cells));
    if (path == null) {
      return head;
    }
    return head.with("program", path.toString())
        .withPresent("version", program.version())
        .with("command", Json.texts(program.command()))
        .with("environment", Json.texts(program.environment()))
        .with("scenarios", cells.stream().map(CardCell::json).toList());
  }

  private static String state(CardProgram program, List<CardCell> cells) {
    if (!program.isInstalled()) {
      return "absent";
    }
    return cells.stream().allMatch(CardCell::isAsExpected) ? "as expected" : "differs";
  }
}
