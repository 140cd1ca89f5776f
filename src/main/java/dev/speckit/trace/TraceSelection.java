package dev.speckit.trace;

import dev.speckit.failure.Problem;
import dev.speckit.trace.TraceItem.Demand;
import java.util.List;
import java.util.stream.Collectors;

/// What of a graph is shown.
///
/// @param specs in order
/// @param demands of these specs, in order; only one when a person asked for it
record TraceSelection(TraceGraph graph, List<TracedSpec> specs, List<Demand> demands) {
  public TraceSelection {
    specs = List.copyOf(specs);
    demands = List.copyOf(demands);
  }

  static TraceSelection of(TraceGraph graph, List<TracedSpec> specs) {
    return new TraceSelection(
        graph, specs, specs.stream().flatMap(each -> graph.demands(each.id()).stream()).toList());
  }

  /// What could not be linked, and where not all specs are shown, may be about one of them.
  public List<Problem> told() {
    if (specs.size() == graph.specs().size()) {
      return graph.told();
    }
    return graph.told(specs.stream().map(TracedSpec::id).collect(Collectors.toSet()));
  }

  /// The ticked criteria among them that nothing proves.
  public List<Unproven> unproven() {
    return demands.stream().flatMap(each -> graph.unproven(each).stream()).toList();
  }
}
