package dev.speckit.house.offender;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.util.List;

/// Has a word of one database only, and no test.
final class RowidTable {
  private RowidTable() {}

  static List<String> runs(Transaction transaction) {
    return transaction.query(
        "SELECT run FROM run ORDER BY rowid", Parameters.none(), row -> row.text("run"));
  }
}
