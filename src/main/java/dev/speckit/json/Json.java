package dev.speckit.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON value (RFC 8259). Immutable; objects keep the order in which fields were added.
public sealed interface Json {

  /// An object. Field order is kept and written.
  record Fields(Map<String, Json> values) implements Json {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// The same object with one field more (or replaced).
    public Fields with(String name, Json value) {
      Map<String, Json> copy = new LinkedHashMap<>(values);
      copy.put(name, value);
      return new Fields(copy);
    }

    /// The same object behind one field more.
    public Fields after(String name, String value) {
      Map<String, Json> copy = new LinkedHashMap<>();
      copy.put(name, new Text(value));
      values.forEach(copy::putIfAbsent);
      return new Fields(copy);
    }

    public Fields with(String name, String value) {
      return with(name, new Text(value));
    }

    public Fields with(String name, long value) {
      return with(name, Json.of(value));
    }

    public Fields with(String name, boolean value) {
      return with(name, new Truth(value));
    }

    public Fields with(String name, Instant value) {
      return with(name, Json.of(value));
    }

    public Fields with(String name, List<? extends Json> value) {
      return with(name, new Items(List.copyOf(value)));
    }

    /// Adds the field only when there is a value: what was not measured is absent, never 0.
    public Fields withPresent(String name, @Nullable Object value) {
      // The two most frequent stay out of the switch, whose first use in a start is dear.
      if (value == null) {
        return this;
      }
      if (value instanceof String text) {
        return with(name, text);
      }
      return switch (value) {
        case Json json -> with(name, json);
        case Integer number -> with(name, number.longValue());
        case Long number -> with(name, number.longValue());
        case BigDecimal number -> with(name, new Numeral(number));
        case Boolean truth -> with(name, truth.booleanValue());
        case Instant instant -> with(name, instant);
        default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
      };
    }

    public Optional<Json> find(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /// The text of a field; empty when the field is missing or no text.
    public Optional<String> text(String name) {
      return values.get(name) instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /// The whole number of a field; empty when missing, no number, or outside of `long`.
    public Optional<Long> integer(String name) {
      return values.get(name) instanceof Numeral numeral ? numeral.asLong() : Optional.empty();
    }

    public Optional<Boolean> truth(String name) {
      return values.get(name) instanceof Truth truth
          ? Optional.of(truth.value())
          : Optional.empty();
    }

    /// The elements of an array field; empty when the field is missing or no array.
    public List<Json> items(String name) {
      return values.get(name) instanceof Items items ? items.values() : List.of();
    }

    /// The texts of an array field, elements of other types left out.
    public List<String> texts(String name) {
      List<String> texts = new ArrayList<>();
      for (Json item : items(name)) {
        if (item instanceof Text text) {
          texts.add(text.value());
        }
      }
      return List.copyOf(texts);
    }

    /// The objects of an array field, elements of other types left out.
    public List<Fields> objects(String name) {
      List<Fields> objects = new ArrayList<>();
      for (Json item : items(name)) {
        if (item instanceof Fields fields) {
          objects.add(fields);
        }
      }
      return List.copyOf(objects);
    }

    public Optional<Fields> object(String name) {
      return values.get(name) instanceof Fields fields ? Optional.of(fields) : Optional.empty();
    }
  }

  /// An array.
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// A string. May hold any UTF-16 text; unpaired surrogates are written as U+FFFD.
  record Text(String value) implements Json {}

  /// A number, exact.
  record Numeral(BigDecimal value) implements Json {
    /// The value as a `long` when it is whole and in range.
    public Optional<Long> asLong() {
      if (value.precision() - value.scale() > 19 || value.scale() > 1000) {
        return Optional.empty();
      }
      try {
        return Optional.of(value.longValueExact());
      } catch (ArithmeticException _) {
        return Optional.empty();
      }
    }
  }

  /// `true` or `false`.
  record Truth(boolean value) implements Json {}

  /// `null`.
  record Null() implements Json {}

  static Fields fields() {
    return new Fields(Map.of());
  }

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(long value) {
    return new Numeral(BigDecimal.valueOf(value));
  }

  /// UTC, ISO-8601, always three digits of milliseconds: `2026-11-21T10:00:00.000Z`.
  static Json of(Instant value) {
    return new Text(timestamp(value));
  }

  static Items texts(Iterable<String> values) {
    List<Json> items = new ArrayList<>();
    for (String value : values) {
      items.add(new Text(value));
    }
    return new Items(items);
  }

  /// UTC, ISO-8601, always three digits of milliseconds.
  static String timestamp(Instant value) {
    String text = value.truncatedTo(ChronoUnit.MILLIS).toString();
    if (text.endsWith("Z") && text.indexOf('.') < 0) {
      return text.substring(0, text.length() - 1) + ".000Z";
    }
    return text;
  }

  /// One line, no blanks.
  default String write() {
    return JsonText.write(this, false);
  }

  /// Two-space indentation, ends with a line feed: the form of files that people and git read.
  default String writeIndented() {
    return JsonText.write(this, true) + "\n";
  }

  /// [#writeIndented()] as UTF-8.
  default byte[] fileBytes() {
    return writeIndented().getBytes(StandardCharsets.UTF_8);
  }

  /// What reading a text gave.
  sealed interface Reading {
    record Value(Json json) implements Reading {}

    /// @param line 1-based
    /// @param column 1-based
    record Malformed(String message, int line, int column) implements Reading {}

    default Optional<Json> value() {
      return this instanceof Value value ? Optional.of(value.json()) : Optional.empty();
    }
  }

  /// Reads exactly one JSON value. Never throws for bad input: duplicate names, more than 200
  /// levels, trailing text and numbers of more than 1,000 digits are [Reading.Malformed].
  static Reading read(String text) {
    return JsonText.read(text);
  }
}
