package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.context.Outline.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/// Changes to the figures under `## Metrics`.
final class FigureChanges {
  private static final List<String> ORDER = List.of("Implementation", "Quality");

  private FigureChanges() {}

  static Draft figures(Draft draft, Figures figures) {
    Draft changed = draft;
    for (Figure figure : Figure.values()) {
      Optional<String> written = figures.written(figure);
      if (written.isPresent()) {
        changed = figure(changed, figure, written.get());
      }
    }
    return changed;
  }

  /// Only figures that have a line.
  static Draft replaced(Draft draft, Figures figures) {
    Draft changed = draft;
    for (Figure figure : Figure.values()) {
      Optional<String> written = figures.written(figure);
      Optional<Place> place = find(changed.outline(), figure);
      if (written.isPresent() && place.isPresent()) {
        changed = replaced(changed, place.get(), figure, written.get());
      }
    }
    return changed;
  }

  private static Draft figure(Draft draft, Figure figure, String written) {
    Draft made = Sections.with(draft, Sections.METRICS, ORDER, figure.section());
    Optional<Place> place = find(made.outline(), figure);
    if (place.isPresent()) {
      return replaced(made, place.get(), figure, written);
    }
    String line = "- **" + figure.label() + "**: " + written;
    Optional<Place> before = nearestBefore(made.outline(), figure);
    if (before.isPresent()) {
      return made.behind(endOfItem(made.outline(), before.get().line()), List.of(line));
    }
    Span span =
        Sections.require(
            made, made.outline().subsection(Sections.METRICS, figure.section()), figure.section());
    return Sections.append(made, span, List.of(line));
  }

  /// Where a figure's value stands.
  ///
  /// @param line 0-based
  /// @param column 0-based
  private record Place(int line, int column) {}

  private static Draft replaced(Draft draft, Place place, Figure figure, String written) {
    String content = draft.outline().lines().content(place.line());
    Matcher value = figure.form().matcher(content).region(place.column(), content.length());
    if (!value.lookingAt()) {
      return draft.keeping(place.line(), figure.label());
    }
    boolean same = value.group().equals(written);
    return same ? draft : draft.replace(place.line(), value.start(), value.end(), written);
  }

  private static Optional<Place> nearestBefore(Outline outline, Figure figure) {
    for (int i = figure.ordinal() - 1; i >= 0; i--) {
      Figure earlier = Figure.values()[i];
      Optional<Place> place =
          earlier.section().equals(figure.section()) ? find(outline, earlier) : Optional.empty();
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  private static Optional<Place> find(Outline outline, Figure figure) {
    Optional<Span> span = outline.subsection(Sections.METRICS, figure.section());
    if (span.isEmpty()) {
      return Optional.empty();
    }
    for (int line = span.get().line() + 1; line < span.get().bodyEnd(); line++) {
      Matcher matcher = figure.line().matcher(outline.markdown().visible(line));
      if (outline.markdown().kind(line) == MarkdownLines.Kind.TEXT && matcher.lookingAt()) {
        return Optional.of(new Place(line, matcher.end()));
      }
    }
    return Optional.empty();
  }

  /// The last line that belongs to a list item: what is indented below it is a person's.
  private static int endOfItem(Outline outline, int item) {
    int line = item;
    while (line + 1 < outline.lines().count()
        && !outline.lines().isBlank(line + 1)
        && outline.lines().content(line + 1).startsWith("  ")) {
      line++;
    }
    return line;
  }
}
