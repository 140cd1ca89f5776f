package dev.speckit.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/// One connection with its prepared statements. Used by one thread at a time.
final class Session implements Transaction, AutoCloseable {
  /// The features together have fewer statements on hot paths.
  private static final int STATEMENTS_MAX = 64;

  /// SQLite's own wait for a lock. Short, because it blocks its thread and cannot be interrupted;
  /// the long wait is ours.
  static final int BUSY_MILLIS = 200;

  private final Path file;
  private final Connection connection;
  private final Map<String, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);

  private Session(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /// Connects without the driver search, which would load every driver on the class path.
  ///
  /// @param file must exist; an empty one is an empty database
  static Session connect(Path file) {
    return connect(address(file), file);
  }

  /// @param file for whom the address stands, in what is told
  static Session connect(String address, Path file) {
    try {
      return new Session(file, JDBC.createConnection(address, new Properties()));
    } catch (SQLException failure) {
      throw Trouble.of(failure, file, "it was opened");
    }
  }

  /// Connects for looking only: not even the end of the connection changes the file.
  ///
  /// @param alone nobody writes to the file: then it may lie where nothing can be written
  static Session look(Path file, boolean alone) {
    return connect(address(file) + (alone ? "?immutable=1" : "?mode=ro"), file);
  }

  /// Connects when no other connection is open anywhere, and lets none be opened until it is
  /// closed.
  ///
  /// @return empty when there is another one
  static Optional<Session> alone(Path file) {
    Session session = connect(file);
    try {
      session.execute("PRAGMA busy_timeout=" + BUSY_MILLIS);
      // Before the first read: afterwards it would share the log with others after all.
      session.execute("PRAGMA locking_mode=EXCLUSIVE");
      session.execute("BEGIN EXCLUSIVE");
      session.execute("ROLLBACK");
      return Optional.of(session);
    } catch (RuntimeException failure) {
      session.close();
      if (Trouble.isBusy(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /// As a URI, because a question mark in a path would start the driver's own options.
  static String address(Path file) {
    return "jdbc:sqlite:file:" + file.toUri().getRawPath();
  }

  /// Runs a statement that is neither prepared nor gives rows: transaction control, settings.
  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw Trouble.of(failure, file, "running " + sql);
    }
  }

  /// The first column of the first row as text; empty when there is no row.
  Optional<String> ask(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    } catch (SQLException failure) {
      throw Trouble.of(failure, file, "running " + sql);
    }
  }

  /// [#ask] as a whole number; 0 when there is no row.
  long number(String sql) {
    return Long.parseLong(ask(sql).orElse("0"));
  }

  @Override
  public int update(String sql, Parameters parameters) {
    return with(sql, parameters, PreparedStatement::executeUpdate);
  }

  @Override
  public long insert(String sql, Parameters parameters) {
    return with(
        sql,
        parameters,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
              throw new IllegalStateException("no row was inserted by " + sql);
            }
            return rows.getLong(1);
          }
        });
  }

  @Override
  public <T> List<T> query(String sql, Parameters parameters, RowReader<T> reader) {
    return with(
        sql,
        parameters,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            Row row = new Row(rows);
            List<T> values = new ArrayList<>();
            while (rows.next()) {
              values.add(reader.read(row));
            }
            return values;
          }
        });
  }

  @Override
  public <T> Optional<T> first(String sql, Parameters parameters, RowReader<T> reader) {
    return with(
        sql,
        parameters,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
          }
        });
  }

  /// Ends the statement that runs now, if there is one. For another thread than the session's.
  synchronized void interrupt() {
    try {
      if (!connection.isClosed()) {
        connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
      }
    } catch (SQLException failure) {
      throw Trouble.of(failure, file, "it was interrupted");
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw Trouble.of(failure, file, "it was closed");
    }
  }

  private interface Use<T> {
    T use(PreparedStatement statement) throws SQLException;
  }

  /// @param names distinct names in the order of their first appearance, as SQLite numbers them
  private record Prepared(PreparedStatement statement, List<String> names) {}

  private <T> T with(String sql, Parameters parameters, Use<T> use) {
    try {
      // Taken out while in use: the same statement may be asked for again by a row reader.
      Prepared found = prepared.remove(sql);
      Prepared current =
          found == null
              ? new Prepared(connection.prepareStatement(sql), ParameterNames.of(sql))
              : found;
      try {
        bind(current, parameters);
        T result = use.use(current.statement());
        keep(sql, current);
        return result;
      } catch (SQLException | RuntimeException failure) {
        current.statement().close();
        throw failure;
      }
    } catch (SQLException failure) {
      throw Trouble.of(failure, file, "running " + sql);
    }
  }

  private void keep(String sql, Prepared current) throws SQLException {
    Prepared other = prepared.put(sql, current);
    if (other != null) {
      other.statement().close();
    }
    if (prepared.size() > STATEMENTS_MAX) {
      Map.Entry<String, Prepared> oldest = prepared.entrySet().iterator().next();
      prepared.remove(oldest.getKey());
      oldest.getValue().statement().close();
    }
  }

  private static void bind(Prepared prepared, Parameters parameters) throws SQLException {
    List<String> names = prepared.names();
    if (parameters.size() != names.size() || !names.stream().allMatch(parameters::has)) {
      throw new IllegalArgumentException(
          "the statement names " + names + " but was given " + parameters.names());
    }
    for (int i = 0; i < names.size(); i++) {
      bind(prepared.statement(), i + 1, parameters.value(names.get(i)));
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setObject(index, null);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> throw new IllegalArgumentException("not a database value: " + value.getClass());
    }
  }
}
