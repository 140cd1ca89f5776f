package dev.speckit.agent;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the ends of one program's runs mean: rows in order, the first that fits counts. The rows of
/// `agent/outcome/<kind>.json` come before those of `agent/outcome/common.json`.
///
/// A row is a JSON object: `name`, `outcome`, `remedy` (optional, one sentence for a person), and
/// conditions that must all hold: `exit` (numbers, or `signal`, or `failure` for any but 0),
/// `status` (numbers or classes such as `5xx`), `stop` (words), `error` and `errors` (regular
/// expressions, found without regard to case in what the program calls its error, and in stderr),
/// `finished`, `failed`, `silent` (no text), `denied` (a tool was): true or false.
final class OutcomeTable {
  private static final Map<String, OutcomeTable> TABLES = new ConcurrentHashMap<>();
  private static final Set<String> WORDS =
      Set.of(
          "name",
          "outcome",
          "remedy",
          "exit",
          "status",
          "stop",
          "error",
          "errors",
          "finished",
          "failed",
          "silent",
          "denied");

  private final List<Row> rows;

  private OutcomeTable(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /// @param exit numbers, `signal` or `failure`; empty for any
  record Row(
      String name,
      Outcome outcome,
      @Nullable String remedy,
      List<String> exit,
      List<String> status,
      List<String> stop,
      @Nullable Pattern error,
      @Nullable Pattern errors,
      @Nullable Boolean finished,
      @Nullable Boolean failed,
      @Nullable Boolean silent,
      @Nullable Boolean denied) {
    boolean fits(@Nullable Integer exitCode, Transcript said, String stderr) {
      return (exit.isEmpty() || exit.stream().anyMatch(word -> isExit(word, exitCode)))
          && (status.isEmpty() || status.stream().anyMatch(word -> isStatus(word, said.status())))
          && (stop.isEmpty() || (said.stop() != null && stop.contains(said.stop())))
          && (error == null || (said.error() != null && error.matcher(said.error()).find()))
          && (errors == null || errors.matcher(stderr).find())
          && (finished == null || finished == said.finished())
          && (failed == null || failed == said.failed())
          && (silent == null || silent == said.text().isBlank())
          && (denied == null || denied == !said.denied().isEmpty());
    }

    private static boolean isExit(String word, @Nullable Integer exitCode) {
      return switch (word) {
        case "signal" -> exitCode == null || exitCode > 128;
        case "failure" -> exitCode == null || exitCode != 0;
        default -> exitCode != null && word.equals(exitCode.toString());
      };
    }

    private static boolean isStatus(String word, @Nullable Integer status) {
      return status != null
          && (word.equals(status.toString())
              || (word.endsWith("xx") && word.startsWith(Integer.toString(status / 100))));
    }
  }

  /// The table of a kind of agent.
  static OutcomeTable of(String kind) {
    return TABLES.computeIfAbsent(
        kind,
        wanted -> {
          List<Row> rows = new ArrayList<>(rows(wanted));
          rows.addAll(rows("common"));
          return new OutcomeTable(rows);
        });
  }

  /// The rows that hold for every program.
  static OutcomeTable common() {
    return TABLES.computeIfAbsent("common", file -> new OutcomeTable(rows(file)));
  }

  /// The first row that fits; empty when none does, which for a run that ended well means that its
  /// text is to be read.
  Optional<Row> find(@Nullable Integer exitCode, Transcript said, String stderr) {
    return rows.stream().filter(row -> row.fits(exitCode, said, stderr)).findFirst();
  }

  /// The rows of one file, in its order.
  static List<Row> rows(String file) {
    Json json = Json.read(AgentResources.text("outcome/" + file + ".json")).value().orElse(null);
    if (!(json instanceof Json.Fields fields)) {
      throw new IllegalStateException("outcome/" + file + ".json is no JSON object");
    }
    return fields.objects("rows").stream().map(row -> row(file, row)).toList();
  }

  private static Row row(String file, Json.Fields fields) {
    String name = fields.text("name").orElseThrow();
    if (!WORDS.containsAll(fields.values().keySet())) {
      throw new IllegalStateException("outcome/" + file + ".json: unknown word in row " + name);
    }
    Outcome outcome =
        Outcome.parse(fields.text("outcome").orElse(""))
            .orElseThrow(() ->
                new IllegalStateException("outcome/" + file + ".json: no outcome in row " + name));
    return new Row(
        name,
        outcome,
        fields.text("remedy").orElse(null),
        words(fields, "exit"),
        words(fields, "status"),
        words(fields, "stop"),
        pattern(fields, "error"),
        pattern(fields, "errors"),
        fields.truth("finished").orElse(null),
        fields.truth("failed").orElse(null),
        fields.truth("silent").orElse(null),
        fields.truth("denied").orElse(null));
  }

  /// A text of words with blanks between.
  private static List<String> words(Json.Fields fields, String name) {
    return fields.text(name).map(text -> Arrays.asList(text.split(" ", -1))).orElse(List.of());
  }

  private static @Nullable Pattern pattern(Json.Fields fields, String name) {
    return fields
        .text(name)
        .map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
        .orElse(null);
  }
}
