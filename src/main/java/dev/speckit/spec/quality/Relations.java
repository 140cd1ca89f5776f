package dev.speckit.spec.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which demands speak of the same thing, by the words they share. A word counts for less the more
/// demands have it, and words that nearly all have are not looked at, so the work stays linear in
/// the length of the spec.
public final class Relations {
  /// A word in more demands than this joins nothing; smaller specs never reach it.
  private static final int POSTINGS_MAX = 60;

  /// Share of the smaller demand's weight from which two demands are related.
  private static final double RELATED = 0.22;

  /// The same when at least two words are shared.
  private static final double RELATED_BY_WORDS = 0.13;

  /// Few demands of a spec count attempts; two that do and share a word mean the same attempts.
  private static final int COUNTING_MAX = 100;

  /// Digits from which a number alone tells what is meant.
  private static final int LONG_NUMBER = 3;

  private final List<Demand> demands;
  private final Map<String, List<Integer>> places = new HashMap<>();

  /// Of the stems of a demand, and of all its marks.
  private final double[] weights;

  private final double[] markWeights;

  /// Stems and quantities: who speaks of 90 seconds often means the same 90 seconds.
  private final List<Set<String>> marks = new ArrayList<>();

  private final Set<Integer> counting = new HashSet<>();

  public Relations(List<Demand> demands) {
    this.demands = List.copyOf(demands);
    for (int i = 0; i < demands.size(); i++) {
      marks.add(marks(demands.get(i), i));
      for (String mark : marks.get(i)) {
        places.computeIfAbsent(mark, _ -> new ArrayList<>()).add(i);
      }
    }
    weights = new double[demands.size()];
    markWeights = new double[demands.size()];
    for (int i = 0; i < weights.length; i++) {
      for (String stem : demands.get(i).stems()) {
        weights[i] += weight(stem);
      }
      for (String mark : marks.get(i)) {
        markWeights[i] += weight(mark);
      }
    }
  }

  private Set<String> marks(Demand demand, int index) {
    if (!demand.hasNumber()) {
      return demand.stems();
    }
    Set<String> marks = new LinkedHashSet<>(demand.stems());
    for (Words.Word word : demand.words()) {
      String digits = word.isNumber() ? word.text().replace(",", "") : "";
      if (digits.length() >= LONG_NUMBER) {
        marks.add(digits);
      }
    }
    for (Quantity quantity : Quantity.of(demand)) {
      marks.add(quantity.value() + " " + quantity.unit());
      if (quantity.unit().equals("attempt") && counting.size() < COUNTING_MAX) {
        counting.add(index);
      }
    }
    return marks;
  }

  /// @param index of the other demand in the list given
  /// @param share 0 to 1, of the weight of the smaller of the two
  /// @param words shared
  public record Relation(int index, double share, int words) {}

  /// The demands related to one, in order of the document.
  public List<Relation> of(int index) {
    Map<Integer, Double> shared = new TreeMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    for (String stem : marks.get(index)) {
      List<Integer> others = places.getOrDefault(stem, List.of());
      if (others.size() > POSTINGS_MAX) {
        continue;
      }
      for (int other : others) {
        if (other != index) {
          shared.merge(other, weight(stem), Double::sum);
          counts.merge(other, 1, Integer::sum);
        }
      }
    }
    boolean countsAttempts = counting.contains(index);
    List<Relation> relations = new ArrayList<>();
    shared.forEach((other, weight) -> {
      double share = weight / Math.max(1e-9, Math.min(markWeights[index], markWeights[other]));
      int words = counts.getOrDefault(other, 0);
      boolean near = share >= RELATED || (words > 1 && share >= RELATED_BY_WORDS);
      boolean sameCount = countsAttempts && counting.contains(other);
      if (near || sameCount || cites(demands.get(index), demands.get(other))) {
        relations.add(new Relation(other, Math.min(1, share), words));
      }
    });
    return relations;
  }

  /// How alike two demands are: shared weight by all weight, 0 to 1.
  double likeness(int left, int right) {
    double shared = 0;
    for (String stem : demands.get(left).stems()) {
      if (demands.get(right).stems().contains(stem)) {
        shared += weight(stem);
      }
    }
    double all = weights[left] + weights[right] - shared;
    return all <= 0 ? 0 : shared / all;
  }

  private double weight(String stem) {
    int count = places.getOrDefault(stem, List.of()).size();
    return Math.log(1 + (double) demands.size() / Math.max(1, count));
  }

  private static boolean cites(Demand one, Demand other) {
    return one.text().contains(other.id()) || other.text().contains(one.id());
  }
}
