package dev.speckit.pipeline;

import dev.speckit.consensus.SafeText;
import dev.speckit.host.Disk;
import dev.speckit.run.RunEvent;
import dev.speckit.spec.Appending;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.TextLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer as it changes the text of a spec; every other byte stays as it was. Pure.
///
/// @param after the whole text then
/// @param removed what went
/// @param inserted what came in its place
record AnswerSplice(String after, String removed, String inserted) {
  static final String SECTION = "Clarifications";

  /// Lines that one requirement may take; what is longer is not replaced.
  private static final int REQUIREMENT_LINES_MAX = 40;

  /// Adds `- **q-1a2b3c4d** question: answer` under the clarifications of a spec, which are made at
  /// its end when there are none.
  ///
  /// @param name the path shown to people
  /// @return empty when the text has no place for it: it ends inside of code or a comment
  static Optional<AnswerSplice> clarification(
      String name, String text, String id, String question, String answer) {
    String line = line(id, question, answer);
    if (lineOf(name, text, line) >= 0) {
      return Optional.of(new AnswerSplice(text, "", ""));
    }
    String after = Appending.toSection(name, text, SECTION, line);
    boolean shown = lineOf(name, after, line) >= 0;
    return shown && isSameDemand(name, text, after)
        ? Optional.of(new AnswerSplice(after, "", added(text, after)))
        : Optional.empty();
  }

  private static String line(String id, String question, String answer) {
    String asked = SafeText.paragraph(question);
    return "- **"
        + id
        + "** "
        + asked
        + (asked.endsWith(":") || asked.endsWith("?") ? " " : ": ")
        + SafeText.paragraph(answer);
  }

  /// What stands in a text that was made from another by adding at one place.
  private static String added(String text, String after) {
    int from = 0;
    while (from < text.length() && text.charAt(from) == after.charAt(from)) {
      from++;
    }
    return after.substring(from, from + after.length() - text.length());
  }

