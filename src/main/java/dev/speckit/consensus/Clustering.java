package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings together what several agents said about the same matter.
///
/// Pairs of entries of different agents are taken from the most alike to the least, and two groups
/// become one when they have no agent in common and are alike on average. Both conditions keep one
/// vague entry from chaining everything into one group. What is left of an agent that already has a
/// place in a group joins it when it repeats or continues its own entry there.
///
/// The result depends neither on the order of the answers nor on that of the roster: equal scores
/// are settled by the entries' own text.
///
/// Compares every pair: 5 agents with [#ITEMS_MAX] statements each are 400,000 pairs.
public final class Clustering {
  /// Entries of one answer that are compared; the caller says how many are left out.
  public static final int ITEMS_MAX = 200;

  /// The demands already say that it is a part, so its words need less in common.
  private static final double PART_SHARE = 0.65;

  private Clustering() {}

  /// What belongs together.
  ///
  /// @param entries at least one; sorted by agent, then by position
  public record Cluster<T>(List<Statement<T>> entries) {
    public Cluster {
      entries = List.copyOf(entries);
    }

    /// Who is in it, each agent once, sorted.
    public List<AgentName> supporters() {
      return entries.stream().map(Statement::agent).distinct().sorted().toList();
    }

    /// The entry that speaks for all: the words most agents used, then those most like the others'.
    public Statement<T> representative() {
      return Representative.of(entries, order());
    }
  }

  /// How likeness is weighed.
  public enum Kind {
    /// Plans that name the same demand usually mean the same work, so the reference weighs more.
    WORK(0.55, 0.45),
    /// Many different questions concern one requirement, so the words weigh more.
    MATTER(0.35, 0.50);

    private final double markShare;
    private final double threshold;

    Kind(double markShare, double threshold) {
      this.markShare = markShare;
      this.threshold = threshold;
    }

    private Distinction distinction(List<? extends Statement<?>> entries) {
      return switch (this) {
        case WORK -> Distinction.ofWork(entries);
        case MATTER -> Distinction.ofMatters(entries);
      };
    }
  }

  /// @param same their titles are equal: such pairs come first
  private record Pair(int left, int right, boolean same, double likeness) {}

  /// Groups the entries.
  ///
  /// @param entries in any order; at most [#ITEMS_MAX] of each agent
  /// @return in the order in which the agents named them: mean relative position
  public static <T> List<Cluster<T>> of(List<Statement<T>> entries, Kind kind) {
    List<Statement<T>> sorted = entries.stream().sorted(order()).toList();
    Likeness likeness = Likeness.of(sorted, kind.markShare);
    Distinction distinction = kind.distinction(sorted);
    List<List<Integer>> groups = new ArrayList<>();
    int[] groupOf = new int[sorted.size()];
    for (int i = 0; i < sorted.size(); i++) {
      groups.add(new ArrayList<>(List.of(i)));
      groupOf[i] = i;
    }
    for (Pair pair : pairs(sorted, likeness, distinction, kind.threshold)) {
      int left = groupOf[pair.left()];
      int right = groupOf[pair.right()];
      if (left != right
          && !shareAgent(groups.get(left), groups.get(right), sorted)
          && !apart(groups.get(left), groups.get(right), distinction)
          && (pair.same()
              || average(groups.get(left), groups.get(right), likeness) >= kind.threshold)) {
        join(right, left, groups, groupOf);
      }
    }
    absorb(groups, groupOf, sorted, likeness, distinction, kind.threshold);
    return clusters(groups, sorted);
  }

  /// A total order on content, then on position: two entries it calls equal are interchangeable.
  private static <T> Comparator<Statement<T>> order() {
    return Comparator.<Statement<T>, String>comparing(entry -> Wording.normal(entry.title()))
        .thenComparing(Statement::title)
        .thenComparing(Statement::detail)
        .thenComparing(entry -> String.join(" ", entry.marks().stream().sorted().toList()))
        .thenComparing(Statement::agent)
        .thenComparingInt(Statement::position);
  }

