package dev.speckit.handoff;

import dev.speckit.spec.Criterion;
import dev.speckit.spec.SpecEntry;

/// Words of documents that are told in several chapters, each as one line of Markdown.
final class Words {
  static final int TITLE_MAX = 100;
  static final int CLAUSE_MAX = 240;

  private Words() {}

  static String title(SpecEntry spec) {
    return Plain.line(Plain.cut(spec.shownTitle(), TITLE_MAX));
  }

  static String written(String text, String otherwise) {
    return text.isBlank() ? otherwise : Plain.line(Plain.cut(text, TITLE_MAX));
  }

  static String criterion(Criterion criterion) {
    return "**" + Plain.line(criterion.id()) + "**: " + Plain.line(criterion.text());
  }
}
