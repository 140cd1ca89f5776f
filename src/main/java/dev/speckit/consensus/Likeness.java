package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How alike two entries are, 0 to 1.
///
/// A word or a mark counts for less the more entries of one agent have it: what stands in every
/// item of a plan cannot tell the items apart. Repetition across agents costs nothing, it is the
/// agreement that is looked for. All sums run in one fixed order, so equal input gives equal bits.
final class Likeness {
  private static final int WORDS_MAX = 80;
  private static final double DETAIL_SHARE = 0.4;

  /// Entries that refer to different demands are alike only by nearly equal words: one agent may
  /// cite the requirement and another its acceptance criterion.
  private static final double OTHER_MARKS = 0.7;

  private static final double MARKS_OF_ONE_ONLY = 0.9;

  /// Building a thing and testing or documenting it are different work on the same demand.
  private static final double OTHER_ASPECT = 0.55;

  /// Numbers of words, ascending, with one weight for each.
  private static final class Bag {
    final int[] ids;
    final double[] weights;
    final double sum;

    Bag(int[] ids, double[] weights) {
      this.ids = ids;
      this.weights = weights;
      double sum = 0;
      for (double weight : weights) {
        sum += weight;
      }
      this.sum = sum;
    }
  }

  private record Shape(Bag words, Bag marks, Aspect aspect) {}

  private enum Aspect {
    BUILD(Set.of()),
    TEST(Set.of("test", "tests", "testing", "benchmark")),
    DOCUMENT(Set.of("document", "documentation", "docs", "readme", "tutorial", "runbook")),
    RESEARCH(Set.of("research", "investigate", "evaluate", "spike", "prototype"));

    private final Set<String> words;

    Aspect(Set<String> words) {
      this.words = words;
    }

    /// `tests` says it anywhere; the other words at the start or the end only, for `document` may
    /// also be what is built. To verify and to validate are left out: products do that, too.
    static Aspect of(String title) {
      List<String> tokens = List.of(Wording.normal(title).split(" ", -1));
      if (tokens.stream().anyMatch(TEST.words::contains)) {
        return TEST;
      }
      Set<String> ends = new HashSet<>(tokens.subList(0, Math.min(2, tokens.size())));
      ends.add(tokens.getLast());
      for (Aspect aspect : values()) {
        if (aspect.words.stream().anyMatch(ends::contains)) {
          return aspect;
        }
      }
      return BUILD;
    }
  }

  private final List<Shape> shapes;
  private final double markShare;

  private Likeness(List<Shape> shapes, double markShare) {
    this.shapes = shapes;
    this.markShare = markShare;
  }

  static <T> Likeness of(List<Statement<T>> entries, double markShare) {
    List<Map<String, Double>> words = entries.stream().map(Likeness::words).toList();
    List<Map<String, Double>> marks = entries.stream().map(Likeness::marks).toList();
    List<AgentName> agents = entries.stream().map(Statement::agent).toList();
    List<Bag> wordBags = bags(words, agents);
    List<Bag> markBags = bags(marks, agents);
    List<Shape> shapes =
        java.util.stream.IntStream.range(0, entries.size())
            .mapToObj(
                i -> new Shape(wordBags.get(i), markBags.get(i), Aspect.of(entries.get(i).title())))
            .toList();
    return new Likeness(shapes, markShare);
  }

  double of(int left, int right) {
    Shape one = shapes.get(left);
    Shape other = shapes.get(right);
    double words = overlap(one.words(), other.words());
    double aspect = one.aspect() == other.aspect() ? 1 : OTHER_ASPECT;
    if (one.marks().ids.length == 0 && other.marks().ids.length == 0) {
      return aspect * words;
    }
    if (one.marks().ids.length == 0 || other.marks().ids.length == 0) {
      return aspect * MARKS_OF_ONE_ONLY * words;
    }
    double distinctive = distinctive(one.marks(), other.marks());
    if (distinctive == 0) {
      return aspect * OTHER_MARKS * words;
    }
    double marks = overlap(one.marks(), other.marks()) * distinctive;
    // Sharing a mark never makes two entries less alike than having none.
    return aspect * Math.max(markShare * marks + (1 - markShare) * words, OTHER_MARKS * words);
  }

