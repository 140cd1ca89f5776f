package dev.speckit.upkeep;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// Stores as the earlier program made them, with its faults.
final class EarlierStores {
  static final long MILLIS = 1_763_719_200_123L;

  private static final String[] SECOND = {
    """
    CREATE TABLE consensus_runs (id INTEGER PRIMARY KEY AUTOINCREMENT, spec_id TEXT NOT NULL,
      stage TEXT NOT NULL, run_timestamp INTEGER NOT NULL, consensus_ok BOOLEAN NOT NULL,
      degraded BOOLEAN DEFAULT 0, synthesis_json TEXT, UNIQUE(spec_id, stage, run_timestamp))
    """,
    """
    CREATE TABLE agent_outputs (id INTEGER PRIMARY KEY AUTOINCREMENT, run_id INTEGER NOT NULL,
      agent_name TEXT NOT NULL, model_version TEXT, content TEXT NOT NULL,
      output_timestamp INTEGER NOT NULL,
      FOREIGN KEY(run_id) REFERENCES consensus_runs(id) ON DELETE CASCADE)
    """,
    """
    CREATE TABLE agent_executions (agent_id TEXT PRIMARY KEY, spec_id TEXT NOT NULL,
      stage TEXT NOT NULL, phase_type TEXT NOT NULL, agent_name TEXT NOT NULL, run_id TEXT,
      branch_id TEXT, spawned_at TEXT NOT NULL, completed_at TEXT, response_text TEXT,
      extraction_error TEXT)
    """
  };

  private static final String[] FIRST = {
    """
    CREATE TABLE consensus_artifacts (id INTEGER PRIMARY KEY AUTOINCREMENT, spec_id TEXT NOT NULL,
      stage TEXT NOT NULL, agent_name TEXT NOT NULL, content_json TEXT NOT NULL,
      response_text TEXT, run_id TEXT, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)
    """,
    """
    CREATE TABLE consensus_synthesis (id INTEGER PRIMARY KEY AUTOINCREMENT, spec_id TEXT NOT NULL,
      stage TEXT NOT NULL, output_markdown TEXT NOT NULL, output_path TEXT, status TEXT NOT NULL,
      artifacts_count INTEGER, agreements TEXT, conflicts TEXT, degraded BOOLEAN DEFAULT 0,
      run_id TEXT, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)
    """,
    // Before the columns that were added by ALTER.
    """
    CREATE TABLE agent_executions (agent_id TEXT PRIMARY KEY, spec_id TEXT NOT NULL,
      stage TEXT NOT NULL, agent_name TEXT NOT NULL, spawned_at TEXT NOT NULL)
    """
  };

  private EarlierStores() {}

  static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  static void execute(Path file, String... statements) throws SQLException {
    try (Connection connection = connect(file)) {
      execute(connection, statements);
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  /// One run row per artefact, each answer with a run of its own, and a run of the synthesis; no
  /// model anywhere; the same time in all of a group.
  static void second(Path file, int groups) throws SQLException {
    try (Connection connection = connect(file)) {
      execute(connection, SECOND);
      connection.setAutoCommit(false);
      for (int group = 0; group < groups; group++) {
        add(connection, group);
      }
      connection.commit();
    }
  }

  static void add(Connection connection, int group) throws SQLException {
    String spec = "SPEC-KIT-" + group;
    long at = MILLIS + group * 1000L;
    for (int agent = 0; agent < 3; agent++) {
      int run = group * 4 + agent + 1;
      insert(
          connection,
          "INSERT INTO consensus_runs VALUES (?, ?, ?, ?, 1, 0, NULL)",
          run,
          spec,
          "spec-plan",
          at + agent);
      insert(
          connection,
          "INSERT INTO agent_outputs VALUES (?, ?, ?, NULL, ?, ?)",
          run,
          run,
          "agent-" + agent,
          agent == 2 ? "no JSON at all" : "{\"text\":\"password=hunter2hunter2\"}",
          at);
    }
    insert(
        connection,
        "INSERT INTO consensus_runs VALUES (?, ?, ?, ?, 1, ?, ?)",
        group * 4 + 4,
        spec,
        "spec-plan",
        at + 10,
        group % 2,
        "{\"output_markdown\":\"# Plan " + group + "\",\"status\":\"ok\",\"agreements\":[]}");
    insert(
        connection,
        "INSERT INTO agent_executions VALUES (?, ?, 'plan', 'regular_stage', 'claude', 'r', NULL,"
            + " '2025-11-21 10:00:00', NULL, NULL, NULL)",
        "uuid-" + group,
        spec);
  }

  static void first(Path file) throws SQLException {
    execute(file, FIRST);
    execute(
        file,
        """
        INSERT INTO consensus_synthesis
        VALUES (1, 'SPEC-KIT-1', 'plan', '# All', '/p.md', 'ok', 2, '["a"]', '[]', 1, 'run-1',
                '2025-10-01 09:00:00')
        """,
        """
        INSERT INTO consensus_artifacts
        VALUES (1, 'SPEC-KIT-1', 'plan', 'claude', '{"a":1}', 'raw a', 'run-1', 1759309200),
               (2, 'SPEC-KIT-1', 'plan', 'gemini', '{"b":2}', NULL, 'run-9', 1759309200123),
               (3, 'SPEC-KIT-1', 'before-specify', 'gpt5', '{}', NULL, NULL, 'yesterday'),
               (4, 'SPEC-KIT-1', 'plan', 'nul', CAST(x'7b0041' AS TEXT), NULL, NULL, 1759309200),
               (5, 'SPEC-KIT-1', 'plan', 'bytes', x'ff41', NULL, NULL, '2025-10-01T09:00:00Z')
        """,
        "INSERT INTO agent_executions VALUES ('u', 'SPEC-KIT-1', 'plan', 'claude', 'x')");
  }

  private static void insert(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
