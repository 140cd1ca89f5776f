package dev.speckit.upkeep;

import static dev.speckit.upkeep.DbPlace.count;
import static dev.speckit.upkeep.DbPlace.size;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.json.Json;
import dev.speckit.store.StoreFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `db stats`: what the store takes and holds. It changes nothing, not even an older store's
/// version.
final class DbStats implements DbAction {
  @Override
  public String name() {
    return "stats";
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public FileUse fileUse() {
    return FileUse.NONE;
  }

  @Override
  public Report run(Call call, DbPlace place) throws InterruptedException {
    if (!place.store().exists()) {
      return place.noStore();
    }
    StoreFigures figures = place.store().figures();
    Optional<Instant> upkeep = lastUpkeep(place, figures);
    String path = place.shown(place.store().path());
    boolean older = figures.version() < place.store().programVersion();
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact("store", path));
    facts.add(
        Block.Facts.fact(
            "version",
            figures.version() == 0
                ? "0 (an empty file: the next command that opens it makes its tables)"
                : older
                    ? figures.version()
                        + " (older than this program: the next command that opens it brings it to "
                        + place.store().programVersion()
                        + ", after a backup)"
                    : Long.toString(figures.version())));
    facts.add(Block.Facts.fact("size", size(figures.bytes())));
    facts.add(
        Block.Facts.fact(
            "pages", count(figures.pages(), "page") + " of " + size(figures.pageBytes())));
    facts.add(
        Block.Facts.fact(
            "free", count(figures.freePages(), "page") + ", " + size(figures.freeBytes())));
    facts.add(Block.Facts.fact("log", size(figures.walBytes())));
    upkeep.ifPresent(at -> facts.add(Block.Facts.fact("last upkeep", Json.timestamp(at))));
    Json.Fields data =
        json(figures)
            .with("present", true)
            .with("store", path)
            .with("program_version", place.store().programVersion());
    return Report.of(
        upkeep.isPresent() ? data.with("last_upkeep", upkeep.get()) : data,
        new Block.Facts(facts),
        new Block.Table(
            "Rows",
            List.of("table", "rows"),
            figures.tables().stream()
                .map(each -> List.of(Cell.of(each.table()), Cell.of(Long.toString(each.rows()))))
                .toList()));
  }

  /// An older store may have no such table.
  private static Optional<Instant> lastUpkeep(DbPlace place, StoreFigures figures)
      throws InterruptedException {
    boolean known = figures.tables().stream().anyMatch(each -> each.table().equals("upkeep"));
    return known ? place.store().read(LastUpkeepTable::ended) : Optional.empty();
  }

  static Json.Fields json(StoreFigures figures) {
    return Json.fields()
        .with("version", figures.version())
        .with("bytes", figures.bytes())
        .with("page_bytes", figures.pageBytes())
        .with("pages", figures.pages())
        .with("free_pages", figures.freePages())
        .with("free_bytes", figures.freeBytes())
        .with("wal_bytes", figures.walBytes())
        .with(
            "tables",
            figures.tables().stream()
                .map(each -> Json.fields().with("table", each.table()).with("rows", each.rows()))
                .toList());
  }
}
