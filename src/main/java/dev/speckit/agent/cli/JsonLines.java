package dev.speckit.agent.cli;

import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One event of a stream of JSON objects, one on each line.
final class JsonLines {
  private static final Pattern TRY_AGAIN =
      Pattern.compile("(?:try again|retry) (?:in|after) ([0-9]{1,7}(?:\\.[0-9]{1,6})?) ?(ms|s)");

  private static final BigDecimal DOLLARS_MAX = BigDecimal.valueOf(1_000_000);
  private static final int DIGITS_MAX = 100;
  private static final int MICROS = 6;
  private static final int SIGNALS = 128;
  private static final int STATUS_MIN = 100;
  private static final int STATUS_END = 600;

  private JsonLines() {}

  /// Empty for a line that is no JSON object: programs print notices between their events.
  static Optional<Json.Fields> event(String line) {
    String text = line.strip();
    return text.startsWith("{") && Json.read(text).value().orElse(null) instanceof Json.Fields event
        ? Optional.of(event)
        : Optional.empty();
  }

  /// A run without its final event. What a program refuses before it asks a model, it says on
  /// stderr alone, and ends with a code of its own; one that a signal ended says nothing of itself.
  ///
  /// @param text what it had said by then
  static Transcript unfinished(
      @Nullable Integer exitCode,
      String errors,
      String text,
      List<String> denied,
      @Nullable String session,
      @Nullable String model) {
    boolean failed = exitCode != null && exitCode > 0 && exitCode < SIGNALS && !errors.isBlank();
    return new Transcript(
        text,
        false,
        failed,
        null,
        null,
        failed ? errors : null,
        denied,
        null,
        Usage.UNKNOWN,
        session,
        model);
  }

  /// The same words without line ends: people are shown one line of an error.
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
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

  /// Dollars as micro-dollars. Empty for what is no cost of one run, which keeps a number such as
  /// `1e999999999` from being written out.
  static Optional<Long> micros(Json.Fields fields, String name) {
    return fields.find(name).orElse(null) instanceof Json.Numeral cost
            && cost.value().signum() >= 0
            && cost.value().compareTo(DOLLARS_MAX) < 0
            && cost.value().scale() < DIGITS_MAX
        ? Optional.of(
            cost.value().movePointRight(MICROS).setScale(0, RoundingMode.HALF_UP).longValue())
        : Optional.empty();
  }

  /// A status of HTTP; empty for a number that is none.
  static Optional<Integer> status(Json.Fields fields, String name) {
    return fields
        .integer(name)
        .filter(code -> code >= STATUS_MIN && code < STATUS_END)
        .map(Math::toIntExact);
  }

  /// Seconds of a `retry-after` header as the programs repeat it; empty for anything else.
  static Optional<Duration> seconds(String text) {
    String digits = text.strip();
    return digits.matches("[0-9]{1,7}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(digits)))
        : Optional.empty();
  }
}
