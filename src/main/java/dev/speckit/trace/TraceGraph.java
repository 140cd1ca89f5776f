package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecId;
import dev.speckit.trace.TraceItem.Commit;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Requirement;
import dev.speckit.trace.TraceItem.Session;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Task;
import dev.speckit.trace.TraceItem.Test;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All items and the links between them. Links lead from what was asked to what proves it:
/// requirement, criterion, task, session, commit, file, test, deliverable.
public final class TraceGraph {
  private final List<TracedSpec> specs;
  private final Map<String, TraceItem> items;
  private final Map<SpecId, List<Demand>> demands;
  private final IdentityHashMap<TraceItem, List<TraceLink>> forward;
  private final IdentityHashMap<TraceItem, List<TraceLink>> back;
  private final List<Told> told;

  private TraceGraph(Draft draft, List<Told> told) {
    this.specs = List.copyOf(draft.specs);
    this.items = draft.items;
    this.demands = draft.demands;
    this.forward = draft.forward;
    this.back = draft.back;
    this.told = List.copyOf(told);
  }

  /// What could not be linked.
  ///
  /// @param specs whose items may be meant; empty when that is not known, so that each may be
  record Told(Problem problem, Set<SpecId> specs) {}

  /// A graph that is still being made. A link that stands there already is not added again.
  static final class Draft {
    private final List<TracedSpec> specs = new ArrayList<>();
    private final Map<String, TraceItem> items = new LinkedHashMap<>(1 << 15);
    private final Map<SpecId, List<Demand>> demands = new HashMap<>();
    // One key is one object here, so that nothing has to be compared.
    private final IdentityHashMap<TraceItem, List<TraceLink>> forward =
        new IdentityHashMap<>(1 << 14);
    private final IdentityHashMap<TraceItem, List<TraceLink>> back = new IdentityHashMap<>(1 << 14);
    private final List<Told> told = new ArrayList<>();

    void add(TracedSpec spec) {
      specs.add(spec);
    }

    /// @return the item of this key that stands there already, or this one
    <T extends TraceItem> T add(T item) {
      TraceItem known = items.putIfAbsent(item.key(), item);
      if (known == null) {
        if (item instanceof Demand demand) {
          demands.computeIfAbsent(demand.spec(), _ -> new ArrayList<>()).add(demand);
        }
        return item;
      }
      @SuppressWarnings("unchecked") // Keys of different kinds differ.
      T kept = (T) known;
      return kept;
    }

    /// Something that was not read, or stands in a text that may not mean what it says.
    ///
    /// @param specs that are concerned; empty for all
    void tell(Problem problem, Set<SpecId> specs) {
      told.add(new Told(problem, specs));
    }

    Optional<TraceItem> find(String key) {
      return Optional.ofNullable(items.get(key));
    }

    List<Demand> demands(SpecId spec) {
      return demands.getOrDefault(spec, List.of());
    }

    List<TraceLink> forward(TraceItem item) {
      return forward.getOrDefault(item, List.of());
    }

    /// @param from of this draft, as is `to`
    @SuppressWarnings("ReferenceEquality") // One key is one object here.
    void link(TraceItem from, TraceItem to, String reason, @Nullable Place place) {
      List<TraceLink> known = forward.computeIfAbsent(from, _ -> new ArrayList<>(2));
      for (TraceLink each : known) {
        if (each.to() == to) {
          return;
        }
      }
      TraceLink link = new TraceLink(from, to, reason, place);
      known.add(link);
      back.computeIfAbsent(to, _ -> new ArrayList<>(2)).add(link);
    }

    TraceGraph finish(List<Told> more) {
      List<Told> all = new ArrayList<>(told);
      all.addAll(more);
      return new TraceGraph(this, all);
    }
  }

  /// Sorted by id.
  public List<TracedSpec> specs() {
    return specs;
  }

  public Collection<TraceItem> items() {
    return Collections.unmodifiableCollection(items.values());
  }

  public Optional<TraceItem> find(String key) {
    return Optional.ofNullable(items.get(key));
  }

  /// The links towards what proves an item.
  public List<TraceLink> forward(TraceItem item) {
    return Collections.unmodifiableList(forward.getOrDefault(own(item), List.of()));
  }

  /// The links towards what asked for an item.
  public List<TraceLink> back(TraceItem item) {
    return Collections.unmodifiableList(back.getOrDefault(own(item), List.of()));
  }

  /// The requirements of a spec, then its criteria, each in the order of the document.
  public List<Demand> demands(SpecId spec) {
    return Collections.unmodifiableList(demands.getOrDefault(spec, List.of()));
  }

  private TraceItem own(TraceItem item) {
    return forward.containsKey(item) || back.containsKey(item)
        ? item
        : items.getOrDefault(item.key(), item);
  }

  /// What could not be linked: mentions of items that are not there or that more than one spec may
  /// mean, documents and reports that could not be read.
  public List<Problem> told() {
    return told.stream().map(Told::problem).toList();
  }

  /// What of that may be about one of these specs.
  List<Problem> told(Set<SpecId> specs) {
    return told.stream()
        .filter(each -> each.specs().isEmpty() || each.specs().stream().anyMatch(specs::contains))
        .map(Told::problem)
        .toList();
  }

  /// All ticked criteria that nothing proves.
  public List<Unproven> unproven() {
    return specs.stream().flatMap(each -> unproven(each.id()).stream()).toList();
  }

  /// Those of one spec.
  public List<Unproven> unproven(SpecId spec) {
    return demands(spec).stream().flatMap(each -> unproven(each).stream()).toList();
  }

  /// Itself, when it is a ticked criterion that nothing proves.
  Optional<Unproven> unproven(Demand demand) {
    if (!(demand instanceof Criterion criterion) || !criterion.met()) {
      return Optional.empty();
    }
    Proof proof = proof(criterion);
    return proof.missing().map(why -> new Unproven(criterion, why, proof.isTested()));
  }

  Proof proof(Demand demand) {
    return Proof.of(this::forward, near(demand), demand);
  }

  public Backing backing(Demand demand) {
    return proof(demand).backing();
  }

  /// The requirements or criteria that belong to one, itself first: those that one names of the
  /// other, and those that one task names together.
  List<Demand> near(Demand demand) {
    List<Demand> near = new ArrayList<>(4);
    Set<Demand> seen = Collections.newSetFromMap(new IdentityHashMap<>(8));
    near.add(demand);
    seen.add(demand);
    forward(demand).forEach(link -> near(demand, link.to(), seen, near));
    back(demand).forEach(link -> near(demand, link.from(), seen, near));
    return near;
  }

  private void near(Demand demand, TraceItem other, Set<Demand> seen, List<Demand> near) {
    switch (other) {
      case Demand found -> {
        if (seen.add(found)) {
          near.add(found);
        }
      }
      case Task task -> {
        // A whole document names much that does not belong together.
        List<TraceLink> naming = task.isSpec() ? List.of() : back(task);
        for (TraceLink link : naming) {
          if (link.from() instanceof Demand found
              && isOtherKind(demand, found)
              && seen.add(found)) {
            near.add(found);
          }
        }
      }
      case Session _, Commit _, SourceFile _, Test _, Deliverable _ -> {}
    }
  }

  private static boolean isOtherKind(Demand demand, Demand other) {
    return demand instanceof Requirement
        ? other instanceof Criterion
        : other instanceof Requirement;
  }
}
