package dev.speckit.spec;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads what a document says about itself: the YAML front matter (only the simple forms that
/// Obsidian writes as properties) and the `**Key**: value` lines under the first heading.
public final class Metadata {
  private static final int KEY_LENGTH_MAX = 60;
  private static final List<String> CONFLICT_MARKERS =
      List.of("<<<<<<<", "|||||||", "=======", ">>>>>>>");
  private final String name;
  private final MarkdownLines markdown;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Metadata(String name, MarkdownLines markdown) {
    this.name = name;
    this.markdown = markdown;
  }

  public static Metadata read(String name, MarkdownLines markdown) {
    Metadata metadata = new Metadata(name, markdown);
    metadata.readFrontMatter();
    metadata.readHeader();
    return metadata;
  }

  /// Keys in lower case, in the order in which they stand.
  public Map<String, String> values() {
    return values;
  }

  /// The 1-based line of each key.
  public Map<String, Integer> places() {
    return places;
  }

  public List<Problem> problems() {
    return problems;
  }

  private void readFrontMatter() {
    int end = markdown.frontMatterEnd();
    String key = "";
    for (int line = 1; line < end; line++) {
      String content = markdown.lines().content(line);
      String stripped = content.strip();
      if (stripped.isEmpty() || stripped.startsWith("#") || isConflictMarker(content)) {
        continue;
      }
      boolean item = stripped.equals("-") || stripped.startsWith("- ");
      if (item || Character.isWhitespace(content.charAt(0))) {
        if (key.isEmpty()) {
          broken(line, "the line belongs to no key");
          continue;
        }
        append(key, unquoted(item ? stripped.substring(1).strip() : stripped));
        continue;
      }
      int colon = content.indexOf(':');
      boolean keyed =
          colon > 0
              && colon <= KEY_LENGTH_MAX
              && (colon + 1 == content.length()
                  || Character.isWhitespace(content.charAt(colon + 1)));
      if (!keyed) {
        broken(line, "the line is not of the form `key: value`");
        continue;
      }
      key = content.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      add(key, frontMatterValue(content.substring(colon + 1).strip(), line), line);
    }
  }

  /// Told already, as what it is.
  private static boolean isConflictMarker(String content) {
    return CONFLICT_MARKERS.stream().anyMatch(content::startsWith);
  }

  private String frontMatterValue(String written, int line) {
    if (written.equals("|") || written.equals(">") || written.equals("[]")) {
      return "";
    }
    if (!written.startsWith("[") || written.startsWith("[[")) {
      return unquoted(written);
    }
    if (!written.endsWith("]")) {
      broken(line, "the list is never closed");
      return written.substring(1).strip();
    }
    List<String> items = new ArrayList<>();
    for (String item : written.substring(1, written.length() - 1).split(",", -1)) {
      if (!item.isBlank()) {
        items.add(unquoted(item.strip()));
      }
    }
    return String.join(", ", items);
  }

  private static String unquoted(String written) {
    int last = written.length() - 1;
    boolean quoted =
        last > 0
            && (written.charAt(0) == '"' || written.charAt(0) == '\'')
            && written.charAt(last) == written.charAt(0);
    return quoted ? written.substring(1, last) : written;
  }

  private void readHeader() {
    if (markdown.headings().isEmpty()) {
      return;
    }
    int line = markdown.headings().getFirst().line() + 1;
    for (; line < markdown.lines().count(); line++) {
      MarkdownLines.Kind kind = markdown.kind(line);
      boolean passed =
          kind == MarkdownLines.Kind.BLANK
              || kind == MarkdownLines.Kind.COMMENT
              || kind == MarkdownLines.Kind.UNDERLINE;
      if (passed) {
        continue;
      }
      if (kind != MarkdownLines.Kind.TEXT || !readHeaderLine(line)) {
        return;
      }
    }
  }

  private boolean readHeaderLine(int line) {
    String content = markdown.visible(line).strip();
    if (!content.startsWith("**")) {
      return false;
    }
    int close = content.indexOf("**", 2);
    if (close < 3 || close > KEY_LENGTH_MAX) {
      return false;
    }
    String key = content.substring(2, close).strip();
    String rest = content.substring(close + 2);
    boolean inside = key.endsWith(":");
    if (!inside && !rest.startsWith(":")) {
      return false;
    }
    if (WrittenId.at(content, false) != null) {
      return false;
    }
    String word = inside ? key.substring(0, key.length() - 1).strip() : key;
    String value = (inside ? rest : rest.substring(1)).strip();
    String hardBreak = value.endsWith("\\") ? value.substring(0, value.length() - 1) : value;
    add(word.toLowerCase(Locale.ROOT), hardBreak.strip(), line);
    return true;
  }

  private void add(String key, String value, int line) {
    if (values.containsKey(key)) {
      problems.add(
          Problem.of("duplicate-metadata", "the key " + key + " is given twice; the first counts")
              .at(Place.of(name, line + 1))
              .remedy("remove one of the two"));
      return;
    }
    values.put(key, value);
    places.put(key, line + 1);
  }

  private void append(String key, String more) {
    String old = values.getOrDefault(key, "");
    if (old.length() + more.length() > 10_000) {
      return;
    }
    values.put(key, old.isEmpty() ? more : old + ", " + more);
  }

  private void broken(int line, String why) {
    if (problems.size() >= 100) {
      return;
    }
    problems.add(
        Problem.of("front-matter", "the front matter cannot be read: " + why)
            .at(Place.of(name, line + 1))
            .remedy("write `key: value`, or a list below a key with `- item` lines"));
  }
}
