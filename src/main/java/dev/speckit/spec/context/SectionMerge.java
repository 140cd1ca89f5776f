package dev.speckit.spec.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/// Merges a context section by section.
final class SectionMerge {

  private static final Sides<Node> ABSENT = new Sides<>(Node.NONE, Node.NONE, Node.NONE);

  private final ContextRules rules;
  private final String lineEnd;
  private final List<Piece> merged = new ArrayList<>();
  private boolean sessionsOfBoth;
  private boolean certain = true;

  SectionMerge(ContextRules rules, String lineEnd) {
    this.rules = rules;
    this.lineEnd = lineEnd;
  }

  List<Piece> pieces() {
    return List.copyOf(merged);
  }

  /// Whether both sides changed sessions, so that figures over all of them are out of date.
  boolean hasSessionsOfBoth() {
    return sessionsOfBoth;
  }

  /// Whether each session could be told from those that are like it; else the merge is of no use.
  boolean isCertain() {
    return certain;
  }

  void root(Sides<Node> root) {
    rest(root);
  }

  private void rest(Sides<Node> section) {
    Sides<String> rests = section.map(Node::rest);
    if (rests.ours().equals(rests.theirs()) || rests.theirs().equals(rests.base())) {
      add(rests.ours());
    } else if (rests.ours().equals(rests.base())) {
      add(rests.theirs());
    } else {
      body(section);
      children(section);
    }
  }

  private void body(Sides<Node> section) {
    Optional<List<Chunk>> summary = SummaryChanges.writtenByOne(section);
    if (summary.isPresent()) {
      merged.add(Piece.kept(summary.get()));
      return;
    }
    merged.addAll(ThreeWay.merge(section.map(Node::body), rules));
  }

  private void children(Sides<Node> parent) {
    Sides<List<Node>> sections = parent.map(Node::children);
    Optional<Sides<List<String>>> known = SessionPairs.names(sections);
    if (known.isEmpty()) {
      certain = false;
      return;
    }
    Sides<List<String>> names = known.get();
    Map<String, Sides<Node>> versions = versions(names, sections);
    SectionOrder order = new SectionOrder(names, sections);
    List<String> kept =
        order.names().stream()
            .filter(name -> !isRemoved(versions.getOrDefault(name, ABSENT)))
            .toList();
    Map<String, Integer> own = new HashMap<>();
    kept.forEach(name ->
        number(versions.getOrDefault(name, ABSENT)).ifPresent(number -> own.put(name, number)));
    Map<String, Integer> numbers = order.numbers(kept, own);
    noteSessions(versions);
    Map<String, Integer> ours = SectionOrder.places(names.ours());
    Map<String, Integer> theirs = SectionOrder.places(names.theirs());
    String before = "";
    for (String name : kept) {
      part(
          follows(names.ours(), ours, before, name)
              || follows(names.theirs(), theirs, before, name),
          before);
      section(versions.getOrDefault(name, ABSENT), Optional.ofNullable(numbers.get(name)));
      before = name;
    }
  }

  private static Map<String, Sides<Node>> versions(
      Sides<List<String>> names, Sides<List<Node>> sections) {
    Map<String, Sides<Node>> versions = new HashMap<>();
    for (int i = 0; i < names.base().size(); i++) {
      versions.put(names.base().get(i), new Sides<>(sections.base().get(i), Node.NONE, Node.NONE));
    }
    for (int i = 0; i < names.ours().size(); i++) {
      Sides<Node> known = versions.getOrDefault(names.ours().get(i), ABSENT);
      versions.put(
          names.ours().get(i), new Sides<>(known.base(), sections.ours().get(i), known.theirs()));
    }
    for (int i = 0; i < names.theirs().size(); i++) {
      Sides<Node> known = versions.getOrDefault(names.theirs().get(i), ABSENT);
      versions.put(
          names.theirs().get(i), new Sides<>(known.base(), known.ours(), sections.theirs().get(i)));
    }
    return versions;
  }