  /// Half of what both have of what either has, half of what both have of the smaller one: a short
  /// title may say all of a long one.
  private static double overlap(Bag one, Bag other) {
    if (one.sum == 0 || other.sum == 0) {
      return 0;
    }
    double shared = 0;
    int i = 0;
    int j = 0;
    while (i < one.ids.length && j < other.ids.length) {
      if (one.ids[i] == other.ids[j]) {
        shared += Math.min(one.weights[i++], other.weights[j++]);
      } else if (one.ids[i] < other.ids[j]) {
        i++;
      } else {
        j++;
      }
    }
    return 0.5 * shared / (one.sum + other.sum - shared)
        + 0.5 * shared / Math.min(one.sum, other.sum);
  }

  /// The weight of the rarest mark both have; 0 when they have none in common.
  private static double distinctive(Bag one, Bag other) {
    double best = 0;
    for (int i = 0; i < one.ids.length; i++) {
      if (Arrays.binarySearch(other.ids, one.ids[i]) >= 0) {
        best = Math.max(best, one.weights[i]);
      }
    }
    return best;
  }

  private static Map<String, Double> words(Statement<?> entry) {
    Map<String, Double> words = new HashMap<>();
    Wording.stems(entry.title()).stream().limit(WORDS_MAX).forEach(word -> words.put(word, 1.0));
    Wording.stems(entry.detail()).stream()
        .limit(WORDS_MAX)
        .forEach(word -> words.putIfAbsent(word, DETAIL_SHARE));
    return words;
  }

  private static Map<String, Double> marks(Statement<?> entry) {
    Map<String, Double> marks = new HashMap<>();
    entry.marks().forEach(mark -> marks.put(mark, 1.0));
    return marks;
  }

  private static List<Bag> bags(List<Map<String, Double>> texts, List<AgentName> agents) {
    Map<String, Double> weights = weights(texts, agents);
    Map<String, Integer> numbers = new HashMap<>();
    for (String word : new TreeSet<>(weights.keySet())) {
      numbers.put(word, numbers.size());
    }
    return texts.stream().map(text -> bag(text, weights, numbers)).toList();
  }

  /// `1 / sqrt(n)`, n being the most entries of one agent that have the word.
  private static Map<String, Double> weights(
      List<Map<String, Double>> texts, List<AgentName> agents) {
    Map<AgentName, Map<String, Integer>> counts = new TreeMap<>(Comparator.naturalOrder());
    for (int i = 0; i < texts.size(); i++) {
      Map<String, Integer> own = counts.computeIfAbsent(agents.get(i), _ -> new HashMap<>());
      texts.get(i).keySet().forEach(word -> own.merge(word, 1, Integer::sum));
    }
    Map<String, Integer> most = new HashMap<>();
    counts
        .values()
        .forEach(own -> own.forEach((word, count) -> most.merge(word, count, Math::max)));
    Map<String, Double> weights = new HashMap<>();
    most.forEach((word, count) -> weights.put(word, 1 / Math.sqrt(count)));
    return weights;
  }

  private static Bag bag(
      Map<String, Double> text, Map<String, Double> weights, Map<String, Integer> numbers) {
    List<String> words = text.keySet().stream().sorted(Comparator.comparing(numbers::get)).toList();
    int[] ids = new int[words.size()];
    double[] own = new double[words.size()];
    for (int i = 0; i < ids.length; i++) {
      String word = words.get(i);
      ids[i] = numbers.getOrDefault(word, 0);
      own[i] = text.getOrDefault(word, 0.0) * weights.getOrDefault(word, 0.0);
    }
    return new Bag(ids, own);
  }
}
