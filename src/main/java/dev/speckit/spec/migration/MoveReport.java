package dev.speckit.spec.migration;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What a command that moves files says about it.
record MoveReport(TreeChange change) {
  private static final int NAMED_MAX = 20;

  /// @param data of the command, to which the outcome is added
  /// @param made rows for files that are new
  /// @param facts of the command
  /// @param notes lines at the end
  Report of(
      Json.Fields data,
      List<List<Block.Cell>> made,
      List<Block.Facts.Fact> facts,
      List<String> notes,
      Committing.Outcome outcome) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(moves(made));
    Json.Fields whole =
        data.with("changed", outcome.commit().isPresent())
            .withPresent("commit", outcome.commit().orElse(null));
    if (outcome.commit().isEmpty()) {
      blocks.add(new Block.Diff(outcome.diff().lines().toList()));
      blocks.add(Block.Notes.of("Nothing was changed: this was a dry run."));
      whole = whole.with("diff", outcome.diff());
    } else {
      blocks.add(facts(outcome.commit().get(), facts));
    }
    if (!notes.isEmpty()) {
      blocks.add(Block.Notes.of(notes.toArray(String[]::new)));
    }
    Report report = withLeft(Report.of(whole, blocks));
    report =
        warned(
            report,
            "small-file",
            "too small to take all links that it lacks without seeming a new file to git; speckit"
                + " check names what is missing",
            change.drafts().shortened());
    report =
        warned(
            report,
            "history-ends",
            "too little of it stays as it was: git log --follow ends at this move",
            outcome.unfollowed());
    return withHooks(withOldPaths(report), outcome.hooks());
  }

  private Block facts(String hash, List<Block.Facts.Fact> more) {
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact("commit", hash, Tone.STRONG));
    facts.add(Block.Facts.fact("files moved", "" + change.moves().moves().size()));
    facts.add(Block.Facts.fact("files with changed links", "" + change.relinked()));
    facts.addAll(more);
    facts.add(Block.Facts.fact("undo", "git revert " + hash));
    return new Block.Facts(facts);
  }

  private Report withOldPaths(Report report) {
    Report warned = report;
    for (PlainPaths.Old each : change.old().stream().limit(NAMED_MAX).toList()) {
      warned =
          warned.warning(
              Problem.of("old-path", "the path " + each.written() + " stays as it is written")
                  .at(each.place())
                  .remedy("it is " + each.now() + " from now on: write that, or a link"));
    }
    int more = change.old().size() - NAMED_MAX;
    return more <= 0
        ? warned
        : warned.warning(
            Problem.of("old-path", more + " more old paths stay as they are written")
                .remedy("--json names them all, as old_paths"));
  }

  private static Report withHooks(Report report, List<String> hooks) {
    return hooks.isEmpty()
        ? report
        : report.warning(
            Problem.of(
                    "hooks-passed-over",
                    "the commit is prepared beside your files, so that these hooks of the"
                        + " repository do not run: "
                        + String.join(", ", hooks))
                .remedy("run what they check by hand: git hook run " + hooks.getFirst()));
  }

  private Block moves(List<List<Block.Cell>> made) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    change
        .moves()
        .moves()
        .forEach((from, to) ->
            rows.add(List.of(Block.Cell.of(from.toString()), Block.Cell.of(to.toString()))));
    rows.addAll(made);
    return new Block.Table("", List.of("from", "to"), rows);
  }

  /// Adds what was not moved, and links that led nowhere before.
  Report withLeft(Report report) {
    Report warned = report;
    for (String each : change.left()) {
      warned = warned.warning(Problem.of("left-alone", "left where it is: " + each));
    }
    int dead = change.dead().size();
    for (LinkMoves.Dead each : change.dead().stream().limit(NAMED_MAX).toList()) {
      warned =
          warned.warning(
              Problem.of(
                      "dead-link", "the link " + each.target() + " stays as it was: " + each.why())
                  .at(each.place()));
    }
    return dead <= NAMED_MAX
        ? warned
        : warned.warning(
            Problem.of("dead-link", (dead - NAMED_MAX) + " more links led nowhere before, and stay")
                .remedy("speckit check names them"));
  }

  private static Report warned(Report report, String code, String message, Collection<Path> files) {
    Report warned = report;
    for (Path each : files) {
      warned = warned.warning(Problem.of(code, message).at(each.toString()));
    }
    return warned;
  }

  Json.Fields data() {
    List<Json> moves = new ArrayList<>();
    for (Map.Entry<Path, Path> each : change.moves().moves().entrySet()) {
      moves.add(
          Json.fields()
              .with("from", each.getKey().toString())
              .with("to", each.getValue().toString()));
    }
    return Json.fields()
        .with("moves", moves)
        .with("relinked", change.relinked())
        .with("retargeted", texts(List.copyOf(change.retargeted().keySet())))
        .with("old_paths", Json.texts(change.old().stream().map(MoveReport::shown).toList()))
        .with("left", Json.texts(change.left()))
        .with("dead_links", Json.texts(change.dead().stream().map(MoveReport::shown).toList()));
  }

  private static String shown(PlainPaths.Old old) {
    return old.place() + ": " + old.written() + " is " + old.now();
  }

  private static String shown(LinkMoves.Dead dead) {
    Place place = dead.place();
    return place + ": " + dead.target();
  }

  static Json texts(List<Path> paths) {
    return Json.texts(paths.stream().map(Path::toString).toList());
  }
}
