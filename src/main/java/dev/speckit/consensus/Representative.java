package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The entry that speaks for a group: its words are those most agents used, then those most like
/// the others', then the shortest. Never a matter of the alphabet unless all that is equal.
final class Representative {
  private static final long WHOLE = 1_000_000;

  private Representative() {}

  /// @param entries at least one
  /// @param order total, for entries that nothing else tells apart
  static <T> Statement<T> of(List<Statement<T>> entries, Comparator<Statement<T>> order) {
    Map<String, Set<AgentName>> agents = new HashMap<>();
    for (Statement<T> entry : entries) {
      agents
          .computeIfAbsent(Wording.normal(entry.title()), _ -> new HashSet<>())
          .add(entry.agent());
    }
    Comparator<Statement<T>> fewest =
        Comparator.comparingInt(
            entry -> agents.getOrDefault(Wording.normal(entry.title()), Set.of()).size());
    Comparator<Statement<T>> leastAlike = Comparator.comparingLong(entry -> shared(entry, entries));
    Comparator<Statement<T>> shortest = Comparator.comparingInt(entry -> entry.title().length());
    return entries.stream()
        .min(
            fewest
                .reversed()
                .thenComparing(leastAlike.reversed())
                .thenComparing(shortest)
                .thenComparing(order))
        .orElseThrow(() -> new IllegalArgumentException("a group has entries"));
  }

  /// What the title shares with the titles of all, in millionths; whole numbers, so that the order
  /// of the sum does not matter.
  private static <T> long shared(Statement<T> entry, List<Statement<T>> entries) {
    Set<String> own = Set.copyOf(Wording.stems(entry.title()));
    long sum = 0;
    for (Statement<T> other : entries) {
      Set<String> theirs = Set.copyOf(Wording.stems(other.title()));
      long both = own.stream().filter(theirs::contains).count();
      long either = own.size() + theirs.size() - both;
      sum += either == 0 ? 0 : both * WHOLE / either;
    }
    return sum;
  }
}
