package dev.speckit.spec.migration;

import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ids that a document of a spec says of itself and of its family: at the beginning of its
/// title, and as the value of a header line.
///
/// @param ids new ids by old ones, as written
record OwnIds(Map<String, String> ids) {
  private static final Pattern TITLE =
      Pattern.compile("(#*[ \\t]*(?:[\\p{L} ]{1,30}:[ \\t]*)?)(\\d{4,6})(?![\\d.]*\\d)");
  private static final Pattern VALUE =
      Pattern.compile("[^:]*:(?:\\*\\*)?[ \\t]*[\"']?(\\d{4,6})(?![\\d.]*\\d)");
  private static final Set<String> KEYS =
      Set.of("id", "spec", "parent", "epic", "feature", "task", "title");

  /// The text with the new ids.
  String renewed(String name, String text) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    TextLines lines = markdown.lines();
    List<Edit> edits = new ArrayList<>();
    if (!markdown.headings().isEmpty()) {
      int line = markdown.headings().getFirst().line();
      add(TITLE.matcher(lines.content(line)), 2, lines.start(line), edits);
    }
    Metadata metadata = Metadata.read(name, markdown);
    metadata
        .places()
        .forEach((key, place) -> {
          if (KEYS.contains(key)) {
            add(VALUE.matcher(lines.content(place - 1)), 1, lines.start(place - 1), edits);
          }
        });
    edits.sort(java.util.Comparator.comparingInt(Edit::start));
    return edits.isEmpty() ? text : Edit.apply(text, edits);
  }

  private void add(Matcher matcher, int group, int offset, List<Edit> edits) {
    String renewed = matcher.lookingAt() ? ids.get(matcher.group(group)) : null;
    if (renewed != null) {
      edits.add(new Edit(offset + matcher.start(group), offset + matcher.end(group), renewed));
    }
  }
}
