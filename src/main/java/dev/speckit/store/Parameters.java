package dev.speckit.store;

import dev.speckit.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private static final Parameters NONE = new Parameters(null, "", null, 0);

  private final @Nullable Parameters before;
  private final String name;
  private final @Nullable Object value;
  private final int size;

  private Parameters(@Nullable Parameters before, String name, @Nullable Object value, int size) {
    this.before = before;
    this.name = name;
    this.value = value;
    this.size = size;
  }

  public static Parameters none() {
    return NONE;
  }

  public static Parameters of(String name, @Nullable Object value) {
    return NONE.and(name, value);
  }

  /// These parameters and one more.
  public Parameters and(String name, @Nullable Object value) {
    if (find(name) != null) {
      throw new IllegalArgumentException("the parameter :" + name + " is given twice");
    }
    return new Parameters(this, name, stored(value), size + 1);
  }

  int size() {
    return size;
  }

  boolean has(String name) {
    return find(name) != null;
  }

  /// @return null for NULL
  @Nullable Object value(String name) {
    Parameters found = find(name);
    return found == null ? null : found.value;
  }

  /// As they were given.
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Parameters at = this; at.before != null; at = at.before) {
      names.addFirst(at.name);
    }
    return names;
  }

  private @Nullable Parameters find(String wanted) {
    for (Parameters at = this; at.before != null; at = at.before) {
      if (at.name.equals(wanted)) {
        return at;
      }
    }
    return null;
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