  /// 0-based; -1 when the line is not there, or is no text.
  private static int lineOf(String name, String text, String line) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    for (int i = 0; i < markdown.lines().count(); i++) {
      if (markdown.kind(i) == MarkdownLines.Kind.TEXT && markdown.lines().content(i).equals(line)) {
        return i;
      }
    }
    return -1;
  }

  /// Whether a spec has a requirement or a criterion of this id.
  static boolean has(String name, String text, String requirement) {
    SpecDocument document = SpecDocument.parse(name, text);
    return document.requirements().stream().anyMatch(each -> each.id().equals(requirement))
        || document.criteria().stream().anyMatch(each -> each.id().equals(requirement));
  }

  /// Puts another wording in the place of a requirement's text.
  ///
  /// @return empty when the text of the requirement does not stand in one piece, or would not be
  ///   read as the same requirement with the new wording
  static Optional<AnswerSplice> wording(
      String name, String text, String requirement, String wording) {
    String inserted = SafeText.paragraph(withoutId(requirement, wording));
    Optional<Span> place = place(name, text, requirement);
    if (place.isEmpty() || inserted.isBlank() || inserted.contains("?")) {
      // A question is advice to the author, not what the spec is to say.
      return Optional.empty();
    }
    Span span = place.get();
    String after = Edit.apply(text, List.of(new Edit(span.from(), span.to(), inserted)));
    return isSameDemand(name, text, after)
        ? Optional.of(new AnswerSplice(after, text.substring(span.from(), span.to()), inserted))
        : Optional.empty();
  }

  /// Agents like to begin with the id that stands in front of the text already.
  private static String withoutId(String requirement, String wording) {
    Pattern before =
        Pattern.compile("^[\\s*`-]*" + Pattern.quote(requirement) + "[\\s*`]*[:–-][\\s*`]*");
    return before.matcher(wording.strip()).replaceFirst("");
  }

  private record Span(int from, int to) {}

  /// Where the text of a requirement stands; line breaks in it are blanks.
  private static Optional<Span> place(String name, String text, String requirement) {
    SpecDocument document = SpecDocument.parse(name, text);
    List<Requirement> found =
        document.requirements().stream().filter(each -> each.id().equals(requirement)).toList();
    if (found.size() != 1 || found.getFirst().text().isBlank()) {
      return Optional.empty();
    }
    MarkdownLines markdown = document.markdown();
    TextLines lines = markdown.lines();
    int first = found.getFirst().line() - 1;
    if (markdown.kind(first) != MarkdownLines.Kind.TEXT) {
      return Optional.empty();
    }
    int last = Math.min(first + REQUIREMENT_LINES_MAX, lines.count() - 1);
    Matcher matcher =
        words(found.getFirst().text()).matcher(text).region(lines.start(first), lines.end(last));
    return matcher.find() && matcher.start() <= lines.end(first)
        ? Optional.of(new Span(matcher.start(), matcher.end()))
        : Optional.empty();
  }

  private static Pattern words(String text) {
    List<String> quoted = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      quoted.add(Pattern.quote(word));
    }
    return Pattern.compile(String.join("\\s+", quoted));
  }

  /// The same ids in the same order, and nothing that could not be read.
  private static boolean isSameDemand(String name, String before, String after) {
    SpecDocument one = SpecDocument.parse(name, before);
    SpecDocument other = SpecDocument.parse(name, after);
    return one.requirements().stream()
            .map(Requirement::id)
            .toList()
            .equals(other.requirements().stream().map(Requirement::id).toList())
        && one.criteria().stream()
            .map(Criterion::id)
            .toList()
            .equals(other.criteria().stream().map(Criterion::id).toList())
        && one.problems().size() == other.problems().size();
  }

  /// Takes an answer out again: exactly, when the text has not changed since; else only what was
  /// added or replaced.
  ///
  /// @param edit how it was put in
  /// @return empty when it does not stand there any more
  static Optional<AnswerSplice> takenBack(String name, String text, RunEvent.EditIntended edit) {
    Optional<AnswerSplice> exact = exactly(text, edit);
    if (exact.isPresent()) {
      return exact;
    }
    return edit.removed().isEmpty()
        ? withoutLine(name, text, edit)
        : once(text, edit.inserted(), edit.removed());
  }

  private static Optional<AnswerSplice> exactly(String text, RunEvent.EditIntended edit) {
    if (!sha256(text).equals(edit.after()) || edit.inserted().isEmpty()) {
      return Optional.empty();
    }
    for (int at = text.indexOf(edit.inserted()); at >= 0; ) {
      String before =
          Edit.apply(text, List.of(new Edit(at, at + edit.inserted().length(), edit.removed())));
      if (sha256(before).equals(edit.before())) {
        return Optional.of(
            new AnswerSplice(
                before, /* removed= */ edit.inserted(), /* inserted= */ edit.removed()));
      }
      at = text.indexOf(edit.inserted(), at + 1);
    }
    return Optional.empty();
  }

  private static Optional<AnswerSplice> withoutLine(
      String name, String text, RunEvent.EditIntended edit) {
    Optional<String> line =
        edit.inserted().lines().filter(each -> each.contains(edit.question())).findFirst();
    int at = line.isEmpty() ? -1 : lineOf(name, text, line.get());
    if (at < 0) {
      return Optional.empty();
    }
    TextLines lines = TextLines.of(text);
    String removed = text.substring(lines.start(at), lines.next(at));
    String after = Edit.apply(text, List.of(new Edit(lines.start(at), lines.next(at), "")));
    return Optional.of(new AnswerSplice(after, removed, ""));
  }

  private static Optional<AnswerSplice> once(String text, String now, String formerly) {
    int at = text.indexOf(now);
    if (at < 0 || text.indexOf(now, at + 1) >= 0) {
      return Optional.empty();
    }
    String after = Edit.apply(text, List.of(new Edit(at, at + now.length(), formerly)));
    return Optional.of(new AnswerSplice(after, now, formerly));
  }

  static String sha256(String text) {
    return Disk.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