  /// Whether one side took the section away and the other left it as it was.
  private static boolean isRemoved(Sides<Node> versions) {
    boolean gone = versions.ours().isNone() || versions.theirs().isNone();
    Node left = versions.ours().isNone() ? versions.theirs() : versions.ours();
    return gone
        && !versions.base().isNone()
        && AlikeSessions.unnumbered(left.text())
            .equals(AlikeSessions.unnumbered(versions.base().text()));
  }

  private static Optional<Integer> number(Sides<Node> versions) {
    Sides<Optional<Integer>> numbers =
        versions.map(node -> node.session().map(WorkSession::number));
    if (numbers.ours().isEmpty() || numbers.ours().equals(numbers.base())) {
      return numbers.theirs().or(numbers::ours);
    }
    if (numbers.theirs().isEmpty() || numbers.theirs().equals(numbers.base())) {
      return numbers.ours();
    }
    return Optional.of(Math.max(numbers.ours().get(), numbers.theirs().get()));
  }

  private void noteSessions(Map<String, Sides<Node>> versions) {
    boolean ours = false;
    boolean theirs = false;
    for (Sides<Node> each : versions.values()) {
      if (each.ours().session().or(() -> each.theirs().session()).isPresent()) {
        ours |= !each.ours().rest().equals(each.base().rest());
        theirs |= !each.theirs().rest().equals(each.base().rest());
      }
    }
    sessionsOfBoth |= ours && theirs;
  }

  /// A blank line in front of a heading that did not stand there before.
  ///
  /// @param known whether it stood behind the same section on one side
  private void part(boolean known, String before) {
    boolean kept = !merged.isEmpty() && merged.getLast() instanceof Piece.Kept;
    if (kept && (!known || before.isEmpty())) {
      String text = written();
      boolean parted = text.endsWith("\n\n") || text.endsWith("\n\r\n") || text.isBlank();
      boolean behindHeading = text.lines().reduce((_, last) -> last).orElse("").startsWith("#");
      if (!parted && !(before.isEmpty() && behindHeading)) {
        merged.add(new Piece.Kept(lineEnd));
      }
    }
  }

  private static boolean follows(
      List<String> names, Map<String, Integer> places, String before, String name) {
    int at = places.getOrDefault(name, -1);
    return at > 0 && names.get(at - 1).equals(before);
  }

  private String written() {
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(0, merged.size() - 3); i < merged.size(); i++) {
      if (merged.get(i) instanceof Piece.Kept kept) {
        text.append(kept.text());
      }
    }
    return text.toString();
  }

  private void section(Sides<Node> versions, Optional<Integer> number) {
    Sides<Node> numbered = versions.map(node -> numbered(node, number));
    boolean gone = versions.ours().isNone() || versions.theirs().isNone();
    if (gone && !versions.base().isNone()) {
      merged.add(new Piece.Conflict(numbered.map(Node::text)));
      return;
    }
    if (gone) {
      add(numbered.ours().text() + numbered.theirs().text());
      return;
    }
    heading(numbered.map(Node::heading));
    rest(numbered);
  }

  private void heading(Sides<String> headings) {
    if (headings.ours().equals(headings.theirs()) || headings.theirs().equals(headings.base())) {
      add(headings.ours());
    } else if (headings.ours().equals(headings.base())) {
      add(headings.theirs());
    } else {
      merged.add(new Piece.Conflict(headings));
    }
  }

  private static Node numbered(Node node, Optional<Integer> number) {
    if (node.isNone() || number.isEmpty()) {
      return node;
    }
    String heading =
        AlikeSessions.NUMBER
            .matcher(node.heading())
            .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + number.get()));
    return new Node(
        node.level(),
        node.title(),
        heading,
        node.rest(),
        node.session(),
        node.body(),
        node.children());
  }

  private void add(String text) {
    if (!text.isEmpty()) {
      merged.add(new Piece.Kept(text));
    }
  }
}
