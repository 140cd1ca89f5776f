package dev.speckit.spec.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Names for the sections of three versions, so that the same section has the same name in each. A
/// session is known by when, where and by whom it was started, not by its number: a merge before
/// this one may have given it another. Among those that are alike in all of that [AlikeSessions]
/// decides.
final class SessionPairs {
  private SessionPairs() {}

  /// A name for each section, in the order of the sections; empty when nobody can say which of some
  /// alike sessions is which.
  static Optional<Sides<List<String>>> names(Sides<List<Node>> sections) {
    List<String> base = own("base", sections.base());
    List<String> ours = own("ours", sections.ours());
    List<String> theirs = own("theirs", sections.theirs());
    boolean certain =
        match(sections.base(), base, sections.ours(), ours, "ours", AlikeSessions::changed)
            && match(
                sections.base(), base, sections.theirs(), theirs, "theirs", AlikeSessions::changed);
    List<Integer> ownOurs = added(sections.ours(), ours, "ours");
    List<Node> newOurs = ownOurs.stream().map(sections.ours()::get).toList();
    List<String> newNames = ownOurs.stream().map(ours::get).toList();
    certain =
        certain
            && match(
                newOurs, newNames, sections.theirs(), theirs, "theirs", AlikeSessions::arrived);
    return certain ? Optional.of(new Sides<>(base, ours, theirs)) : Optional.empty();
  }

  private static List<String> own(String side, List<Node> sections) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Node section : sections) {
      // A document may get another title.
      boolean title = section.level() == 1 && names.isEmpty();
      String words = title ? "" : section.title().strip().toLowerCase(Locale.ROOT);
      String name =
          section.session().isPresent() ? "session " + side : section.level() + " " + words;
      names.add(name + " " + counts.merge(name, 1, Integer::sum));
    }
    return names;
  }

  /// The sessions of a side that nothing was found for.
  private static List<Integer> added(List<Node> sections, List<String> names, String side) {
    List<Integer> added = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      if (names.get(i).startsWith("session " + side + " ")) {
        added.add(i);
      }
    }
    return added;
  }

  /// Gives the sessions of a side the names of those that they are.
  ///
  /// @param pairing for each of the second sessions the place of the first one that it is, -1 for
  ///   none
  /// @return false when it is uncertain
  private static boolean match(
      List<Node> known,
      List<String> knownNames,
      List<Node> sections,
      List<String> names,
      String side,
      BiFunction<List<Node>, List<Node>, Optional<int[]>> pairing) {
    Map<List<Object>, List<Integer>> before = new HashMap<>();
    for (int i = 0; i < known.size(); i++) {
      int at = i;
      identity(known.get(i))
          .ifPresent(key -> before.computeIfAbsent(key, _ -> new ArrayList<>()).add(at));
    }
    Map<List<Object>, List<Integer>> now = new LinkedHashMap<>();
    for (int at : added(sections, names, side)) {
      identity(sections.get(at))
          .filter(before::containsKey)
          .ifPresent(key -> now.computeIfAbsent(key, _ -> new ArrayList<>()).add(at));
    }
    for (Map.Entry<List<Object>, List<Integer>> alike : now.entrySet()) {
      List<Integer> olds = before.getOrDefault(alike.getKey(), List.of());
      List<Integer> news = alike.getValue();
      Optional<int[]> pairs =
          pairing.apply(
              olds.stream().map(known::get).toList(), news.stream().map(sections::get).toList());
      if (pairs.isEmpty()) {
        return false;
      }
      for (int i = 0; i < news.size(); i++) {
        int found = pairs.get()[i];
        if (found >= 0) {
          names.set(news.get(i), knownNames.get(olds.get(found)));
        }
      }
    }
    return true;
  }

  /// When, where and by whom it was started; without that its number and day.
  private static Optional<List<Object>> identity(Node section) {
    return section
        .session()
        .map(one ->
            one.started().isEmpty()
                ? List.of("numbered", one.number(), one.date())
                : List.of(
                    one.started().get(),
                    one.startCommit(),
                    one.participants().stream().findFirst()));
  }
}
