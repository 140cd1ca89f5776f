package dev.speckit.spec;

import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A box of a spec's `tasks.md`, which is a task of the spec: boxes under headings that tell what
/// is not agreed or not asked yet are none.
///
/// @param text behind the box
/// @param line 1-based
/// @param end the line behind its last one, where the next box or heading or the document ends
public record TaskBox(String text, boolean done, int line, int end) {
  private static final Set<String> NO_TASKS = Set.of("open questions", "dissent", "not covered");

  /// In the order of the document; empty when the spec has none, or it cannot be read.
  public static List<TaskBox> of(SpecTree tree, SpecEntry entry) {
    Path file = entry.artifact("tasks.md");
    if (!Disk.exists(file)) {
      return List.of();
    }
    return of(
        MarkdownLines.of(SpecEntry.relative(entry.workspace(), file), tree.readText(file).text()));
  }

  /// The tasks of a document that is read already.
  public static List<TaskBox> of(MarkdownLines markdown) {
    List<TaskBox> boxes = new ArrayList<>();
    List<MarkdownLines.Heading> headings = markdown.headings();
    int next = 0;
    int closedBelow = Integer.MAX_VALUE;
    int open = -1;
    for (int line = 0; line < markdown.lines().count(); line++) {
      if (next < headings.size() && headings.get(next).line() == line) {
        MarkdownLines.Heading heading = headings.get(next++);
        end(boxes, open, line);
        open = -1;
        if (heading.level() <= closedBelow) {
          closedBelow = isOfTasks(heading) ? Integer.MAX_VALUE : heading.level();
        }
      } else if (closedBelow == Integer.MAX_VALUE
          && markdown.kind(line) == MarkdownLines.Kind.TEXT) {
        ListItem item = ListItem.at(markdown.visible(line));
        if (item != null && isBox(item, markdown.visible(line))) {
          end(boxes, open, line);
          open = boxes.size();
          String text = markdown.visible(line).substring(item.content()).stripTrailing();
          boxes.add(new TaskBox(text, item.isMet(), line + 1, line + 2));
        }
      }
    }
    end(boxes, open, markdown.lines().count());
    return List.copyOf(boxes);
  }

  private static boolean isOfTasks(MarkdownLines.Heading heading) {
    return !NO_TASKS.contains(heading.title().strip().toLowerCase(Locale.ROOT));
  }

  private static boolean isBox(ListItem item, String line) {
    return item.box() != null
        && (item.isMet() || item.box() == ' ')
        && !line.substring(item.content()).isBlank();
  }

  /// @param open the place of the box that goes on up to here; -1 for none
  /// @param line 0-based
  private static void end(List<TaskBox> boxes, int open, int line) {
    if (open >= 0) {
      TaskBox box = boxes.get(open);
      boxes.set(open, new TaskBox(box.text(), box.done(), box.line(), line + 1));
    }
  }
}
