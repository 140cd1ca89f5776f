package dev.speckit.spec.link;

import dev.speckit.spec.Appending;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Adds one missing link to a document as a splice: whole lines, and no byte of the others changes.
/// Pure.
public final class WayBack {
  private static final Map<String, String> CATEGORIES =
      Map.of("scripts", "Scripts", "docs", "Documentation", "config", "Configuration Files");
  private static final String DELIVERED = "Dependencies Delivered To";
  private static final String DOWNSTREAM = "Downstream Specs";

  private final String name;
  private final String text;
  private final MarkdownLines markdown;
  private final String end;

  private WayBack(String name, String text) {
    this.name = name;
    this.text = text;
    this.markdown = MarkdownLines.of(name, text);
    this.end = markdown.lines().lineEnd();
  }

  /// The document with the link.
  ///
  /// @param label what the link is called
  /// @param child the section that names children: `Features` or `Tasks`
  /// @return empty when the header has a line of this name that says something else
  public static Optional<String> added(MissingWay way, String text, String label, String child) {
    WayBack back = new WayBack(way.from(), text);
    String link =
        "[[" + LinkText.target(way.from(), way.to()) + "|" + Templates.label(label) + "]]";
    String item = "- " + link;
    return switch (way.kind()) {
      case PARENT -> back.header("Parent", link);
      case CONTEXT -> back.header("Context", link);
      case SPEC -> back.header("Spec", link);
      case CHILD -> Optional.of(Appending.toSection(way.from(), text, child, item));
      case REGISTER -> Optional.of(back.registered(item, way.to()));
      case DOWNSTREAM -> Optional.of(back.downstream(item));
      case TRACE -> Optional.empty();
    };
  }

  private Optional<String> header(String key, String link) {
    Metadata metadata = Metadata.read(name, markdown);
    if (metadata.places().containsKey(key.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    int front = markdown.frontMatterEnd();
    int last = metadata.places().values().stream().mapToInt(each -> each - 1).max().orElse(-1);
    if (last > front) {
      return Optional.of(behindHeader(last, key, link));
    }
    if (front > 0) {
      String line = key.toLowerCase(Locale.ROOT) + ": \"" + link.replace("\"", "'") + "\"" + end;
      return Optional.of(
          Edit.apply(text, List.of(Edit.insert(markdown.lines().start(front), line))));
    }
    String line = "**" + key + "**: " + link + end;
    if (markdown.headings().isEmpty()) {
      int start = markdown.lines().start(0);
      return Optional.of(Edit.apply(text, List.of(Edit.insert(start, line + end))));
    }
    int heading = markdown.headings().getFirst().line();
    boolean underlined =
        heading + 1 < markdown.lines().count()
            && markdown.kind(heading + 1) == MarkdownLines.Kind.UNDERLINE;
    return Optional.of(
        Appending.behind(markdown.lines(), underlined ? heading + 1 : heading, end + line));
  }

  /// Lines of a header that end in two blanks stay lines of their own when they are shown, so the
  /// one that was last gets them too.
  private String behindHeader(int last, String key, String link) {
    TextLines lines = markdown.lines();
    boolean broken = last > 0 && lines.content(last - 1).endsWith("  ");
    boolean bare = broken && !lines.content(last).endsWith("  ");
    List<Edit> edits = new ArrayList<>();
    if (bare && !lines.content(last).endsWith("\\")) {
      edits.add(Edit.insert(lines.end(last), "  "));
    }
    boolean ended = lines.next(last) > lines.end(last);
    String line = "**" + key + "**: " + link + (broken && !bare ? "  " : "");
    edits.add(Edit.insert(lines.next(last), ended ? line + end : end + line + end));
    return Edit.apply(text, edits);
  }

  /// In a context each kind of deliverable has a section of its own.
  private String registered(String item, String deliverable) {
    int at = deliverable.indexOf("/deliverables/") + "/deliverables/".length();
    int slash = deliverable.indexOf('/', at);
    String section = CATEGORIES.getOrDefault(slash < 0 ? "" : deliverable.substring(at, slash), "");
    boolean context = name.endsWith("context.md");
    if (!context || section.isEmpty()) {
      return Appending.toSection(name, text, "Deliverables", item);
    }
    return has(section)
        ? Appending.toSection(name, text, section, item)
        : Appending.toSection(name, text, "Deliverables", end + "### " + section + end + item);
  }

  private String downstream(String item) {
    if (has(DOWNSTREAM)) {
      return Appending.toSection(name, text, DOWNSTREAM, item);
    }
    String below = "### " + DOWNSTREAM + end + item;
    if (has(DELIVERED)) {
      return Appending.toSection(name, text, DELIVERED, end + below);
    }
    for (MarkdownLines.Heading heading : markdown.headings()) {
      if (heading.title().equalsIgnoreCase("Metrics")
          || heading.title().equalsIgnoreCase("Notes & Learnings")) {
        String section = "## " + DELIVERED + end + end + below + end + end;
        int start = markdown.lines().start(heading.line());
        return Edit.apply(text, List.of(Edit.insert(start, section)));
      }
    }
    return Appending.toSection(name, text, DELIVERED, end + below);
  }

  private boolean has(String section) {
    return markdown.headings().stream().anyMatch(each -> each.title().equalsIgnoreCase(section));
  }
}
