package dev.speckit.upkeep;

import dev.speckit.store.ForeignFile;
import dev.speckit.store.ForeignFile.Line;
import dev.speckit.store.Transaction;
import dev.speckit.upkeep.EarlierRows.ImportedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One import, within one transaction; started anew when the transaction is repeated.
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
  private final Transaction transaction;
  private final Map<String, ImportedRun> runs = new HashMap<>();

  private Importing(ForeignFile file, Transaction transaction) {
    this.file = file;
    this.transaction = transaction;
  }

  static List<ImportCount> run(ForeignFile file, Transaction transaction) {
    return new Importing(file, transaction).all();
  }

  private List<ImportCount> all() {
    List<ImportCount> counts = new ArrayList<>();
    for (String table : TABLES) {
      if (file.tables().containsKey(table)) {
        counts.add(one(table));
      }
    }
    return counts;
  }

  private ImportCount one(String table) {
    ImportCount count = new ImportCount(table);
    EarlierRows rows = new EarlierRows(table, count);
    long before = ImportTable.count(transaction, table);
    file.each(
        table,
        line -> {
          count.found++;
          switch (table) {
            case "consensus_runs" -> run(rows.run(line), key(line, "id"), count);
            case "consensus_synthesis" -> run(rows.run(line), key(line, "run_id"), count);
            case "agent_outputs" -> answer(rows.output(line, owner(line, table, count)), count);
            case "consensus_artifacts" ->
                answer(rows.artifact(line, owner(line, table, count)), count);
            default -> answer(rows.execution(line), count);
          }
        });
    requireAll(table, count, before);
    return count;
  }

  /// Every row of the file is accounted for, and as many rows came as were counted.
  private void requireAll(String table, ImportCount count, long before) {
    long accounted = count.imported + count.filled + count.there;
    long came = ImportTable.count(transaction, table) - before;
    if (count.found != file.count(table) || accounted != count.found || came != count.imported) {
      throw new IllegalStateException(
          table
              + ": "
              + file.count(table)
              + " rows in the file, "
              + count.found
              + " read, "
              + count.imported
              + " imported, "
              + came
              + " came");
    }
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

  private void run(ImportTable.RunRow row, Optional<String> key, ImportCount count) {
    Optional<Long> known = ImportTable.findRun(transaction, row.origin());
    long id;
    if (known.isEmpty()) {
      id = ImportTable.insert(transaction, row);
      count.imported++;
    } else {
      id = known.get();
      settle(ImportTable.fill(transaction, id, row), count);
    }
    key.ifPresent(name -> runs.put(name, new ImportedRun(id, row.spec(), row.stage())));
  }

  private void answer(ImportTable.AnswerRow row, ImportCount count) {
    Optional<Long> known = ImportTable.findAnswer(transaction, row.origin());
    if (known.isEmpty()) {
      ImportTable.insert(transaction, row);
      count.imported++;
    } else {
      settle(ImportTable.fill(transaction, known.get(), row), count);
    }
  }

  private static void settle(boolean filled, ImportCount count) {
    if (filled) {
      count.filled++;
    } else {
      count.there++;
    }
  }
}
