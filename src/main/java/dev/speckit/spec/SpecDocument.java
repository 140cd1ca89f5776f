package dev.speckit.spec;

import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One Markdown document, read. Reading never fails: what is wrong with the text is in `problems`,
/// with its place.
///
/// @param name the path shown to people
/// @param text as it stands in the file, byte order mark and line ends included
/// @param title the first heading without a leading `Spec:`, `Epic:` or `Context:`; empty when
///   there is none
/// @param metadata the `**Key**: value` lines under the first heading, or the YAML front matter;
///   keys in lower case
/// @param sections in order
/// @param requirements in order, ids as written
/// @param criteria in order
/// @param problems unclosed fences, conflict markers, NUL bytes and the like
public record SpecDocument(
    String name,
    String text,
    String title,
    Map<String, String> metadata,
    List<Section> sections,
    List<Requirement> requirements,
    List<Criterion> criteria,
    List<Problem> problems) {
  private static final Set<String> TITLE_PREFIXES =
      Set.of("spec", "epic", "feature", "task", "context", "feature specification");

  public SpecDocument {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    sections = List.copyOf(sections);
    requirements = List.copyOf(requirements);
    criteria = List.copyOf(criteria);
    problems = List.copyOf(problems);
  }

  /// Reads a document. Never fails, and takes time in proportion to the length of the text.
  ///
  /// @param name the path shown to people
  public static SpecDocument parse(String name, String text) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    return parse(name, markdown, Metadata.read(name, markdown));
  }

  /// Reads a document whose lines were scanned already.
  public static SpecDocument parse(String name, MarkdownLines markdown, Metadata metadata) {
    DocumentReader reader = new DocumentReader(name, markdown);
    reader.read();
    List<Criterion> criteria = reader.criteria();
    List<Problem> problems = new ArrayList<>(markdown.problems());
    problems.addAll(metadata.problems());
    problems.addAll(reader.problems());
    return new SpecDocument(
        name,
        markdown.lines().text(),
        title(markdown, metadata),
        metadata.values(),
        sections(markdown),
        reader.requirements(),
        criteria,
        problems);
  }

  /// The lines of the text and what each of them is; scanned anew at every call.
  public MarkdownLines markdown() {
    return MarkdownLines.of(name, text);
  }

  /// The value of a metadata key, when it is there and not blank.
  ///
  /// @param key in lower case
  public Optional<String> find(String key) {
    String value = metadata.get(key);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
  }

  /// The 1-based line of a metadata key; 1 when the key is not there.
  public int lineOf(String key) {
    return Metadata.read(name, markdown()).places().getOrDefault(key, 1);
  }

  private static String title(MarkdownLines markdown, Metadata metadata) {
    if (markdown.headings().isEmpty()) {
      return metadata.values().getOrDefault("title", "");
    }
    String title = markdown.headings().getFirst().title();
    int colon = title.indexOf(':');
    boolean prefixed =
        colon > 0 && TITLE_PREFIXES.contains(title.substring(0, colon).toLowerCase(Locale.ROOT));
    String shown = prefixed ? title.substring(colon + 1).strip() : title;
    return shown.indexOf('\\') < 0 ? shown : shown.replace("\\[", "[").replace("\\]", "]");
  }

  private static List<Section> sections(MarkdownLines markdown) {
    List<Section> sections = new ArrayList<>();
    List<MarkdownLines.Heading> headings = markdown.headings();
    TextLines lines = markdown.lines();
    for (int i = 0; i < headings.size(); i++) {
      MarkdownLines.Heading heading = headings.get(i);
      int from = heading.line() + 1;
      int to = i + 1 < headings.size() ? headings.get(i + 1).line() : lines.count();
      if (from < to && markdown.kind(from) == MarkdownLines.Kind.UNDERLINE) {
        from++;
      }
      sections.add(
          new Section(heading.level(), heading.title(), heading.line() + 1, body(lines, from, to)));
    }
    return sections;
  }

  /// Lines parted by `\n`, whatever parts them in the text.
  private static String body(TextLines lines, int from, int to) {
    if (from >= to) {
      return "";
    }
    String text = lines.text();
    if (text.indexOf('\r', lines.start(from), lines.end(to - 1)) < 0) {
      return text.substring(lines.start(from), lines.end(to - 1));
    }
    StringBuilder body = new StringBuilder();
    for (int line = from; line < to; line++) {
      body.append(line == from ? "" : "\n").append(text, lines.start(line), lines.end(line));
    }
    return body.toString();
  }
}
