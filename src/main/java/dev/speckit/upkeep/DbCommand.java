package dev.speckit.upkeep;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import java.util.List;
import java.util.TreeSet;

/// `db stats|check|vacuum|backup|restore|migrate|import`: the file of the store.
public final class DbCommand implements Command {
  /// In the order in which help names them.
  private static final List<DbAction> ACTIONS =
      List.of(
          new DbStats(),
          new DbCheck(),
          new DbVacuum(),
          new DbBackup(),
          new DbRestore(),
          new DbMigrate(),
          new DbImport());

  private final Host host;

  public DbCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("db", "Measure, check, shrink, back up or restore the store")
        .description(
            "`stats` says what the store takes and holds. `check` looks for damage and ends with 3"
                + " when there is some. `vacuum` gives free pages back to the disk beside runs"
                + " that go on. `backup` copies the store while others write, and checks the copy."
                + " `restore` checks a backup, puts it in the place of the store, and keeps what"
                + " stood there beside it. `migrate` brings an older store to this version, which"
                + " otherwise the next command does that opens it. `import` takes over what an"
                + " earlier program's store (consensus_artifacts.db) holds, as often as you like:"
                + " what is there already is not doubled.\n\nOnly `restore`, `migrate` and"
                + " `import` change what the store says; none loses what was there before.")
        .parameters(
            Parameter.choice("action", "What to do", ACTIONS.stream().map(DbAction::name).toList()),
            Parameter.optional("file", "The backup to make or to put back, or the file to import"),
            Parameter.flag("quick", "With check: the structure only"),
            Parameter.flag("whole", "With check: indexes and references too (the default)"),
            Parameter.option("budget", "TIME", "With vacuum: begin nothing after it, as 5s or 2m"),
            Parameter.flag("force", "With backup: replace a file that stands there"),
            Parameter.flag("dry-run", "With vacuum, restore, migrate, import: change nothing"))
        .example("db stats", "Shows size, free pages, log and rows.")
        .example("db check", "Looks for damage in all of it.")
        .example("db backup", "Copies it to .speckit/backups/.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    DbAction action = action(call.arguments().get("action"));
    refuseForeign(call, action);
    refuseFile(call, action);
    return action.run(call, DbPlace.find(host));
  }

  private static DbAction action(String name) {
    return ACTIONS.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not a declared action: " + name));
  }

  private static void refuseForeign(Call call, DbAction action) {
    for (DbAction other : ACTIONS) {
      for (String option : new TreeSet<>(other.options())) {
        if (call.arguments().has(option) && !action.options().contains(option)) {
          throw new Failure.Usage(
              Problem.of("bad-option", "--" + option + " belongs to db " + other.name())
                  .remedy("leave it out, or call speckit db " + other.name()));
        }
      }
    }
  }

  private static void refuseFile(Call call, DbAction action) {
    boolean given = call.arguments().has("file");
    boolean wrong =
        switch (action.fileUse()) {
          case NONE -> given;
          case OPTIONAL -> false;
          case REQUIRED -> !given;
        };
    if (wrong) {
      String name = action.name();
      throw new Failure.Usage(
          given
              ? Problem.of("bad-file", "db " + name + " takes no file").remedy("speckit db " + name)
              : Problem.of("no-file", "db " + name + " needs a file")
                  .remedy("speckit db " + name + " FILE"));
    }
  }
}
