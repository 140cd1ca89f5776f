package dev.speckit.spec.deliverable;

import dev.speckit.spec.Edit;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines that name a deliverable where it no longer stands, changed so that they name the place
/// where it is. What a person wrote around them stays.
///
/// @param from absolute
/// @param to absolute
record MovedEntries(SpecEntry spec, Path from, Path to) {

  /// What is said of the file now, and where that is nothing, what was said of it before.
  DeliverableEntries.Words words(String name, String context, DeliverableEntries.Words words) {
    String description = words.description();
    for (RegisteredDeliverable each : ContextDocument.of(name, context).deliverables()) {
      if (description.isEmpty() && names(each, from)) {
        description = each.description();
      }
    }
    return new DeliverableEntries.Words(words.kind(), words.label(), description);
  }

  /// An entry of the same kind is changed in its place. One of another kind goes, and so does one
  /// whose file is registered where it is now already.
  String inContext(String name, String text, DeliverableKind kind) {
    ContextDocument context = ContextDocument.of(name, text);
    Optional<RegisteredDeliverable> old = first(context, from);
    while (old.isPresent()) {
      boolean stale = first(context, to).isPresent() || old.get().kind() != kind;
      context =
          stale
              ? context.withoutDeliverable(old.get().target())
              : context.withDeliverableMoved(
                  old.get(), target(old.get()), fileName(from), fileName(to));
      old = first(context, from);
    }
    return followed(spec.contextPath(), name, context.text());
  }

  private Optional<RegisteredDeliverable> first(ContextDocument context, Path file) {
    return context.deliverables().stream().filter(each -> names(each, file)).findFirst();
  }

  private boolean names(RegisteredDeliverable entry, Path file) {
    return DeliverableEntries.file(spec, entry).map(file::equals).orElse(false);
  }

  private String target(RegisteredDeliverable entry) {
    return entry.kind() == DeliverableKind.CODE
        ? SpecEntry.relative(spec.workspace(), to)
        : DeliverableEntries.target(spec.contextPath(), to);
  }

  /// A line that is nothing but a link to the old place goes when another one names the new place.
  String inDocument(String text) {
    TextLines lines = TextLines.of(text);
    List<Link> links = DeliverableEntries.links(spec.path(), text);
    boolean known = links.stream().anyMatch(link -> leadsTo(spec.documentPath(), link, to));
    List<Edit> edits = new ArrayList<>();
    for (Link link : links) {
      if (!leadsTo(spec.documentPath(), link, from)) {
        continue;
      }
      int line = link.line();
      boolean bare = lines.content(line).matches("\\s{0,3}[-*+]\\s+\\[\\[[^\\[\\]]*]]\\s*");
      edits.add(
          known && bare
              ? new Edit(lines.start(line), lines.next(line), "")
              : renamed(text, lines.start(line), link));
      known = true;
    }
    return followed(spec.documentPath(), spec.path(), Edit.apply(text, edits));
  }

  /// Links elsewhere in the document, such as those of the timeline, keep their labels.
  private String followed(Path document, String name, String text) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    List<Edit> edits = new ArrayList<>();
    for (int line = 0; line < markdown.lines().count(); line++) {
      if (markdown.kind(line) != MarkdownLines.Kind.TEXT) {
        continue;
      }
      int start = markdown.lines().start(line);
      for (Link link : Link.of(markdown.linkable(line), line)) {
        if (leadsTo(document, link, from)) {
          edits.add(new Edit(start + link.from(), start + link.to(), written(document, link)));
        }
      }
    }
    return Edit.apply(text, edits);
  }

  private static boolean leadsTo(Path document, Link link, Path file) {
    return !link.target().isEmpty()
        && DeliverableEntries.file(document, link).map(file::equals).orElse(false);
  }

  /// The link with its new target, and a new label where it has the file's name.
  private Edit renamed(String text, int start, Link link) {
    int end = start + link.to();
    String label = "|" + Templates.label(fileName(from)) + "]]";
    String target = written(spec.documentPath(), link);
    boolean named = link.wiki() && text.startsWith(label, end);
    return named
        ? new Edit(
            start + link.from(),
            end + label.length(),
            target + "|" + Templates.label(fileName(to)) + "]]")
        : new Edit(start + link.from(), end, target);
  }

  private String written(Path document, Link link) {
    String target = DeliverableEntries.target(document, to);
    String encoded =
        link.wiki() ? target : target.replace(" ", "%20").replace("(", "%28").replace(")", "%29");
    return link.anchor().isEmpty() ? encoded : encoded + "#" + link.anchor();
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }
}
