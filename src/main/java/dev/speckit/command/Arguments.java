package dev.speckit.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of one call by parameter name, already checked against the declaration.
///
/// @param values parameter name to the values given, in order; a flag that was given has `"true"`
public record Arguments(Map<String, List<String>> values) {
  public Arguments {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((name, given) -> copy.put(name, List.copyOf(given)));
    values = Map.copyOf(copy);
  }

  /// The one value of a parameter, when given.
  public Optional<String> find(String name) {
    List<String> given = all(name);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getFirst());
  }

  /// The value of a required parameter. That it is there was checked before the command was called.
  public String get(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalStateException("parameter not declared as required: " + name));
  }

  /// All values of a parameter that may be given more than once; empty when none was.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean has(String flag) {
    return values.containsKey(flag);
  }
}
