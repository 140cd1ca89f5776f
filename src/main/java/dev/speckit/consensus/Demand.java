package dev.speckit.consensus;

import dev.speckit.spec.Criterion;
import dev.speckit.spec.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Something of the spec that a plan must cover: a requirement or an acceptance criterion.
///
/// @param id as the spec has it; the only ids a merged answer may link to
/// @param text for the trace table; from the user's own spec
public record Demand(String id, String text) {

  /// All demands of a spec, requirements first, each id once (the first one counts).
  public static List<Demand> of(List<Requirement> requirements, List<Criterion> criteria) {
    List<Demand> demands = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Requirement requirement : requirements) {
      if (seen.add(requirement.id())) {
        demands.add(new Demand(requirement.id(), requirement.text()));
      }
    }
    for (Criterion criterion : criteria) {
      if (seen.add(criterion.id())) {
        demands.add(new Demand(criterion.id(), criterion.text()));
      }
    }
    return List.copyOf(demands);
  }
}
