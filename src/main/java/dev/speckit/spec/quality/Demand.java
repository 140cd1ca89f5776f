package dev.speckit.spec.quality;

import dev.speckit.spec.Criterion;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.Words.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A requirement or a criterion with its words.
///
/// @param id as the document has it
/// @param criterion whether it is an acceptance criterion
/// @param section heading above it; empty for criteria and at the top
/// @param words in order
/// @param stems of the words that carry meaning, in order of appearance
public record Demand(
    String id,
    boolean criterion,
    String text,
    int line,
    String section,
    List<Word> words,
    Set<String> stems) {
  /// Behind a number they are no words of the matter, as in "the second time".
  private static final Set<String> UNITS = Set.of("second", "seconds", "times");

  static Demand of(Requirement requirement) {
    return of(
        requirement.id(), false, requirement.text(), requirement.line(), requirement.section());
  }

  static Demand of(Criterion criterion) {
    return of(criterion.id(), true, criterion.text(), criterion.line(), "");
  }

  private static Demand of(String id, boolean criterion, String text, int line, String section) {
    List<Word> words = Words.of(text);
    Set<String> stems = new LinkedHashSet<>();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      boolean unit = i > 0 && words.get(i - 1).isNumber() && UNITS.contains(word.text());
      if (Words.carriesMeaning(word) && !unit) {
        stems.add(Words.stem(word.text()));
      }
    }
    return new Demand(id, criterion, text, line, section, words, stems);
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

  boolean has(Set<String> some) {
    for (Word word : words) {
      if (!word.code() && some.contains(word.text())) {
        return true;
      }
    }
    return false;
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
