package dev.speckit.upkeep;

import dev.speckit.host.Pause;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import dev.speckit.store.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the rows of an earlier store go.
sealed interface ImportTarget {
  /// What became of each row, in their order.
  List<Settled> runs(List<ImportTable.RunRow> rows) throws InterruptedException;

  /// As of runs.
  List<Settled> answers(List<ImportTable.AnswerRow> rows) throws InterruptedException;

  /// Rows that came from a table of an earlier store; empty when that proves nothing.
  Optional<Long> count(String table) throws InterruptedException;

  /// @param id of the row; of one that is not written any number
  record Settled(long id, Became became) {}

  enum Became {
    IMPORTED,
    /// Known before, and something was added to it.
    FILLED,
    THERE
  }

  /// The store. The rows of one call are one transaction, after which others have their turn.
  record Kept(Store store, Pause pause) implements ImportTarget {
    @Override
    public List<Settled> runs(List<ImportTable.RunRow> rows) throws InterruptedException {
      return write(transaction -> rows.stream().map(row -> settle(transaction, row)).toList());
    }

    @Override
    public List<Settled> answers(List<ImportTable.AnswerRow> rows) throws InterruptedException {
      return write(transaction -> rows.stream().map(row -> settle(transaction, row)).toList());
    }

    @Override
    public Optional<Long> count(String table) throws InterruptedException {
      return Optional.of(store.read(transaction -> ImportTable.count(transaction, table)));
    }

    /// Loss of power may take it until the end of the import, which then is repeated. A process
    /// that waits for the lock only looks now and then whether it is free.
    private List<Settled> write(Work<List<Settled>> work) throws InterruptedException {
      long began = System.nanoTime();
      List<Settled> settled = store.write(Durability.NORMAL, work);
      pause.pause(Duration.ofNanos(System.nanoTime() - began));
      return settled;
    }

    private static Settled settle(Transaction transaction, ImportTable.RunRow row) {
      Optional<Long> known = ImportTable.findRun(transaction, row.origin());
      return known.isEmpty()
          ? new Settled(ImportTable.insert(transaction, row), Became.IMPORTED)
          : known(known.get(), ImportTable.fill(transaction, known.get(), row));
    }

    private static Settled settle(Transaction transaction, ImportTable.AnswerRow row) {
      Optional<Long> known = ImportTable.findAnswer(transaction, row.origin());
      if (known.isEmpty()) {
        ImportTable.insert(transaction, row);
        return new Settled(0, Became.IMPORTED);
      }
      return known(known.get(), ImportTable.fill(transaction, known.get(), row));
    }
  }

  /// Nothing is written; what is told is what [Kept] would do.
  final class Planned implements ImportTarget {
    private final @Nullable Transaction transaction;
    private final Map<ImportTable.Origin, Long> taken = new HashMap<>();

    /// @param transaction on a store as it is; null where there is none, or one without imports
    Planned(@Nullable Transaction transaction) {
      this.transaction = transaction;
    }

    @Override
    public List<Settled> runs(List<ImportTable.RunRow> rows) {
      return rows.stream().map(this::settle).toList();
    }

    @Override
    public List<Settled> answers(List<ImportTable.AnswerRow> rows) {
      return rows.stream().map(this::settle).toList();
    }

    @Override
    public Optional<Long> count(String table) {
      return Optional.empty();
    }

    private Settled settle(ImportTable.RunRow row) {
      if (transaction == null) {
        return taken(row.origin());
      }
      return ImportTable.findRun(transaction, row.origin())
          .map(id -> known(id, ImportTable.lacks(transaction, id, row)))
          .orElseGet(() -> taken(row.origin()));
    }

    private Settled settle(ImportTable.AnswerRow row) {
      if (transaction == null) {
        return taken(row.origin());
      }
      return ImportTable.findAnswer(transaction, row.origin())
          .map(id -> known(id, ImportTable.lacks(transaction, id, row)))
          .orElseGet(() -> taken(row.origin()));
    }

    private Settled taken(ImportTable.Origin origin) {
      long id = -1L - taken.size();
      Long before = taken.putIfAbsent(origin, id);
      return before == null ? new Settled(id, Became.IMPORTED) : new Settled(before, Became.THERE);
    }
  }

  private static Settled known(long id, boolean filled) {
    return new Settled(id, filled ? Became.FILLED : Became.THERE);
  }
}
