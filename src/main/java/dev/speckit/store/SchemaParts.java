package dev.speckit.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Compares the tables, columns, indexes, triggers and views of a store with what the migrations
/// make. The database's own checks find a file whole that lacks one of them.
final class SchemaParts {
  private static final Map<Schema, Set<Part>> MADE = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private SchemaParts() {}

  /// @param of the table it belongs to; for a table its own name
  private record Part(String kind, String name, String of) implements Comparable<Part> {
    @Override
    public int compareTo(Part other) {
      return text().compareTo(other.text());
    }

    String text() {
      return "the " + kind + " " + name + (of.equals(name) ? "" : " of " + of);
    }

    boolean isWithin(Set<Part> parts) {
      return !isWhole() && parts.contains(new Part("table", of, of));
    }

    private boolean isWhole() {
      return kind.equals("table");
    }
  }

  /// @return one sentence for each difference; empty for a store of another version
  static List<String> differences(Session session, Schema schema) {
    if (session.number("PRAGMA user_version") != schema.version()) {
      return List.of();
    }
    Set<Part> wanted = MADE.computeIfAbsent(schema, SchemaParts::made);
    Set<Part> found = parts(session);
    List<String> told = new ArrayList<>();
    for (Part each : without(wanted, found)) {
      told.add(each.text() + " is missing");
    }
    for (Part each : without(found, wanted)) {
      told.add(each.text() + " is none of speckit's");
    }
    return told;
  }

  /// What belongs to a missing table is missing with it.
  private static Set<Part> without(Set<Part> all, Set<Part> some) {
    Set<Part> left = new TreeSet<>(all);
    left.removeAll(some);
    Set<Part> outermost = new TreeSet<>(left);
    outermost.removeIf(each -> each.isWithin(left));
    return outermost;
  }

  private static Set<Part> made(Schema schema) {
    String address = "jdbc:sqlite:file:/speckit-schema-" + NUMBER.incrementAndGet() + "?vfs=memdb";
    Path name = Path.of("schema-" + schema.version());
    // Such a database lives as long as a connection to it.
    try (Session session = Session.connect(address, name)) {
      Migration.run(address, name, schema);
      return parts(session);
    }
  }

  private static Set<Part> parts(Session session) {
    Set<Part> parts = new TreeSet<>();
    parts.addAll(
        session.query(
            """
            SELECT type, name, tbl_name FROM sqlite_schema
            WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'
            """,
            Parameters.none(),
            row -> new Part(row.text("type"), row.text("name"), row.text("tbl_name"))));
    parts.addAll(
        session.query(
            """
            SELECT listed.name AS tbl_name, each.name AS name
            FROM sqlite_schema AS listed, pragma_table_xinfo(listed.name) AS each
            WHERE listed.type = 'table' AND listed.name NOT LIKE 'sqlite~_%' ESCAPE '~'
            """,
            Parameters.none(), row -> new Part("column", row.text("name"), row.text("tbl_name"))));
    return parts;
  }
}