  private static <T> List<Pair> pairs(
      List<Statement<T>> sorted, Likeness likeness, Distinction distinction, double threshold) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = i + 1; j < sorted.size(); j++) {
        if (sorted.get(i).agent().equals(sorted.get(j).agent()) || distinction.apart(i, j)) {
          continue;
        }
        boolean same = distinction.same(i, j);
        double value = likeness.of(i, j);
        if (same || value >= threshold) {
          pairs.add(new Pair(i, j, same, value));
        }
      }
    }
    pairs.sort(
        Comparator.comparing(Pair::same)
            .thenComparingDouble(Pair::likeness)
            .reversed()
            .thenComparingInt(Pair::left)
            .thenComparingInt(Pair::right));
    return pairs;
  }

  private static <T> boolean shareAgent(
      List<Integer> left, List<Integer> right, List<Statement<T>> sorted) {
    for (int i : left) {
      for (int j : right) {
        if (sorted.get(i).agent().equals(sorted.get(j).agent())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean apart(List<Integer> left, List<Integer> right, Distinction distinction) {
    return left.stream().anyMatch(i -> right.stream().anyMatch(j -> distinction.apart(i, j)));
  }

  private static double average(List<Integer> left, List<Integer> right, Likeness likeness) {
    double sum = 0;
    for (int i : left) {
      for (int j : right) {
        sum += likeness.of(i, j);
      }
    }
    return sum / (left.size() * right.size());
  }

  private static void join(int from, int into, List<List<Integer>> groups, int[] groupOf) {
    for (int entry : groups.get(from)) {
      groupOf[entry] = into;
    }
    groups.get(into).addAll(groups.get(from));
    groups.get(into).sort(Comparator.naturalOrder());
    groups.set(from, new ArrayList<>());
  }

  /// Gives a lone entry a place beside another entry of its own agent: when it says the same, or
  /// when others hold as one piece of work what this agent split in two.
  private static <T> void absorb(
      List<List<Integer>> groups,
      int[] groupOf,
      List<Statement<T>> sorted,
      Likeness likeness,
      Distinction distinction,
      double threshold) {
    List<List<Integer>> before = groups.stream().map(List::copyOf).toList();
    List<String> titles = sorted.stream().map(entry -> Wording.normal(entry.title())).toList();
    for (int lone = 0; lone < sorted.size(); lone++) {
      if (before.get(lone).size() != 1 || groups.get(lone).size() != 1) {
        continue;
      }
      int best = -1;
      double bestLikeness = -1;
      for (int group = 0; group < before.size(); group++) {
        if (group == lone
            || apart(List.of(lone), groups.get(group), distinction)
            || !fits(lone, before.get(group), sorted, titles, likeness, threshold)) {
          continue;
        }
        double value = average(List.of(lone), before.get(group), likeness);
        if (value > bestLikeness) {
          best = groupOf[before.get(group).getFirst()];
          bestLikeness = value;
        }
      }
      if (best >= 0 && best != lone) {
        join(lone, best, groups, groupOf);
      }
    }
  }

  private static <T> boolean fits(
      int lone,
      List<Integer> group,
      List<Statement<T>> sorted,
      List<String> titles,
      Likeness likeness,
      double threshold) {
    Statement<T> entry = sorted.get(lone);
    List<Integer> others = new ArrayList<>();
    Set<String> theirs = new HashSet<>();
    boolean ownIsDisjoint = false;
    for (int member : group) {
      Statement<T> there = sorted.get(member);
      if (!there.agent().equals(entry.agent())) {
        others.add(member);
        theirs.addAll(there.marks());
        continue;
      }
      if (there.marks().equals(entry.marks()) && titles.get(member).equals(titles.get(lone))) {
        return true;
      }
      ownIsDisjoint = there.marks().stream().noneMatch(entry.marks()::contains);
    }
    return ownIsDisjoint
        && !others.isEmpty()
        && !entry.marks().isEmpty()
        && theirs.containsAll(entry.marks())
        && average(List.of(lone), others, likeness) >= threshold * PART_SHARE;
  }

  private static <T> List<Cluster<T>> clusters(
      List<List<Integer>> groups, List<Statement<T>> sorted) {
    Map<AgentName, Integer> lengths = new HashMap<>();
    for (Statement<T> entry : sorted) {
      lengths.merge(entry.agent(), entry.position() + 1, Math::max);
    }
    List<Cluster<T>> clusters = new ArrayList<>();
    for (List<Integer> group : groups) {
      if (!group.isEmpty()) {
        clusters.add(
            new Cluster<>(
                group.stream()
                    .map(sorted::get)
                    .sorted(
                        Comparator.<Statement<T>, AgentName>comparing(Statement::agent)
                            .thenComparingInt(Statement::position))
                    .toList()));
      }
    }
    clusters.sort(
        Comparator.<Cluster<T>>comparingLong(cluster -> place(cluster, lengths))
            .thenComparing(cluster -> cluster.entries().getFirst(), order()));
    return clusters;
  }

  /// The mean relative position of the entries, in millionths of an answer.
  private static <T> long place(Cluster<T> cluster, Map<AgentName, Integer> lengths) {
    long sum = 0;
    for (Statement<T> entry : cluster.entries()) {
      sum += entry.position() * 1_000_000L / lengths.getOrDefault(entry.agent(), 1);
    }
    return sum / cluster.entries().size();
  }
}
