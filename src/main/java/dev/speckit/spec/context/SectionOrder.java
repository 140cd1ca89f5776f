package dev.speckit.spec.context;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// In which order the sections of both sides stand after a merge, and which numbers the sessions
/// have.
final class SectionOrder {
  private static final List<String> TEMPLATE =
      List.of(
          "summary",
          "implementation timeline",
          "deliverables",
          "scripts",
          "documentation",
          "configuration files",
          "code changes",
          "dependencies delivered to",
          "downstream specs",
          "integration points",
          "metrics",
          "planning",
          "changes to spec",
          "implementation",
          "testing",
          "commits",
          "issues & resolutions",
          "quality",
          "runs",
          "notes & learnings",
          "technical decisions",
          "future improvements",
          "references");

  private final Sides<List<String>> names;
  private final Map<String, Node> nodes = new HashMap<>();

  SectionOrder(Sides<List<String>> names, Sides<List<Node>> sections) {
    this.names = names;
    add(names.base(), sections.base());
    add(names.theirs(), sections.theirs());
    add(names.ours(), sections.ours());
  }

  private void add(List<String> some, List<Node> sections) {
    for (int i = 0; i < some.size(); i++) {
      nodes.put(some.get(i), sections.get(i));
    }
  }

  /// All names of both sides. Sessions that only one side has stand in the order in which they were
  /// started, other sections in that of the template, ours first.
  List<String> names() {
    boolean theirsMoved = isMoved(names.theirs()) && !isMoved(names.ours());
    List<String> order = new ArrayList<>(theirsMoved ? names.theirs() : names.ours());
    List<String> others = theirsMoved ? names.ours() : names.theirs();
    Set<String> known = new HashSet<>(others);
    Map<String, Integer> places = places(order);
    List<String> merged = new ArrayList<>();
    int done = 0;
    for (String name : others) {
      Integer there = places.get(name);
      if (there != null) {
        int end = Math.max(done, there + 1);
        merged.addAll(order.subList(done, end));
        done = end;
        continue;
      }
      while (done < order.size()
          && !known.contains(order.get(done))
          && !isBefore(name, order.get(done))) {
        merged.add(order.get(done));
        done++;
      }
      merged.add(name);
    }
    merged.addAll(order.subList(done, order.size()));
    return merged;
  }

  /// The place of each name.
  static Map<String, Integer> places(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
    }
    return places;
  }

  /// Whether a side put sections of the base into another order.
  private boolean isMoved(List<String> side) {
    Set<String> there = new HashSet<>(side);
    Set<String> before = new HashSet<>(names.base());
    List<String> common = names.base().stream().filter(there::contains).toList();
    return !common.equals(side.stream().filter(before::contains).toList());
  }

  private boolean isBefore(String name, String other) {
    Optional<LocalDateTime> first = started(name);
    Optional<LocalDateTime> second = started(other);
    if (first.isPresent() && second.isPresent()) {
      return first.get().isBefore(second.get());
    }
    int one = TEMPLATE.indexOf(title(name));
    int two = TEMPLATE.indexOf(title(other));
    return one >= 0 && two >= 0 && one < two;
  }

  private String title(String name) {
    Node node = nodes.get(name);
    return node == null ? "" : node.title().strip().toLowerCase(Locale.ROOT);
  }

  private Optional<LocalDateTime> started(String name) {
    return session(name)
        .flatMap(one -> one.started().or(() -> one.date().map(day -> day.atStartOfDay())));
  }

  private Optional<WorkSession> session(String name) {
    return Optional.ofNullable(nodes.get(name)).flatMap(Node::session);
  }

  /// The numbers of the sessions by name. As long as all are different they stay; else the later of
  /// those that are new gets the next one.
  ///
  /// @param order of those that are in the result
  /// @param own the number that each would keep
  Map<String, Integer> numbers(List<String> order, Map<String, Integer> own) {
    if (new HashSet<>(own.values()).size() == own.size()) {
      return own;
    }
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> before = new HashSet<>(names.base());
    order.stream()
        .filter(name -> own.containsKey(name) && before.contains(name))
        .forEach(name -> numbers.put(name, own.getOrDefault(name, 0)));
    Set<Integer> used = new HashSet<>(numbers.values());
    int last = 0;
    for (String name : order) {
      if (own.containsKey(name) && !numbers.containsKey(name)) {
        int number = Math.max(own.getOrDefault(name, 0), last + 1);
        while (!used.add(number)) {
          number++;
        }
        numbers.put(name, number);
        last = number;
      }
    }
    return numbers;
  }
}
