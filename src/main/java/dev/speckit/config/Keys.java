package dev.speckit.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every setting there is, in the order of the reference.
///
/// @param known names that exist without any file, by section (`agents`)
public record Keys(List<Key<?>> declared, Map<String, List<String>> known) {
  public Keys {
    declared = List.copyOf(declared);
    known = Map.copyOf(known);
  }

  /// The setting at exactly this pattern.
  Optional<Key<?>> find(List<String> pattern) {
    String joined = String.join(".", pattern);
    for (Key<?> key : declared) {
      if (key.pattern().equals(joined)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /// The words that may follow a section's pattern; `*` when a name may.
  Set<String> below(List<String> pattern) {
    Set<String> words = new LinkedHashSet<>();
    for (Key<?> key : declared) {
      List<String> segments = List.of(key.pattern().split("\\.", -1));
      if (segments.size() > pattern.size() && segments.subList(0, pattern.size()).equals(pattern)) {
        words.add(segments.get(pattern.size()));
      }
    }
    return words;
  }

  static List<String> with(List<String> path, String next) {
    List<String> longer = new ArrayList<>(path);
    longer.add(next);
    return List.copyOf(longer);
  }
}
