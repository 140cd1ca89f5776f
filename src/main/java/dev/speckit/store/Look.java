package dev.speckit.store;

import dev.speckit.host.Disk;
import dev.speckit.store.StoreFigures.TableRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a connection that changes nothing can tell of a store.
final class Look {
  /// More would only repeat that the file is beyond repair.
  private static final int PROBLEMS_MAX = 100;

  private Look() {}

  static StoreFigures figures(Session session, Path file) {
    session.execute("BEGIN");
    List<TableRows> tables = new ArrayList<>();
    for (String table : tables(session)) {
      tables.add(new TableRows(table, session.number("SELECT count(*) FROM " + quoted(table))));
    }
    StoreFigures figures =
        new StoreFigures(
            Disk.size(file),
            session.number("PRAGMA page_size"),
            session.number("PRAGMA page_count"),
            session.number("PRAGMA freelist_count"),
            Disk.size(StorePaths.log(file)),
            session.number("PRAGMA user_version"),
            tables);
    session.execute("ROLLBACK");
    return figures;
  }

  /// The tables of features; not what the database and its migrations keep for themselves.
  static List<String> tables(Session session) {
    return session.query(
        """
        SELECT name FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> 'schema_history'
        ORDER BY name
        """,
        Parameters.none(), row -> row.text("name"));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// @return what is wrong; empty when the store is whole
  static List<String> problems(Session session, Depth depth, Schema schema) {
    return switch (depth) {
      case QUICK -> structure(session, "quick_check");
      case WHOLE -> {
        List<String> found = new ArrayList<>(structure(session, "integrity_check"));
        found.addAll(references(session));
        found.addAll(SchemaParts.differences(session, schema));
        yield found;
      }
    };
  }

  static List<String> structure(Session session, String check) {
    List<String> found =
        session.query(
            "PRAGMA " + check + "(" + PROBLEMS_MAX + ")",
            Parameters.none(),
            row -> row.text(check));
    return found.equals(List.of("ok")) ? List.of() : sentences(found);
  }

  /// SQLite puts several sentences into one text, under a heading.
  private static List<String> sentences(List<String> found) {
    return found.stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("***"))
        .toList();
  }

  private static List<String> references(Session session) {
    return session.query(
        """
        SELECT "table", parent, count(*) AS n FROM pragma_foreign_key_check
        GROUP BY "table", parent ORDER BY "table", parent
        """,
        Parameters.none(),
        row ->
            row.integer("n")
                + " rows of "
                + row.text("table")
                + " refer to rows of "
                + row.text("parent")
                + " that are not there");
  }
}
