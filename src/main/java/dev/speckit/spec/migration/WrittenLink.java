package dev.speckit.spec.migration;

import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The path of a link with its place in the text, so that it can be replaced alone.
///
/// @param target as written, without heading, block and label
/// @param start offset of the first character of the target
/// @param bracketed whether it stands in `<...>`
/// @param line 0-based
record WrittenLink(String target, int start, boolean wiki, boolean bracketed, int line) {
  private static final Pattern DEFINITION =
      Pattern.compile(" {0,3}\\[[^\\]^][^\\]]*\\]:[ \\t]*(<[^>]+>|[^\\s<]\\S*)");
  private static final Pattern TRACE =
      Pattern.compile("(?:Spec|Context|Generated from):[ \\t]*\\[\\[([^\\]|#\\[]+)");
  private static final Pattern WEB = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|//.*");

  /// Words of which one stands in every file with a trace-back comment.
  static final List<String> TRACES = List.of("Spec: [[", "Context: [[", "Generated from: [[");

  /// All links of a Markdown text, those of trace-back comments included.
  static List<WrittenLink> of(MarkdownLines markdown) {
    List<WrittenLink> links = new ArrayList<>();
    TextLines lines = markdown.lines();
    for (int line = 0; line < lines.count(); line++) {
      switch (markdown.kind(line)) {
        case TEXT, HEADING, FRONT_MATTER -> addLine(markdown, line, links);
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

  /// Offset behind the last character of the target.
  int end() {
    return start + target.length();
  }

  private static void addLine(MarkdownLines markdown, int line, List<WrittenLink> links) {
    String linkable = markdown.linkable(line);
    if (linkable.indexOf('[') < 0) {
      return;
    }
    int offset = markdown.lines().start(line);
    String content = markdown.lines().content(line);
    for (Link link : Link.of(linkable, line)) {
      // Definitions of references are found below, where all their forms are known.
      int bracket = link.wiki() ? -1 : content.indexOf("](", link.column());
      boolean inline = bracket >= 0;
      boolean wiki = link.wiki() && content.indexOf(link.target(), link.column() + 2) >= 0;
      if (link.target().isEmpty() || !(inline || wiki)) {
        continue;
      }
      WrittenLink found =
          wiki ? wiki(content, offset, link) : inline(content, offset, bracket + 2, line);
      links.add(found);
    }
    Matcher definition = DEFINITION.matcher(linkable);
    if (definition.lookingAt() && !linkable.startsWith("[[")) {
      addDefinition(definition, offset, line, links);
    }
  }

  private static WrittenLink wiki(String content, int offset, Link link) {
    int start = content.indexOf(link.target(), link.column() + 2);
    return new WrittenLink(link.target(), offset + start, true, false, link.line());
  }

  private static WrittenLink inline(String content, int offset, int from, int line) {
    int start = from;
    while (content.charAt(start) == ' ' || content.charAt(start) == '\t') {
      start++;
    }
    boolean bracketed = content.charAt(start) == '<';
    start += bracketed ? 1 : 0;
    int close = content.indexOf(')', start);
    int end = close < 0 ? content.length() : close;
    int title = content.indexOf(" \"", start);
    int anchor = content.indexOf('#', start);
    int bracket = bracketed ? content.indexOf('>', start) : -1;
    for (int each : new int[] {title, anchor, bracket}) {
      end = each >= 0 && each < end ? each : end;
    }
    String target = content.substring(start, end).stripTrailing();
    return new WrittenLink(target, offset + start, false, bracketed, line);
  }

  private static void addDefinition(
      Matcher definition, int offset, int line, List<WrittenLink> links) {
    String written = definition.group(1);
    boolean bracketed = written.startsWith("<");
    String inside = bracketed ? written.substring(1, written.length() - 1) : written;
    int anchor = inside.indexOf('#');
    String target = anchor < 0 ? inside : inside.substring(0, anchor);
    if (!target.isBlank() && !WEB.matcher(target).matches()) {
      int start = offset + definition.start(1) + (bracketed ? 1 : 0);
      links.add(new WrittenLink(target, start, false, bracketed, line));
    }
  }

  private static void addTraces(TextLines lines, int line, List<WrittenLink> links) {
    Matcher trace = TRACE.matcher(lines.content(line));
    while (trace.find()) {
      String target = trace.group(1).stripTrailing();
      links.add(new WrittenLink(target, lines.start(line) + trace.start(1), true, false, line));
    }
  }
}
