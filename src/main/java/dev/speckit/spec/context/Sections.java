package dev.speckit.spec.context;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.context.Outline.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the sections of a context stand, and making those that are missing.
final class Sections {
  static final String SUMMARY = "Summary";
  static final String TIMELINE = "Implementation Timeline";
  static final String DELIVERABLES = "Deliverables";
  static final String DELIVERED_TO = "Dependencies Delivered To";
  static final String METRICS = "Metrics";
  static final String RUNS = "Runs";
  static final String NOTES = "Notes & Learnings";
  private static final List<String> TOP =
      List.of(SUMMARY, TIMELINE, DELIVERABLES, DELIVERED_TO, METRICS, RUNS, NOTES);

  private Sections() {}

  /// With the section, made at its place in the template when it is missing.
  static Draft with(Draft draft, String title) {
    Outline outline = draft.outline();
    if (outline.section(title).isPresent()) {
      return draft;
    }
    List<Span> later = new ArrayList<>();
    for (String other : TOP.subList(TOP.indexOf(title) + 1, TOP.size())) {
      outline
          .section(other)
          .filter(span -> span.level() <= 2 && span.line() > 0)
          .ifPresent(later::add);
    }
    int end = later.isEmpty() ? outline.lines().count() : later.getFirst().line();
    return draft.append(0, end, List.of("## " + title));
  }

  /// With a section of the third level below one of the second.
  static Draft with(Draft draft, String parent, List<String> order, String title) {
    if (draft.outline().subsection(parent, title).isPresent()) {
      return draft;
    }
    Draft parented = with(draft, parent);
    Span span = require(parented, parented.outline().section(parent), parent);
    return below(parented, span, "### ", order, title);
  }

  /// With a section below another one.
  static Draft below(Draft draft, Span parent, String mark, List<String> order, String title) {
    Outline outline = draft.outline();
    if (outline.below(parent, title).isPresent()) {
      return draft;
    }
    Optional<Span> next = Optional.empty();
    for (String other : order.subList(order.indexOf(title) + 1, order.size())) {
      next = next.isPresent() ? next : outline.below(parent, other);
    }
    int end = next.map(Span::line).orElse(parent.end());
    return draft.append(parent.line(), end, List.of(mark + title));
  }

  /// A section that was just made.
  ///
  /// @throws Failure.Invalid when it became part of a work session that stands around its place
  static Span require(Draft draft, Optional<Span> span, String title) {
    return span.orElseThrow(() ->
        new Failure.Invalid(
            Problem.of(
                    "no-safe-place",
                    "the section " + title + " would become part of a work session")
                .at(draft.name())
                .remedy("give the headings of the work sessions three # signs")));
  }

  /// With an entry at the end of a section, before the next heading.
  static Draft append(Draft draft, Span span, List<String> lines) {
    return draft.append(span.line(), span.bodyEnd(), lines);
  }

  /// `- text` with its time at the end of the first line, further lines indented.
  static List<String> entry(EntryText text, String stamp) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines()) {
      if (lines.isEmpty()) {
        lines.add("- " + line + stamp);
      } else {
        lines.add(line.isEmpty() ? "" : "  " + line);
      }
    }
    return lines;
  }
}
