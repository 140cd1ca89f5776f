package dev.speckit.house.offender;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;

/// Holds a statement outside of a table.
final class StrayStatement {
  private StrayStatement() {}

  static int forget(Transaction transaction) {
    return transaction.update("DELETE FROM run", Parameters.none());
  }
}
