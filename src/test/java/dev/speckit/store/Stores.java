package dev.speckit.store;

import dev.speckit.host.Host;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/// What several tests of this package need: rows that satisfy the constraints, and another program
/// at the same file.
@NullMarked
final class Stores {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
  static final String SHA = "0".repeat(64);

  private Stores() {}

  static Host host(Path folder) {
    return new Host(() -> NOW, new Random(1), Map.of(), folder, folder);
  }

  static Store open(Path file) throws InterruptedException {
    return Store.open(file, host(file.toAbsolutePath().getParent()));
  }

  static int insertRun(Transaction transaction, String run) {
    return transaction.update(
        """
        INSERT INTO run (run, spec, document, state, from_stage, to_stage, on_question, started_at,
                         settings)
        VALUES (:run, 1001, 'specs/1000/1001/spec.md', 'running', 'plan', 'tasks', 'ask', :at, '{}')
        """,
        Parameters.of("run", run).and("at", NOW));
  }

  static int insertEvent(Transaction transaction, String run, long sequence) {
    return transaction.update(
        """
        INSERT INTO event (run, sequence, at, kind, payload)
        VALUES (:run, :sequence, :at, 'started', '{}')
        """,
        Parameters.of("run", run).and("sequence", sequence).and("at", NOW));
  }

  static int insertAttempt(Transaction transaction, String run, String agent) {
    return transaction.update(
        """
        INSERT INTO attempt (run, subject, input, agent, attempt, state, prompt_sha256, folder,
                             started_at)
        VALUES (:run, 'plan', 'key', :agent, 1, 'running', :sha, 'folder', :at)
        """,
        Parameters.of("run", run).and("agent", agent).and("sha", SHA).and("at", NOW));
  }

  static long insertAnswer(Transaction transaction, String run, String agent) {
    return transaction.insert(
        """
        INSERT INTO answer (run, subject, input, agent, attempt, at, sha256, content)
        VALUES (:run, 'plan', 'key', :agent, 1, :at, :sha, '{}')
        RETURNING answer
        """,
        Parameters.of("run", run).and("agent", agent).and("sha", SHA).and("at", NOW));
  }

  static long count(Store store, String table) throws InterruptedException {
    return store.read(transaction ->
        transaction
            .first("SELECT count(*) AS n FROM " + table, Parameters.none(), row -> row.integer("n"))
            .orElseThrow());
  }

  static Connection foreign(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=5000");
  }

  static void execute(Path file, String... statements) throws SQLException {
    try (Connection connection = foreign(file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  static String ask(Path file, String sql) throws SQLException {
    try (Connection connection = foreign(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /// A JVM of its own that runs a test class of this package.
  static Process start(Class<?> main, Object... arguments) throws java.io.IOException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
