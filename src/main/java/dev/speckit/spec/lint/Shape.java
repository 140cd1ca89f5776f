package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.link.LinkedDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What other documents can see of one document. Two texts of the same shape differ only in what
/// concerns them alone, and in where things stand in them.
final class Shape {
  private Shape() {}

  static boolean isSame(DocumentFacts one, DocumentFacts other) {
    return of(one).equals(of(other));
  }

  /// The facts without lines and columns. A link keeps how many headings stand above it, because
  /// the section it is in says what it means.
  private static DocumentFacts of(DocumentFacts facts) {
    return new DocumentFacts(
        facts.readable(),
        facts.title(),
        facts.status(),
        0,
        facts.aliases(),
        Math.min(1, facts.openBoxLine()),
        List.of(),
        facts.linked().map(Shape::of),
        facts.deliverables().stream()
            .map(each -> new DocumentFacts.Deliverable(each.path(), 0, 0))
            .toList(),
        facts.registered());
  }

  private static LinkedDocument of(LinkedDocument linked) {
    List<MarkdownLines.Heading> headings = linked.headings();
    return new LinkedDocument(
        linked.path(),
        linked.links().stream().map(each -> of(each, headings)).toList(),
        linked.traces().stream()
            .map(each -> new LinkedDocument.Trace(each.key(), of(each.link(), headings)))
            .toList(),
        headings.stream()
            .map(each -> new MarkdownLines.Heading(each.level(), each.title(), 0))
            .toList(),
        linked.blocks());
  }

  private static Link of(Link link, List<MarkdownLines.Heading> headings) {
    int above = 0;
    while (above < headings.size() && headings.get(above).line() <= link.line()) {
      above++;
    }
    return new Link(link.target(), link.anchor(), link.form(), link.embed(), above, 0, 0, 0);
  }

  /// Where the places of one text are in another of the same shape.
  static final class Moves {
    private static final Place NOWHERE = new Place("", 0, 0);
    private final Map<Place, Place> moves = new HashMap<>();

    /// @param name of the document
    Moves(String name, DocumentFacts before, DocumentFacts now) {
      add(Place.of(name), Place.of(name));
      add(Place.of(name, 1), Place.of(name, 1));
      List<Place> from = places(name, before);
      List<Place> to = places(name, now);
      for (int i = 0; i < from.size(); i++) {
        add(from.get(i), to.get(i));
      }
    }

    /// One place that would have to be two is none.
    private void add(Place from, Place to) {
      moves.merge(from, to, (known, other) -> known.equals(other) ? known : NOWHERE);
    }

    private static List<Place> places(String name, DocumentFacts facts) {
      List<Place> places = new ArrayList<>();
      places.add(Place.of(name, facts.statusLine()));
      places.add(Place.of(name, facts.openBoxLine()));
      facts.deliverables().forEach(each -> places.add(new Place(name, each.line(), each.column())));
      facts
          .linked()
          .ifPresent(linked -> {
            linked.links().forEach(each -> places.add(place(name, each)));
            linked.traces().forEach(each -> places.add(place(name, each.link())));
          });
      return places;
    }

    private static Place place(String name, Link link) {
      return new Place(name, link.line() + 1, link.column() + 1);
    }

    /// Empty for a place that is none of a thing both texts have.
    Optional<Place> to(Place before) {
      return Optional.ofNullable(moves.get(before)).filter(place -> !place.equals(NOWHERE));
    }
  }
}
