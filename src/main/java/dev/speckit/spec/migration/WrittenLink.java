package dev.speckit.spec.migration;

import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A link with the place of its path in the text, so that the path can be replaced alone.
///
/// @param written the path as written, without heading, block and label
/// @param start offset of its first character
/// @param label what is shown in its place, without blanks before it; empty for none
/// @param labelStart offset of its first character
record WrittenLink(Link link, String written, int start, String label, int labelStart) {
  private static final Pattern TRACE =
      Pattern.compile("(?:Spec|Context|Generated from):[ \\t]*(\\[\\[[^\\]]+\\]\\])");

  /// Words of which one stands in every file with a trace-back comment.
  static final List<String> TRACES = List.of("Spec: [[", "Context: [[", "Generated from: [[");

  /// All links of a Markdown text that name a file, those of trace-back comments included.
  static List<WrittenLink> of(MarkdownLines markdown) {
    List<WrittenLink> links = new ArrayList<>();
    TextLines lines = markdown.lines();
    for (int line = 0; line < lines.count(); line++) {
      switch (markdown.kind(line)) {
        case TEXT, HEADING, FRONT_MATTER ->
            add(markdown.linkable(line), line, lines.start(line), links);
        case COMMENT -> addTraces(lines, line, links);
        case BLANK, UNDERLINE, FENCE, CODE -> {}
      }
    }
    return links;
  }

  /// The links in trace-back comments of any text.
  static List<WrittenLink> traces(String text) {
    List<WrittenLink> links = new ArrayList<>();
    TextLines lines = TextLines.of(text);
    for (int line = 0; line < lines.count(); line++) {
      addTraces(lines, line, links);
    }
    return links;
  }

  /// The path up to a question mark; links of Obsidian know no queries.
  WrittenLink withoutQuery() {
    int mark = written.indexOf('?');
    int inTarget = link.target().indexOf('?');
    if (link.wiki() || mark <= 0 || inTarget <= 0) {
      return this;
    }
    Link bare =
        new Link(
            link.target().substring(0, inTarget),
            link.anchor(),
            link.form(),
            link.embed(),
            link.line(),
            link.column(),
            link.from(),
            link.to());
    return new WrittenLink(bare, written.substring(0, mark), start, label, labelStart);
  }

  /// Offset behind the last character of the path.
  int end() {
    return start + written.length();
  }

  private static void addTraces(TextLines lines, int line, List<WrittenLink> links) {
    Matcher trace = TRACE.matcher(lines.content(line));
    while (trace.find()) {
      add(trace.group(1), line, lines.start(line) + trace.start(1), links);
    }
  }

  /// @param offset of the first character of `linkable` in the text
  private static void add(String linkable, int line, int offset, List<WrittenLink> links) {
    for (Link link : Link.of(linkable, line)) {
      if (link.target().isEmpty()) {
        continue;
      }
      String whole = linkable.substring(link.from(), link.to());
      int hash = whole.indexOf('#');
      String written = (hash < 0 ? whole : whole.substring(0, hash)).stripTrailing();
      int label = labelStart(linkable, link);
      links.add(
          new WrittenLink(
              link,
              written,
              offset + link.from(),
              linkable.substring(label, Math.max(label, labelEnd(linkable, link))),
              offset + label));
    }
  }

  private static int labelStart(String linkable, Link link) {
    int at =
        switch (link.form()) {
          case WIKI -> {
            int bar = linkable.indexOf('|', link.to());
            yield bar < 0 || bar > labelEnd(linkable, link) ? link.to() : bar + 1;
          }
          case MARKDOWN, BRACKETED -> link.column() + (link.embed() ? 2 : 1);
          case DEFINITION -> link.from();
        };
    while (at < labelEnd(linkable, link) && linkable.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /// The name of a definition is what other links call it, and no label.
  private static int labelEnd(String linkable, Link link) {
    return switch (link.form()) {
      case WIKI -> {
        int close = linkable.indexOf("]]", link.to());
        yield close < 0 ? link.to() : close;
      }
      case MARKDOWN, BRACKETED -> Math.max(0, linkable.lastIndexOf("](", link.from()));
      case DEFINITION -> link.from();
    };
  }
}
