package dev.speckit.evidence;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.evidence.AgeingPlan.Step;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `evidence` says.
final class EvidenceReports {
  private EvidenceReports() {}

  static Report stats(EvidenceLimits limits, Ledger ledger, @Nullable SpecId only) {
    List<EvidenceLimits.SpecSize> specs =
        limits.specs().stream().filter(each -> only == null || only.equals(each.spec())).toList();
    List<ArchiveRow> archives =
        ledger.archives().values().stream()
            .filter(each -> only == null || Integer.valueOf(only.number()).equals(each.spec()))
            .sorted(Comparator.comparing(ArchiveRow::archive))
            .toList();
    List<Block> blocks = new ArrayList<>();
    if (!specs.isEmpty()) {
      blocks.add(
          new Block.Table(
              "",
              List.of("spec", "files", "size", "level"),
              specs.stream().map(EvidenceReports::cells).toList()));
    }
    if (!archives.isEmpty()) {
      blocks.add(
          new Block.Table(
              "Archives",
              List.of("archive", "state", "files", "of", "size"),
              archives.stream().map(EvidenceReports::cells).toList()));
    }
    long kept = archives.stream().filter(ArchiveRow::isThere).mapToLong(ArchiveRow::bytes).sum();
    blocks.add(
        Block.Notes.of(
            Sizes.text(limits.bytes())
                + " of "
                + EvidenceLimits.TOTAL_MB
                + " MB in all, and "
                + Sizes.text(kept)
                + " in archives"));
    Json.Fields data =
        Json.fields()
            .with("specs", specs.stream().map(EvidenceReports::json).toList())
            .with("bytes", limits.bytes())
            .with(
                "large",
                limits.large().stream()
                    .map(
                        each -> Json.fields().with("path", each.path()).with("bytes", each.bytes()))
                    .toList())
            .with("archives", archives.stream().map(EvidenceReports::json).toList())
            .with("archive_bytes", kept);
    Report report = Report.of(data, blocks);
    for (Problem each : only == null ? limits.warnings() : limits.warnings(only)) {
      report = report.warning(each);
    }
    return report;
  }

  private static List<Cell> cells(EvidenceLimits.SpecSize size) {
    Tone tone =
        switch (size.level()) {
          case FINE -> Tone.PLAIN;
          case NOTICE, WARN -> Tone.WARNING;
          case STOP -> Tone.BAD;
        };
    SpecId spec = size.spec();
    return List.of(
        Cell.of(spec == null ? EvidencePlaces.NO_SPEC : spec.toString()),
        Cell.of("" + size.files()),
        Cell.of(Sizes.text(size.bytes())),
        Cell.of(size.level().word(), tone));
  }

  private static Json.Fields json(EvidenceLimits.SpecSize size) {
    SpecId spec = size.spec();
    return Json.fields()
        .withPresent("spec", spec == null ? null : spec.toString())
        .with("files", size.files())
        .with("bytes", size.bytes())
        .with("level", size.level().word());
  }

  private static List<Cell> cells(ArchiveRow row) {
    return List.of(
        Cell.of(Sizes.cut(row.archive())),
        Cell.of(row.state().word()),
        Cell.of("" + row.files()),
        Cell.of(Sizes.text(row.originalBytes())),
        Cell.of(Sizes.text(row.bytes())));
  }

  private static Json.Fields json(ArchiveRow row) {
    Integer spec = row.spec();
    return Json.fields()
        .with("archive", row.archive())
        .withPresent("spec", spec == null ? null : spec.toString())
        .with("path", row.location())
        .with("state", row.state().word())
        .with("files", row.files())
        .with("original_bytes", row.originalBytes())
        .with("bytes", row.bytes())
        .with("hash", row.sha256())
        .with("made_at", row.madeAt());
  }

  static Report verify(EvidenceCheck.Result result) {
    List<Block> blocks = new ArrayList<>();
    if (!result.wrong().isEmpty()) {
      blocks.add(
          new Block.Table(
              "",
              List.of("path", "state", "why"),
              result.wrong().stream()
                  .map(each ->
                      List.of(
                          Cell.of(Sizes.cut(each.path())),
                          Cell.of(each.state(), Tone.BAD),
                          Cell.of(each.why())))
                  .toList()));
    }
    blocks.add(
        Block.Notes.of(
            Sizes.counted(result.runs(), "run", "runs")
                + ", "
                + Sizes.counted(result.files(), "file", "files")
                + ", "
                + Sizes.counted(result.archives(), "archive", "archives")
                + ": "
                + Sizes.counted(result.wrong().size(), "difference", "differences")));
    Json.Fields data =
        Json.fields()
            .with("runs", result.runs())
            .with("files", result.files())
            .with("archives", result.archives())
            .with(
                "differences",
                result.wrong().stream()
                    .map(each ->
                        Json.fields()
                            .with("path", each.path())
                            .with("state", each.state())
                            .with("why", each.why()))
                    .toList());
    Report report = Report.of(data, blocks);
    List<Problem> problems = new ArrayList<>(result.errors());
    if (!result.wrong().isEmpty()) {
      problems.addFirst(
          Problem.of(
                  "evidence-differs",
                  result.wrong().size() == 1
                      ? "1 piece of evidence is not what was recorded"
                      : result.wrong().size() + " pieces of evidence are not what was recorded")
              .remedy(remedy(result)));
    }
    return problems.isEmpty()
        ? report
        : report.ending(
            result.wrong().isEmpty() ? ExitCode.ENVIRONMENT : ExitCode.BLOCKED,
            problems.toArray(Problem[]::new));
  }

