package dev.speckit.spec;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads requirements and criteria out of scanned lines, in the forms in which people write them.
///
/// Ids that an author did not write are made from the place: `requirement-` and the words of a `###
/// Requirement: name` heading; `1.2` for the second numbered sentence under `### Requirement 1`;
/// `EARS-n` by order for other WHEN/IF/WHILE/WHERE ... SHALL sentences; `AC-n` by order for boxes.
final class DocumentReader {
  private static final Set<String> NO_REQUIREMENTS =
      Set.of(
          "open questions",
          "questions",
          "out of scope",
          "non-goals",
          "references",
          "glossary",
          "deliverables",
          "changelog",
          "clarifications",
          "revision history");
  private static final List<String> EARS_WORDS =
      List.of("WHEN ", "IF ", "WHILE ", "WHERE ", "THE ");
  private static final int SLUG_LENGTH_MAX = 60;

  private final String name;
  private final MarkdownLines markdown;
  private final List<Above> path = new ArrayList<>();
  private final List<Requirement> requirements = new ArrayList<>();
  private final List<Box> boxes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Headed headed;
  private int unnumbered;

  /// A heading that the text stands under, with what it and those above it say of the text.
  ///
  /// @param criteria whether one holds the words "acceptance criteria"
  /// @param requirements whether one holds the word "requirement"
  /// @param excluded whether nothing below one of them is demanded
  private record Above(
      MarkdownLines.Heading heading, boolean criteria, boolean requirements, boolean excluded) {
    static final Above NOTHING =
        new Above(new MarkdownLines.Heading(1, "", 0), false, false, false);

    Above below(MarkdownLines.Heading heading) {
      String title = heading.title().toLowerCase(Locale.ROOT);
      return new Above(
          heading,
          criteria || title.contains("acceptance criteria"),
          requirements || title.contains("requirement"),
          excluded || NO_REQUIREMENTS.contains(title));
    }
  }

  /// A box before its id is settled.
  private record Box(String text, boolean met, int line) {}

  /// A requirement whose heading stands above its text.
  private static final class Headed {
    final String id;
    final String title;
    final String number;
    final MarkdownLines.Heading heading;
    final int before;
    final StringBuilder text = new StringBuilder();
    boolean ended;
    int sentences;

    Headed(String id, String title, String number, MarkdownLines.Heading heading, int before) {
      this.id = id;
      this.title = title;
      this.number = number;
      this.heading = heading;
      this.before = before;
    }
  }

  DocumentReader(String name, MarkdownLines markdown) {
    this.name = name;
    this.markdown = markdown;
  }

  List<Requirement> requirements() {
    return requirements;
  }

  List<Problem> problems() {
    return problems;
  }

  void read() {
    int heading = 0;
    List<MarkdownLines.Heading> headings = markdown.headings();
    int line = 0;
    while (line < markdown.lines().count()) {
      if (heading < headings.size() && headings.get(heading).line() == line) {
        enter(headings.get(heading));
        heading++;
        line++;
        continue;
      }
      boolean read = markdown.kind(line) == MarkdownLines.Kind.TEXT && !isUnread();
      line = read ? readBlock(line) : line + 1;
    }
    leave(0);
    reportDuplicates();
  }

  /// Whether nothing is demanded by any text that stands here.
  private boolean isUnread() {
    return (above().excluded() || isInScenario()) && !above().criteria();
  }

  private void enter(MarkdownLines.Heading heading) {
    leave(heading.level());
    if (headed != null) {
      headed.ended = true;
    }
    path.add(above().below(heading));
    openHeaded(heading);
  }

  private Above above() {
    return path.isEmpty() ? Above.NOTHING : path.getLast();
  }

  /// Closes all headings of this level and deeper, and a headed requirement among them.
  private void leave(int level) {
    while (!path.isEmpty() && path.getLast().heading().level() >= level) {
      path.removeLast();
    }
    if (headed == null || headed.heading.level() < level) {
      return;
    }
    Headed closed = headed;
    headed = null;
    if (requirements.size() > closed.before) {
      return;
    }
    String text = closed.text.toString().strip();
    requirements.add(
        new Requirement(
            closed.id,
            text.isEmpty() ? closed.title : text,
            closed.heading.line() + 1,
            closed.heading.title()));
  }

  private void openHeaded(MarkdownLines.Heading heading) {
    if ((path.size() < 2 && heading.level() == 1) || above().excluded()) {
      return;
    }
    String title = heading.title();
    String number = kiroNumber(title);
    if (!number.isEmpty()) {
      headed = new Headed("requirement-" + number, title, number, heading, requirements.size());
      return;
    }
    if (startsWithWord(title, "Requirement:")) {
      String words = title.substring("Requirement:".length()).strip();
      WrittenId written = WrittenId.at(words, false);
      String id = written == null ? slug(words) : written.id();
      headed = new Headed(id, words, "", heading, requirements.size());
      return;
    }
    WrittenId written = WrittenId.at(title, false);
    if (written != null && above().requirements()) {
      headed = new Headed(written.id(), written.text(), "", heading, requirements.size());
    }
  }

