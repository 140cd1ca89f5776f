package dev.speckit.trace;

import dev.speckit.spec.SpecId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the mentions with a spec say about the ids alone in the same file.
final class Qualified {
  private final Map<Integer, Set<SpecId>> byLine = new HashMap<>();
  private final Map<String, Set<SpecId>> byId = new HashMap<>();
  private final Set<SpecId> all = new HashSet<>();

  private Qualified() {}

  static Qualified of(List<Mention> mentions) {
    Qualified qualified = new Qualified();
    for (Mention each : mentions) {
      SpecId spec = each.spec();
      if (spec != null) {
        qualified.byLine.computeIfAbsent(each.line(), _ -> new HashSet<>(2)).add(spec);
        qualified.byId.computeIfAbsent(each.id(), _ -> new HashSet<>(2)).add(spec);
        qualified.all.add(spec);
      }
    }
    return qualified;
  }

  /// The specs named in a line and the one above it.
  Set<SpecId> at(int line) {
    Set<SpecId> specs = new HashSet<>(byLine.getOrDefault(line, Set.of()));
    specs.addAll(byLine.getOrDefault(line - 1, Set.of()));
    return specs;
  }

  /// The specs that stand before this id.
  Set<SpecId> before(String id) {
    return byId.getOrDefault(id, Set.of());
  }

  Set<SpecId> all() {
    return all;
  }
}
