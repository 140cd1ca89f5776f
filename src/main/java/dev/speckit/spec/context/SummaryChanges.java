package dev.speckit.spec.context;

import dev.speckit.spec.context.Outline.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The summary, as long as it is a sentence of speckit's own.
final class SummaryChanges {
  private static final Pattern OWN =
      Pattern.compile("No work recorded yet\\.|Work on \\[\\[[^\\]]*\\]\\]; status: [^.]{1,60}\\.");

  private SummaryChanges() {}

  /// What a person says of the work.
  static Draft summary(Draft draft, String summary) {
    String words = EntryText.safeWords(summary);
    return words.isEmpty() ? draft : replaced(draft, EntryText.given(words).lines().getFirst());
  }

  /// What can be said of it as long as nobody has.
  ///
  /// @param target of a link to the spec
  static Draft overview(Draft draft, String target, String label, String status) {
    String link = EntryText.link(target, label).lines().getFirst();
    String words = EntryText.safeWords(status).replace(".", "");
    return replaced(draft, "Work on " + link + "; status: " + words + ".");
  }

  /// The summary that one side's person wrote in place of speckit's sentence, or wrote anew while
  /// the other side has speckit's; empty when a merge has to look closer.
  static Optional<List<Chunk>> writtenByOne(Sides<Node> section) {
    if (!section.ours().title().equalsIgnoreCase(Sections.SUMMARY)) {
      return Optional.empty();
    }
    Sides<Boolean> own =
        section.map(node -> OWN.matcher(Piece.text(node.body()).strip()).matches());
    if (!own.base() && !section.base().isNone()) {
      return Optional.empty();
    }
    if (own.ours() != own.theirs()) {
      return Optional.of(own.ours() ? section.theirs().body() : section.ours().body());
    }
    return Optional.empty();
  }

  /// A sentence of speckit's own.
  static boolean isOwn(String line) {
    return OWN.matcher(line.strip()).matches();
  }

  private static Draft replaced(Draft draft, String sentence) {
    Outline outline = draft.outline();
    Optional<Span> span = outline.section(Sections.SUMMARY);
    if (span.isEmpty()) {
      return draft;
    }
    int written = -1;
    for (int line = span.get().line() + 1; line < span.get().bodyEnd(); line++) {
      if (outline.lines().isBlank(line)) {
        continue;
      }
      if (written >= 0 || !OWN.matcher(outline.lines().content(line).strip()).matches()) {
        return draft;
      }
      written = line;
    }
    if (written < 0) {
      return draft;
    }
    String content = outline.lines().content(written);
    String own = content.strip();
    int from = content.indexOf(own);
    return own.equals(sentence)
        ? draft
        : draft.replace(written, from, from + own.length(), sentence);
  }
}
