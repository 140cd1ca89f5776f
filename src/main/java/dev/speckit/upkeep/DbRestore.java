package dev.speckit.upkeep;

import static dev.speckit.upkeep.DbPlace.count;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.json.Json;
import dev.speckit.store.Restored;
import dev.speckit.store.StoreFigures;
import dev.speckit.store.StoreFile;
import dev.speckit.store.Verified;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `db restore FILE`: a backup in the place of the store.
final class DbRestore implements DbAction {
  @Override
  public String name() {
    return "restore";
  }

  @Override
  public Set<String> options() {
    return Set.of("dry-run");
  }

  @Override
  public FileUse fileUse() {
    return FileUse.REQUIRED;
  }

  @Override
  public Report run(Call call, DbPlace place) throws InterruptedException {
    Path backup = place.typed(call.arguments().get("file"));
    StoreFile store = place.store();
    boolean dry = call.arguments().has("dry-run");
    if (dry) {
      Verified verified = store.verify(backup);
      List<String> lines = new ArrayList<>(List.of(verifiedLine(place, verified)));
      lines.add(
          store.exists()
              ? "Would put it in the place of "
                  + place.shown(store.path())
                  + " and keep that"
                  + " beside it. Nothing was changed."
              : "Would put it at " + place.shown(store.path()) + ". Nothing was changed.");
      return report(json(place, verified).with("dry_run", true), lines);
    }
    Restored restored = store.restore(backup);
    List<String> lines = new ArrayList<>(List.of(verifiedLine(place, restored.verified())));
    lines.add("It is now " + place.shown(store.path()) + ".");
    Json.Fields data = json(place, restored.verified()).with("dry_run", false);
    if (restored.kept().isPresent()) {
      String kept = place.shown(restored.kept().get());
      lines.add("What stood there is kept as " + kept + ".");
      lines.add("`speckit db restore " + kept + "` takes this back, when it was whole.");
      data = data.with("kept", kept);
    }
    return report(data, lines);
  }

  private static Report report(Json.Fields data, List<String> lines) {
    return Report.of(data, Block.Notes.of(lines.toArray(String[]::new)));
  }

  private static String verifiedLine(DbPlace place, Verified verified) {
    StoreFigures figures = verified.figures();
    long rows = figures.tables().stream().mapToLong(StoreFigures.TableRows::rows).sum();
    long own = place.store().programVersion();
    return place.shown(verified.backup())
        + " is whole: version "
        + figures.version()
        + (figures.version() < own
            ? " (the next command that opens it brings it to " + own + ")"
            : "")
        + ", "
        + count(rows, "row")
        + " in "
        + count(figures.tables().size(), "table")
        + ".";
  }

  private static Json.Fields json(DbPlace place, Verified verified) {
    return DbStats.json(verified.figures())
        .with("store", place.shown(place.store().path()))
        .with("backup", place.shown(verified.backup()));
  }
}
