package dev.speckit.spec.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
  private final Map<Integer, List<Relation>> related = new HashMap<>();

  /// Demands of the other sort that a demand names by id or is named by.
  private final Map<Integer, Set<Integer>> named = new HashMap<>();

  /// Criteria that say themselves which requirements they prove.
  private final Set<Integer> naming = new HashSet<>();

  public Relations(List<Demand> demands) {
    this.demands = List.copyOf(demands);
    findNamed();
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

  private void findNamed() {
    Map<String, List<Integer>> ids = new HashMap<>();
    for (int i = 0; i < demands.size(); i++) {
      ids.computeIfAbsent(demands.get(i).id().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(i);
    }
    for (int i = 0; i < demands.size(); i++) {
      for (String id : ids(demands.get(i).text())) {
        for (int other : ids.getOrDefault(id, List.of())) {
          if (demands.get(other).criterion() != demands.get(i).criterion()) {
            named.computeIfAbsent(i, _ -> new TreeSet<>()).add(other);
            named.computeIfAbsent(other, _ -> new TreeSet<>()).add(i);
            if (demands.get(i).criterion()) {
              naming.add(i);
            }
          }
        }
      }
    }
  }

  /// What could be an id: letters and digits, with hyphens, underscores and points inside.
  private static Set<String> ids(String text) {
    Set<String> ids = new LinkedHashSet<>();
    int start = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at < text.length() && isPart(text, at)) {
        continue;
      }
      if (mixes(text, start, at)) {
        ids.add(text.substring(start, at).toLowerCase(Locale.ROOT));
      }
      start = at + 1;
    }
    return ids;
  }

  private static boolean mixes(String text, int start, int end) {
    boolean letter = false;
    boolean digit = false;
    for (int i = start; i < end; i++) {
      letter |= Character.isLetter(text.charAt(i));
      digit |= Character.isDigit(text.charAt(i));
    }
    return letter && digit;
  }

  private static boolean isPart(String text, int at) {
    char here = text.charAt(at);
    if (Character.isLetterOrDigit(here)) {
      return true;
    }
    if ("-_.".indexOf(here) < 0) {
      return false;
    }
    return at > 0
        && at + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at + 1));
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
    // Three rules ask for each demand.
    List<Relation> known = related.get(index);
    if (known == null) {
      known = find(index);
      related.put(index, known);
    }
    return known;
  }

  private List<Relation> find(int index) {
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
      if (near || sameCount || named(index, other)) {
        relations.add(new Relation(other, Math.min(1, share), words));
      }
    });
    return List.copyOf(relations);
  }

  /// What a demand proves or is proved by, in order of the document: demands of the other sort. A
  /// criterion that names requirements proves exactly these; any other proves what it is related
  /// to.
  public List<Relation> proofs(int index) {
    List<Relation> proofs = new ArrayList<>();
    for (int other : named.getOrDefault(index, Set.of())) {
      proofs.add(new Relation(other, 1, 0));
    }
    if (naming.contains(index)) {
      return proofs;
    }
    for (Relation relation : of(index)) {
      boolean otherSort =
          demands.get(relation.index()).criterion() != demands.get(index).criterion();
      boolean once = !naming.contains(relation.index()) && !named(index, relation.index());
      if (otherSort && once) {
        proofs.add(relation);
      }
    }
    proofs.sort(Comparator.comparingInt(Relation::index));
    return proofs;
  }

  /// Whether one of the two names the other by its id.
  public boolean named(int one, int other) {
    return named.getOrDefault(one, Set.of()).contains(other);
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
}
