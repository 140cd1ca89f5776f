package dev.speckit.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SQL stands in classes named `XTable`, in words that PostgreSQL takes too, and each statement is
/// run by a test.
final class TablesTest {
  /// What SQLite takes and PostgreSQL does not, or understands otherwise.
  private static final Pattern SQLITE_ONLY =
      Pattern.compile(
          String.join(
              "|",
              "\\b(_?rowid_?|last_insert_rowid|pragma\\w*|autoincrement|glob|regexp|indexed by)\\b",
              "\\b(insert|update) or\\b",
              "\\breplace into\\b",
              "\\b(vacuum|attach|detach|sqlite_\\w+|dbstat)\\b",
              "\\bcollate (nocase|binary|rtrim)\\b",
              "\\bjson\\w*\\s*\\(|->",
              "\\b(strftime|datetime|julianday|unixepoch|time|timediff)\\s*\\(",
              "\\b(iif|ifnull|typeof|total|group_concat|printf|instr|hex|unhex|unicode|char|quote"
                  + "|zeroblob|randomblob|changes|total_changes|likely|unlikely)\\s*\\(",
              // The greater of two values; the greatest of a column is the same everywhere.
              "\\b(max|min)\\s*\\([^()]*,",
              "\\blimit\\s+(-1|\\S+\\s*,)",
              "==|`|\\[|\\\\?\""),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern METHOD =
      Pattern.compile("^ {2}(?:public )?static [^=;]*?\\b(\\w+)\\([^;]*?\\{", Pattern.MULTILINE);

  @Test
  void the_statements_are_found() throws IOException {
    assertThat(SqlTexts.tables(SqlTexts.MAIN).stream().map(SqlTexts::name))
        .contains("RunTable", "EventTable", "AttemptTable", "VerdictTable", "ArtifactTable")
        .doesNotContain("ProcessTable", "TrackerTable");
    assertThat(statements(SqlTexts.MAIN)).hasSizeGreaterThan(20);
  }

  @Test
  void statements_use_words_that_postgresql_takes_too() throws IOException {
    assertThat(sqliteOnly(SqlTexts.MAIN)).isEmpty();
    assertThat(sqliteOnly(SqlTexts.OFFENDERS)).as("the rule can fail").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM b ORDER BY rowid",
        "SELECT json_extract(a, '$.b') FROM c",
        "SELECT value FROM json_each(:ids)",
        "SELECT a ->> 'b' FROM c",
        "SELECT a FROM b WHERE json_valid(a)",
        "INSERT OR IGNORE INTO a VALUES (1)",
        "REPLACE INTO a VALUES (1)",
        "SELECT a FROM b WHERE a GLOB 'x*'",
        "SELECT strftime('%Y', a) FROM b",
        "SELECT datetime(a) FROM b",
        "PRAGMA user_version",
        "SELECT IIF(a, 1, 2) FROM b",
        "SELECT a FROM b LIMIT -1",
        "SELECT a FROM b LIMIT 1, 2",
        "SELECT max(a, b) FROM c",
        "SELECT a FROM b WHERE a == 1",
        "SELECT ifnull(a, b) FROM c",
        "SELECT group_concat(a) FROM b"
      })
  void a_word_of_sqlite_alone_is_seen(String sql) {
    assertThat(SQLITE_ONLY.matcher(sql).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT coalesce(max(ordinal), 0) + 1 FROM run",
        "INSERT INTO a(b) VALUES (:b) ON CONFLICT (b) DO UPDATE SET b = excluded.b RETURNING b",
        "SELECT count(*) FILTER (WHERE a = 1), row_number() OVER (PARTITION BY b) FROM c LIMIT :n",
        "SELECT CASE WHEN a > b THEN a ELSE b END FROM c WHERE a IN (SELECT b FROM d)"
      })
  void words_of_both_are_let_through(String sql) {
    assertThat(SQLITE_ONLY.matcher(sql).find()).isFalse();
  }

  private static List<String> sqliteOnly(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : SqlTexts.tables(root)) {
      for (String text : SqlTexts.of(file)) {
        Matcher words = SQLITE_ONLY.matcher(text);
        if (words.find()) {
          found.add(file + ": `" + words.group() + "` in " + text.strip());
        }
      }
    }
    return found;
  }

  private static List<String> statements(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : SqlTexts.tables(root)) {
      found.addAll(SqlTexts.of(file).stream().filter(SqlTexts::isStatement).toList());
    }
    return found;
  }

  @Test
  void statements_stand_in_tables_or_in_the_store() throws IOException {
    assertThat(stray(SqlTexts.MAIN)).isEmpty();
    assertThat(stray(SqlTexts.OFFENDERS)).as("the rule can fail").hasSize(1);
  }

  private static List<String> stray(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : SqlTexts.files(root)) {
      boolean table = file.getFileName().toString().endsWith("Table.java");
      if (table || file.startsWith(SqlTexts.MAIN.resolve("store")) || !SqlTexts.usesStore(file)) {
        continue;
      }
      for (String text : SqlTexts.of(file)) {
        if (SqlTexts.isStatement(text)) {
          found.add(file + ": " + text.strip());
        }
      }
    }
    return found;
  }

  @Test
  void each_function_of_a_table_is_run_by_its_own_test() throws IOException {
    assertThat(untested(SqlTexts.MAIN)).isEmpty();
    assertThat(untested(SqlTexts.OFFENDERS))
        .as("the rule can fail")
        .containsExactly("RowidTable has no test");
  }

  private static List<String> untested(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : SqlTexts.tables(root)) {
      String table = SqlTexts.name(file);
      Path test =
          Path.of(file.toString().replace("src/main/java", "src/test/java"))
              .resolveSibling(table + "Test.java");
      if (!Files.exists(test)) {
        found.add(table + " has no test");
        continue;
      }
      String text = Files.readString(test);
      Matcher methods = METHOD.matcher(Files.readString(file));
      while (methods.find()) {
        String method = methods.group(1);
        if (!Pattern.compile("\\b" + table + "(\\.|::)" + method + "\\b").matcher(text).find()) {
          found.add(table + "." + method + " is not run by " + table + "Test");
        }
      }
    }
    return found;
  }
}
