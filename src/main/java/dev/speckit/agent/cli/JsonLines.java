package dev.speckit.agent.cli;

import dev.speckit.json.Json;
import java.util.Optional;

/// One event of a stream of JSON objects, one on each line.
final class JsonLines {
  private JsonLines() {}

  /// Empty for a line that is no JSON object: programs print notices between their events.
  static Optional<Json.Fields> event(String line) {
    String text = line.strip();
    return text.startsWith("{") && Json.read(text).value().orElse(null) instanceof Json.Fields event
        ? Optional.of(event)
        : Optional.empty();
  }

  /// Seconds of a `retry-after` header as the programs repeat it; empty for anything else.
  static Optional<java.time.Duration> seconds(String text) {
    String digits = text.strip();
    return digits.matches("[0-9]{1,7}")
        ? Optional.of(java.time.Duration.ofSeconds(Long.parseLong(digits)))
        : Optional.empty();
  }
}
