package dev.speckit.spec.deliverable;

import dev.speckit.spec.Criterion;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.Section;
import dev.speckit.spec.SpecEntry;
import java.util.List;

/// What a spec says of itself, in single lines. An open question is nothing said.
///
/// @param purpose the first paragraph under its heading; empty when there is none
/// @param requirements each as `FR-001: text`
/// @param criteria each as `AC-1: text`
record SpecWords(String title, String purpose, List<String> requirements, List<String> criteria) {
  private static final String OPEN = "[NEEDS CLARIFICATION";

  static SpecWords of(SpecEntry spec) {
    List<Requirement> requirements = spec.document().requirements();
    List<Criterion> criteria = spec.document().criteria();
    return new SpecWords(
        line(spec.shownTitle()),
        spec.document().sections().stream()
            .filter(each -> each.title().equalsIgnoreCase("Purpose"))
            .findFirst()
            .map(SpecWords::firstParagraph)
            .orElse(""),
        said(requirements.stream().map(each -> each.id() + ": " + each.text()).toList()),
        said(criteria.stream().map(each -> each.id() + ": " + each.text()).toList()));
  }

  private static List<String> said(List<String> texts) {
    return texts.stream().map(SpecWords::line).filter(each -> !each.contains(OPEN)).toList();
  }

  private static String firstParagraph(Section section) {
    String paragraph = section.body().strip().split("\\R[ \\t]*\\R", 2)[0];
    return paragraph.contains(OPEN) ? "" : line(paragraph);
  }

  private static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ").strip();
  }
}
