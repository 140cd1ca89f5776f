package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An item of a list in a context.
///
/// @param text without list mark and time; lines are parted by `\n`
/// @param at empty when it has no time
/// @param line 1-based
public record Remark(String text, Optional<LocalDateTime> at, int line) {
  static final Pattern ITEM = Pattern.compile("\\s{0,1}[-*+]\\s+(.*)");

  /// The items between two lines.
  ///
  /// @param stamped whether the last time in brackets of a first line is the item's
  /// @param day of a time that names none
  static List<Remark> read(
      Outline outline, int from, int to, boolean stamped, Optional<LocalDate> day) {
    MarkdownLines markdown = outline.markdown();
    List<Remark> remarks = new ArrayList<>();
    int line = from;
    while (line < to) {
      Matcher item = ITEM.matcher(markdown.visible(line));
      if (markdown.kind(line) != MarkdownLines.Kind.TEXT || !item.matches()) {
        line++;
        continue;
      }
      int end = line + 1;
      while (end < to && continues(outline, end)) {
        end++;
      }
      int last = outline.lastWritten(line, end);
      remarks.add(remark(outline, item.group(1), line, last, stamped, day));
      line = end;
    }
    return remarks;
  }

  /// Whether a line belongs to the item above it.
  static boolean continues(Outline outline, int line) {
    String content = outline.lines().content(line);
    return content.isBlank() || content.startsWith("  ") || content.startsWith("\t");
  }

  private static Remark remark(
      Outline outline, String first, int line, int last, boolean stamped, Optional<LocalDate> day) {
    Optional<WorkTime.Stamp> stamp = stamped ? WorkTime.lastStamp(first, day) : Optional.empty();
    String words =
        stamp
            .map(at -> first.substring(0, at.start()).stripTrailing() + first.substring(at.end()))
            .orElse(first);
    StringBuilder text = new StringBuilder(words.stripTrailing());
    for (int more = line + 1; more <= last; more++) {
      String content = outline.lines().content(more);
      text.append('\n').append(content.startsWith("  ") ? content.substring(2) : content.strip());
    }
    return new Remark(text.toString(), stamp.map(WorkTime.Stamp::at), line + 1);
  }
}
