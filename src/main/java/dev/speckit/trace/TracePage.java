package dev.speckit.trace;

import dev.speckit.trace.TraceItem.Demand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What stands on a page about some requirements and criteria: what is behind each, every item
/// once, and the links between these items.
final class TracePage {
  private final TraceGraph graph;
  private final List<Backing> backings;
  private final Map<TraceItem, List<Demand>> serves = new LinkedHashMap<>();

  private TracePage(TraceGraph graph, List<Backing> backings) {
    this.graph = graph;
    this.backings = List.copyOf(backings);
  }

  static TracePage of(TraceGraph graph, List<Backing> backings) {
    TracePage page = new TracePage(graph, backings);
    backings.forEach(each -> page.serves.put(each.demand(), new ArrayList<>()));
    backings.forEach(page::add);
    return page;
  }

  private void add(Backing backing) {
    Demand demand = backing.demand();
    backing.near().forEach(each -> serve(each, demand));
    backing.tasks().forEach(each -> serve(each, demand));
    backing.sessions().forEach(each -> serve(each, demand));
    backing.commits().forEach(each -> serve(each, demand));
    backing.files().forEach(each -> serve(each, demand));
    backing.tests().forEach(each -> serve(each, demand));
    backing.deliverables().forEach(each -> serve(each, demand));
  }

  private void serve(TraceItem item, Demand demand) {
    serves.computeIfAbsent(item, _ -> new ArrayList<>()).add(demand);
  }

  List<Backing> backings() {
    return backings;
  }

  Set<TraceItem> items() {
    return serves.keySet();
  }

  /// Those of one kind, by name.
  <T extends TraceItem> List<T> items(Class<T> kind) {
    Map<String, T> sorted = new TreeMap<>();
    for (TraceItem each : items()) {
      if (kind.isInstance(each)) {
        sorted.put(each.key(), kind.cast(each));
      }
    }
    return List.copyOf(sorted.values());
  }

  /// The requirements and criteria that an item is behind.
  List<Demand> serves(TraceItem item) {
    return serves.getOrDefault(item, List.of());
  }

  /// The links from an item to others of the page.
  List<TraceLink> forward(TraceItem item) {
    return graph.forward(item).stream().filter(each -> serves.containsKey(each.to())).toList();
  }

  /// The links to an item from others of the page.
  List<TraceLink> back(TraceItem item) {
    return graph.back(item).stream().filter(each -> serves.containsKey(each.from())).toList();
  }
}
