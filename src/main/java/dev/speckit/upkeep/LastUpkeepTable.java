package dev.speckit.upkeep;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/// The newest row of `upkeep`, for those who only ask when it was.
final class LastUpkeepTable {
  private LastUpkeepTable() {}

  /// Empty when none has ended yet.
  static Optional<Instant> ended(Transaction transaction) {
    return transaction
        .first(
            "SELECT max(ended_at) AS at FROM upkeep",
            Parameters.none(),
            row -> row.optionalInstant("at"))
        .flatMap(found -> found);
  }
}