  /// The number of `Requirement 1` or `Requirement 1: name`; empty for any other title.
  private static String kiroNumber(String title) {
    if (!startsWithWord(title, "Requirement ")) {
      return "";
    }
    int start = "Requirement ".length();
    int end = start;
    while (end < title.length() && end - start < 10 && isNumberCharacter(title.charAt(end))) {
      end++;
    }
    boolean whole =
        end == title.length()
            || title.charAt(end) == ':'
            || Character.isWhitespace(title.charAt(end));
    String number = title.substring(start, end);
    return whole && !number.isEmpty() && number.charAt(0) != '.' && !number.endsWith(".")
        ? number
        : "";
  }

  private static boolean isNumberCharacter(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  /// A name that stays the same while the words of the heading do: `requirement-store-the-outcome`.
  static String slug(String words) {
    StringBuilder slug = new StringBuilder("requirement");
    boolean gap = true;
    for (int i = 0; i < words.length() && slug.length() < SLUG_LENGTH_MAX; i++) {
      char c = words.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        gap = true;
        continue;
      }
      if (gap) {
        slug.append('-');
      }
      gap = false;
      slug.append(Character.toLowerCase(c));
    }
    return slug.toString();
  }

  /// Reads one item or paragraph with its continuation lines; returns the line behind it.
  private int readBlock(int first) {
    String line = markdown.visible(first);
    ListItem item = ListItem.at(line);
    int content = item == null ? ListItem.indent(line) : item.content();
    StringBuilder text = new StringBuilder(strippedFrom(line, item == null ? 0 : content));
    int next = continuation(first + 1, item, text);
    use(first, item, text.toString().strip());
    return next;
  }

  /// Appends the lines that belong to the item. Deeper items without a name of their own belong to
  /// it too; boxes never do.
  private int continuation(int from, @Nullable ListItem item, StringBuilder text) {
    int line = from;
    while (line < markdown.lines().count()) {
      MarkdownLines.Kind kind = markdown.kind(line);
      if (kind == MarkdownLines.Kind.COMMENT) {
        line++;
        continue;
      }
      if (kind == MarkdownLines.Kind.BLANK && item != null) {
        int after = line + 1;
        boolean goesOn =
            after < markdown.lines().count()
                && markdown.kind(after) == MarkdownLines.Kind.TEXT
                && ListItem.indent(markdown.visible(after)) > item.indent();
        if (!goesOn) {
          return line;
        }
        line++;
        continue;
      }
      if (kind != MarkdownLines.Kind.TEXT) {
        return line;
      }
      String content = markdown.visible(line);
      ListItem other = ListItem.at(content);
      if (other == null) {
        if (startsOwnBlock(content, item)) {
          return line;
        }
        text.append(' ').append(content.strip());
        line++;
        continue;
      }
      boolean deeper = item != null && other.indent() > item.indent();
      boolean sentence =
          other.number().indexOf('.') > 0 && !isEars(strippedFrom(content, other.content()));
      if (sentence && item != null) {
        text.append(' ').append(content.strip());
        line++;
        continue;
      }
      if (!deeper || other.box() != null) {
        return line;
      }
      String below = strippedFrom(content, other.content());
      WrittenId written = WrittenId.at(below, false);
      if (written != null && written.marked()) {
        return line;
      }
      text.append(' ').append(below);
      line++;
    }
    return line;
  }

  private static boolean startsOwnBlock(String content, @Nullable ListItem item) {
    String stripped = content.strip();
    if (stripped.startsWith("|") || stripped.startsWith(">")) {
      return true;
    }
    boolean inside = item != null && ListItem.indent(content) > item.indent();
    if (inside) {
      return false;
    }
    WrittenId written = WrittenId.at(stripped, false);
    return (written != null && written.marked())
        || (stripped.startsWith("**") && isKeyLine(stripped));
  }

  private static boolean isKeyLine(String stripped) {
    int close = stripped.indexOf("**", 2);
    return close > 2 && (stripped.startsWith(":", close + 2) || stripped.charAt(close - 1) == ':');
  }

  private void use(int line, @Nullable ListItem item, String text) {
    boolean criteria = above().criteria();
    if (criteria && item != null && item.box() != null) {
      boxes.add(new Box(text, item.isMet(), line + 1));
      return;
    }
    if (useSentence(line, item, text)) {
      return;
    }
    WrittenId written = WrittenId.at(text, above().requirements());
    boolean named = written != null && written.marked();
    if (criteria) {
      if (named && item != null) {
        boxes.add(new Box(text, false, line + 1));
      }
      return;
    }
    if (above().excluded() || isInScenario()) {
      return;
    }
    if (written != null && named && !isTitleOfDocument(line)) {
      requirements.add(new Requirement(written.id(), written.text(), line + 1, section()));
      if (written.text().isEmpty()) {
        problems.add(
            Problem.of("empty-requirement", "the requirement " + written.id() + " has no text")
                .at(Place.of(name, line + 1))
                .remedy("say what must be true, or remove the id"));
      }
      return;
    }
    if (headed != null && !headed.ended) {
      headed.text.append(headed.text.isEmpty() ? "" : " ").append(text);
    }
  }

