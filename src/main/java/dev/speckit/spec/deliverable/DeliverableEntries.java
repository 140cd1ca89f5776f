package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.Appending;
import dev.speckit.spec.Edit;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines by which a spec and its context name a deliverable.
final class DeliverableEntries {
  private static final String SECTION = "Deliverables";
  private static final int LABEL_MAX = 200;
  private static final int DESCRIPTION_MAX = 500;
  private final SpecTree tree;

  DeliverableEntries(SpecTree tree) {
    this.tree = tree;
  }

  /// What is said of a deliverable.
  record Words(DeliverableKind kind, String label, String description) {}

  /// The new text of both documents, made before anything is written.
  record Plan(SpecEntry spec, String oldContext, String context, String oldText, String text) {}

  /// @param formerly where the file is registered although it no longer stands there
  /// @throws Failure.Invalid when a document is missing or broken, or the description too long
  Plan plan(SpecEntry spec, Path file, Words words, Optional<Path> formerly) {
    String oldContext = readable(spec.contextPath());
    String oldText = readable(spec.documentPath());
    if (formerly.isEmpty() || formerly.get().equals(file)) {
      return plan(spec, file, words, oldContext, oldText);
    }
    MovedEntries moved = new MovedEntries(spec, formerly.get(), file);
    Plan plan =
        plan(
            spec,
            file,
            moved.words(shown(spec.contextPath()), oldContext, words),
            moved.inContext(shown(spec.contextPath()), oldContext, words.kind()),
            moved.inDocument(oldText));
    return new Plan(spec, oldContext, plan.context(), oldText, plan.text());
  }

  private Plan plan(SpecEntry spec, Path file, Words words, String oldContext, String oldText) {
    String label = oneLine("label", words.label(), LABEL_MAX);
    String shown = label.isEmpty() ? String.valueOf(file.getFileName()) : label;
    String description = oneLine("description", words.description(), DESCRIPTION_MAX);
    String context = inContext(spec, oldContext, words.kind(), file, shown, description);
    return new Plan(spec, oldContext, context, oldText, inDocument(spec, oldText, file, shown));
  }

  /// Both registers or none: the context is as it was when the document cannot be written.
  ///
  /// @return whether a line was written
  boolean write(Plan plan) {
    Path context = plan.spec().contextPath();
    boolean made = !Disk.exists(context);
    if (!plan.context().equals(plan.oldContext())) {
      Disk.write(context, plan.context());
    }
    try {
      if (!plan.text().equals(plan.oldText())) {
        Disk.write(plan.spec().documentPath(), plan.text());
      }
    } catch (Failure failure) {
      if (made) {
        Disk.delete(context);
      } else {
        Disk.write(context, plan.oldContext());
      }
      throw failure;
    }
    return !plan.context().equals(plan.oldContext()) || !plan.text().equals(plan.oldText());
  }

  private String inContext(
      SpecEntry spec,
      String text,
      DeliverableKind kind,
      Path file,
      String label,
      String description) {
    ContextDocument context = ContextDocument.of(shown(spec.contextPath()), text);
    boolean named =
        context.deliverables().stream()
            .anyMatch(each -> file.equals(file(spec, each).orElse(null)));
    String target = kind == DeliverableKind.CODE ? shown(file) : target(spec.contextPath(), file);
    return named ? text : context.withDeliverable(kind, target, label, description).text();
  }

  /// The file that an entry of a context means; empty when it is no path.
  static Optional<Path> file(SpecEntry spec, RegisteredDeliverable entry) {
    try {
      Path file =
          entry.kind() == DeliverableKind.CODE
              ? spec.workspace().resolve(entry.target())
              : spec.contextPath().resolveSibling(entry.target());
      return Optional.of(withEnding(file.normalize()));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// A Markdown file may be named without its ending.
  private static Path withEnding(Path file) {
    Path markdown = file.resolveSibling(file.getFileName() + ".md");
    return !Disk.exists(file) && Disk.exists(markdown) ? markdown : file;
  }

  private static String inDocument(SpecEntry spec, String text, Path file, String label) {
    boolean named =
        links(spec.path(), text).stream()
            .anyMatch(link -> file.equals(file(spec.documentPath(), link).orElse(null)));
    if (named) {
      return text;
    }
    String line = "- [[" + target(spec.documentPath(), file) + "|" + Templates.label(label) + "]]";
    return Appending.toSection(spec.path(), text, SECTION, line);
  }

  /// The links of the section of deliverables and of the sections inside it.
  static List<Link> links(String name, String text) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    List<Link> links = new ArrayList<>();
    int level = 0;
    int next = 0;
    for (int line = 0; line < markdown.lines().count(); line++) {
      if (next < markdown.headings().size() && markdown.headings().get(next).line() == line) {
        MarkdownLines.Heading heading = markdown.headings().get(next++);
        boolean opens = heading.title().equalsIgnoreCase(SECTION);
        level = opens ? heading.level() : level >= heading.level() ? 0 : level;
      }
      if (level > 0 && markdown.kind(line) == MarkdownLines.Kind.TEXT) {
        links.addAll(Link.of(markdown.linkable(line), line));
      }
    }
    return links;
  }

  /// The file that a link of a document means; empty when it is no path.
  static Optional<Path> file(Path document, Link link) {
    try {
      return Optional.of(withEnding(document.resolveSibling(link.target()).normalize()));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// A file as a link of a document names it.
  static String target(Path document, Path file) {
    return SpecEntry.relative(document.resolveSibling(""), file);
  }

  private String readable(Path document) {
    SpecTree.Text text = tree.readText(document);
    Problem problem = text.problem();
    if (problem != null) {
      throw new Failure.Invalid(problem);
    }
    List<Problem> problems = MarkdownLines.of(shown(document), text.text()).problems();
    if (!problems.isEmpty()) {
      throw new Failure.Invalid(problems);
    }
    return text.text();
  }

  private String shown(Path file) {
    return SpecEntry.relative(tree.workspace(), file);
  }

  private static String oneLine(String what, String text, int lengthMax) {
    String plain = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    if (plain.length() > lengthMax) {
      throw new Failure.Usage(
          Problem.of("too-long", "the " + what + " has more than " + lengthMax + " characters")
              .remedy("shorten it; longer text belongs into a note"));
    }
    return plain;
  }

  /// The lines that name a deliverable where it no longer stands, changed so that they name the
  /// place where it is. What a person wrote around them stays.
  ///
  /// @param from absolute
  /// @param to absolute
  private record MovedEntries(SpecEntry spec, Path from, Path to) {

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

    /// A line that is nothing but a link to the old place goes when another one names the new
    /// place.
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
}
