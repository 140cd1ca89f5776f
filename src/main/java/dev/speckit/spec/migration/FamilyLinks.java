package dev.speckit.spec.migration;

import dev.speckit.spec.Appending;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Adds the links between a spec, its context, its parent and its children that are missing in the
/// old documents. A key that a person wrote stays as it is.
final class FamilyLinks {
  private final LinkWorld world;
  private final Drafts drafts;
  private final Map<SpecId, OldSpec> specs;

  /// @param world the files as they will be
  FamilyLinks(LinkWorld world, Drafts drafts, Map<SpecId, OldSpec> specs) {
    this.world = world;
    this.drafts = drafts;
    this.specs = specs;
  }

  /// Between a spec and its context.
  void withContext(OldSpec spec) {
    String name = without(Standing.name(spec.context()));
    header(spec.document(), spec.context(), "Context", "[[" + name + "|Implementation Journal]]");
    String document = without(Standing.name(spec.document()));
    String label = Templates.label(spec.id() + " - " + title(spec));
    header(spec.context(), spec.document(), "Spec", "[[" + document + "|" + label + "]]");
  }

  /// Between a spec and its parent, when one of them has moved.
  void withParent(OldSpec spec) {
    OldSpec parent = spec.parent().map(specs::get).orElse(null);
    if (parent == null || !(spec.standing().old() || parent.standing().old())) {
      return;
    }
    String up = spec.kind() == SpecKind.TASK ? "spec" : "../epic";
    String label = Templates.label(title(parent));
    header(spec.document(), parent.document(), "Parent", "[[" + up + "|" + label + "]]");
    if (!leadsTo(parent.document(), spec.document())) {
      boolean task = spec.kind() == SpecKind.TASK;
      String down = task ? spec.id() + ".spec" : spec.id() + "/spec";
      String line = "- [[" + down + "|" + Templates.label(title(spec)) + "]]";
      append(parent.document(), task ? "Tasks" : "Features", line);
    }
  }

  /// Adds a line to the end of a section.
  void append(Path file, String section, String line) {
    String text = drafts.text(file);
    drafts.add(file, Appending.toSection(file.toString(), text, section, line));
  }

  boolean leadsTo(Path file, Path target) {
    MarkdownLines markdown = MarkdownLines.of(file.toString(), drafts.text(file));
    return WrittenLink.of(markdown).stream()
        .flatMap(link -> world.leadsTo(file, link.link()).stream())
        .anyMatch(target::equals);
  }

  String title(OldSpec spec) {
    String title =
        SpecDocument.parse(spec.document().toString(), drafts.text(spec.document())).title();
    return title.isBlank() ? spec.id().toString() : title;
  }

  private void header(Path file, Path target, String key, String link) {
    if (leadsTo(file, target)) {
      return;
    }
    String text = drafts.text(file);
    MarkdownLines markdown = MarkdownLines.of(file.toString(), text);
    Metadata metadata = Metadata.read(file.toString(), markdown);
    Integer written = metadata.places().get(key.toLowerCase(java.util.Locale.ROOT));
    if (written == null && !markdown.headings().isEmpty()) {
      drafts.add(file, inserted(markdown, metadata, "**" + key + "**: " + link));
    } else if (written != null) {
      bareId(metadata, key, target)
          .flatMap(id -> spliced(markdown.lines(), written - 1, id, link))
          .ifPresent(better -> drafts.add(file, better));
    }
  }

  /// A value that is nothing but the id of the spec meant.
  private Optional<String> bareId(Metadata metadata, String key, Path target) {
    String value = metadata.values().getOrDefault(key.toLowerCase(java.util.Locale.ROOT), "");
    return SpecId.parse(value)
        .map(specs::get)
        .filter(spec -> spec.document().equals(target))
        .map(_ -> value);
  }

  private static Optional<String> spliced(TextLines lines, int line, String id, String link) {
    int at = lines.text().lastIndexOf(id, lines.end(line) - 1);
    return at < lines.start(line)
        ? Optional.empty()
        : Optional.of(Edit.apply(lines.text(), List.of(new Edit(at, at + id.length(), link))));
  }

  /// Before the first header line, so that it needs no hard break of another's line; behind the
  /// heading where there is none.
  private static String inserted(MarkdownLines markdown, Metadata metadata, String line) {
    TextLines lines = markdown.lines();
    int heading = markdown.headings().getFirst().line();
    boolean underlined =
        heading + 1 < lines.count() && markdown.kind(heading + 1) == MarkdownLines.Kind.UNDERLINE;
    int title = underlined ? heading + 1 : heading;
    Optional<Integer> first =
        metadata.places().values().stream()
            .map(each -> each - 1)
            .filter(each -> each > title)
            .min(Integer::compare);
    if (first.isPresent()) {
      String whole = line + "  " + lines.lineEnd();
      return Edit.apply(lines.text(), List.of(Edit.insert(lines.start(first.get()), whole)));
    }
    return Appending.behind(lines, title, lines.lineEnd() + line + lines.lineEnd());
  }

  private static String without(String name) {
    return name.substring(0, name.length() - ".md".length());
  }
}
