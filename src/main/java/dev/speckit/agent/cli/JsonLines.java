package dev.speckit.agent.cli;

import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One event of a stream of JSON objects, one on each line.
final class JsonLines {
  private static final Pattern TRY_AGAIN =
      Pattern.compile("(?:try again|retry) (?:in|after) ([0-9]{1,7}(?:\\.[0-9]{1,6})?) ?(ms|s)");

  private JsonLines() {}

  /// Empty for a line that is no JSON object: programs print notices between their events.
  static Optional<Json.Fields> event(String line) {
    String text = line.strip();
    return text.startsWith("{") && Json.read(text).value().orElse(null) instanceof Json.Fields event
        ? Optional.of(event)
        : Optional.empty();
  }

  /// The pause that the text of an error asks for: `try again in 11.05s`.
  static Optional<Duration> tryAgainIn(String text) {
    Matcher asked = TRY_AGAIN.matcher(text);
    if (!asked.find()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(asked.group(1));
    boolean millis = asked.group(2).startsWith("ms");
    return Optional.of(
        Duration.ofMillis(
            (millis ? number : number.movePointRight(3))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact()));
  }

  /// Seconds of a `retry-after` header as the programs repeat it; empty for anything else.
  static Optional<Duration> seconds(String text) {
    String digits = text.strip();
    return digits.matches("[0-9]{1,7}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(digits)))
        : Optional.empty();
  }
}
