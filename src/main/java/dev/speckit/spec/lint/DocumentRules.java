package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.Finding;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.TextLines;
import dev.speckit.spec.link.LinkedDocument;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rules that need one document only. Pure.
final class DocumentRules {
  static final Set<String> STATUSES = Set.of("planning", "implementing", "completed", "blocked");
  private static final List<String> PLACEHOLDERS =
      List.of("NEEDS CLARIFICATION", "TODO", "TBD", "FIXME", "???");

  private static final Set<String> OF_FEATURES = Set.of("no-requirements", "no-criteria");

  /// Possessive, so that no line takes long.
  private static final Pattern OPEN_BOX =
      Pattern.compile("^[ \\t>]*+(?:[-*+]|\\d{1,9}+[.)])[ \\t]++\\[[ \\t]\\](?:[ \\t]|$)");

  private static final Pattern ENTRY =
      Pattern.compile("^[ \\t]*+(?:[-*+]|\\d{1,9}+[.)])[ \\t]++(?:\\[.\\][ \\t]++)?(.*)$");

  /// How people write that there is nothing.
  private static final Pattern NOTHING =
      Pattern.compile(
          "(?i)[(_*]*+(?:none|nothing|n/a|not applicable|-|\u2013|\u2014|\\.\\.\\.)(?: yet| so"
              + " far)?[._*)]*+");

  private static final Pattern DELIVERABLES =
      Pattern.compile("(?i)(?:\\d[\\d.]*+[)]?[ \\t]++)?deliverables[ \\t]*+:?");

  private static final int DATE_LENGTH = 10;

  private final String name;
  private final MarkdownLines markdown;
  private final Metadata metadata;
  private final List<Finding> findings = new ArrayList<>();
  private final List<DocumentFacts.Deliverable> deliverables = new ArrayList<>();
  private int registered;

  private DocumentRules(String name, String text) {
    this.name = name;
    this.markdown = MarkdownLines.of(name, text);
    this.metadata = Metadata.read(name, markdown);
  }

  /// @param kind what the place of the document says
  /// @param quality further findings about its text
  static DocumentFacts spec(
      String name,
      SpecKind kind,
      SpecTree.Text text,
      Function<SpecDocument, List<Finding>> quality) {
    Problem problem = text.problem();
    if (problem != null) {
      return DocumentFacts.unreadable(finding(problem, name));
    }
    if (isEmpty(text.text())) {
      return DocumentFacts.unreadable(
          finding(
              Problem.of("empty-document", "the document says nothing")
                  .at(Place.of(name, 1))
                  .remedy("write what must be true, or restore the file"),
              name));
    }
    DocumentRules rules = new DocumentRules(name, text.text());
    SpecDocument document = SpecDocument.parse(name, rules.markdown, rules.metadata);
    document.problems().forEach(rules::add);
    rules.checkTitle(document);
    rules.checkMetadata(kind.word());
    rules.checkStatus(true);
    rules.checkLines();
    rules.findings.addAll(wording(kind, document, quality));
    return rules.facts(document.title(), rules.openBox(document));
  }

  static DocumentFacts context(String name, SpecTree.Text text) {
    Problem problem = text.problem();
    if (problem != null) {
      return DocumentFacts.unreadable(finding(problem, name));
    }
    DocumentRules rules = new DocumentRules(name, text.text());
    rules.markdown.problems().forEach(rules::add);
    rules.metadata.problems().forEach(rules::add);
    rules.checkMetadata("");
    rules.checkStatus(false);
    rules.checkLines();
    List<MarkdownLines.Heading> headings = rules.markdown.headings();
    return rules.facts(headings.isEmpty() ? "" : headings.getFirst().title(), 0);
  }

