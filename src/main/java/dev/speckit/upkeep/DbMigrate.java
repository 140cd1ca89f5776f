package dev.speckit.upkeep;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.json.Json;
import dev.speckit.store.Migrated;
import dev.speckit.store.StoreFile;
import java.util.Set;

/// `db migrate`: an older store to this program's version.
final class DbMigrate implements DbAction {
  @Override
  public String name() {
    return "migrate";
  }

  @Override
  public Set<String> options() {
    return Set.of("dry-run");
  }

  @Override
  public FileUse fileUse() {
    return FileUse.NONE;
  }

  @Override
  public Report run(Call call, DbPlace place) throws InterruptedException {
    StoreFile store = place.store();
    if (!store.exists()) {
      return place.noStore();
    }
    if (call.arguments().has("dry-run")) {
      return planned(place, store.figures().version(), store.isCurrent());
    }
    Migrated migrated = store.migrate();
    Json.Fields data =
        json(
                migrated.from(),
                migrated.to(),
                migrated.from() != migrated.to() || migrated.converted())
            .with("dry_run", false)
            .with("converted", migrated.converted());
    if (migrated.from() == 0) {
      return Report.of(
          data,
          Block.Notes.of("Made the tables of version " + migrated.to() + " in an empty file."));
    }
    if (migrated.backup().isEmpty()) {
      return Report.of(data, current(migrated.to()));
    }
    String backup = place.shown(migrated.backup().get());
    return Report.of(
        data.with("backup", backup),
        Block.Notes.of(
            migrated.from() == migrated.to()
                ? "Wrote the store anew, so that it can shrink."
                : "Brought the store from version "
                    + migrated.from()
                    + " to "
                    + migrated.to()
                    + ".",
            "What it was before is kept as " + backup + "."));
  }

  private static Report planned(DbPlace place, long version, boolean current) {
    long own = place.store().programVersion();
    Json.Fields data = json(version, own, !current).with("dry_run", true);
    if (current) {
      return Report.of(data, current(own));
    }
    if (version == 0) {
      return Report.of(
          data,
          Block.Notes.of(
              "Would make the tables of version "
                  + own
                  + " in an empty file. Nothing was changed."));
    }
    return Report.of(
        data,
        Block.Notes.of(
            (version == own
                    ? "Would write the store anew, so that it can shrink"
                    : "Would bring the store from version " + version + " to " + own)
                + ", after a backup beside it. Nothing was changed."));
  }

  private static Block current(long version) {
    return Block.Notes.of("The store has version " + version + " already.");
  }

  private static Json.Fields json(long from, long to, boolean changed) {
    return Json.fields()
        .with("present", true)
        .with("from", from)
        .with("to", to)
        .with("changed", changed);
  }
}
