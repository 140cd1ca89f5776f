package dev.speckit.spec.migration;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `migrate`: the old layout of specs becomes the new one, in one commit.
public final class MigrateCommand implements Command {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final int NAMED_MAX = 20;

  private final Host host;

  public MigrateCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("migrate", "Move specs from the old layout to the new one")
        .description(
            """
            Moves specs/1001-feature-storage/1001-feature-storage.spec.md and what lies beside it \
            to specs/1000/1001/, rewrites the links of the whole repository, and makes contexts \
            for completed specs from git's history. All of it is one commit: git revert undoes \
            it. Refuses while anything is not committed. Lists all obstacles at once and then \
            changes nothing.\
            """)
        .parameters(
            Parameter.flag("dry-run", "Show the moves and a diff, change nothing"),
            Parameter.flag("no-contexts", "Make no contexts for completed specs"),
            Parameter.flag("make-epics", "Make the epics that specs need and nobody wrote"))
        .example("migrate --dry-run", "Shows what would move.")
        .example("migrate", "Does it, as one commit.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Repository repository = Repository.open(host);
    String now = MINUTE.format(host.clock().instant().atZone(ZoneId.systemDefault()));
    Migration.Wish wish =
        new Migration.Wish(
            !call.arguments().has("no-contexts"), call.arguments().has("make-epics"), now);
    Migration.Plan plan = Migration.of(repository, wish);
    if (plan.isEmpty()) {
      return withLeft(
          Report.of(data(plan).with("changed", false), Block.Notes.of("There is nothing to do.")),
          plan);
    }
    Committing committing = new Committing(repository, plan);
    boolean dry = call.arguments().has("dry-run");
    Committing.Outcome outcome = dry ? committing.dryRun() : committing.commit(message(plan));
    return report(plan, outcome);
  }

  private static Report report(Migration.Plan plan, Committing.Outcome outcome) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(moves(plan));
    Json.Fields data =
        data(plan)
            .with("changed", outcome.commit().isPresent())
            .withPresent("commit", outcome.commit().orElse(null));
    if (outcome.commit().isEmpty()) {
      blocks.add(new Block.Diff(outcome.diff().lines().toList()));
      blocks.add(Block.Notes.of("Nothing was changed: this was a dry run."));
      data = data.with("diff", outcome.diff());
    } else {
      String hash = outcome.commit().get();
      blocks.add(
          new Block.Facts(
              List.of(
                  Block.Facts.fact("commit", hash, Tone.STRONG),
                  Block.Facts.fact("files moved", "" + plan.moves().moves().size()),
                  Block.Facts.fact("files with changed links", "" + plan.relinked()),
                  Block.Facts.fact("contexts made", "" + plan.contexts().size()),
                  Block.Facts.fact("undo", "git revert " + hash))));
    }
    Report report = withLeft(Report.of(data, blocks), plan);
    report =
        warned(
            report,
            "small-file",
            "too small to take all links that it lacks without seeming a new file to git; speckit"
                + " check names what is missing",
            plan.drafts().shortened());
    report =
        warned(
            report,
            "history-ends",
            "too little of it stays as it was: git log --follow ends at this move",
            outcome.unfollowed());
    return withHooks(withOldPaths(report, plan), outcome.hooks());
  }

  private static Report withOldPaths(Report report, Migration.Plan plan) {
    Report warned = report;
    for (PlainPaths.Old each : plan.old().stream().limit(NAMED_MAX).toList()) {
      warned =
          warned.warning(
              Problem.of("old-path", "the path " + each.written() + " stays as it is written")
                  .at(each.place())
                  .remedy("it is " + each.now() + " from now on: write that, or a link"));
    }
    int more = plan.old().size() - NAMED_MAX;
    return more <= 0
        ? warned
        : warned.warning(
            Problem.of("old-path", more + " more paths of the old layout stay as they are written")
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

  private static Block moves(Migration.Plan plan) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    plan.moves()
        .moves()
        .forEach((from, to) ->
            rows.add(List.of(Block.Cell.of(from.toString()), Block.Cell.of(to.toString()))));
    plan.epics()
        .forEach(each -> rows.add(List.of(Block.Cell.of("(new)"), Block.Cell.of(each.toString()))));
    plan.contexts()
        .forEach(each ->
            rows.add(List.of(Block.Cell.of("(from history)"), Block.Cell.of(each.toString()))));
    return new Block.Table("", List.of("from", "to"), rows);
  }

  private static Report withLeft(Report report, Migration.Plan plan) {
    Report warned = report;
    for (String each : plan.left()) {
      warned = warned.warning(Problem.of("left-alone", "left where it is: " + each));
    }
    int dead = plan.dead().size();
    for (LinkMoves.Dead each : plan.dead().stream().limit(NAMED_MAX).toList()) {
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

  private static Json.Fields data(Migration.Plan plan) {
    List<Json> moves = new ArrayList<>();
    for (Map.Entry<Path, Path> each : plan.moves().moves().entrySet()) {
      moves.add(
          Json.fields()
              .with("from", each.getKey().toString())
              .with("to", each.getValue().toString()));
    }
    return Json.fields()
        .with("moves", moves)
        .with("relinked", plan.relinked())
        .with("contexts", texts(plan.contexts()))
        .with("epics", texts(plan.epics()))
        .with("retargeted", texts(List.copyOf(plan.retargeted().keySet())))
        .with("old_paths", Json.texts(plan.old().stream().map(MigrateCommand::shown).toList()))
        .with("left", Json.texts(plan.left()))
        .with("dead_links", Json.texts(plan.dead().stream().map(Migration::shown).toList()));
  }

  private static String shown(PlainPaths.Old old) {
    return old.place() + ": " + old.written() + " is " + old.now();
  }

  private static Json texts(List<Path> paths) {
    return Json.texts(paths.stream().map(Path::toString).toList());
  }

  private static String message(Migration.Plan plan) {
    StringBuilder out = new StringBuilder("Move specs to the new layout\n\n");
    out.append(plan.moves().moves().size())
        .append(" files moved, links changed in ")
        .append(plan.relinked())
        .append(" files, ")
        .append(plan.contexts().size())
        .append(
            " contexts made from the history.\n"
                + "Undo with git revert and the hash of this commit.\n");
    plan.moves()
        .folders()
        .forEach((from, to) -> out.append("\n- ").append(from).append(" -> ").append(to));
    return out.append('\n').toString();
  }
}
