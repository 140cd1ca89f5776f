package dev.speckit.spec.quality;

import dev.speckit.spec.Criterion;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.Words.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A requirement or a criterion with its words.
public final class Demand {
  /// Behind a number they are no words of the matter, as in "the second time".
  private static final Set<String> UNITS = Set.of("second", "seconds", "times");

  private final String id;
  private final boolean criterion;
  private final String text;
  private final int line;
  private final String section;
  private final List<Word> words;
  private final int kinds;
  private @Nullable Set<String> stems;

  private Demand(String id, boolean criterion, String text, int line, String section) {
    this.id = id;
    this.criterion = criterion;
    this.text = text;
    this.line = line;
    this.section = section;
    this.words = Words.of(text);
    this.kinds = kinds(words);
  }

  private static int kinds(List<Word> words) {
    int kinds = 0;
    for (Word word : words) {
      kinds |= word.code() ? 0 : Vocabulary.Kind.bits(word.text());
    }
    return kinds;
  }

  /// As the document has it.
  public String id() {
    return id;
  }

  /// Whether it is an acceptance criterion.
  public boolean criterion() {
    return criterion;
  }

  public String text() {
    return text;
  }

  /// 1-based.
  public int line() {
    return line;
  }

  /// The heading above it; empty for criteria and at the top.
  public String section() {
    return section;
  }

  /// In order.
  public List<Word> words() {
    return words;
  }

  /// Of the words that carry meaning, in order of appearance.
  public Set<String> stems() {
    Set<String> known = stems;
    if (known == null) {
      known = stems(words);
      stems = known;
    }
    return known;
  }

  static Demand of(Requirement requirement) {
    return new Demand(
        requirement.id(), false, requirement.text(), requirement.line(), requirement.section());
  }

  static Demand of(Criterion criterion) {
    return new Demand(criterion.id(), true, criterion.text(), criterion.line(), "");
  }

  private static Set<String> stems(List<Word> words) {
    Set<String> stems = new LinkedHashSet<>();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      boolean unit = i > 0 && words.get(i - 1).isNumber() && UNITS.contains(word.text());
      if (Words.carriesMeaning(word) && !unit) {
        stems.add(Words.stem(word.text()));
      }
    }
    return stems;
  }

  /// Requirements first, then criteria, at most `limit` of each.
  public static List<Demand> of(SpecDocument spec, int limit) {
    List<Demand> demands = new ArrayList<>();
    for (int i = 0; i < Math.min(limit, spec.requirements().size()); i++) {
      demands.add(of(spec.requirements().get(i)));
    }
    for (int i = 0; i < Math.min(limit, spec.criteria().size()); i++) {
      demands.add(of(spec.criteria().get(i)));
    }
    return demands;
  }

  /// Two demands of a document are the same when they stand in the same place; comparing all words
  /// would make every map of demands slow.
  @Override
  public boolean equals(Object other) {
    return other instanceof Demand demand
        && line == demand.line
        && criterion == demand.criterion
        && id.equals(demand.id);
  }

  @Override
  public int hashCode() {
    return 31 * line + id.hashCode();
  }

  /// Whether one of its words is of this kind; code does not count.
  boolean has(Vocabulary.Kind kind) {
    return (kinds & kind.bit()) != 0;
  }

  boolean hasNumber() {
    for (Word word : words) {
      if (word.isNumber()) {
        return true;
      }
    }
    return false;
  }

  /// Whether something stands there that a test can compare letter by letter.
  boolean hasLiteral() {
    return text.indexOf('`') >= 0 || text.indexOf('"') >= 0 || text.indexOf('“') >= 0;
  }
}
