package dev.speckit.spec.quality;

import dev.speckit.spec.quality.QualityRule.Found;
import dev.speckit.spec.quality.Relations.Relation;
import dev.speckit.spec.quality.Vocabulary.Kind;
import dev.speckit.spec.quality.Words.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that look across the demands of a document.
final class DocumentChecks {
  private static final int WEAK = 1;
  private static final int STRONG = 2;
  private static final int FORBIDS = 4;
  private static final double DUPLICATE = 0.75;
  private static final double ALIKE = 0.6;
  private static final String ATTEMPT = "attempt";
  private static final int ATTEMPTS_MAX = 100;

  /// Stems; two demands that differ in one of these speak of two things.
  private static final List<Set<String>> OPPOSITES =
      List.of(
          Set.of("read", "writ"),
          Set.of("upload", "download"),
          Set.of("import", "export"),
          Set.of("start", "stop"),
          Set.of("open", "clos"),
          Set.of("hot", "cold", "warm"),
          Set.of("min", "max", "minimum", "maximum"),
          Set.of("lend", "return"),
          Set.of("heat", "cool"),
          Set.of("day", "night"),
          Set.of("request", "respons"),
          Set.of("first", "second"));

  /// A bit for each word of [#OPPOSITES], and the bits of each of its sets.
  private static final Map<String, Long> SIDES = new HashMap<>();

  private static final long[] GROUPS = new long[OPPOSITES.size()];

  static {
    for (int group = 0; group < GROUPS.length; group++) {
      for (String word : OPPOSITES.get(group)) {
        long bit = 1L << SIDES.size();
        SIDES.put(word, bit);
        GROUPS[group] |= bit;
      }
    }
  }

  private DocumentChecks() {}

  static void noRequirements(Reading reading, Found found) {
    if (reading.spec().requirements().isEmpty()) {
      found.at(0, "", "", "the document states no requirement");
    }
  }

  static void noCriteria(Reading reading, Found found) {
    boolean told = reading.hasSection("acceptance", "scenario", "success criteria");
    if (reading.spec().criteria().isEmpty() && !reading.isBlank() && !told) {
      found.at(0, "", "", "the document has no acceptance criteria");
    }
  }

  static void noNonGoals(Reading reading, Found found) {
    boolean told =
        reading.hasSection("non-goal", "nongoal", "non goal", "out of scope", "not in scope");
    if (!reading.spec().requirements().isEmpty() && !told) {
      found.at(0, "", "", "nothing says what is left out on purpose");
    }
  }

  static void noTestStrategy(Reading reading, Found found) {
    boolean told = reading.hasSection("test", "verification", "validation");
    boolean proved = !reading.spec().criteria().isEmpty();
    if (!reading.spec().requirements().isEmpty() && !told && !proved) {
      found.at(0, "", "", "nothing says how the result will be tested");
    }
  }

  /// What is vague cannot be proved before it is worded anew; that is asked already.
  static void unproved(Reading reading, Found found) {
    for (int index : unrelated(reading, false)) {
      Demand demand = reading.demands().get(index);
      if (!demand.has(Kind.VAGUE) && !demand.has(Kind.SPEED)) {
        found.in(demand, "", "no acceptance criterion speaks of this requirement");
      }
    }
  }

  /// What no test can decide is asked already.
  static void orphan(Reading reading, Found found) {
    for (int index : unrelated(reading, true)) {
      Demand demand = reading.demands().get(index);
      if (!WordingChecks.isUntestable(demand)) {
        found.in(demand, "", "no requirement speaks of what this criterion checks");
      }
    }
  }

  private static List<Integer> unrelated(Reading reading, boolean criterion) {
    List<Integer> unrelated = new ArrayList<>();
    if (reading.spec().criteria().isEmpty() || reading.spec().requirements().isEmpty()) {
      return unrelated;
    }
    List<Demand> demands = reading.demands();
    for (int i = 0; i < demands.size(); i++) {
      if (demands.get(i).criterion() == criterion && reading.relations().proofs(i).isEmpty()) {
        unrelated.add(i);
      }
    }
    return unrelated;
  }

