package dev.speckit.agent.analyst;

import dev.speckit.spec.quality.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Short texts made from the words of the spec, never from words of our own beyond the verbs.
final class Phrasing {
  private static final int QUOTE_MAX = 400;

  private Phrasing() {}

  /// `FR-001: The door …`, one line.
  static String quoted(Demand demand) {
    return demand.id() + ": " + flat(demand.text());
  }

  static String flat(String text) {
    String flat = String.join(" ", text.strip().lines().map(String::strip).toList());
    return flat.length() <= QUOTE_MAX ? flat : flat.substring(0, QUOTE_MAX) + "…";
  }

  static List<String> ids(List<Demand> demands) {
    List<String> ids = new ArrayList<>();
    for (Demand demand : demands) {
      if (!ids.contains(demand.id())) {
        ids.add(demand.id());
      }
    }
    return ids;
  }

  static String quotes(List<Demand> demands) {
    return String.join("\n", demands.stream().limit(12).map(Phrasing::quoted).toList());
  }

  static boolean hasAny(Demand demand, Set<String> stems) {
    return demand.stems().stream().anyMatch(stems::contains);
  }
}
