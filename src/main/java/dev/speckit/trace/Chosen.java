package dev.speckit.trace;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.trace.TraceItem.Demand;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a person asks to trace: everything, a spec, an item of a spec, or an id that one spec has.
///
/// @param spec empty for everything, and for an id alone
/// @param item the id of an item; empty for everything, and for a spec
/// @param refusal why an id alone is no spec; thrown when it is no item either
record Chosen(Optional<SpecId> spec, Optional<String> item, Optional<Failure.Usage> refusal) {

  private static final Set<String> KINDS = Set.of("FR", "NFR", "TR", "AC", "SC", "IR");

  /// @throws Failure.Usage when there is no such spec
  static Chosen of(SpecTree tree, Optional<String> written) {
    if (written.isEmpty()) {
      return new Chosen(Optional.empty(), Optional.empty(), Optional.empty());
    }
    String text = written.get();
    int slash = text.indexOf('/');
    if (slash > 0 && slash < text.length() - 1) {
      SpecEntry entry = tree.find(text.substring(0, slash));
      return new Chosen(
          Optional.of(entry.id()), Optional.of(text.substring(slash + 1)), Optional.empty());
    }
    try {
      return new Chosen(Optional.of(tree.find(text).id()), Optional.empty(), Optional.empty());
    } catch (Failure.Usage failure) {
      return new Chosen(Optional.empty(), Optional.of(text), Optional.of(failure));
    }
  }

  /// The specs whose commits are looked into.
  Set<SpecId> detailed() {
    return spec.map(Set::of).orElse(Set.of());
  }

  /// Finds it in a graph.
  ///
  /// @throws Failure.Usage when it is not there, or more than one spec has it
  Selected in(TraceGraph graph) {
    if (item.isPresent()) {
      TraceItem found = spec.isPresent() ? qualified(graph, spec.get()) : alone(graph);
      return new Selected(selection(graph, found), false, Optional.of(found));
    }
    List<TracedSpec> specs =
        graph.specs().stream()
            .filter(each -> spec.isEmpty() || spec.get().equals(each.id()))
            .toList();
    return new Selected(TraceSelection.of(graph, specs), spec.isEmpty(), Optional.empty());
  }

  private TraceItem qualified(TraceGraph graph, SpecId owner) {
    String id = item.orElseThrow();
    return graph
        .find(owner + "/" + id)
        .orElseThrow(() ->
            new Failure.Usage(
                Problem.of("unknown-item", "the spec " + owner + " has no " + shown(id))
                    .remedy("speckit trace " + owner + " shows what it has")));
  }

  private TraceItem alone(TraceGraph graph) {
    String id = item.orElseThrow();
    List<Demand> found =
        graph.specs().stream()
            .flatMap(each -> graph.demands(each.id()).stream())
            .filter(each -> each.id().equals(id))
            .toList();
    if (found.isEmpty()) {
      throw isItem(graph, id) ? nowhere(id) : refusal.orElseThrow();
    }
    if (found.size() > 1) {
      List<String> keys = found.stream().limit(3).map(Demand::key).toList();
      String more = found.size() > 3 ? " and " + (found.size() - 3) + " more" : "";
      throw new Failure.Usage(
          Problem.of("ambiguous-item", shown(id) + " may mean " + String.join(", ", keys) + more)
              .remedy("write the spec before it: speckit trace " + keys.getFirst()));
    }
    return found.getFirst();
  }

  /// Whether it looks like the ids of items: `FR-099` where there is an `FR-001`.
  private static boolean isItem(TraceGraph graph, String id) {
    String letters = letters(id);
    return Catalog.isBare(id)
        && (KINDS.contains(letters)
            || graph.specs().stream()
                .flatMap(each -> graph.demands(each.id()).stream())
                .anyMatch(each -> letters(each.id()).equals(letters)));
  }

  private static String letters(String id) {
    return id.substring(0, Math.max(0, id.lastIndexOf('-')));
  }

  private static Failure.Usage nowhere(String id) {
    return new Failure.Usage(
        Problem.of("unknown-item", "no spec has " + shown(id))
            .remedy("speckit trace lists the specs, speckit trace ID shows what one has"));
  }

  private static String shown(String text) {
    String cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /// Of a task what it was planned for.
  private static TraceSelection selection(TraceGraph graph, TraceItem item) {
    Set<Demand> demands = new LinkedHashSet<>();
    if (item instanceof Demand demand) {
      demands.add(demand);
    } else {
      for (TraceLink link : graph.back(item)) {
        if (link.from() instanceof Demand demand) {
          demands.add(demand);
        }
      }
    }
    Set<SpecId> owners = new LinkedHashSet<>();
    demands.forEach(each -> owners.add(each.spec()));
    List<TracedSpec> specs =
        graph.specs().stream().filter(each -> owners.contains(each.id())).toList();
    return new TraceSelection(graph, specs, List.copyOf(demands));
  }
}
