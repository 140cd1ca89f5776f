package dev.speckit.store;

import dev.speckit.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values of a statement's named parameters. Immutable. Every name of the statement must be given
/// and no other.
///
/// | Java | stored as |
/// |---|---|
/// | `String` | TEXT |
/// | `Long`, `Integer` | INTEGER |
/// | `Instant` | INTEGER, milliseconds since 1970 UTC |
/// | `Boolean` | INTEGER, 0 or 1 |
/// | `byte[]` | BLOB |
/// | [Json] | TEXT, one line |
/// | `null`, empty `Optional` | NULL |
public final class Parameters {
  private static final Parameters NONE = new Parameters(Map.of());

  private final Map<String, @Nullable Object> values;

  private Parameters(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  public static Parameters none() {
    return NONE;
  }

  public static Parameters of(String name, @Nullable Object value) {
    return NONE.and(name, value);
  }

  /// These parameters and one more.
  public Parameters and(String name, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
    if (copy.containsKey(name)) {
      throw new IllegalArgumentException("the parameter :" + name + " is given twice");
    }
    copy.put(name, stored(value));
    return new Parameters(Collections.unmodifiableMap(copy));
  }

  Map<String, @Nullable Object> values() {
    return values;
  }

  private static @Nullable Object stored(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Optional<?> optional -> stored(optional.orElse(null));
      case String text -> text;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Instant instant -> instant.toEpochMilli();
      case Boolean truth -> truth ? 1L : 0L;
      case byte[] bytes -> bytes.clone();
      case Json json -> json.write();
      default -> throw new IllegalArgumentException("not a database value: " + value.getClass());
    };
  }
}
