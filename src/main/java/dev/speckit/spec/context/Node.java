package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines.Heading;
import dev.speckit.spec.MarkdownLines.Kind;
import dev.speckit.spec.context.ChunkReader.Area;
import dev.speckit.spec.context.Outline.SessionSpan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A heading with all below it; the root is the whole document and has none.
///
/// @param heading with its line end
/// @param rest all behind the heading: the text of `body` and `children`
/// @param session what the heading begins, when it is a work session
record Node(
    int level,
    String title,
    String heading,
    String rest,
    Optional<WorkSession> session,
    List<Chunk> body,
    List<Node> children) {
  static final Node NONE = new Node(0, "", "", "", Optional.empty(), List.of(), List.of());

  static Node of(Outline outline) {
    return new Reading(outline).root();
  }

  String text() {
    return heading + rest;
  }

  boolean isNone() {
    return text().isEmpty();
  }

  private static final class Reading {
    private final Outline outline;
    private final List<Heading> headings;
    private final Map<Integer, SessionSpan> sessions = new HashMap<>();
    private int next;

    private Reading(Outline outline) {
      this.outline = outline;
      outline.sessions().forEach(one -> sessions.put(one.span().index(), one));
      this.headings = outline.markdown().headings();
    }

    private Node root() {
      int first = headings.isEmpty() ? outline.lines().count() : headings.getFirst().line();
      List<Chunk> body = new ChunkReader(outline, Area.PLAIN, Optional.empty()).read(0, first);
      List<Node> children = children(0, Area.PLAIN, Optional.empty());
      return new Node(0, "", "", outline.lines().text(), Optional.empty(), body, children);
    }

    private List<Node> children(int level, Area area, Optional<LocalDate> day) {
      List<Node> children = new ArrayList<>();
      while (next < headings.size() && headings.get(next).level() > level) {
        children.add(node(area, day));
      }
      return List.copyOf(children);
    }

    private Node node(Area above, Optional<LocalDate> dayAbove) {
      int index = next++;
      Heading heading = headings.get(index);
      Optional<SessionSpan> span = Optional.ofNullable(sessions.get(index));
      Optional<WorkSession> session = span.map(one -> SessionReader.read(outline, one));
      Optional<LocalDate> day =
          span.isPresent() ? SessionReader.day(outline, span.get()) : dayAbove;
      Area area = span.isPresent() ? Area.SESSION : area(heading, index, above);
      int from = heading.line() + 1;
      boolean underlined =
          from < outline.lines().count() && outline.markdown().kind(from) == Kind.UNDERLINE;
      from += underlined ? 1 : 0;
      int to = next < headings.size() ? headings.get(next).line() : outline.lines().count();
      List<Chunk> body = new ChunkReader(outline, area, day).read(from, to);
      Area below = area == Area.SESSION ? Area.LIST : area == Area.TITLE ? Area.PLAIN : area;
      List<Node> children = children(heading.level(), below, day);
      int end = next < headings.size() ? headings.get(next).line() : outline.lines().count();
      return new Node(
          heading.level(),
          heading.title(),
          text(heading.line(), from),
          text(from, end),
          session,
          body,
          children);
    }

    private static Area area(Heading heading, int index, Area above) {
      if (index == 0 && heading.level() == 1) {
        return Area.TITLE;
      }
      if (above != Area.PLAIN) {
        return above;
      }
      return switch (heading.title().toLowerCase(Locale.ROOT)) {
        case "deliverables", "dependencies delivered to" -> Area.REGISTER;
        case "metrics" -> Area.METRICS;
        case "runs", "notes & learnings" -> Area.LIST;
        default -> Area.PLAIN;
      };
    }

    private String text(int from, int to) {
      String text = outline.lines().text();
      int count = outline.lines().count();
      int start = from < count ? outline.lines().start(from) : text.length();
      int end = to < count ? outline.lines().start(to) : text.length();
      return text.substring(start, end);
    }
  }
}
