package dev.speckit.lab;

import dev.speckit.agent.AttemptResult;
import dev.speckit.json.Json;
import java.util.List;

/// What came of one program in one scenario.
///
/// @param expected words of the outcomes that are right, at least one
/// @param requests for a model that reached the provider
/// @param left processes that were still there after the attempt had ended; must be 0
record CardCell(
    String kind,
    Script script,
    List<String> expected,
    AttemptResult result,
    long requests,
    int left) {
  CardCell {
    expected = List.copyOf(expected);
  }

  boolean isAsExpected() {
    return expected.contains(result.outcome().word()) && left == 0;
  }

  Json.Fields json() {
    return Json.fields()
        .with("scenario", script.word())
        .with("expected", Json.texts(expected))
        .with("outcome", result.outcome().word())
        .with("as_expected", isAsExpected())
        .withPresent("exit_code", result.exitCode())
        .with("requests", requests)
        .with("milliseconds", result.totalMillis())
        .with("left", left)
        .with("reason", result.reason());
  }
}
