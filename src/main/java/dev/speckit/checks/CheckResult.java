package dev.speckit.checks;

import dev.speckit.json.Json;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one check of the user's project ended: a fact, not an opinion.
///
/// @param name as in the settings: `test`
/// @param end how it ended
/// @param exitCode 128 and more for a signal; null when it did not end by itself
/// @param reason one line that says why it did not pass; null when it did
/// @param millis how long it took
/// @param tests what its reports say; null when it names none or wrote none
/// @param coverage share of covered lines in hundredths of a percent; null when not measured
/// @param folder where its output is kept, relative to the workspace
public record CheckResult(
    String name,
    End end,
    @Nullable Integer exitCode,
    @Nullable String reason,
    long millis,
    TestReport.@Nullable Counts tests,
    @Nullable Integer coverage,
    String folder) {

  public enum End {
    PASSED,
    FAILED,
    /// Stopped by its clock.
    LATE,
    /// It could not be started.
    NOT_STARTED,
    /// Speckit was asked to end.
    CANCELLED;

    /// The word in JSON: `not-started`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public boolean passed() {
    return end == End.PASSED;
  }

  public Json.Fields json() {
    Json.Fields json = Json.fields().with("check", name).with("end", end.word());
    if (exitCode != null) {
      json = json.with("exit_code", exitCode);
    }
    json = json.withPresent("reason", reason).with("total_ms", millis);
    if (tests != null) {
      json = json.with("tests", tests.json());
    }
    if (coverage != null) {
      json = json.with("coverage_hundredths", coverage);
    }
    return json.with("folder", folder);
  }

  /// Empty when it is not what [#json] made.
  public static Optional<CheckResult> read(Json.Fields json) {
    Optional<String> name = json.text("check");
    Optional<End> end = json.text("end").flatMap(CheckResult::end);
    Optional<Long> millis = json.integer("total_ms");
    if (name.isEmpty() || end.isEmpty() || millis.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CheckResult(
            name.get(),
            end.get(),
            json.integer("exit_code").map(Math::toIntExact).orElse(null),
            json.text("reason").orElse(null),
            millis.get(),
            json.object("tests").map(CheckResult::counts).orElse(null),
            json.integer("coverage_hundredths").map(Math::toIntExact).orElse(null),
            json.text("folder").orElse("")));
  }

  private static Optional<End> end(String word) {
    for (End end : End.values()) {
      if (end.word().equals(word)) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  private static TestReport.Counts counts(Json.Fields json) {
    return new TestReport.Counts(
        number(json, "passed"),
        number(json, "failed"),
        number(json, "errors"),
        number(json, "skipped"),
        number(json, "flaky"),
        number(json, "repeated"));
  }

  private static int number(Json.Fields json, String name) {
    return Math.toIntExact(json.integer(name).orElse(0L));
  }
}
