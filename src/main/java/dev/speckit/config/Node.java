package dev.speckit.config;

import dev.speckit.failure.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as a settings file has it, before anything is known about its meaning.
public sealed interface Node {
  Place place();

  record Table(Place place, Map<String, Node> entries) implements Node {
    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  record Items(Place place, List<Node> nodes) implements Node {
    public Items {
      nodes = List.copyOf(nodes);
    }
  }

  /// @param value a String, Long, Double, Boolean or a date
  record Scalar(Place place, Object value) implements Node {}
}
