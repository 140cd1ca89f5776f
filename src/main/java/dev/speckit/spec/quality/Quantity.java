package dev.speckit.spec.quality;

import dev.speckit.spec.quality.Words.Word;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A number with its unit, as a demand states it.
///
/// @param value in the canonical unit
/// @param unit canonical: `s`, `byte`, `attempt`, or the stem of the word after the number
/// @param bound which side it limits
/// @param word index of the number among the demand's words
/// @param written number and unit as they stand in the text
record Quantity(BigDecimal value, String unit, Bound bound, int word, String written) {
  enum Bound {
    AT_MOST,
    AT_LEAST,
    EXACT
  }

  private record Unit(String name, long factor) {}

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("second", new Unit("s", 1000)),
          Map.entry("sec", new Unit("s", 1000)),
          Map.entry("s", new Unit("s", 1000)),
          Map.entry("m", new Unit("m", 1)),
          Map.entry("ms", new Unit("s", 1)),
          Map.entry("millisecond", new Unit("s", 1)),
          Map.entry("minut", new Unit("s", 60_000)),
          Map.entry("min", new Unit("s", 60_000)),
          Map.entry("hour", new Unit("s", 3_600_000)),
          Map.entry("h", new Unit("s", 3_600_000)),
          Map.entry("day", new Unit("s", 86_400_000)),
          Map.entry("week", new Unit("s", 604_800_000)),
          Map.entry("tim", new Unit("attempt", 1)),
          Map.entry("attempt", new Unit("attempt", 1)),
          Map.entry("retry", new Unit("attempt", 1)),
          Map.entry("retri", new Unit("attempt", 1)),
          Map.entry("tri", new Unit("attempt", 1)),
          Map.entry("try", new Unit("attempt", 1)));

  private static final Set<String> MOST =
      Set.of("most", "within", "maximum", "max", "under", "below", "than", "after", "to");
  private static final Set<String> LEAST = Set.of("least", "minimum", "min", "exceed", "above");
  private static final Set<String> FLOORS = Set.of("exceed", "above");
  private static final Set<String> CEILINGS = Set.of("under", "below");
  private static final Set<String> MORE =
      Set.of("more", "greater", "longer", "larger", "higher", "later", "older", "slower", "bigger");
  private static final Set<String> LESS =
      Set.of("less", "fewer", "shorter", "smaller", "lower", "earlier", "younger", "sooner");
  private static final Set<String> NEGATIONS = Set.of("not", "no", "never", "cannot");
  private static final int DIGITS_MAX = 15;

  static List<Quantity> of(Demand demand) {
    return of(demand.text(), demand.words());
  }

  static List<Quantity> of(String text, List<Word> words) {
    List<Quantity> found = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      Word number = words.get(i);
      Word next = words.get(i + 1);
      if (!number.isNumber()
          || number.code()
          || next.isNumber()
          || number.text().length() > DIGITS_MAX) {
        continue;
      }
      if (next.start() - number.end() > 1 || !isUnit(next)) {
        continue;
      }
      Unit unit = UNITS.getOrDefault(Words.stem(next.text()), new Unit(Words.stem(next.text()), 1));
      BigDecimal value =
          number(number.text()).multiply(BigDecimal.valueOf(unit.factor())).stripTrailingZeros();
      found.add(
          new Quantity(
              value, unit.name(), bound(words, i), i, text.substring(number.start(), next.end())));
    }
    return found;
  }

  boolean equalsValue(Quantity other) {
    return unit.equals(other.unit) && value.compareTo(other.value) == 0;
  }

  private static boolean isUnit(Word word) {
    return UNITS.containsKey(word.text()) || Words.carriesMeaning(word);
  }

  private static BigDecimal number(String text) {
    boolean grouped = text.indexOf(',') >= 0 && text.indexOf(',') == text.length() - 4;
    return plain(grouped ? text.replace(",", "") : text.replace(',', '.'));
  }

  /// Several points or digits of another script are no number; they compare as 0 with each other.
  private static BigDecimal plain(String text) {
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char here = text.charAt(i);
      points += here == '.' ? 1 : 0;
      if (here != '.' && (here < '0' || here > '9')) {
        return BigDecimal.ZERO;
      }
    }
    return points > 1 ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private static Bound bound(List<Word> words, int number) {
    for (int i = number - 1; i >= Math.max(0, number - 3); i--) {
      String word = words.get(i).text();
      if (word.equals("than")) {
        return than(words, i);
      }
      if (LEAST.contains(word)) {
        return FLOORS.contains(word) && isNegated(words, i) ? Bound.AT_MOST : Bound.AT_LEAST;
      }
      if (MOST.contains(word)) {
        return CEILINGS.contains(word) && isNegated(words, i) ? Bound.AT_LEAST : Bound.AT_MOST;
      }
    }
    return Bound.EXACT;
  }

  /// `more than` is a lower limit, `not more than` an upper one.
  private static Bound than(List<Word> words, int than) {
    if (than == 0) {
      return Bound.AT_MOST;
    }
    boolean more = MORE.contains(words.get(than - 1).text());
    boolean less = LESS.contains(words.get(than - 1).text());
    boolean negated = isNegated(words, than - 1);
    return (more && !negated) || (less && negated) ? Bound.AT_LEAST : Bound.AT_MOST;
  }

  private static boolean isNegated(List<Word> words, int at) {
    for (int i = at - 1; i >= Math.max(0, at - 2); i--) {
      if (NEGATIONS.contains(words.get(i).text())) {
        return true;
      }
    }
    return false;
  }

  /// Whether the author says that it is this number and no other.
  boolean isStressed(List<Word> words) {
    return bound == Bound.EXACT
        && word > 0
        && List.of("exactly", "precisely").contains(words.get(word - 1).text());
  }

  /// The first range whose lower end is the higher one, such as `between 10 and 5` or `at least 10
  /// and at most 5`, with the unit behind the second number only; empty when there is none.
  static String reversedRange(Demand demand) {
    List<Word> words = demand.words();
    for (int i = 1; i < words.size(); i++) {
      if (!isPlainNumber(words.get(i))) {
        continue;
      }
      boolean between = words.get(i - 1).text().equals("between");
      if (!between && bound(words, i) != Bound.AT_LEAST) {
        continue;
      }
      int other = i + 1;
      while (other < Math.min(words.size(), i + 6) && !words.get(other).isNumber()) {
        other++;
      }
      if (other < words.size()
          && isPlainNumber(words.get(other))
          && isRange(words, i, other, between)
          && number(words.get(i).text()).compareTo(number(words.get(other).text())) > 0) {
        return demand.text().substring(words.get(i).start(), words.get(other).end());
      }
    }
    return "";
  }

  private static boolean isRange(List<Word> words, int one, int other, boolean between) {
    boolean joined = isJoining(words.get(one + 1));
    if (between) {
      return joined && other == one + 2;
    }
    boolean sameUnit =
        isJoining(words.get(one + 2))
            && other + 1 < words.size()
            && words.get(one + 1).text().equals(words.get(other + 1).text());
    return (joined || sameUnit) && other > one + 2 && bound(words, other) == Bound.AT_MOST;
  }

  private static boolean isJoining(Word word) {
    return List.of("and", "or", "but", "to").contains(word.text());
  }

  private static boolean isPlainNumber(Word word) {
    return word.isNumber() && !word.code() && word.text().length() <= DIGITS_MAX;
  }
}
