package dev.speckit.spec.context;

import dev.speckit.spec.context.Outline.Span;
import java.util.Optional;

/// The summary, as long as it is the template's own sentence.
final class SummaryChanges {
  private static final String NOTHING_YET = "No work recorded yet.";

  private SummaryChanges() {}

  static Draft summary(Draft draft, String summary) {
    Outline outline = draft.outline();
    Optional<Span> span = outline.section(Sections.SUMMARY);
    String words = EntryText.safeWords(summary);
    if (span.isEmpty() || words.isEmpty()) {
      return draft;
    }
    int written = -1;
    for (int line = span.get().line() + 1; line < span.get().bodyEnd(); line++) {
      if (outline.lines().isBlank(line)) {
        continue;
      }
      if (written >= 0 || !outline.lines().content(line).strip().equals(NOTHING_YET)) {
        return draft;
      }
      written = line;
    }
    if (written < 0) {
      return draft;
    }
    int from = outline.lines().content(written).indexOf(NOTHING_YET);
    String safe = EntryText.given(words).lines().getFirst();
    return draft.replace(written, from, from + NOTHING_YET.length(), safe);
  }
}
