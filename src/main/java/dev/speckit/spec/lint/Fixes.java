package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitHead;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.SpecTree.Located;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import dev.speckit.spec.deliverable.TraceBack;
import dev.speckit.spec.link.LinkMending;
import dev.speckit.spec.link.LinkedDocument;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Mends only what has one answer: a status that is written with capitals or that only the context
/// still knows, a context that is not there, and what `link fix` mends. Changes are splices: no
/// other byte moves.
final class Fixes {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Host host;
  private final SpecTree tree;
  private final Map<String, Fix> fixes = new TreeMap<>();

  private Fixes(Host host, SpecTree tree) {
    this.host = host;
    this.tree = tree;
  }

  /// @param specs whose documents and contexts may be changed
  /// @param whole whether these are all specs: then other files may be changed too
  /// @return sorted by file
  static List<Fix> of(Host host, SpecTree tree, List<Located> specs, boolean whole)
      throws InterruptedException {
    Fixes fixes = new Fixes(host, tree);
    for (Located spec : specs) {
      fixes.mend(spec);
    }
    Set<String> own = new HashSet<>();
    for (Located spec : specs) {
      own.add(fixes.name(spec.document()));
      own.add(fixes.name(spec.context()));
    }
    fixes.mendLinks(file -> (whole || own.contains(file)) && !fixes.isTorn(file));
    return List.copyOf(fixes.fixes.values());
  }

  private String name(Path file) {
    return SpecEntry.relative(tree.workspace(), file);
  }

  private void mend(Located spec) throws InterruptedException {
    SpecTree.Text document = tree.readText(spec.document());
    if (document.problem() != null || document.text().isBlank()) {
      return;
    }
    if (!Disk.exists(spec.context())) {
      status(name(spec.document()), document.text(), Optional.empty()).ifPresent(this::add);
      add(context(spec));
      return;
    }
    SpecTree.Text context = tree.readText(spec.context());
    Optional<String> known = known(spec, context);
    status(name(spec.document()), document.text(), known).ifPresent(this::add);
    if (context.problem() == null) {
      status(name(spec.context()), context.text(), Optional.empty()).ifPresent(this::add);
    }
  }

  /// The status that the context says, when it is one.
  private Optional<String> known(Located spec, SpecTree.Text context) {
    if (context.problem() != null) {
      return Optional.empty();
    }
    String name = name(spec.context());
    Metadata metadata = Metadata.read(name, MarkdownLines.of(name, context.text()));
    return Optional.of(
            metadata.values().getOrDefault("status", "").strip().toLowerCase(Locale.ROOT))
        .filter(DocumentRules.STATUSES::contains);
  }

  private void add(Fix fix) {
    fixes.put(fix.name(), fix);
  }

  /// On top of what is mended already: a context that is made needs ways to it and back.
  private void mendLinks(Predicate<String> wanted) throws InterruptedException {
    Map<String, String> drafts = new HashMap<>();
    fixes.values().forEach(fix -> drafts.put(fix.name(), fix.after()));
    links(host, tree)
        .planned(drafts, wanted)
        .forEach((file, mended) -> {
          Fix first = fixes.get(file);
          Set<String> rules = new TreeSet<>(mended.rules());
          if (first != null) {
            rules.addAll(first.rules());
          }
          Optional<String> before = first == null ? Optional.of(mended.before()) : first.before();
          add(new Fix(file, before, mended.after(), rules));
        });
  }

  private static LinkMending links(Host host, SpecTree tree) {
    return new LinkMending(host, tree, (spec, file, text) -> TraceBack.of(spec, file).addTo(text));
  }

  /// Whether nobody but its author can say where in the file a line belongs.
  private boolean isTorn(String file) {
    if (fixes.containsKey(file) || !LinkedDocument.isMarkdown(file)) {
      return false;
    }
    SpecTree.Text text = tree.readText(tree.workspace().resolve(file));
    return text.problem() != null || !MarkdownLines.of(file, text.text()).problems().isEmpty();
  }

  /// One that was deleted comes back as it was in the last commit.
  private Fix context(Located spec) throws InterruptedException {
    SpecEntry entry = tree.read(spec);
    Optional<SpecEntry> parent = spec.parent().flatMap(tree::locate).map(tree::read);
    String now = MINUTE.format(host.clock().instant().atZone(ZoneId.systemDefault()));
    String text =
        GitHead.text(host, tree.workspace(), spec.context())
            .orElseGet(() -> Templates.context(entry, parent, now));
    return new Fix(name(spec.context()), Optional.empty(), text, Set.of("missing-context"));
  }

