package dev.speckit.upkeep;

import dev.speckit.store.ForeignFile;
import dev.speckit.store.ForeignFile.Line;
import dev.speckit.upkeep.EarlierRows.ImportedRun;
import dev.speckit.upkeep.ImportTarget.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One import, page by page of the file: what was read and redacted is written before the next page
/// is read. A row is known by what it says, so an import that was cut off is simply repeated.
final class Importing {
  /// In this order, because answers refer to runs.
  static final List<String> TABLES =
      List.of(
          "consensus_runs",
          "consensus_synthesis",
          "agent_outputs",
          "consensus_artifacts",
          "agent_executions");

  private final ForeignFile file;
  private final Map<String, ImportedRun> runs = new HashMap<>();
  private long changed;

  Importing(ForeignFile file) {
    this.file = file;
  }

  /// Rows imported or completed up to now.
  long changed() {
    return changed;
  }

  /// Reads all of the file, so that nothing of one that cannot be read is taken over.
  void requireReadable() throws InterruptedException {
    for (String table : tables()) {
      requireReadable(table);
    }
  }

  List<ImportCount> run(ImportTarget target) throws InterruptedException {
    List<ImportCount> counts = new ArrayList<>();
    for (String table : tables()) {
      counts.add(one(table, target));
    }
    return counts;
  }

  private List<String> tables() {
    return TABLES.stream().filter(file.tables()::containsKey).toList();
  }

  private void requireReadable(String table) throws InterruptedException {
    List<Integer> read = new ArrayList<>();
    pages(table, lines -> read.add(lines.size()));
    long rows = read.stream().mapToLong(Integer::longValue).sum();
    if (rows != file.count(table)) {
      throw new IllegalStateException(
          table + ": " + file.count(table) + " rows in the file, " + rows + " read");
    }
  }

  private ImportCount one(String table, ImportTarget target) throws InterruptedException {
    ImportCount count = new ImportCount(table);
    EarlierRows rows = new EarlierRows(table, count);
    Optional<Long> before = target.count(table);
    pages(
        table,
        lines -> {
          count.found += lines.size();
          switch (table) {
            case "consensus_runs" -> runs(lines, "id", rows, count, target);
            case "consensus_synthesis" -> runs(lines, "run_id", rows, count, target);
            default -> answers(lines, table, rows, count, target);
          }
        });
    Optional<Long> after = target.count(table);
    requireAll(count, before, after);
    return count;
  }

  private interface Use {
    void of(List<Line> lines) throws InterruptedException;
  }

  /// @throws InterruptedException between two pages, or after the last
  private void pages(String table, Use use) throws InterruptedException {
    OptionalLong from = OptionalLong.of(ForeignFile.FIRST);
    while (from.isPresent()) {
      ForeignFile.Page page = file.page(table, from.getAsLong());
      use.of(page.lines());
      from = page.next();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void runs(
      List<Line> lines, String key, EarlierRows rows, ImportCount count, ImportTarget target)
      throws InterruptedException {
    List<ImportTable.RunRow> read = lines.stream().map(rows::run).toList();
    List<Settled> settled = target.runs(read);
    count(settled, count);
    for (int at = 0; at < read.size(); at++) {
      ImportedRun run =
          new ImportedRun(settled.get(at).id(), read.get(at).spec(), read.get(at).stage());
      key(lines.get(at), key).ifPresent(name -> runs.put(name, run));
    }
  }

  private void answers(
      List<Line> lines, String table, EarlierRows rows, ImportCount count, ImportTarget target)
      throws InterruptedException {
    List<ImportTable.AnswerRow> read =
        lines.stream()
            .map(line ->
                switch (table) {
                  case "agent_outputs" -> rows.output(line, owner(line, table, count));
                  case "consensus_artifacts" -> rows.artifact(line, owner(line, table, count));
                  default -> rows.execution(line);
                })
            .toList();
    count(target.answers(read), count);
  }

  private static Optional<String> key(Line line, String column) {
    return EarlierRows.written(line.value(column));
  }

  private Optional<ImportedRun> owner(Line line, String table, ImportCount count) {
    Optional<String> key = key(line, "run_id");
    Optional<ImportedRun> run = key.map(runs::get);
    if (run.isEmpty() && (key.isPresent() || table.equals("agent_outputs"))) {
      count.withoutRun++;
    }
    return run;
  }

  private void count(List<Settled> settled, ImportCount count) {
    for (Settled each : settled) {
      switch (each.became()) {
        case IMPORTED -> count.imported++;
        case FILLED -> count.filled++;
        case THERE -> count.there++;
      }
    }
    changed += settled.stream().filter(each -> each.became() != ImportTarget.Became.THERE).count();
  }

  /// Every row of the file is accounted for, and as many rows came as were counted; more when
  /// another import ran beside this one.
  private void requireAll(ImportCount count, Optional<Long> before, Optional<Long> after) {
    long accounted = count.imported + count.filled + count.there;
    long came = before.isPresent() && after.isPresent() ? after.get() - before.get() : accounted;
    if (count.found != file.count(count.table)
        || accounted != count.found
        || came < count.imported) {
      throw new IllegalStateException(
          count.table
              + ": "
              + file.count(count.table)
              + " rows in the file, "
              + count.found
              + " read, "
              + count.imported
              + " imported, "
              + came
              + " came");
    }
  }
}
