package dev.speckit.spec.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// Names for the sections of three versions, so that the same section has the same name in each. A
/// session is known by when and by whom it was started, not by its number: a merge before this one
/// may have given it another.
final class SessionPairs {
  private SessionPairs() {}

  /// A name for each section, in the order of the sections.
  static Sides<List<String>> names(Sides<List<Node>> sections) {
    List<String> base = own("base", sections.base());
    List<String> ours = matched("ours", sections.ours(), sections.base(), base);
    List<String> theirs = matched("theirs", sections.theirs(), sections.base(), base);
    for (int i = 0; i < theirs.size(); i++) {
      for (int j = 0; j < ours.size() && theirs.get(i).startsWith("session theirs"); j++) {
        boolean free = ours.get(j).startsWith("session ours") && !theirs.contains(ours.get(j));
        if (free && isSame(sections.ours().get(j), sections.theirs().get(i))) {
          theirs.set(i, ours.get(j));
        }
      }
    }
    return new Sides<>(base, ours, theirs);
  }

  private static List<String> own(String side, List<Node> sections) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Node section : sections) {
      String name =
          section.session().isPresent()
              ? "session " + side
              : section.level() + " " + section.title().strip().toLowerCase(Locale.ROOT);
      names.add(name + " " + counts.merge(name, 1, Integer::sum));
    }
    return names;
  }

  private static List<String> matched(
      String side, List<Node> sections, List<Node> base, List<String> baseNames) {
    List<String> names = own(side, sections);
    Set<Integer> taken = new HashSet<>();
    List<BiPredicate<WorkSession, WorkSession>> ways =
        List.of(
            (one, other) -> isAlike(one, other) && one.title().equals(other.title()),
            SessionPairs::isAlike);
    for (BiPredicate<WorkSession, WorkSession> way : ways) {
      for (int i = 0; i < sections.size(); i++) {
        if (!names.get(i).startsWith("session " + side)) {
          continue;
        }
        int found = find(sections.get(i), base, taken, way);
        if (found >= 0) {
          boolean _ = taken.add(found);
          names.set(i, baseNames.get(found));
        }
      }
    }
    return names;
  }

  private static int find(
      Node section,
      List<Node> base,
      Set<Integer> taken,
      BiPredicate<WorkSession, WorkSession> way) {
    Optional<WorkSession> session = section.session();
    for (int i = 0; i < base.size() && session.isPresent(); i++) {
      Optional<WorkSession> other = base.get(i).session();
      if (!taken.contains(i) && other.isPresent() && way.test(session.get(), other.get())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAlike(WorkSession one, WorkSession other) {
    if (one.started().isEmpty() || other.started().isEmpty()) {
      return one.started().equals(other.started())
          && one.number() == other.number()
          && one.date().equals(other.date());
    }
    return one.started().equals(other.started())
        && one.startCommit().equals(other.startCommit())
        && one.participants().stream()
            .findFirst()
            .equals(other.participants().stream().findFirst());
  }

  /// Whether two sessions that the base does not have are one that came to both sides on different
  /// ways. Two of one person in one minute have different entries.
  private static boolean isSame(Node ours, Node theirs) {
    WorkSession one = ours.session().orElseThrow();
    WorkSession other = theirs.session().orElseThrow();
    if (!isAlike(one, other) || !one.title().equals(other.title())) {
      return false;
    }
    return one.entries().isEmpty()
        || other.entries().isEmpty()
        || sameText(one.entries().getFirst(), other.entries().getFirst());
  }

  private static boolean sameText(WorkSession.Entry one, WorkSession.Entry other) {
    return one.part() == other.part()
        && one.text().equals(other.text())
        && one.at().equals(other.at());
  }
}