  /// @param known the status for a document that says none; empty when nobody knows
  private static Optional<Fix> status(String name, String text, Optional<String> known) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    if (!markdown.problems().isEmpty()) {
      return Optional.empty();
    }
    Metadata metadata = Metadata.read(name, markdown);
    Integer line = metadata.places().get("status");
    if (line == null) {
      return known.flatMap(status -> missingStatus(name, text, status, markdown, metadata));
    }
    TextLines lines = markdown.lines();
    String written = metadata.values().getOrDefault("status", "").strip();
    if (written.isEmpty() && known.isPresent()) {
      String empty = lines.content(line - 1).stripTrailing();
      int end = lines.start(line - 1) + empty.length();
      return empty.endsWith(":") || empty.endsWith(":**")
          ? Optional.of(
              spliced(name, text, Edit.insert(end, " " + known.get()), "missing-metadata"))
          : Optional.empty();
    }
    String small = written.toLowerCase(Locale.ROOT);
    if (written.equals(small) || !DocumentRules.STATUSES.contains(small)) {
      return Optional.empty();
    }
    int start = lines.start(line - 1) + markdown.visible(line - 1).lastIndexOf(written);
    Edit edit = new Edit(start, start + written.length(), small);
    return Optional.of(spliced(name, text, edit, "status-case"));
  }

  private static Fix spliced(String name, String text, Edit edit, String rule) {
    return new Fix(name, Optional.of(text), Edit.apply(text, List.of(edit)), Set.of(rule));
  }

  /// In the file's own form: a property, or a line of the header.
  private static Optional<Fix> missingStatus(
      String name, String text, String status, MarkdownLines markdown, Metadata metadata) {
    TextLines lines = markdown.lines();
    String end = lines.lineEnd();
    Edit edit;
    if (markdown.frontMatterEnd() > 0) {
      edit = Edit.insert(lines.start(markdown.frontMatterEnd()), "status: " + status + end);
    } else if (markdown.headings().isEmpty()) {
      return Optional.empty();
    } else {
      edit = header(markdown, metadata, status, end);
    }
    return Optional.of(spliced(name, text, edit, "missing-metadata"));
  }

  private static Edit header(MarkdownLines markdown, Metadata metadata, String status, String end) {
    TextLines lines = markdown.lines();
    if (!metadata.places().isEmpty()) {
      int first = metadata.places().values().stream().mapToInt(Integer::intValue).min().orElse(1);
      return Edit.insert(lines.start(first - 1), "**Status**: " + status + "  " + end);
    }
    int heading = markdown.headings().getFirst().line();
    int last =
        heading + 1 < lines.count() && isUnderline(markdown, heading + 1) ? heading + 1 : heading;
    boolean ended = lines.next(last) > lines.end(last);
    String behind = last + 1 < lines.count() && !lines.isBlank(last + 1) ? end : "";
    return Edit.insert(
        lines.next(last), (ended ? "" : end) + end + "**Status**: " + status + end + behind);
  }

  private static boolean isUnderline(MarkdownLines markdown, int line) {
    return markdown.kind(line) == MarkdownLines.Kind.UNDERLINE;
  }

  static Report dryRun(List<Fix> fixes) {
    List<String> lines = new ArrayList<>();
    fixes.forEach(fix -> lines.addAll(fix.diff()));
    Json.Fields data =
        Json.fields()
            .with("fixes", fixes.stream().map(Fix::json).toList())
            .with("diff", String.join("\n", lines));
    if (fixes.isEmpty()) {
      return Report.of(data, Block.Notes.of("Nothing to mend."));
    }
    return Report.of(data, new Block.Diff(lines));
  }

  /// Writes all that can be written.
  ///
  /// @throws Failure.Unavailable when files were changed or made meanwhile: those edits must not be
  ///   lost
  static void apply(Host host, SpecTree tree, List<Fix> fixes) throws InterruptedException {
    if (fixes.isEmpty()) {
      return;
    }
    LinkMending writer = links(host, tree);
    List<Problem> left = new ArrayList<>();
    for (Fix fix : fixes) {
      if (!writer.write(fix.name(), fix.before(), fix.after())) {
        left.add(
            Problem.of("file-changed", "the file was changed while it was checked, and was left")
                .at(fix.name())
                .remedy("run the command again"));
      }
    }
    if (!left.isEmpty()) {
      throw new Failure.Unavailable(left.toArray(Problem[]::new));
    }
  }

  static Block told(List<Fix> fixes) {
    List<Block.Cell> lines = new ArrayList<>();
    fixes.forEach(
        fix -> lines.add(Block.Cell.of(fix.name() + ": mended " + String.join(", ", fix.rules()))));
    return new Block.Notes(lines);
  }
}
