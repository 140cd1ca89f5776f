package dev.speckit.spec.quality;

import dev.speckit.spec.Section;
import dev.speckit.spec.SpecDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the rules look at, made once per document.
final class Reading {
  private final SpecDocument spec;
  private final List<Demand> demands;

  /// Of all sections, in small letters.
  private final List<String> titles = new ArrayList<>();

  private @Nullable Relations relations;
  private @Nullable List<String> lines;

  private Reading(SpecDocument spec, List<Demand> demands) {
    this.spec = spec;
    this.demands = demands;
    spec.sections().forEach(each -> titles.add(each.title().toLowerCase(Locale.ROOT)));
  }

  static Reading of(SpecDocument spec) {
    return new Reading(spec, Demand.of(spec, QualityRules.DEMANDS_MAX));
  }

  SpecDocument spec() {
    return spec;
  }

  /// Requirements, then criteria; at most [QualityRules#DEMANDS_MAX] of each.
  List<Demand> demands() {
    return demands;
  }

  /// Between the demands. Only who has a suspicion asks.
  Relations relations() {
    Relations known = relations;
    if (known == null) {
      known = new Relations(demands);
      relations = known;
    }
    return known;
  }

  /// The lines of the document, the first at index 0, without line ends. Only what is found asks.
  List<String> lines() {
    List<String> known = lines;
    if (known == null) {
      known = spec.text().lines().toList();
      lines = known;
    }
    return known;
  }

  boolean isBlank() {
    return spec.text().isBlank();
  }

  boolean hasSection(String... words) {
    for (String title : titles) {
      for (String word : words) {
        if (title.contains(word)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The heading above a 1-based line; empty when there is none.
  String section(int line) {
    String title = "";
    for (Section section : spec.sections()) {
      if (section.line() <= line) {
        title = section.title();
      }
    }
    return title;
  }

  /// 1-based column of a term from a line on, and the line it stands in; column 0 when it is not
  /// found within a paragraph.
  int[] place(int line, String term) {
    if (term.isEmpty() || line < 1) {
      return new int[] {Math.max(0, line), 0};
    }
    List<String> lines = lines();
    int last = Math.min(lines.size(), line + 20);
    for (int i = line - 1; i < last; i++) {
      int at = indexOf(lines.get(i), term);
      if (at >= 0) {
        return new int[] {i + 1, at + 1};
      }
    }
    return new int[] {line, 0};
  }

  private static int indexOf(String line, String term) {
    int last = Math.min(line.length(), 10_000) - term.length();
    for (int i = 0; i <= last; i++) {
      boolean starts = i == 0 || !Character.isLetterOrDigit(line.charAt(i - 1));
      if (starts && line.regionMatches(true, i, term, 0, term.length())) {
        return i;
      }
    }
    return -1;
  }
}