  private static boolean isEmpty(String text) {
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).isBlank();
  }

  /// What an epic demands stands in its features; only one with requirements of its own must say
  /// how they are proved.
  private static List<Finding> wording(
      SpecKind kind, SpecDocument document, Function<SpecDocument, List<Finding>> quality) {
    List<Finding> findings = quality.apply(document);
    return kind == SpecKind.EPIC && document.requirements().isEmpty()
        ? findings.stream().filter(each -> !OF_FEATURES.contains(each.rule())).toList()
        : findings;
  }

  /// The first criterion that is not met; without one, the first other box that is open.
  private int openBox(SpecDocument document) {
    for (Criterion criterion : document.criteria()) {
      if (!criterion.met()) {
        return criterion.line();
      }
    }
    TextLines lines = markdown.lines();
    for (int line = lines.nextBracketed(0); line >= 0; line = lines.nextBracketed(line + 1)) {
      if (markdown.kind(line) == MarkdownLines.Kind.TEXT
          && OPEN_BOX.matcher(markdown.visible(line)).find()) {
        return line + 1;
      }
    }
    return 0;
  }

  private DocumentFacts facts(String title, int openBoxLine) {
    Map<String, String> values = metadata.values();
    List<String> aliases = new ArrayList<>();
    for (String alias : values.getOrDefault("aliases", "").split(",", -1)) {
      if (!alias.isBlank()) {
        aliases.add(alias.strip());
      }
    }
    return new DocumentFacts(
        true,
        title,
        status(),
        metadata.places().getOrDefault("status", 1),
        aliases,
        openBoxLine,
        findings,
        Optional.of(LinkedDocument.markdown(name, markdown)),
        deliverables,
        registered);
  }

  private String status() {
    return metadata.values().getOrDefault("status", "").strip().toLowerCase(Locale.ROOT);
  }

  private void checkTitle(SpecDocument document) {
    if (document.title().isBlank()) {
      add(
          Problem.of("missing-title", "the document has no title")
              .at(Place.of(name, 1))
              .remedy("start it with `# Spec: ...`"));
    }
  }

  private void checkStatus(boolean needed) {
    String written = metadata.values().getOrDefault("status", "").strip();
    int line = metadata.places().getOrDefault("status", 1);
    if (written.isEmpty()) {
      if (needed) {
        add(
            Problem.of("missing-metadata", "no status is given")
                .at(Place.of(name, line))
                .remedy("add a line `**Status**: planning` under the title"));
      }
      return;
    }
    if (!STATUSES.contains(status())) {
      add(
          Problem.of("unknown-status", "the status " + shown(written) + " is not known")
              .at(placeOf(line, written))
              .remedy("use planning, implementing, completed or blocked"));
    } else if (!STATUSES.contains(written)) {
      add(
          Problem.of("status-case", "the status " + written + " is not written in small letters")
              .at(placeOf(line, written))
              .remedy("write " + status()));
    }
  }

  /// @param kind what `**Type**` must say; empty when it may say anything
  private void checkMetadata(String kind) {
    String type = metadata.values().getOrDefault("type", "").strip();
    if (!kind.isEmpty() && !type.isEmpty() && !type.equalsIgnoreCase(kind)) {
      badMetadata(
          "type", type, "the type is " + shown(type) + ", but the place is one of a " + kind);
    }
    for (String key : List.of("created", "updated")) {
      String value = metadata.values().getOrDefault(key, "").strip();
      if (!value.isEmpty() && !isDate(value)) {
        badMetadata(key, value, "the value of " + key + " is no date: " + shown(value));
      }
    }
  }

  private void badMetadata(String key, String value, String message) {
    add(
        Problem.of("bad-metadata", message)
            .at(placeOf(metadata.places().getOrDefault(key, 1), value))
            .remedy(
                key.equals("type")
                    ? "correct the type, or move the document"
                    : "write it as 2026-01-31 or 2026-01-31 14:05"));
  }

  private static boolean isDate(String value) {
    boolean formed =
        value.length() >= DATE_LENGTH
            && value.charAt(4) == '-'
            && value.charAt(7) == '-'
            && (value.length() == DATE_LENGTH || isTime(value.substring(DATE_LENGTH)));
    if (!formed) {
      return false;
    }
    int year = number(value, 0, 4);
    int month = number(value, 5, 7);
    int day = number(value, 8, 10);
    boolean there = year >= 0 && month >= 1 && month <= 12 && day >= 1;
    return there && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  /// What may follow a date: a time of the day, or words.
  private static boolean isTime(String behind) {
    boolean parted = behind.charAt(0) == ' ' || behind.charAt(0) == 'T';
    int at = parted ? 1 : 0;
    if (at == behind.length() || !isDigit(behind.charAt(at))) {
      return true;
    }
    return parted
        && behind.length() >= 6
        && behind.charAt(3) == ':'
        && between(number(behind, 1, 3), 0, 23)
        && between(number(behind, 4, 6), 0, 59)
        && (behind.length() == 6 || !isDigit(behind.charAt(6)));
  }

  private static boolean between(int number, int least, int most) {
    return number >= least && number <= most;
  }

  /// The number that some digits write; -1 when there is anything else.
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Place placeOf(int line, String written) {
    int at = markdown.visible(line - 1).lastIndexOf(written);
    return new Place(name, line, Math.max(0, at) + 1);
  }

  private static String shown(String written) {
    return written.length() > 60 ? written.substring(0, 60) + "..." : written;
  }

  private void checkLines() {
    String text = markdown.lines().text();
    List<String> placeholders = new ArrayList<>();
    for (String each : PLACEHOLDERS) {
      if (mayHold(each) && text.contains(each)) {
        placeholders.add(each);
      }
    }
    int register = registerLevel(-1, 0);
    int heading = 0;
    List<MarkdownLines.Heading> headings = markdown.headings();
    for (int line = 0; line < markdown.lines().count(); line++) {
      if (heading < headings.size() && headings.get(heading).line() == line) {
        register = registerLevel(heading, register);
        heading++;
      }
      switch (markdown.kind(line)) {
        case TEXT -> {
          checkText(line, placeholders);
          if (register > 0) {
            checkRegistered(line);
          }
        }
        case HEADING -> checkText(line, placeholders);
        case BLANK, FRONT_MATTER, UNDERLINE, FENCE, CODE, COMMENT -> {}
      }
    }
  }

  /// The level of the heading "Deliverables" under which the lines below this heading stand; 0 for
  /// none.
  private int registerLevel(int heading, int before) {
    if (heading < 0) {
      return 0;
    }
    MarkdownLines.Heading at = markdown.headings().get(heading);
    boolean may = at.title().indexOf('v') >= 0 || at.title().indexOf('V') >= 0;
    if (may && DELIVERABLES.matcher(at.title()).matches()) {
      return at.level();
    }
    return before > 0 && at.level() > before ? before : 0;
  }

  private boolean mayHold(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!markdown.lines().mayHold(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void checkText(int line, List<String> placeholders) {
    if (placeholders.isEmpty()) {
      return;
    }
    String text = markdown.linkable(line);
    for (String placeholder : placeholders) {
      int at = wordAt(text, placeholder);
      if (at >= 0) {
        int start = at > 0 && text.charAt(at - 1) == '[' ? at - 1 : at;
        add(
            Problem.of("placeholder", "something is left open here: " + placeholder)
                .at(new Place(name, line + 1, start + 1))
                .remedy("answer it and remove the mark"));
        return;
      }
    }
  }

  /// Where a placeholder stands that is no part of another word; -1 for nowhere.
  private static int wordAt(String text, String placeholder) {
    int at = text.indexOf(placeholder);
    while (at >= 0 && !isWord(text, at, at + placeholder.length())) {
      at = text.indexOf(placeholder, at + placeholder.length());
    }
    return at;
  }

  private static boolean isWord(String text, int from, int to) {
    boolean before = from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1));
    return before && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }

  /// An entry of the register is a list item; a path in it stands between back-ticks at its start.
  private void checkRegistered(int line) {
    String text = markdown.visible(line);
    Matcher item = ENTRY.matcher(text);
    if (!item.find()) {
      return;
    }
    String entry = item.group(1).strip();
    if (!entry.startsWith("[[") && NOTHING.matcher(entry).matches()) {
      return;
    }
    registered++;
    int close = entry.startsWith("`") ? entry.indexOf('`', 1) : -1;
    if (close < 2) {
      return;
    }
    String path = entry.substring(1, close);
    if (isPath(path)) {
      deliverables.add(
          new DocumentFacts.Deliverable(path, line + 1, text.indexOf('`', item.start(1)) + 2));
    }
  }

  private static boolean isPath(String written) {
    return (written.indexOf('/') > 0 || written.indexOf('.') > 0)
        && written.indexOf(' ') < 0
        && written.indexOf('*') < 0
        && written.indexOf('(') < 0
        && written.indexOf(':') < 0
        && !written.startsWith("-");
  }

  private void add(Problem problem) {
    findings.add(finding(problem, name));
  }

  static Finding finding(Problem problem, String name) {
    return Finding.of(LintRule.severity(problem.code()), problem, name);
  }
}
