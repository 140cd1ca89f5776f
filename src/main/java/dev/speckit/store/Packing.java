package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.host.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Fills half-empty pages. Where rows were removed here and there, hardly a page becomes free, and
/// giving free pages back helps little. Rows of such a table are taken out and put back, so many at
/// a time as fit into a [Slices] part: they come to lie close together, and others see nothing of
/// it. What a row says, its key and its hidden number stay as they are.
///
/// It works on a connection of its own that does not follow references, because a row that is put
/// back at once must not take along what refers to it.
final class Packing {
  /// A table below this is as full as tables are.
  private static final int UNUSED_PERCENT_MIN = 10;

  private static final long TABLE_BYTES_MIN = 128 << 10;
  private static final Duration AGAIN = Duration.ofMillis(5);
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);

  private final Session session;
  private final Pause pause;
  private final long deadline;
  private final Slices slices;

  private Packing(Session session, Pause pause, long deadline) {
    this.session = session;
    this.pause = pause;
    this.deadline = deadline;
    this.slices = new Slices(this::write, pause);
  }

  /// @param session of its own; must not be used afterwards for anything else
  static Packed run(Session session, Duration budget, Pause pause) throws InterruptedException {
    session.execute("PRAGMA foreign_keys=OFF");
    Packing packing = new Packing(session, pause, System.nanoTime() + budget.toNanos());
    long before = packing.unused();
    long rows = 0;
    for (String table : packing.loose()) {
      rows += packing.pack(Layout.of(session, table));
    }
    return new Packed(before, packing.unused(), rows, packing.hasTime());
  }

  /// How a table is gone through.
  ///
  /// @param key the columns by which its rows are sorted, quoted; `rowid` for the hidden number
  /// @param columns all of them, quoted, the hidden number among them where it is no column
  private record Layout(String table, List<String> key, List<String> columns) {
    static Layout of(Session session, String table) {
      List<String> columns = columns(session, table, "");
      List<String> primary = columns(session, table, "WHERE pk > 0 ORDER BY pk");
      boolean hidden = isHidden(session, table);
      if (!hidden) {
        return new Layout(table, primary, columns);
      }
      boolean alias = primary.size() == 1 && isInteger(session, table);
      if (alias) {
        return new Layout(table, primary, columns);
      }
      List<String> all = new ArrayList<>(List.of("rowid"));
      all.addAll(columns);
      return new Layout(table, List.of("rowid"), all);
    }

    private static List<String> columns(Session session, String table, String which) {
      return session.query(
          "SELECT name FROM pragma_table_info(:table) " + which,
          Parameters.of("table", table),
          row -> Look.quoted(row.text("name")));
    }

    /// Whether its rows have a number of their own.
    private static boolean isHidden(Session session, String table) {
      return session
              .first(
                  "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = :table",
                  Parameters.of("table", table),
                  row -> row.integer("wr"))
              .orElse(1L)
          == 0;
    }

    /// Whether the one column of its key is that number.
    private static boolean isInteger(Session session, String table) {
      return session
          .first(
              "SELECT type FROM pragma_table_info(:table) WHERE pk = 1",
              Parameters.of("table", table),
              row -> row.text("type"))
          .orElse("")
          .equals("INTEGER");
    }

    String keys() {
      return String.join(", ", key);
    }

    String all() {
      return String.join(", ", columns);
    }

    /// The columns of the copy: a hidden number is no name for a column.
    String copied() {
      return columns.stream().map(Layout::copied).collect(Collectors.joining(", "));
    }

    String copiedKeys() {
      return key.stream().map(Layout::copied).collect(Collectors.joining(", "));
    }

    private static String copied(String column) {
      return column.equals("rowid") ? "packed_rowid" : column;
    }

    String quoted() {
      return Look.quoted(table);
    }
  }

  private long pack(Layout layout) throws InterruptedException {
    session.execute("DROP TABLE IF EXISTS temp.taken");
    session.execute("DROP TABLE IF EXISTS temp.reached");
    session.execute("CREATE TEMP TABLE taken (" + layout.copied() + ")");
    session.execute("CREATE TEMP TABLE reached (" + layout.copiedKeys() + ")");
    boolean[] first = {true};
    return slices.run(
        Durability.NORMAL,
        (transaction, most) -> {
          if (!hasTime()) {
            return 0;
          }
          long rows = part(transaction, layout, first[0], most);
          first[0] = false;
          return rows;
        });
  }

  private static long part(Transaction transaction, Layout layout, boolean first, long most) {
    String from =
        first
            ? ""
            : " WHERE (%s) > (SELECT %s FROM temp.reached)"
                .formatted(layout.keys(), layout.copiedKeys());
    update(transaction, "DELETE FROM temp.taken");
    long taken =
        transaction.update(
            "INSERT INTO temp.taken SELECT %s FROM main.%s%s ORDER BY %s LIMIT :most"
                .formatted(layout.all(), layout.quoted(), from, layout.keys()),
            Parameters.of("most", most));
    long removed =
        update(
            transaction,
            "DELETE FROM main.%s WHERE (%s) IN (SELECT %s FROM temp.taken)"
                .formatted(layout.quoted(), layout.keys(), layout.copiedKeys()));
    long returned =
        update(
            transaction,
            "INSERT INTO main.%s (%s) SELECT %s FROM temp.taken ORDER BY %s"
                .formatted(layout.quoted(), layout.all(), layout.copied(), layout.copiedKeys()));
    if (taken != removed || taken != returned) {
      throw new IllegalStateException(
          "packing "
              + layout.table()
              + " took "
              + taken
              + " rows, removed "
              + removed
              + " and put back "
              + returned);
    }
    if (taken > 0) {
      update(transaction, "DELETE FROM temp.reached");
      update(
          transaction,
          "INSERT INTO temp.reached SELECT %1$s FROM temp.taken ORDER BY %2$s LIMIT 1"
              .formatted(
                  layout.copiedKeys(), layout.copiedKeys().replace(", ", " DESC, ") + " DESC"));
    }
    return taken;
  }

  private static int update(Transaction transaction, String sql) {
    return transaction.update(sql, Parameters.none());
  }

  /// Tables that take more than they need, the loosest first.
  private List<String> loose() {
    List<String> tables = Look.tables(session);
    return session
        .query(
            """
            SELECT name FROM dbstat WHERE aggregate = 1 AND pgsize >= :bytes
              AND unused * 100 >= pgsize * :percent
            ORDER BY unused DESC
            """,
            Parameters.of("bytes", TABLE_BYTES_MIN).and("percent", UNUSED_PERCENT_MIN),
            row -> row.text("name"))
        .stream()
        .filter(tables::contains)
        .toList();
  }

  private long unused() {
    return session
        .first(
            "SELECT sum(unused) AS unused FROM dbstat WHERE aggregate = 1",
            Parameters.none(),
            row -> row.integer("unused"))
        .orElse(0L);
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  /// A transaction of this connection, in turn with the writers of this and of other processes.
  private <T> T write(Durability durability, Work<T> work) throws InterruptedException {
    begin();
    try {
      T result = work.run(session);
      session.execute("COMMIT");
      return result;
    } catch (RuntimeException | Error failure) {
      session.execute("ROLLBACK");
      throw failure;
    }
  }

  private void begin() throws InterruptedException {
    long until = System.nanoTime() + LOCK_PATIENCE.toNanos();
    boolean begun = false;
    while (!begun) {
      try {
        session.execute("BEGIN IMMEDIATE");
        begun = true;
      } catch (Failure.Unavailable failure) {
        if (!Trouble.isBusy(failure) || System.nanoTime() > until) {
          throw failure;
        }
        pause.pause(AGAIN);
      }
    }
  }
}
