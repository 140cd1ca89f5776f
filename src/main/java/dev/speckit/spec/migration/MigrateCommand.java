package dev.speckit.spec.migration;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `migrate`: the old layout of specs becomes the new one, in one commit.
public final class MigrateCommand implements Command {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

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
    if (plan.change().isEmpty()) {
      return new MoveReport(plan.change())
          .withLeft(
              Report.of(
                  data(plan).with("changed", false), Block.Notes.of("There is nothing to do.")));
    }
    Committing committing = new Committing(repository, plan.change());
    boolean dry = call.arguments().has("dry-run");
    Committing.Outcome outcome = dry ? committing.dryRun() : committing.commit(message(plan));
    return report(plan, outcome);
  }

  private static Report report(Migration.Plan plan, Committing.Outcome outcome) {
    List<Block.Facts.Fact> facts =
        List.of(Block.Facts.fact("contexts made", "" + plan.contexts().size()));
    return new MoveReport(plan.change()).of(data(plan), made(plan), facts, List.of(), outcome);
  }

  private static List<List<Block.Cell>> made(Migration.Plan plan) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    plan.epics()
        .forEach(each -> rows.add(List.of(Block.Cell.of("(new)"), Block.Cell.of(each.toString()))));
    plan.contexts()
        .forEach(each ->
            rows.add(List.of(Block.Cell.of("(from history)"), Block.Cell.of(each.toString()))));
    return rows;
  }

  private static Json.Fields data(Migration.Plan plan) {
    return new MoveReport(plan.change())
        .data()
        .with("contexts", MoveReport.texts(plan.contexts()))
        .with("epics", MoveReport.texts(plan.epics()));
  }

  private static String message(Migration.Plan plan) {
    StringBuilder out = new StringBuilder("Move specs to the new layout\n\n");
    out.append(plan.change().moves().moves().size())
        .append(" files moved, links changed in ")
        .append(plan.change().relinked())
        .append(" files, ")
        .append(plan.contexts().size())
        .append(
            " contexts made from the history.\n"
                + "Undo with git revert and the hash of this commit.\n");
    plan.change()
        .moves()
        .folders()
        .forEach((from, to) -> out.append("\n- ").append(from).append(" -> ").append(to));
    return out.append('\n').toString();
  }
}
