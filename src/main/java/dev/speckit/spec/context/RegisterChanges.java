package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.context.Outline.Span;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lists behind the timeline: deliverables, who depends on them, notes.
final class RegisterChanges {
  private static final String DOWNSTREAM = "Downstream Specs";
  private static final String INTEGRATION = "Integration Points";
  private static final String DECISIONS = "Technical Decisions";
  private static final List<String> DELIVERED_TO = List.of(DOWNSTREAM, INTEGRATION);
  private static final List<String> NOTES = List.of(DECISIONS, "Future Improvements", "References");
  private static final List<String> KINDS =
      Arrays.stream(DeliverableKind.values()).map(DeliverableKind::heading).toList();
  private static final Pattern LINK =
      Pattern.compile("\\s{0,3}[-*+]\\s+\\[\\[([^|\\]\\\\]+)(?:\\\\?\\|(.*?))?\\]\\](.*)");
  private static final Pattern CODE = Pattern.compile("\\s{0,3}[-*+]\\s+`([^`]+)`(.*)");

  private RegisterChanges() {}

  static List<RegisteredDeliverable> deliverables(Outline outline) {
    List<RegisteredDeliverable> found = new ArrayList<>();
    for (DeliverableKind kind : DeliverableKind.values()) {
      outline
          .subsection(Sections.DELIVERABLES, kind.heading())
          .ifPresent(span -> read(outline, kind, span, found));
    }
    return found;
  }

  static Draft deliverable(
      Draft draft, DeliverableKind kind, String target, String label, String description) {
    if (deliverables(draft.outline()).stream().anyMatch(one -> one.target().equals(target))) {
      return draft;
    }
    EntryText link =
        kind == DeliverableKind.CODE ? EntryText.code(target) : EntryText.link(target, label);
    return entry(draft, Sections.DELIVERABLES, KINDS, kind.heading(), described(link, description));
  }

  static Draft withoutDeliverable(Draft draft, String target) {
    return deliverables(draft.outline()).stream()
        .filter(one -> one.target().equals(target))
        .findFirst()
        .map(one -> withoutDeliverable(draft.without(one.line() - 1), target))
        .orElse(draft);
  }

  /// @param oldName the label that is replaced with the target; any other is a person's
  static Draft movedDeliverable(
      Draft draft, RegisteredDeliverable old, String target, String oldName, String name) {
    int line = old.line() - 1;
    String content = draft.outline().markdown().visible(line);
    Matcher link = LINK.matcher(content);
    if (link.matches()) {
      int from = link.start(1) - "[[".length();
      int to = link.start(3);
      boolean named = link.group(2) == null || link.group(2).equals(oldName);
      String written = content.substring(link.end(1), to);
      String fresh = EntryText.link(target, name).lines().getFirst();
      String kept = "[[" + target + written;
      return draft.replace(line, from, to, named ? fresh : kept);
    }
    Matcher code = CODE.matcher(content);
    return code.matches() ? draft.replace(line, code.start(1), code.end(1), target) : draft;
  }

  static Draft downstream(Draft draft, String target, String label, String description) {
    Optional<Span> section = draft.outline().subsection(Sections.DELIVERED_TO, DOWNSTREAM);
    boolean known = section.isPresent() && links(draft.outline(), section.get()).contains(target);
    if (known) {
      return draft;
    }
    List<String> lines = described(EntryText.link(target, label), description);
    return entry(draft, Sections.DELIVERED_TO, DELIVERED_TO, DOWNSTREAM, lines);
  }

  static Draft integration(Draft draft, EntryText text) {
    return entry(draft, Sections.DELIVERED_TO, DELIVERED_TO, INTEGRATION, Sections.entry(text, ""));
  }

  static Draft decision(Draft draft, EntryText text, LocalDateTime at) {
    List<String> lines = Sections.entry(text, WorkTime.stamp(at, Optional.empty()));
    return entry(draft, Sections.NOTES, NOTES, DECISIONS, lines);
  }

  static List<Remark> notes(Outline outline) {
    return remarks(outline, outline.section(Sections.NOTES));
  }

  static List<Remark> decisions(Outline outline) {
    return remarks(outline, outline.subsection(Sections.NOTES, DECISIONS));
  }

  private static List<Remark> remarks(Outline outline, Optional<Span> section) {
    return section
        .map(span -> Remark.read(outline, span.line() + 1, span.bodyEnd(), true, Optional.empty()))
        .orElse(List.of());
  }

  static Draft note(Draft draft, EntryText text, LocalDateTime at) {
    Draft noted = Sections.with(draft, Sections.NOTES);
    Span span = Sections.require(noted, noted.outline().section(Sections.NOTES), Sections.NOTES);
    return Sections.append(noted, span, Sections.entry(text, WorkTime.stamp(at, Optional.empty())));
  }

  private static Draft entry(
      Draft draft, String parent, List<String> order, String title, List<String> lines) {
    Draft made = Sections.with(draft, parent, order, title);
    Span span = Sections.require(made, made.outline().subsection(parent, title), title);
    return Sections.append(made, span, lines);
  }

  private static List<String> described(EntryText link, String description) {
    String words = EntryText.safeWords(description);
    return List.of("- " + link.lines().getFirst() + (words.isEmpty() ? "" : " - " + words));
  }

  private static List<String> links(Outline outline, Span span) {
    List<RegisteredDeliverable> found = new ArrayList<>();
    read(outline, DeliverableKind.DOCS, span, found);
    return found.stream().map(RegisteredDeliverable::target).toList();
  }

  private static void read(
      Outline outline, DeliverableKind kind, Span span, List<RegisteredDeliverable> found) {
    MarkdownLines markdown = outline.markdown();
    for (int line = span.line() + 1; line < span.bodyEnd(); line++) {
      if (markdown.kind(line) != MarkdownLines.Kind.TEXT) {
        continue;
      }
      String content = markdown.visible(line);
      Matcher link = LINK.matcher(content);
      Matcher code = CODE.matcher(content);
      if (link.matches()) {
        String label = link.group(2) == null ? "" : link.group(2);
        found.add(
            new RegisteredDeliverable(
                kind, link.group(1).strip(), label, description(link.group(3)), line + 1));
      } else if (kind == DeliverableKind.CODE && code.matches()) {
        found.add(
            new RegisteredDeliverable(
                kind, code.group(1), "", description(code.group(2)), line + 1));
      }
    }
  }

  private static String description(String behind) {
    String text = behind.strip();
    return text.startsWith("- ") ? text.substring(2).strip() : text;
  }
}
