package dev.speckit.handoff;

import dev.speckit.host.Disk;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A box of a spec's `tasks.md`.
///
/// @param text behind the box
/// @param line 1-based
record TaskBox(String text, boolean done, int line) {
  private static final Pattern FORM =
      Pattern.compile("\\s{0,3}(?:[-*+]|\\d{1,9}[.)])\\s+\\[([ xX])]\\s+(\\S.*)");

  /// In the order of the document; empty when the spec has none, or it cannot be read.
  static List<TaskBox> of(SpecTree tree, SpecEntry entry) {
    Path file = entry.artifact("tasks.md");
    if (!Disk.exists(file)) {
      return List.of();
    }
    MarkdownLines markdown =
        MarkdownLines.of(SpecEntry.relative(entry.workspace(), file), tree.readText(file).text());
    List<TaskBox> boxes = new ArrayList<>();
    for (int line = 0; line < markdown.lines().count(); line++) {
      Matcher matcher = FORM.matcher(markdown.visible(line));
      if (markdown.kind(line) == MarkdownLines.Kind.TEXT && matcher.matches()) {
        boxes.add(new TaskBox(matcher.group(2), !matcher.group(1).equals(" "), line + 1));
      }
    }
    return List.copyOf(boxes);
  }
}
