package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementsTest {
  @TempDir Path folder;
  Store store;

  @BeforeEach
  void open() throws InterruptedException {
    store = Stores.open(folder.resolve("speckit.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | ''",
        "SELECT :a, :b, :a | a b",
        "SELECT ':no', \":no\", `:no`, :yes | yes",
        "SELECT 'it''s :no', :yes | yes",
        "SELECT /* :no */ :yes -- :no | yes",
        "SELECT '2026-11-21T10:00' , :at_time | at_time",
        "SELECT 'unclosed :no | ''"
      })
  void names_are_found_outside_of_quotes_and_comments(String sql, String names) {
    assertThat(String.join(" ", ParameterNames.of(sql))).isEqualTo(names);
  }

  @Test
  void every_type_comes_back_as_it_was_given() throws Exception {
    Instant time = Instant.parse("2026-11-21T10:00:00.123Z");
    byte[] bytes = "\0bytes".getBytes(StandardCharsets.UTF_8);
    Parameters parameters =
        Parameters.of("text", "größe \uD83D\uDE00 'quoted'")
            .and("number", Long.MIN_VALUE)
            .and("small", 7)
            .and("time", time)
            .and("yes", true)
            .and("no", false)
            .and("bytes", bytes)
            .and("json", Json.fields().with("a", 1))
            .and("missing", null)
            .and("empty", Optional.empty())
            .and("some", Optional.of("thing"));
    String found =
        store.read(transaction ->
            transaction
                .first(
                    """
                    SELECT :text AS text, :number AS number, :small AS small, :time AS time,
                           :yes AS yes, :no AS no, :bytes AS bytes, :json AS json,
                           :missing AS missing, :empty AS empty, :some AS some,
                           typeof(:time) AS type
                    """,
                    parameters,
                    row -> {
                      assertThat(row.text("text")).isEqualTo("größe \uD83D\uDE00 'quoted'");
                      assertThat(row.integer("number")).isEqualTo(Long.MIN_VALUE);
                      assertThat(row.optionalInteger("small")).contains(7L);
                      assertThat(row.instant("time")).isEqualTo(time);
                      assertThat(row.optionalInstant("time")).contains(time);
                      assertThat(row.truth("yes")).isTrue();
                      assertThat(row.optionalTruth("no")).contains(false);
                      assertThat(row.bytes("bytes")).isEqualTo(bytes);
                      assertThat(row.text("json")).isEqualTo("{\"a\":1}");
                      assertThat(row.optionalText("missing")).isEmpty();
                      assertThat(row.optionalInteger("missing")).isEmpty();
                      assertThat(row.optionalInstant("empty")).isEmpty();
                      assertThat(row.text("some")).isEqualTo("thing");
                      assertThatThrownBy(() -> row.text("missing"))
                          .hasMessageContaining("missing is NULL");
                      assertThatThrownBy(() -> row.text("unknown"))
                          .isInstanceOf(IllegalStateException.class);
                      return row.text("type");
                    })
                .orElseThrow());
    assertThat(found).isEqualTo("integer");
  }

  @Test
  void a_list_is_passed_as_one_json_array() throws Exception {
    List<Long> found =
        store.read(transaction ->
            transaction.query(
                "SELECT value AS v FROM json_each(:ids) WHERE value > :least ORDER BY value",
                Parameters.of("ids", "[3,1,2]").and("least", 1),
                row -> row.integer("v")));
    assertThat(found).containsExactly(2L, 3L);
  }

  @Test
  void a_missing_or_unknown_parameter_is_a_defect() {
    for (Parameters wrong :
        List.of(Parameters.none(), Parameters.of("b", 1), Parameters.of("a", 1).and("b", 1))) {
      assertThatThrownBy(() ->
              store.read(transaction ->
                  transaction.query("SELECT :a AS a", wrong, row -> row.integer("a"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[a]");
    }
  }

  @Test
  void values_that_no_column_can_hold_are_refused() {
    assertThatThrownBy(() -> Parameters.of("a", 1.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Parameters.of("a", 1).and("a", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void wrong_sql_is_a_defect_that_names_it() {
    assertThatThrownBy(
            () -> store.read(t -> t.query("SELEKT 1", Parameters.none(), row -> row.integer("1"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SELEKT 1");
  }

  @Test
  void an_insert_without_a_row_is_a_defect() {
    assertThatThrownBy(() ->
            store.write(
                Durability.NORMAL,
                transaction ->
                    transaction.insert(
                        """
                        INSERT INTO verdict_answer SELECT 1, 1 WHERE false RETURNING verdict
                        """,
                        Parameters.none())))
        .hasMessageContaining("no row was inserted");
  }

  @Test
  void a_statement_may_be_used_again_while_its_rows_are_read() throws Exception {
    List<Long> found =
        store.read(transaction -> {
          String sql = "SELECT value AS v FROM json_each(:ids)";
          return transaction.query(
              sql,
              Parameters.of("ids", "[10,20]"),
              row ->
                  row.integer("v")
                      + transaction
                          .first(sql, Parameters.of("ids", "[1]"), inner -> inner.integer("v"))
                          .orElseThrow());
        });
    assertThat(found).containsExactly(11L, 21L);
  }

  @Test
  void more_statements_than_are_kept_still_work() throws Exception {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 200; i++) {
        String sql = "SELECT " + i + " AS v";
        Optional<Long> found =
            store.read(t -> t.first(sql, Parameters.none(), row -> row.integer("v")));
        assertThat(found).contains((long) i);
      }
    }
  }
}
