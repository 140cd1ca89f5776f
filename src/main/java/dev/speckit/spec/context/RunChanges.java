package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.context.Outline.Span;
import java.util.List;

/// The lines that runs leave in a context, one each. No sitting of a person: sessions are that.
final class RunChanges {
  private RunChanges() {}

  /// With the line of a run, in the place of the one it has already.
  ///
  /// @param run its id
  static Draft run(Draft draft, String run, String text) {
    String start = start(run);
    String line = start + EntryText.safeWords(text);
    Draft made = Sections.with(draft, Sections.RUNS);
    Span span = Sections.require(made, made.outline().section(Sections.RUNS), Sections.RUNS);
    MarkdownLines markdown = made.outline().markdown();
    for (int at = span.line() + 1; at < span.end(); at++) {
      String old = markdown.visible(at);
      if (markdown.kind(at) == MarkdownLines.Kind.TEXT && old.startsWith(start)) {
        return old.equals(line) ? made : made.replace(at, 0, old.length(), line);
      }
    }
    return Sections.append(made, span, List.of(line));
  }

  private static String start(String run) {
    return "- **Run " + run + "**: ";
  }
}