  private static String remedy(EvidenceCheck.Result result) {
    boolean added = result.wrong().stream().allMatch(each -> each.state().equals("added"));
    return added
        ? "look where these files come from; remove them by hand when they are of no use"
        : "speckit evidence restore takes archived files out again";
  }

  static Report plan(AgeingPlan plan) {
    List<Block> blocks = new ArrayList<>(steps("", plan.steps()));
    blocks.addAll(exempt(plan));
    blocks.add(
        Block.Notes.of(
            plan.isEmpty()
                ? "There is nothing to do."
                : Sizes.counted(plan.steps().size(), "step", "steps") + "; nothing was changed."));
    return warned(Report.of(plan.json().with("dry_run", true), blocks), plan);
  }

  private static List<Block> steps(String title, List<Step> steps) {
    return steps.isEmpty()
        ? List.of()
        : List.of(
            new Block.Table(
                title,
                List.of("step", "what", "files", "size", "why"),
                steps.stream()
                    .map(each ->
                        List.of(
                            Cell.of(each.word()),
                            Cell.of(Sizes.cut(each.what())),
                            Cell.of("" + each.fileCount()),
                            Cell.of(Sizes.text(each.bytes())),
                            Cell.of(each.why())))
                    .toList()));
  }

  private static List<Block> exempt(AgeingPlan plan) {
    return plan.exempt().isEmpty()
        ? List.of()
        : List.of(
            new Block.Table(
                "Left alone",
                List.of("what", "why"),
                plan.exempt().stream()
                    .map(each -> List.of(Cell.of(Sizes.cut(each.what())), Cell.of(each.why())))
                    .toList()));
  }

  private static Report warned(Report report, AgeingPlan plan) {
    Report warned = report;
    for (Problem each : plan.warnings()) {
      warned = warned.warning(each);
    }
    return warned;
  }

  static Report result(AgeingPlan plan, AgeingResult result) {
    List<Block> blocks = new ArrayList<>(steps("", result.done()));
    if (!result.left().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Not done",
              List.of("step", "what", "why"),
              result.left().stream()
                  .map(each ->
                      List.of(
                          Cell.of(each.step().word()),
                          Cell.of(Sizes.cut(each.step().what())),
                          Cell.of(each.why(), Tone.WARNING)))
                  .toList()));
    }
    blocks.addAll(exempt(plan));
    blocks.add(
        Block.Notes.of(
            plan.isEmpty()
                ? "There is nothing to do."
                : Sizes.counted(result.done().size(), "step", "steps")
                    + " done, "
                    + Sizes.text(Math.max(0, result.bytesFreed()))
                    + " freed"));
    Json.Fields data = new Json.Fields(plan.json().values()).with("dry_run", false);
    for (var field : result.json().values().entrySet()) {
      data = data.with(field.getKey(), field.getValue());
    }
    Report report = warned(Report.of(data, blocks), plan);
    return result.errors().isEmpty()
        ? report
        : report.ending(ExitCode.ENVIRONMENT, result.errors().toArray(Problem[]::new));
  }

  /// @param inPlace whether the files are back in the workspace
  static Report restored(List<Restoring.Outcome> outcomes, Path to, boolean inPlace) {
    List<Json.Fields> restored = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Restoring.Outcome each : outcomes) {
      switch (each) {
        case Restoring.Outcome.Restored done -> {
          String archive = done.manifest().name().toString();
          rows.add(
              List.of(
                  Cell.of(archive),
                  Cell.of("" + done.written()),
                  Cell.of("" + done.same()),
                  Cell.of(Sizes.text(done.manifest().bytes()))));
          restored.add(
              Json.fields()
                  .with("archive", archive)
                  .with("written", done.written())
                  .with("same", done.same())
                  .with("bytes", done.manifest().bytes()));
        }
        case Restoring.Outcome.InTheWay way ->
            way.paths()
                .forEach(path ->
                    problems.add(
                        Problem.of(
                                "restore-in-the-way",
                                "another file stands where archive "
                                    + way.manifest().name()
                                    + " has one; nothing of it was restored")
                            .at(path)
                            .remedy("move it away, or name another folder with --to")));
      }
    }
    List<Block> blocks = new ArrayList<>();
    if (!rows.isEmpty()) {
      blocks.add(new Block.Table("", List.of("archive", "written", "there already", "size"), rows));
      blocks.add(
          Block.Notes.of(
              "Restored to " + to,
              inPlace
                  ? "They count as used now: their age begins anew."
                  : "Nothing in the workspace was changed."));
    }
    Report report =
        Report.of(Json.fields().with("to", to.toString()).with("restored", restored), blocks);
    return problems.isEmpty()
        ? report
        : report.ending(ExitCode.BLOCKED, problems.toArray(Problem[]::new));
  }
}