  /// Text above the first heading is no place for requirements, but files without any heading are.
  private boolean isTitleOfDocument(int line) {
    return !markdown.headings().isEmpty() && line < markdown.headings().getFirst().line();
  }

  /// A sentence in the form WHEN ... THE SYSTEM SHALL ... ; returns whether it was one.
  private boolean useSentence(int line, @Nullable ListItem item, String text) {
    boolean ordered = item != null && !item.number().isEmpty();
    boolean kiro = headed != null && !headed.number.isEmpty();
    if (!isEars(text) || above().excluded() || isInScenario()) {
      return false;
    }
    if (headed != null && !kiro && !(ordered && item != null && item.number().indexOf('.') > 0)) {
      return false;
    }
    if (text.startsWith("THE ") && item == null) {
      return false;
    }
    requirements.add(new Requirement(sentenceId(item), text, line + 1, section()));
    return true;
  }

  private String sentenceId(@Nullable ListItem item) {
    String number = item == null ? "" : item.number();
    if (number.indexOf('.') > 0) {
      return number;
    }
    if (headed != null && !headed.number.isEmpty()) {
      headed.sentences++;
      return headed.number + "." + (number.isEmpty() ? headed.sentences : number);
    }
    String above = numberOfHeading();
    if (!number.isEmpty() && !above.isEmpty()) {
      return above + "." + number;
    }
    unnumbered++;
    return "EARS-" + unnumbered;
  }

  /// The number that leads the nearest numbered heading, such as `2` of `## 2. Sign in`.
  private String numberOfHeading() {
    for (int i = path.size() - 1; i >= 0; i--) {
      String title = path.get(i).heading().title();
      int end = 0;
      while (end < title.length() && end < 10 && isNumberCharacter(title.charAt(end))) {
        end++;
      }
      String number = title.substring(0, end);
      number = number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
      if (!number.isEmpty() && number.charAt(0) != '.') {
        return number;
      }
    }
    return "";
  }

  private static boolean isEars(String text) {
    if (text.indexOf(" SHALL ") < 0) {
      return false;
    }
    for (String word : EARS_WORDS) {
      if (text.startsWith(word)) {
        return true;
      }
    }
    return false;
  }

  /// Boxes with the ids as written; a written id that is already taken (by a requirement or another
  /// box) is a reference, and the box is numbered by order like those without any.
  List<Criterion> criteria() {
    Set<String> taken = new HashSet<>();
    for (Requirement requirement : requirements) {
      taken.add(requirement.id());
    }
    List<Criterion> criteria = new ArrayList<>();
    Map<String, Integer> first = new HashMap<>();
    for (Box box : boxes) {
      WrittenId written = WrittenId.at(box.text, true);
      if (written != null && written.id().startsWith("AC-")) {
        reportDuplicate("criterion", written.id(), box.line, first);
      }
      boolean own =
          written != null
              && (written.marked() || written.id().startsWith("AC-"))
              && taken.add(written.id());
      String id = written != null && own ? written.id() : "AC-" + (criteria.size() + 1);
      String text = written != null && own ? written.text() : box.text;
      taken.add(id);
      criteria.add(new Criterion(id, text, box.met, box.line));
      if (text.isEmpty()) {
        problems.add(
            Problem.of("empty-criterion", "the criterion " + id + " has no text")
                .at(Place.of(name, box.line))
                .remedy("say what must be true, or remove the box"));
      }
    }
    return criteria;
  }

  private void reportDuplicates() {
    Map<String, Integer> first = new HashMap<>();
    for (Requirement requirement : requirements) {
      reportDuplicate("requirement", requirement.id(), requirement.line(), first);
    }
  }

  private void reportDuplicate(String what, String id, int line, Map<String, Integer> first) {
    Integer earlier = first.putIfAbsent(id, line);
    if (earlier != null) {
      problems.add(
          Problem.of(
                  "duplicate-requirement",
                  "the " + what + " id " + id + " is used already in line " + earlier)
              .at(Place.of(name, line))
              .remedy("give one of the two another id"));
    }
  }

  private String section() {
    return above().heading().title();
  }

  private boolean isInScenario() {
    return startsWithWord(above().heading().title(), "Scenario");
  }

  private static boolean startsWithWord(String title, String word) {
    return title.regionMatches(true, 0, word, 0, word.length());
  }

  private static String strippedFrom(String line, int from) {
    return line.substring(Math.min(from, line.length())).strip();
  }
}
