package dev.speckit.trace;

import dev.speckit.trace.TraceItem.Demand;
import java.util.List;

/// What of a graph is shown.
///
/// @param specs in order
/// @param demands of these specs, in order; only one when a person asked for it
public record TraceSelection(TraceGraph graph, List<TracedSpec> specs, List<Demand> demands) {
  public TraceSelection {
    specs = List.copyOf(specs);
    demands = List.copyOf(demands);
  }

  static TraceSelection of(TraceGraph graph, List<TracedSpec> specs) {
    return new TraceSelection(
        graph, specs, specs.stream().flatMap(each -> graph.demands(each.id()).stream()).toList());
  }

  /// The ticked criteria among them that nothing proves.
  public List<Unproven> unproven() {
    return specs.stream()
        .flatMap(each -> graph.unproven(each.id()).stream())
        .filter(each -> demands.contains(each.criterion()))
        .toList();
  }
}
