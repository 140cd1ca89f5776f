package dev.speckit.spec.link;

import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one file says that matters for links: those in it and the places that others may name. It
/// depends on the file's text alone, so it can be kept as long as the text stays.
///
/// @param path relative to the workspace, with slashes
/// @param links in order; nothing in code or comments
/// @param traces the trace-back comments of a deliverable; empty for other files
/// @param headings in order
/// @param blocks the names given to blocks by `^name` at the end of a line, in lower case
public record LinkedDocument(
    String path,
    List<Link> links,
    List<Trace> traces,
    List<MarkdownLines.Heading> headings,
    Set<String> blocks) {
  /// How much of a deliverable is looked at for its trace-back comments.
  public static final int HEAD_BYTES = 8192;

  private static final int HEAD_LINES = 20;
  private static final Pattern TRACE =
      Pattern.compile("[\\p{Punct}\\s]{0,20}(?:rem |dnl )?\\s*(spec|context):\\s+\\[\\[.*");

  /// A trace-back comment line: `Spec: [[...]]` or `Context: [[...]]`.
  ///
  /// @param key `spec` or `context`
  public record Trace(String key, Link link) {}

  public LinkedDocument {
    links = List.copyOf(links);
    traces = List.copyOf(traces);
    headings = List.copyOf(headings);
    blocks = Set.copyOf(blocks);
  }

  /// Reads a Markdown document.
  public static LinkedDocument markdown(String path, MarkdownLines markdown) {
    List<Link> links = new ArrayList<>();
    Set<String> blocks = new HashSet<>();
    TextLines lines = markdown.lines();
    for (int line = lines.nextBracketed(0); line >= 0; line = lines.nextBracketed(line + 1)) {
      if (counts(markdown, line)) {
        links.addAll(Link.of(markdown.linkable(line), line));
      }
    }
    BitSet named = markdown.holding('^');
    for (int line = named.nextSetBit(0); line >= 0; line = named.nextSetBit(line + 1)) {
      if (counts(markdown, line)) {
        block(markdown.linkable(line)).ifPresent(blocks::add);
      }
    }
    List<Trace> traces = isDeliverable(path) ? traces(markdown) : List.of();
    return new LinkedDocument(path, links, traces, markdown.headings(), blocks);
  }

  private static boolean counts(MarkdownLines markdown, int line) {
    return switch (markdown.kind(line)) {
      case TEXT, HEADING, FRONT_MATTER -> true;
      case BLANK, UNDERLINE, FENCE, CODE, COMMENT -> false;
    };
  }

  /// Reads the head of a deliverable in any other format.
  ///
  /// @param head its first lines; no more than [#HEAD_BYTES] need be given
  public static LinkedDocument other(String path, String head) {
    List<Trace> traces = new ArrayList<>();
    String[] lines = head.split("\\R", HEAD_LINES + 1);
    for (int line = 0; line < Math.min(lines.length, HEAD_LINES); line++) {
      addTrace(lines[line], line, traces);
    }
    return new LinkedDocument(path, List.of(), traces, List.of(), Set.of());
  }

  /// Whether a file lies in a spec's folder of deliverables.
  public static boolean isDeliverable(String path) {
    return path.startsWith("specs/") && path.contains("/deliverables/");
  }

  public static boolean isMarkdown(String path) {
    return path.length() > 3 && path.regionMatches(true, path.length() - 3, ".md", 0, 3);
  }

  private static List<Trace> traces(MarkdownLines markdown) {
    List<Trace> traces = new ArrayList<>();
    for (int line = 0; line < Math.min(markdown.lines().count(), HEAD_LINES); line++) {
      if (markdown.kind(line) == MarkdownLines.Kind.COMMENT) {
        addTrace(markdown.lines().content(line), line, traces);
      }
    }
    return traces;
  }

  private static void addTrace(String text, int line, List<Trace> traces) {
    Matcher matcher = TRACE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return;
    }
    List<Link> links = Link.of(text, line);
    if (!links.isEmpty()) {
      traces.add(new Trace(matcher.group(1), links.getFirst()));
    }
  }

  private static Optional<String> block(String text) {
    int end = text.length();
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && isBlockLetter(text.charAt(start - 1))) {
      start--;
    }
    boolean marked = start < end && start > 0 && text.charAt(start - 1) == '^';
    boolean alone = marked && (start == 1 || Character.isWhitespace(text.charAt(start - 2)));
    return alone
        ? Optional.of(text.substring(start, end).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static boolean isBlockLetter(char c) {
    return c == '-' || c == '_' || Character.isLetterOrDigit(c);
  }

  /// Whether a line stands under a heading of this title, however deep.
  ///
  /// @param line 0-based
  public boolean isUnder(int line, String title) {
    int level = Integer.MAX_VALUE;
    for (int i = headings.size() - 1; i >= 0 && level > 1; i--) {
      MarkdownLines.Heading heading = headings.get(i);
      if (heading.line() > line || heading.level() >= level) {
        continue;
      }
      if (heading.title().equalsIgnoreCase(title)) {
        return true;
      }
      level = heading.level();
    }
    return false;
  }

  /// Whether an anchor leads to a place in this document: a heading, headings below one another, or
  /// a block.
  ///
  /// @param anchor as in [Link]
  public boolean has(String anchor) {
    if (anchor.startsWith("^")) {
      return blocks.contains(anchor.substring(1).toLowerCase(Locale.ROOT));
    }
    List<String> wanted = new ArrayList<>();
    for (String each : anchor.split("#", -1)) {
      if (!each.isBlank()) {
        wanted.add(letters(each));
      }
    }
    return wanted.isEmpty() || has(wanted);
  }

  private boolean has(List<String> wanted) {
    List<MarkdownLines.Heading> path = new ArrayList<>();
    for (MarkdownLines.Heading heading : headings) {
      while (!path.isEmpty() && path.getLast().level() >= heading.level()) {
        path.removeLast();
      }
      if (path.size() < wanted.size() && letters(heading.title()).equals(wanted.get(path.size()))) {
        path.add(heading);
        if (path.size() == wanted.size()) {
          return true;
        }
      }
    }
    return false;
  }

  /// Headings are compared without case, blanks and punctuation, which the forms of anchors drop or
  /// replace.
  static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    return letters.isEmpty() ? text.strip() : letters.toString();
  }
}
