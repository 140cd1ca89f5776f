package dev.speckit.config;

import dev.speckit.failure.Place;
import dev.speckit.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a value must look like. Says so in words, and reads it from a file or a variable. Never
/// repeats the value itself: it may be a secret that somebody put in the wrong place.
public sealed interface Form<T> {
  /// Completes the sentence "the value must be ...".
  String expectation();

  /// Empty when the value does not fit.
  Optional<T> read(Node node);

  /// From the text of an environment variable; empty when it does not fit.
  Optional<T> parse(String text);

  /// The place to show for a value that does not fit.
  default Place fault(Node node) {
    return node.place();
  }

  record Text(Pattern pattern, String expectation) implements Form<String> {
    @Override
    public Optional<String> read(Node node) {
      return node instanceof Node.Scalar(_, String text) ? parse(text) : Optional.empty();
    }

    @Override
    public Optional<String> parse(String text) {
      return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
  }

  record Choice(List<String> words) implements Form<String> {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String expectation() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public Optional<String> read(Node node) {
      return node instanceof Node.Scalar(_, String text) ? parse(text) : Optional.empty();
    }

    @Override
    public Optional<String> parse(String text) {
      return words.contains(text) ? Optional.of(text) : Optional.empty();
    }
  }

  record Whole(long min, long max) implements Form<Long> {
    @Override
    public String expectation() {
      return "a whole number from " + min + " to " + max;
    }

    @Override
    public Optional<Long> read(Node node) {
      return node instanceof Node.Scalar(_, Long number) && number >= min && number <= max
          ? Optional.of(number)
          : Optional.empty();
    }

    @Override
    public Optional<Long> parse(String text) {
      try {
        return read(new Node.Scalar(Place.of(""), Long.valueOf(text.strip())));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
  }

  /// US dollars: a number, or a text such as `2.50` or `$5`; at most six decimals. What a file
  /// writes as a number is taken by its shortest form, so that 0.1 is a tenth.
  record Dollars(long max) implements Form<BigDecimal> {
    private static final Pattern SHAPE = Pattern.compile("\\$?([0-9]{1,15}(?:\\.[0-9]{1,6})?)");

    @Override
    public String expectation() {
      return "dollars from 0 to " + max + " such as 5, 2.50 or \"$5\", with at most 6 decimals";
    }

    @Override
    public Optional<BigDecimal> read(Node node) {
      return switch (node) {
        case Node.Scalar(_, String text) -> parse(text);
        case Node.Scalar(_, Long number) -> parse(Long.toString(number));
        case Node.Scalar(_, Double number) when Double.isFinite(number) ->
            parse(plain(BigDecimal.valueOf(number)));
        default -> Optional.empty();
      };
    }

    private static String plain(BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @Override
    public Optional<BigDecimal> parse(String text) {
      Matcher matcher = SHAPE.matcher(text.strip());
      return matcher.matches()
          ? Optional.of(new BigDecimal(matcher.group(1)))
              .filter(dollars -> dollars.compareTo(BigDecimal.valueOf(max)) <= 0)
          : Optional.empty();
    }
  }

  record Truth() implements Form<Boolean> {
    @Override
    public String expectation() {
      return "true or false";
    }

    @Override
    public Optional<Boolean> read(Node node) {
      return node instanceof Node.Scalar(_, Boolean truth) ? Optional.of(truth) : Optional.empty();
    }

    @Override
    public Optional<Boolean> parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "1", "yes", "on" -> Optional.of(true);
        case "false", "0", "no", "off" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  }

  /// A length of time: a whole number and `ms`, `s`, `m` or `h`.
  record Span(Duration min, Duration max) implements Form<Duration> {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    @Override
    public String expectation() {
      return "a length of time such as \"500ms\", \"60s\" or \"2m\", at most "
          + max.toHours()
          + "h";
    }

    @Override
    public Optional<Duration> read(Node node) {
      return node instanceof Node.Scalar(_, String text) ? parse(text) : Optional.empty();
    }

    @Override
    public Optional<Duration> parse(String text) {
      Matcher matcher = SHAPE.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      long count = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          };
      return duration.compareTo(min) < 0 || duration.compareTo(max) > 0
          ? Optional.empty()
          : Optional.of(duration);
    }
  }

  /// A list; in a variable a JSON array, or words separated by commas.
  record Texts(int min, int max, Text each) implements Form<List<String>> {
    @Override
    public String expectation() {
      return "a list of " + min + " to " + max + " texts, each " + each.expectation();
    }

    @Override
    public Optional<List<String>> read(Node node) {
      if (!(node instanceof Node.Items(_, List<Node> nodes))) {
        return Optional.empty();
      }
      List<String> texts = new ArrayList<>();
      nodes.forEach(item -> each.read(item).ifPresent(texts::add));
      return texts.size() == nodes.size() ? sized(texts) : Optional.empty();
    }

    @Override
    public Optional<List<String>> parse(String text) {
      List<Node> nodes = new ArrayList<>();
      if (!text.strip().startsWith("[")) {
        for (String word : text.split(",", -1)) {
          nodes.add(new Node.Scalar(Place.of(""), word.strip()));
        }
        return read(new Node.Items(Place.of(""), nodes));
      }
      if (!(Json.read(text).value().orElse(null) instanceof Json.Items items)) {
        return Optional.empty();
      }
      for (Json item : items.values()) {
        nodes.add(
            new Node.Scalar(Place.of(""), item instanceof Json.Text(String word) ? word : 0L));
      }
      return read(new Node.Items(Place.of(""), nodes));
    }

    private Optional<List<String>> sized(List<String> texts) {
      return texts.size() < min || texts.size() > max
          ? Optional.empty()
          : Optional.of(List.copyOf(texts));
    }

    @Override
    public Place fault(Node node) {
      if (node instanceof Node.Items(_, List<Node> nodes)) {
        for (Node item : nodes) {
          if (each.read(item).isEmpty()) {
            return item.place();
          }
        }
      }
      return node.place();
    }
  }
}
