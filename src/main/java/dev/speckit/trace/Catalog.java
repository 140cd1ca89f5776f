package dev.speckit.trace;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.trace.TraceItem.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ids of a workspace: which there are, and what one may mean.
final class Catalog {
  private final Map<SpecId, Map<String, TraceItem>> bySpec = new HashMap<>();
  private final Map<String, List<Demand>> byId = new HashMap<>();
  private final Map<String, SpecId> names = new HashMap<>();
  private final Map<SpecId, SpecId> parents = new HashMap<>();
  private final Map<String, List<Plain>> byNumber = new HashMap<>();
  private final Set<String> dashless = new HashSet<>();
  private final boolean[] firstLetters = new boolean[128];

  /// An id as an identifier may hold it.
  ///
  /// @param letters in lower case, without what stands between them
  /// @param id as the spec has it
  record Plain(String letters, String id) {}

  void add(SpecEntry spec) {
    names.putIfAbsent(spec.id().toString(), spec.id());
    spec.aliases().forEach(each -> names.putIfAbsent(each.toLowerCase(Locale.ROOT), spec.id()));
    spec.parent().ifPresent(parent -> parents.putIfAbsent(spec.id(), parent));
    bySpec.computeIfAbsent(spec.id(), _ -> new HashMap<>());
  }

  void add(SpecId spec, String id, TraceItem item) {
    if (bySpec.computeIfAbsent(spec, _ -> new HashMap<>()).putIfAbsent(id, item) != null) {
      return;
    }
    if (id.indexOf('-') < 0) {
      dashless.add(id);
    }
    if (item instanceof Demand demand && isBare(id)) {
      List<Demand> same = byId.computeIfAbsent(id, _ -> new ArrayList<>(2));
      if (same.isEmpty()) {
        firstLetters[id.charAt(0)] = true;
        addPlain(id);
      }
      same.add(demand);
    }
  }

  /// Whether an id is told from other words without its spec: capitals, a dash and a number.
  static boolean isBare(String id) {
    return id.indexOf('-') > 0
        && isCapital(id.charAt(0))
        && Character.isDigit(id.charAt(id.lastIndexOf('-') + 1));
  }

  static boolean isCapital(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private void addPlain(String id) {
    int number = id.length();
    while (number > 0 && id.charAt(number - 1) >= '0' && id.charAt(number - 1) <= '9') {
      number--;
    }
    String letters = id.substring(0, number).replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    if (number < id.length() && letters.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      byNumber
          .computeIfAbsent(id.substring(number), _ -> new ArrayList<>(2))
          .add(new Plain(letters, id));
    }
  }

  boolean isEmpty() {
    return byId.isEmpty() && bySpec.values().stream().allMatch(Map::isEmpty);
  }

  /// Whether a spec has an id like `T003`, which in a file of the project may be any word.
  boolean isDashless(String id) {
    return dashless.contains(id);
  }

  boolean mayBegin(int c) {
    return c >= 0 && c < firstLetters.length && firstLetters[c];
  }

  /// The ids that end with a number and may stand in identifiers.
  List<Plain> numbered(String number) {
    return byNumber.getOrDefault(number, List.of());
  }

  /// @param name an id or an alias, in any case
  Optional<SpecId> spec(String name) {
    return Optional.ofNullable(names.get(name.toLowerCase(Locale.ROOT)));
  }

  /// What has an id in one spec: a requirement, a criterion, a task.
  @Nullable TraceItem item(SpecId spec, String id) {
    return bySpec.getOrDefault(spec, Map.of()).get(id);
  }

  /// What an id means in the documents of a spec: its own, else its parent's.
  @Nullable TraceItem within(SpecId spec, String id) {
    SpecId at = spec;
    while (at != null) {
      TraceItem item = item(at, id);
      if (item != null) {
        return item;
      }
      at = parents.get(at);
    }
    return null;
  }

  /// What an id means in the documents of a spec.
  ///
  /// @param qualifier the spec it is qualified with; null for an id alone
  @Nullable TraceItem meant(SpecId spec, @Nullable SpecId qualifier, String id) {
    return qualifier == null ? within(spec, id) : item(qualifier, id);
  }

  /// Every requirement and criterion of this id.
  List<Demand> all(String id) {
    return byId.getOrDefault(id, List.of());
  }
}
