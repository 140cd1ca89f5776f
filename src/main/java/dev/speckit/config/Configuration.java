package dev.speckit.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The merged values of all layers, each with where it comes from. Immutable once read.
public final class Configuration {
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Provenance> sections = new LinkedHashMap<>();
  private final Map<String, Provenance> broken = new LinkedHashMap<>();

  private record Value(Object value, Provenance provenance) {}

  Configuration() {}

  void put(String path, Object value, Provenance provenance) {
    values.put(path, new Value(value, provenance));
  }

  void section(String path, Provenance provenance) {
    sections.putIfAbsent(path, provenance);
  }

  void breakAt(String path, Provenance provenance) {
    broken.put(path, provenance);
  }

  /// The value, or the key's default; empty when neither is there.
  @SuppressWarnings("unchecked") // a value was read by the form of the key at this path
  public <T> Optional<T> find(Key<T> key, String... names) {
    Value value = values.get(key.path(names));
    return value == null ? Optional.ofNullable(key.fallback()) : Optional.of((T) value.value());
  }

  /// The value of a key that has a default.
  public <T> T value(Key<T> key, String... names) {
    return find(key, names)
        .orElseThrow(() -> new IllegalArgumentException("no default: " + key.pattern()));
  }

  public Provenance provenance(Key<?> key, String... names) {
    String path = key.path(names);
    Value value = values.get(path);
    return value == null ? broken.getOrDefault(path, new Provenance.BuiltIn()) : value.provenance();
  }

  /// Whether any layer set it, even to something that does not fit.
  public boolean isSet(Key<?> key, String... names) {
    String path = key.path(names);
    return values.containsKey(path) || broken.containsKey(path);
  }

  /// The names defined below a section such as `agents`, in the order of the files.
  public List<String> names(String section) {
    List<String> names = new ArrayList<>();
    for (String path : sections.keySet()) {
      if (path.startsWith(section + ".")) {
        names.add(path.substring(section.length() + 1));
      }
    }
    return List.copyOf(names);
  }

  /// Where a named section such as `agents.alice` was first written.
  public Provenance section(String path) {
    return sections.getOrDefault(path, new Provenance.BuiltIn());
  }
}
