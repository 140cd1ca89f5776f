package dev.speckit.spec.context;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.MarkdownLines.Heading;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The sections of a context. All lines are 0-based, ends lie behind the last line.
final class Outline {
  private static final Pattern SESSION =
      Pattern.compile(
          "session\\s+(\\d{1,9})(?:\\s*:\\s*(?:(\\d{4}-\\d{2}-\\d{2})(?:\\s*-\\s+)?)?(.*))?",
          Pattern.CASE_INSENSITIVE);
  private final String name;
  private final MarkdownLines markdown;
  private final boolean[] inSession;
  private final List<SessionSpan> sessions = new ArrayList<>();

  /// A section.
  ///
  /// @param line of its heading
  /// @param index of its heading among all headings
  /// @param bodyEnd where the next heading of any level starts
  /// @param end where the next heading of its level or a higher one starts
  record Span(int line, int index, int level, String title, int bodyEnd, int end) {}

  /// A work session.
  ///
  /// @param date as written; empty for none
  record SessionSpan(Span span, int number, String date, String title) {}

  private Outline(String name, MarkdownLines markdown) {
    this.name = name;
    this.markdown = markdown;
    this.inSession = new boolean[markdown.headings().size()];
    findSessions();
  }

  static Outline of(String name, String text) {
    return new Outline(name, MarkdownLines.of(name, text));
  }

  MarkdownLines markdown() {
    return markdown;
  }

  TextLines lines() {
    return markdown.lines();
  }

  /// The section of the first heading, which is the whole document as a rule.
  Optional<Span> title() {
    return markdown.headings().isEmpty() ? Optional.empty() : Optional.of(span(0));
  }

  /// The session of a number.
  ///
  /// @throws Failure.Invalid when there are two of them, as after a merge: nobody can say which one
  ///   is meant
  SessionSpan session(int number) {
    List<SessionSpan> found = sessions.stream().filter(one -> one.number() == number).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no session of this number: " + number);
    }
    if (found.size() > 1) {
      throw new Failure.Invalid(
          Problem.of(
                  "duplicate-session",
                  "there are two work sessions "
                      + number
                      + ", the first one in line "
                      + (found.getFirst().span().line() + 1))
              .at(Place.of(name, found.getLast().span().line() + 1))
              .remedy("give one of them another number"));
    }
    return found.getFirst();
  }

  /// In the order in which they stand.
  List<SessionSpan> sessions() {
    return Collections.unmodifiableList(sessions);
  }

  /// The section with a heading of the second level; else the first one of any level outside of the
  /// sessions.
  Optional<Span> section(String title) {
    return find(title, 2);
  }

  /// A section below another one. Those of the work sessions are theirs alone, wherever they stand.
  Optional<Span> below(Span parent, String title) {
    List<Heading> headings = markdown.headings();
    for (int i = parent.index() + 1; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      if (heading.line() >= parent.end()) {
        break;
      }
      if (inSession[i] == inSession[parent.index()] && heading.title().equalsIgnoreCase(title)) {
        return Optional.of(span(i));
      }
    }
    return Optional.empty();
  }

  /// A section of the third level below a section of the second, or wherever a person moved it.
  Optional<Span> subsection(String parent, String title) {
    return section(parent).flatMap(span -> below(span, title)).or(() -> find(title, 3));
  }

  /// The last line with something on it.
  ///
  /// @param from counts when all behind it are blank
  int lastWritten(int from, int to) {
    int line = to - 1;
    while (line > from && lines().isBlank(line)) {
      line--;
    }
    return Math.max(line, from);
  }

  private Optional<Span> find(String title, int level) {
    List<Heading> headings = markdown.headings();
    int fallback = -1;
    for (int i = 0; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      boolean titles = i == 0 && heading.level() == 1;
      if (titles || inSession[i] || !heading.title().equalsIgnoreCase(title)) {
        continue;
      }
      if (heading.level() == level) {
        return Optional.of(span(i));
      }
      fallback = fallback < 0 ? i : fallback;
    }
    return fallback < 0 ? Optional.empty() : Optional.of(span(fallback));
  }

  private Span span(int index) {
    List<Heading> headings = markdown.headings();
    Heading heading = headings.get(index);
    int count = lines().count();
    int bodyEnd = index + 1 < headings.size() ? headings.get(index + 1).line() : count;
    int next = index + 1;
    while (next < headings.size() && headings.get(next).level() > heading.level()) {
      next++;
    }
    int end = next < headings.size() ? headings.get(next).line() : count;
    return new Span(heading.line(), index, heading.level(), heading.title(), bodyEnd, end);
  }

  private void findSessions() {
    List<Heading> headings = markdown.headings();
    int end = 0;
    for (int i = 0; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      if (heading.line() < end) {
        inSession[i] = true;
        continue;
      }
      SessionSpan session = sessionAt(i);
      if (session != null) {
        sessions.add(session);
        inSession[i] = true;
        end = session.span().end();
      }
    }
  }

  private @Nullable SessionSpan sessionAt(int index) {
    Heading heading = markdown.headings().get(index);
    if (heading.level() < 2 || heading.level() > 3) {
      return null;
    }
    Matcher matcher = SESSION.matcher(heading.title());
    if (!matcher.matches()) {
      return null;
    }
    String date = matcher.group(2) == null ? "" : matcher.group(2);
    String title = matcher.group(3) == null ? "" : matcher.group(3).strip();
    return new SessionSpan(span(index), Integer.parseInt(matcher.group(1)), date, title);
  }
}