  static void duplicates(Reading reading, Found found) {
    List<Demand> demands = reading.demands();
    Set<Set<String>> seen = new HashSet<>();
    for (int i = 0; i < demands.size(); i++) {
      Demand demand = demands.get(i);
      // Without another one of the same numbers there is none that says the same.
      if (seen.add(numbers(demand))) {
        continue;
      }
      for (Relation relation : reading.relations().of(i)) {
        Demand earlier = demands.get(relation.index());
        if (relation.index() < i
            && earlier.criterion() == demand.criterion()
            && demand.stems().size() > 2
            && reading.relations().likeness(i, relation.index()) >= DUPLICATE
            && !opposite(demand, earlier)
            && sameNumbers(demand, earlier)) {
          found.in(demand, "", "it says nearly the same as " + earlier.id());
          break;
        }
      }
    }
  }

  private static boolean sameNumbers(Demand one, Demand other) {
    return numbers(one).equals(numbers(other));
  }

  private static Set<String> numbers(Demand demand) {
    Set<String> numbers = new HashSet<>();
    for (Word word : demand.words()) {
      if (word.isNumber()) {
        numbers.add(word.text());
      }
    }
    return numbers;
  }

  /// Two limits of the same thing that cannot both hold.
  static void numbers(Reading reading, Found found) {
    List<Demand> demands = reading.demands();
    List<List<Quantity>> quantities = new ArrayList<>();
    for (Demand demand : demands) {
      quantities.add(Quantity.of(demand));
    }
    for (int i = 0; i < demands.size(); i++) {
      within(demands.get(i), quantities.get(i), found);
      if (quantities.get(i).isEmpty()) {
        continue;
      }
      for (Relation relation : reading.relations().of(i)) {
        if (relation.index() < i) {
          across(
              reading,
              relation.index(),
              i,
              withoutAttempts(quantities.get(relation.index())),
              withoutAttempts(quantities.get(i)),
              found);
        }
      }
    }
    attempts(reading, quantities, found);
  }

  /// Demands that count attempts are few; they are compared with each other, related or not.
  private static void attempts(Reading reading, List<List<Quantity>> quantities, Found found) {
    List<Integer> counting = new ArrayList<>();
    for (int i = 0; i < quantities.size() && counting.size() < ATTEMPTS_MAX; i++) {
      if (quantities.get(i).stream().anyMatch(one -> one.unit().equals(ATTEMPT))) {
        counting.add(i);
      }
    }
    for (int later : counting) {
      for (int earlier : counting) {
        if (earlier < later) {
          across(
              reading,
              earlier,
              later,
              attemptsOnly(quantities.get(earlier)),
              attemptsOnly(quantities.get(later)),
              found);
        }
      }
    }
  }

  private static List<Quantity> withoutAttempts(List<Quantity> quantities) {
    return quantities.stream().filter(one -> !one.unit().equals(ATTEMPT)).toList();
  }

  private static List<Quantity> attemptsOnly(List<Quantity> quantities) {
    return quantities.stream().filter(one -> one.unit().equals(ATTEMPT)).toList();
  }

  private static void within(Demand demand, List<Quantity> quantities, Found found) {
    String range = Quantity.reversedRange(demand);
    if (!range.isEmpty()) {
      found.in(demand, range, "\"" + range + "\" is a range that holds nothing");
      return;
    }
    for (Quantity one : quantities) {
      for (Quantity other : quantities) {
        if (one.unit().equals(other.unit()) && exclude(demand, one, other)) {
          found.in(
              demand,
              one.written(),
              phrase(one)
                  + one.written()
                  + " and "
                  + phrase(other)
                  + other.written()
                  + " exclude each other");
          return;
        }
      }
    }
  }

  private static boolean exclude(Demand demand, Quantity one, Quantity other) {
    int order = one.value().compareTo(other.value());
    boolean stressed = one.isStressed(demand.words());
    return switch (other.bound()) {
      case AT_MOST -> order > 0 && (stressed || one.bound() == Quantity.Bound.AT_LEAST);
      case AT_LEAST -> order < 0 && stressed;
      case EXACT -> order != 0 && stressed && other.isStressed(demand.words());
    };
  }

  private static String phrase(Quantity quantity) {
    return switch (quantity.bound()) {
      case AT_MOST -> "at most ";
      case AT_LEAST -> "at least ";
      case EXACT -> "exactly ";
    };
  }

