package dev.speckit.cli;

import dev.speckit.command.Report;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;

/// The one JSON object that `--json` prints, whatever happened.
final class Envelope {
  private static final int SCHEMA_VERSION = 1;

  private Envelope() {}

  /// @param command the command's name; empty when the words named none
  static String write(String command, Report report) {
    return Json.fields()
            .with("schema_version", SCHEMA_VERSION)
            .with("tool", "speckit")
            .with("command", command)
            .with("exit_code", report.exit().number())
            .with("exit_reason", report.exit().reason())
            .with("data", report.data())
            .with("warnings", problems(report.warnings()))
            .with("problems", problems(report.problems()))
            .write()
        + "\n";
  }

  private static List<Json> problems(List<Problem> problems) {
    List<Json> items = new ArrayList<>();
    for (Problem problem : problems) {
      items.add(
          Json.fields()
              .with("code", problem.code())
              .with("message", problem.message())
              .with("place", orNull(problem.place() == null ? null : problem.place().toString()))
              .with("remedy", orNull(problem.remedy())));
    }
    return items;
  }

  private static Json orNull(@org.jspecify.annotations.Nullable String text) {
    return text == null ? new Json.Null() : Json.of(text);
  }
}
