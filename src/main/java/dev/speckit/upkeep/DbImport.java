package dev.speckit.upkeep;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Pause;
import dev.speckit.json.Json;
import dev.speckit.store.ForeignFile;
import dev.speckit.store.Store;
import dev.speckit.store.StoreFigures;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `speckit db import FILE`: takes over what an earlier program's store (`consensus_artifacts.db`)
/// holds. The file is never changed. All of it is read before anything is written; then it is
/// written in small transactions, so that runs beside it have their turn.
final class DbImport implements DbAction {
  @Override
  public String name() {
    return "import";
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
    Path file = place.typed(call.arguments().get("file"));
    boolean dry = call.arguments().has("dry-run");
    if (!Disk.isFile(file)) {
      throw new Failure.Usage(
          Problem.of("no-such-file", "there is no such file")
              .at(place.shown(file))
              .remedy("name the earlier program's file, such as ~/.code/consensus_artifacts.db"));
    }
    Path temporary = Path.of(place.host().variable("TMPDIR").orElse("/tmp"));
    try (ForeignFile foreign = ForeignFile.open(file, temporary)) {
      requireEarlier(file, foreign);
      return report(file, counts(place, foreign, dry), dry);
    }
  }

  private static List<ImportCount> counts(DbPlace place, ForeignFile foreign, boolean dry)
      throws InterruptedException {
    Importing importing = new Importing(foreign);
    try {
      importing.requireReadable();
      return dry ? planned(place, importing) : written(place, importing);
    } catch (InterruptedException _) {
      throw new Failure.Interrupted(
          Problem.of(
                  "interrupted",
                  dry
                      ? "interrupted; nothing was written"
                      : "interrupted; "
                          + DbPlace.count(importing.changed(), "row")
                          + " came before, and stay")
              .remedy("call the same command again; what is there already is not doubled"));
    }
  }

  private static void requireEarlier(Path file, ForeignFile foreign) {
    Set<String> tables = foreign.tables().keySet();
    if (tables.contains("verdict_answer") && tables.contains("attempt")) {
      throw new Failure.Invalid(
          Problem.of("own-store", "the file is a store of this program, not of an earlier one")
              .at(file.toString())
              .remedy("`speckit db restore FILE` puts a backup back"));
    }
    if (Importing.TABLES.stream().noneMatch(tables::contains)) {
      throw new Failure.Invalid(
          Problem.of(
                  "not-an-earlier-store",
                  tables.isEmpty()
                      ? "the file is no earlier store: it has no tables"
                      : "the file is no earlier store; its tables are "
                          + String.join(", ", new TreeSet<>(tables)))
              .at(file.toString())
              .remedy("one with " + String.join(", ", Importing.TABLES) + " is wanted"));
    }
  }

  private static List<ImportCount> written(DbPlace place, Importing importing)
      throws InterruptedException {
    try (Store store = Store.open(place.store().path(), place.host())) {
      List<ImportCount> counts = importing.run(new ImportTarget.Kept(store, Pause.system()));
      // What is told as imported also survives loss of power.
      var _ = store.checkpoint();
      return counts;
    }
  }

  /// Looks at the store as it is. Where there is none yet, or one of a version that knew no
  /// imports, it stays so, and all is new.
  private static List<ImportCount> planned(DbPlace place, Importing importing)
      throws InterruptedException {
    if (!place.store().exists() || !knowsImports(place.store().figures())) {
      return importing.run(new ImportTarget.Planned(null));
    }
    return place.store().read(transaction -> planned(importing, transaction));
  }

  private static boolean knowsImports(StoreFigures figures) {
    return figures.tables().stream().anyMatch(each -> each.table().equals("imported_run"));
  }

  private static List<ImportCount> planned(Importing importing, Transaction transaction) {
    try {
      return importing.run(new ImportTarget.Planned(transaction));
    } catch (InterruptedException _) {
      // Whoever waits for this thread was interrupted itself and tells of it.
      throw new Failure.Interrupted(
          Problem.of("interrupted", "interrupted while the store was looked at"));
    }
  }

  private static Report report(Path file, List<ImportCount> counts, boolean dry) {
    Json.Fields data =
        Json.fields()
            .with("file", file.toString())
            .with("dry_run", dry)
            .with("tables", counts.stream().map(ImportCount::json).toList());
    List<List<Cell>> rows = new ArrayList<>();
    long changed = 0;
    for (ImportCount count : counts) {
      changed += count.imported + count.filled;
      rows.add(
          List.of(
              Cell.of(count.table, Tone.STRONG),
              cell(count.found),
              cell(count.imported),
              cell(count.filled),
              cell(count.there),
              cell(count.withoutTime),
              cell(count.withoutRun)));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Table(
            "",
            List.of(
                "table",
                "found",
                dry ? "would be imported" : "imported",
                "completed",
                "already there",
                "without a time",
                "without a run"),
            rows));
    blocks.add(new Block.Notes(notes(counts, changed, dry)));
    return Report.of(data, blocks);
  }

  private static Cell cell(long number) {
    return Cell.of(Long.toString(number));
  }

  private static List<Cell> notes(List<ImportCount> counts, long changed, boolean dry) {
    List<Cell> notes = new ArrayList<>();
    add(notes, counts.stream().mapToLong(each -> each.notJson).sum(), "contents are no JSON");
    add(
        notes,
        counts.stream().mapToLong(each -> each.damaged).sum(),
        "contents hold bytes that are no text; these were replaced");
    add(
        notes,
        counts.stream().mapToLong(each -> each.redacted).sum(),
        "contents held secrets; these were taken out");
    notes.add(
        Cell.of(
            changed == 0
                ? "Everything was there already; nothing was added."
                : dry
                    ? "Nothing was written. Without `--dry-run` it is imported."
                    : "`speckit consensus ID` shows it, by the name the earlier program gave the"
                        + " spec."));
    return notes;
  }

  private static void add(List<Cell> notes, long number, String what) {
    if (number > 0) {
      notes.add(Cell.of(number + " " + what, Tone.WARNING));
    }
  }
}