  private static void across(
      Reading reading,
      int earlier,
      int later,
      List<Quantity> some,
      List<Quantity> others,
      Found found) {
    Demand one = reading.demands().get(earlier);
    Demand other = reading.demands().get(later);
    for (Quantity left : some) {
      for (Quantity right : others) {
        boolean sameUnit = left.unit().equals(right.unit());
        boolean sameSide = left.bound() == right.bound() || left.unit().equals(ATTEMPT);
        if (sameUnit
            && sameSide
            && left.value().compareTo(right.value()) != 0
            && !sharesValue(left, others)
            && !sharesValue(right, some)
            && sameThing(reading, earlier, later, left.unit())) {
          found.in(
              other,
              right.written(),
              "\"" + right.written() + "\" contradicts \"" + left.written() + "\" of " + one.id());
          return;
        }
      }
    }
  }

  private static boolean sharesValue(Quantity one, List<Quantity> others) {
    for (Quantity other : others) {
      if (one.unit().equals(other.unit()) && one.value().compareTo(other.value()) == 0) {
        return true;
      }
    }
    return false;
  }

  /// Few demands of a spec count attempts, so one more shared word tells that it is the same count.
  /// Times and sizes are everywhere; there the sentences must be alike.
  private static boolean sameThing(Reading reading, int one, int other, String unit) {
    Demand left = reading.demands().get(one);
    Demand right = reading.demands().get(other);
    if (opposite(left, right)) {
      return false;
    }
    Set<String> shared = new HashSet<>(left.stems());
    shared.retainAll(right.stems());
    shared.remove("tim");
    shared.remove(ATTEMPT);
    return unit.equals(ATTEMPT)
        ? !shared.isEmpty()
        : reading.relations().likeness(one, other) >= ALIKE;
  }

  /// Asked for every pair of related demands, so each word is looked up once and no set is copied.
  private static boolean opposite(Demand one, Demand other) {
    long left = sides(one);
    if (left == 0) {
      return false;
    }
    long right = sides(other);
    for (long group : GROUPS) {
      long ofOne = left & group;
      long ofOther = right & group;
      if (ofOne != 0 && ofOther != 0 && ofOne != ofOther) {
        return true;
      }
    }
    return false;
  }

  private static long sides(Demand demand) {
    long sides = 0;
    for (String stem : demand.stems()) {
      sides |= SIDES.getOrDefault(stem, 0L);
    }
    return sides;
  }

  /// One demand makes it a duty, another one a choice; or one forbids what the other asks for.
  static void duty(Reading reading, Found found) {
    List<Demand> demands = reading.demands();
    int seen = 0;
    for (int i = 0; i < demands.size(); i++) {
      Demand demand = demands.get(i);
      if (demand.has(Kind.STRONG) && demand.has(Kind.OPTIONAL)) {
        found.in(demand, "optional", "it is a duty and optional at once");
      }
      int duty = duty(demand);
      boolean suspicious = contraryToOne(duty, seen);
      seen |= 1 << duty;
      if (!suspicious) {
        continue;
      }
      for (Relation relation : reading.relations().of(i)) {
        Demand earlier = demands.get(relation.index());
        if (relation.index() < i
            && contrary(duty, duty(earlier))
            && reading.relations().likeness(i, relation.index()) >= ALIKE
            && !opposite(demand, earlier)) {
          found.in(
              demand,
              "",
              "it contradicts " + earlier.id() + ": one demands what the other does not");
          break;
        }
      }
    }
  }

  /// How much a demand binds, as bits: one for each of these.
  private static int duty(Demand demand) {
    boolean strong = demand.has(Kind.STRONG);
    return (demand.has(Kind.WEAK) ? WEAK : 0)
        | (strong ? STRONG : 0)
        | (strong && forbids(demand) ? FORBIDS : 0);
  }

  private static boolean contrary(int one, int other) {
    int differs = one ^ other;
    boolean choice = (differs & WEAK) != 0 && (differs & STRONG) != 0;
    boolean ban = (one & other & STRONG) != 0 && (differs & FORBIDS) != 0;
    return choice || ban;
  }

  /// @param others a bit for each duty there is
  private static boolean contraryToOne(int duty, int others) {
    for (int other = 0; other <= (WEAK | STRONG | FORBIDS); other++) {
      if ((others >>> other & 1) != 0 && contrary(duty, other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean forbids(Demand demand) {
    List<Word> words = demand.words();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i + 1).text().equals("not") && Kind.STRONG.has(words.get(i).text())) {
        return true;
      }
    }
    return false;
  }

  static void ids(Reading reading, Found found) {
    Set<String> seen = new HashSet<>();
    for (Demand demand : reading.demands()) {
      if (!seen.add(demand.id())) {
        found.in(demand, demand.id(), "the id " + demand.id() + " is used twice");
      }
    }
  }
}
