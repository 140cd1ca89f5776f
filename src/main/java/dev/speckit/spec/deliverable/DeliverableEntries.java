package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.Appending;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Templates;
import dev.speckit.spec.context.DeliverableKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The lines by which a spec and its context name a deliverable.
final class DeliverableEntries {
  private static final String SECTION = "Deliverables";
  private static final int LABEL_MAX = 200;
  private static final int DESCRIPTION_MAX = 500;
  private final SpecTree tree;

  DeliverableEntries(SpecTree tree) {
    this.tree = tree;
  }

  /// The new text of both documents, made before anything is written.
  record Plan(SpecEntry spec, String oldContext, String context, String oldText, String text) {}

  /// @throws Failure.Invalid when a document is missing or broken, or the description too long
  Plan plan(SpecEntry spec, Deliverables.Request request, Path file) {
    String oldContext = readable(spec, spec.contextPath());
    String oldText = readable(spec, spec.documentPath());
    String label = oneLine("label", request.label(), LABEL_MAX);
    String shown = label.isEmpty() ? String.valueOf(file.getFileName()) : label;
    String description = oneLine("description", request.description(), DESCRIPTION_MAX);
    String context = inContext(spec, oldContext, request.kind(), file, shown, description);
    return new Plan(spec, oldContext, context, oldText, inDocument(spec, oldText, file, shown));
  }

  /// @return whether a line was written
  boolean write(Plan plan) {
    if (!plan.context().equals(plan.oldContext())) {
      Disk.write(plan.spec().contextPath(), plan.context());
    }
    if (!plan.text().equals(plan.oldText())) {
      Disk.write(plan.spec().documentPath(), plan.text());
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
    String target = target(spec.contextPath(), file);
    String name = SpecEntry.relative(tree.workspace(), spec.contextPath());
    String behind = description.isEmpty() ? "" : " - " + description;
    String line =
        kind == DeliverableKind.CODE
            ? "- `" + SpecEntry.relative(tree.workspace(), file) + "`" + behind
            : "- [[" + target + "|" + Templates.label(label) + "]]" + behind;
    return text.contains(line) ? text : Appending.toSection(name, text, kind.heading(), line);
  }

  private static String inDocument(SpecEntry spec, String text, Path file, String label) {
    boolean named =
        links(spec.path(), text).stream()
            .anyMatch(link -> leadsTo(spec.documentPath(), link.target(), file));
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

  /// Whether a link of a document means a file; a Markdown file may be named without its ending.
  static boolean leadsTo(Path document, String target, Path file) {
    try {
      Path meant = document.resolveSibling(target).normalize();
      return meant.equals(file) || meant.resolveSibling(meant.getFileName() + ".md").equals(file);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// A file as a link of a document names it.
  static String target(Path document, Path file) {
    return SpecEntry.relative(document.resolveSibling(""), file);
  }

  private String readable(SpecEntry spec, Path document) {
    SpecTree.Text text = tree.readText(document);
    Problem problem = text.problem();
    if (problem != null) {
      throw new Failure.Invalid(problem);
    }
    String name = SpecEntry.relative(tree.workspace(), document);
    DeliverableRefusals.refuseBroken(spec, MarkdownLines.of(name, text.text()).problems());
    return text.text();
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
}
